import { Composer } from "grammy";
import type { BotContext } from "./context.ts";
import { bot as absence } from "./features/absence/bot.ts";
import { bot as assignment } from "./features/assignment/bot.ts";
import { bot as assignoffer } from "./features/assignoffer/bot.ts";
import { bot as ballot } from "./features/ballot/bot.ts";
import { bot as agenda } from "./features/agenda/bot.ts";
import { bot as calendar } from "./features/calendar/bot.ts";
import { bot as budget } from "./features/budget/bot.ts";
import { bot as attend } from "./features/attend/bot.ts";
import { bot as announce } from "./features/announce/bot.ts";
import { bot as audience } from "./features/audience/bot.ts";
import { bot as change } from "./features/change/bot.ts";
import { bot as chat } from "./features/chat/bot.ts";
import { bot as checkin } from "./features/checkin/bot.ts";
import { bot as choices } from "./features/choices/bot.ts";
import { bot as commission } from "./features/commission/bot.ts";
import { bot as contactcard } from "./features/contactcard/bot.ts";
import { bot as contactlink } from "./features/contactlink/bot.ts";
import { bot as coverend } from "./features/coverend/bot.ts";
import { bot as coverlink } from "./features/coverlink/bot.ts";
import { bot as confirm } from "./features/confirm/bot.ts";
import { bot as consent } from "./features/consent/bot.ts";
import { bot as digest } from "./features/digest/bot.ts";
import { bot as digestplan } from "./features/digestplan/bot.ts";
import { bot as door } from "./features/door/bot.ts";
import { enter, type EntryDeps } from "./features/entry/bot.ts";
import { bot as errand } from "./features/errand/bot.ts";
import { bot as erasure } from "./features/erasure/bot.ts";
import { bot as group } from "./features/group/bot.ts";
import { bot as handover } from "./features/handover/bot.ts";
import { bot as holding } from "./features/holding/bot.ts";
import { bot as headcount } from "./features/headcount/bot.ts";
import { bot as help } from "./features/help/bot.ts";
import { bot as figuresheet } from "./features/figuresheet/bot.ts";
import { bot as exporting } from "./features/exporting/bot.ts";
import { bot as importing } from "./features/importing/bot.ts";
import { bot as invitation } from "./features/invitation/bot.ts";
import { bot as instructor } from "./features/instructor/bot.ts";
import { bot as later } from "./features/later/bot.ts";
import { bot as manage } from "./features/manage/bot.ts";
import { bot as massorg } from "./features/massorg/bot.ts";
import { bot as member } from "./features/member/bot.ts";
import { bot as mycopy } from "./features/mycopy/bot.ts";
import { bot as mydata } from "./features/mydata/bot.ts";
import { bot as myunits } from "./features/myunits/bot.ts";
import { bot as node } from "./features/node/bot.ts";
import { bot as nodedigest } from "./features/nodedigest/bot.ts";
import { bot as nodegrant } from "./features/nodegrant/bot.ts";
import { bot as nodelink } from "./features/nodelink/bot.ts";
import { bot as nodemove } from "./features/nodemove/bot.ts";
import { bot as nudge } from "./features/nudge/bot.ts";
import { bot as founding } from "./features/founding/bot.ts";
import { bot as organization } from "./features/organization/bot.ts";
import { bot as organizations } from "./features/organizations/bot.ts";
import { bot as orgstatus } from "./features/orgstatus/bot.ts";
import { bot as offer } from "./features/offer/bot.ts";
import { bot as post } from "./features/post/bot.ts";
import { bot as plan } from "./features/plan/bot.ts";
import { bot as poll } from "./features/poll/bot.ts";
import { bot as presence } from "./features/presence/bot.ts";
import { bot as rating } from "./features/rating/bot.ts";
import { bot as proposal } from "./features/proposal/bot.ts";
import { bot as reach } from "./features/reach/bot.ts";
import { bot as reminder } from "./features/reminder/bot.ts";
import { bot as report } from "./features/report/bot.ts";
import { bot as request } from "./features/request/bot.ts";
import { bot as requestdraft } from "./features/requestdraft/bot.ts";
import { bot as requests } from "./features/requests/bot.ts";
import { bot as result } from "./features/result/bot.ts";
import { bot as reply } from "./features/reply/bot.ts";
import { bot as retention } from "./features/retention/bot.ts";
import { bot as role } from "./features/role/bot.ts";
import { bot as rollcall } from "./features/rollcall/bot.ts";
import { bot as round } from "./features/round/bot.ts";
import { bot as sequence } from "./features/sequence/bot.ts";
import { bot as setup } from "./features/setup/bot.ts";
import { bot as stalls } from "./features/stalls/bot.ts";
import { bot as standing } from "./features/standing/bot.ts";
import { bot as station } from "./features/station/bot.ts";
import { bot as term } from "./features/term/bot.ts";
import { bot as timetable } from "./features/timetable/bot.ts";
import { bot as suggestion } from "./features/suggestion/bot.ts";
import { bot as succession } from "./features/succession/bot.ts";
import { bot as template } from "./features/template/bot.ts";
import { bot as trail } from "./features/trail/bot.ts";
import { bot as unit } from "./features/unit/bot.ts";
import { bot as unitcount } from "./features/unitcount/bot.ts";
import { bot as unitdraft } from "./features/unitdraft/bot.ts";
import { bot as unitfield } from "./features/unitfield/bot.ts";
import { bot as units } from "./features/units/bot.ts";
import { bot as unitstatus } from "./features/unitstatus/bot.ts";
import { bot as waitlist } from "./features/waitlist/bot.ts";
import { bot as walk } from "./features/walk/bot.ts";
import { bot as why } from "./features/why/bot.ts";
import { bot as visit } from "./features/visit/bot.ts";
import { bot as vote } from "./features/vote/bot.ts";
import { bot as winner } from "./features/winner/bot.ts";

