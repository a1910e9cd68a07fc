import type { Messages } from "./messages.ts";
import { activity } from "./en/activity.ts";
import { assignment } from "./en/assignment.ts";
import { attend } from "./en/attend.ts";
import { agenda } from "./en/agenda.ts";
import { announce } from "./en/announce.ts";
import { audience } from "./en/audience.ts";
import { audit } from "./en/audit.ts";
import { budget } from "./en/budget.ts";
import { calendar } from "./en/calendar.ts";
import { change } from "./en/change.ts";
import { chart } from "./en/chart.ts";
import { chat } from "./en/chat.ts";
import { checkin } from "./en/checkin.ts";
import { command } from "./en/command.ts";
import { confirm } from "./en/confirm.ts";
import { conclusion } from "./en/conclusion.ts";
import { consent } from "./en/consent.ts";
import { contact } from "./en/contact.ts";
import { unitcount } from "./en/unitcount.ts";
import { digest } from "./en/digest.ts";
import { digestplan } from "./en/digestplan.ts";
import { door } from "./en/door.ts";
import { erasure } from "./en/erasure.ts";
import { figuresheet } from "./en/figuresheet.ts";
import { exporting } from "./en/exporting.ts";
import { groupnote } from "./en/groupnote.ts";
import { handover } from "./en/handover.ts";
import { headcount } from "./en/headcount.ts";
import { help } from "./en/help.ts";
import { importing } from "./en/importing.ts";
import { invitation } from "./en/invitation.ts";
import { instructor } from "./en/instructor.ts";
import { later } from "./en/later.ts";
import { manage } from "./en/manage.ts";
import { member } from "./en/member.ts";
import { mydata } from "./en/mydata.ts";
import { founding } from "./en/founding.ts";
import { organization } from "./en/organization.ts";
import { orgstatus } from "./en/orgstatus.ts";
import { coverlink } from "./en/coverlink.ts";
import { stalls } from "./en/stalls.ts";
import { term } from "./en/term.ts";
import { massorg } from "./en/massorg.ts";
import { organizations } from "./en/organizations.ts";
import { poll } from "./en/poll.ts";
import { news } from "./en/news.ts";
import { node } from "./en/node.ts";
import { nodedigest } from "./en/nodedigest.ts";
import { nodelink } from "./en/nodelink.ts";
import { nudge } from "./en/nudge.ts";
import { post } from "./en/post.ts";
import { rating } from "./en/rating.ts";
import { reach } from "./en/reach.ts";
import { reminder } from "./en/reminder.ts";
import { report } from "./en/report.ts";
import { request } from "./en/request.ts";
import { requests } from "./en/requests.ts";
import { result } from "./en/result.ts";
import { reply } from "./en/reply.ts";
import { retention } from "./en/retention.ts";
import { role } from "./en/role.ts";
import { rollcall } from "./en/rollcall.ts";
import { round } from "./en/round.ts";
import { sequence } from "./en/sequence.ts";
import { sheet } from "./en/sheet.ts";
import { shortlist } from "./en/shortlist.ts";
import { standing } from "./en/standing.ts";
import { station } from "./en/station.ts";
import { suggestion } from "./en/suggestion.ts";
import { survey } from "./en/survey.ts";
import { system } from "./en/system.ts";
import { timetable } from "./en/timetable.ts";
import { template } from "./en/template.ts";
import { unit } from "./en/unit.ts";
import { unitdraft } from "./en/unitdraft.ts";
import { unitfield } from "./en/unitfield.ts";
import { units } from "./en/units.ts";
import { unitstatus } from "./en/unitstatus.ts";
import { visit } from "./en/visit.ts";
import { waitlist } from "./en/waitlist.ts";
import { why } from "./en/why.ts";

export const en: Messages = {
  activity,
  assignment,
  attend,
  agenda,
  announce,
  audience,
  audit,
  budget,
  calendar,
  change,
  chart,
  chat,
  checkin,
  command,
  confirm,
  conclusion,
  consent,
  contact,
  unitcount,
  digest,
  digestplan,
  door,
  erasure,
  exporting,
  figuresheet,
  groupnote,
  handover,
  headcount,
  help,
  importing,
  invitation,
  instructor,
  later,
  manage,
  member,
  mydata,
  founding,
  organization,
  orgstatus,
  coverlink,
  stalls,
  term,
  massorg,
  organizations,
  poll,
  news,
  node,
  nodedigest,
  nodelink,
  nudge,
  post,
  rating,
  reach,
  reminder,
  report,
  request,
  requests,
  result,
  reply,
  retention,
  role,
  rollcall,
  round,
  sequence,
  sheet,
  shortlist,
  standing,
  station,
  suggestion,
  survey,
  system,
  timetable,
  template,
  unit,
  unitdraft,
  unitfield,
  units,
  unitstatus,
  visit,
  waitlist,
  why,
};
