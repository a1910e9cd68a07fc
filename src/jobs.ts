import type { Scope, Setting } from "./context.ts";
import { jobs as asking } from "./features/asking/jobs.ts";
import { jobs as assignment } from "./features/assignment/jobs.ts";
import { due as passOffers, jobs as assignoffer } from "./features/assignoffer/jobs.ts";
import { jobs as attend } from "./features/attend/jobs.ts";
import { jobs as ballot } from "./features/ballot/jobs.ts";
import { jobs as announce } from "./features/announce/jobs.ts";
import { jobs as board } from "./features/board/jobs.ts";
import { due as closeRollCalls, jobs as closing } from "./features/closing/jobs.ts";
import { due as concludeActivities, jobs as conclusion } from "./features/conclusion/jobs.ts";
import { jobs as digest } from "./features/digest/jobs.ts";
import { due as oweDigests } from "./features/digestdue/jobs.ts";
import { due as remindOfExpiry, jobs as expiry } from "./features/expiry/jobs.ts";
import { jobs as contact } from "./features/contact/jobs.ts";
import { jobs as group } from "./features/group/jobs.ts";
import { due as noteGroups, jobs as groupnote } from "./features/groupnote/jobs.ts";
import { due as forgetImports } from "./features/importing/jobs.ts";
import { jobs as instructor } from "./features/instructor/jobs.ts";
import { jobs as news } from "./features/news/jobs.ts";
import { due as sumWeeks, jobs as nodedigest } from "./features/nodedigest/jobs.ts";
import { jobs as notice } from "./features/notice/jobs.ts";
import { jobs as nudge } from "./features/nudge/jobs.ts";
import { jobs as checkin } from "./features/checkin/jobs.ts";
import { due as turnWindows, jobs as opening } from "./features/opening/jobs.ts";
import { jobs as post } from "./features/post/jobs.ts";
import { due as publishRatings, jobs as rating } from "./features/rating/jobs.ts";
import { jobs as reach } from "./features/reach/jobs.ts";
import { due as remind, jobs as reminder } from "./features/reminder/jobs.ts";
import { jobs as request } from "./features/request/jobs.ts";
import { due as remindOfRequests, jobs as requestdue } from "./features/requestdue/jobs.ts";
import { jobs as requests } from "./features/requests/jobs.ts";
import { due as closePolls, jobs as result } from "./features/result/jobs.ts";
import { due as retain, jobs as retention } from "./features/retention/jobs.ts";
import { due as announceSeries } from "./features/series/jobs.ts";
import { due as keepFigures } from "./features/snapshot/jobs.ts";
import { due as listNeeds, jobs as shortlist } from "./features/shortlist/jobs.ts";
import { jobs as succession } from "./features/succession/jobs.ts";
import { due as suggest } from "./features/suggestion/jobs.ts";
import { due as listSurveys, jobs as surveydue } from "./features/surveydue/jobs.ts";
import { jobs as visit } from "./features/visit/jobs.ts";
import { due as remindOfTerms, jobs as term } from "./features/term/jobs.ts";
import { due as offerPlaces, jobs as waitlist } from "./features/waitlist/jobs.ts";
import { due as openRounds } from "./features/round/jobs.ts";
import type { Job } from "./outbox/job.ts";

/** Everything that the bot may owe somebody. */
export const JOBS: readonly Job[] = [
  ...asking,
  ...assignment,
  ...assignoffer,
  ...attend,
  ...ballot,
  ...announce,
  ...board,
  ...checkin,
  ...closing,
  ...conclusion,
  ...contact,
  ...digest,
  ...expiry,
  ...group,
  ...groupnote,
  ...instructor,
  ...news,
  ...nodedigest,
  ...notice,
  ...opening,
  ...nudge,
  ...post,
  ...rating,
  ...reach,
  ...reminder,
  ...request,
  ...requestdue,
  ...requests,
  ...result,
  ...retention,
  ...surveydue,
  ...shortlist,
  ...succession,
  ...visit,
  ...term,
  ...waitlist,
];

/** What falls due by the clock. */
export const DUES: readonly { name: string; due: (scope: Scope, setting: Setting) => Promise<void> }[] = [
  { name: "rollcall.close", due: closeRollCalls },
  { name: "conclusion", due: concludeActivities },
  { name: "rating", due: publishRatings },
  { name: "opening", due: turnWindows },
  { name: "series", due: announceSeries },
  { name: "groupnote", due: noteGroups },
  { name: "reminder", due: remind },
  { name: "poll.close", due: closePolls },
  { name: "poll.open", due: openRounds },
  { name: "waitlist.offer", due: offerPlaces },
  { name: "importing", due: forgetImports },
  { name: "snapshot", due: keepFigures },
  { name: "suggestion", due: suggest },
  { name: "shortlist", due: listNeeds },
  { name: "survey.due", due: listSurveys },
  { name: "term", due: remindOfTerms },
  { name: "assignoffer", due: passOffers },
  { name: "expiry", due: remindOfExpiry },
  { name: "digest", due: oweDigests },
  { name: "nodedigest", due: sumWeeks },
  { name: "requestdue", due: remindOfRequests },
  { name: "retention", due: retain },
];