/** The bot as a table of contents: who enters, then the features in order; help comes last and hears what nobody took. */
export function createBot(deps: EntryDeps): Composer<BotContext> {
  const bot = new Composer<BotContext>();
  // What Telegram tells of a poll comes from no chat: nobody enters for it.
  bot.use(vote);
  bot.use(enter(deps));
  bot.use(group, confirm, setup, station, chat);
  // Offer answers /role grant; role answers the rest of /role.
  bot.use(invitation, offer, role);
  // Report answers /why coverage, why the rest of /why.
  bot.use(report);
  // After a reply to one of its activities agenda shows its list anew; reply answers the link of an activity to those who have joined.
  bot.use(agenda, calendar, reply, standing, waitlist, why);
  // Reach answers /join in a group; what it leaves, member answers in private.
  // Digest answers /digest now.
  bot.use(digest, digestplan);
  bot.use(reach, member, mydata, mycopy, consent, erasure, retention, trail);
  // These answer their verbs of /announce; announce answers the rest of it.
  bot.use(change, manage, timetable, later, handover, headcount, nudge, sequence);
  // Door answers /rollcall qr and /announce qr.
  bot.use(door, checkin, attend, rating, rollcall, presence);
  // Result answers /poll close, round /poll list.
  bot.use(result, round, poll, ballot, choices, winner);
  bot.use(budget, reminder);
  // Founding answers /org add, orgstatus what changes the state, organization the rest of /org; stalls answers /link of a whole market, coverend what ends links.
  bot.use(founding, orgstatus, organization, organizations, term, stalls, coverend, coverlink, massorg);
  bot.use(template, audience, announce, post);
  // Contactlink answers /unit U06 contact, contactcard /myunits of whoever is a contact.
  bot.use(contactlink, contactcard);
  // Unitstatus answers the lines of /unit that change what a unit is, unitfield those that change what is said of it.
  bot.use(unitdraft, unitstatus, unitfield, unit, units);
  // Absence answers /instructor away and /myunits away.
  bot.use(commission, absence, instructor);
  // These answer their verbs of /assign; assignment answers the rest of it.
  bot.use(proposal, plan, assignoffer, succession, holding, assignment);
  // A bare /visit is answered by myunits.
  bot.use(myunits, visit);
  bot.use(request, requestdraft, requests);
  // Figuresheet answers /export coverage.
  bot.use(importing, figuresheet, exporting);
  bot.use(walk, suggestion, errand);
  // These answer their verbs of /scope; node answers the rest of it.
  bot.use(nodelink, nodegrant, nodemove, nodedigest, node);
  bot.use(unitcount, help);
  return bot;
}
