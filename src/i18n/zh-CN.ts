import { activity } from "./zh-CN/activity.ts";
import { assignment } from "./zh-CN/assignment.ts";
import { attend } from "./zh-CN/attend.ts";
import { agenda } from "./zh-CN/agenda.ts";
import { announce } from "./zh-CN/announce.ts";
import { audience } from "./zh-CN/audience.ts";
import { audit } from "./zh-CN/audit.ts";
import { budget } from "./zh-CN/budget.ts";
import { calendar } from "./zh-CN/calendar.ts";
import { change } from "./zh-CN/change.ts";
import { chart } from "./zh-CN/chart.ts";
import { chat } from "./zh-CN/chat.ts";
import { checkin } from "./zh-CN/checkin.ts";
import { command } from "./zh-CN/command.ts";
import { confirm } from "./zh-CN/confirm.ts";
import { conclusion } from "./zh-CN/conclusion.ts";
import { consent } from "./zh-CN/consent.ts";
import { contact } from "./zh-CN/contact.ts";
import { unitcount } from "./zh-CN/unitcount.ts";
import { digest } from "./zh-CN/digest.ts";
import { digestplan } from "./zh-CN/digestplan.ts";
import { door } from "./zh-CN/door.ts";
import { erasure } from "./zh-CN/erasure.ts";
import { figuresheet } from "./zh-CN/figuresheet.ts";
import { exporting } from "./zh-CN/exporting.ts";
import { groupnote } from "./zh-CN/groupnote.ts";
import { handover } from "./zh-CN/handover.ts";
import { headcount } from "./zh-CN/headcount.ts";
import { help } from "./zh-CN/help.ts";
import { importing } from "./zh-CN/importing.ts";
import { invitation } from "./zh-CN/invitation.ts";
import { instructor } from "./zh-CN/instructor.ts";
import { later } from "./zh-CN/later.ts";
import { manage } from "./zh-CN/manage.ts";
import { member } from "./zh-CN/member.ts";
import { mydata } from "./zh-CN/mydata.ts";
import { founding } from "./zh-CN/founding.ts";
import { organization } from "./zh-CN/organization.ts";
import { orgstatus } from "./zh-CN/orgstatus.ts";
import { coverlink } from "./zh-CN/coverlink.ts";
import { stalls } from "./zh-CN/stalls.ts";
import { term } from "./zh-CN/term.ts";
import { massorg } from "./zh-CN/massorg.ts";
import { organizations } from "./zh-CN/organizations.ts";
import { poll } from "./zh-CN/poll.ts";
import { news } from "./zh-CN/news.ts";
import { node } from "./zh-CN/node.ts";
import { nodedigest } from "./zh-CN/nodedigest.ts";
import { nodelink } from "./zh-CN/nodelink.ts";
import { nudge } from "./zh-CN/nudge.ts";
import { post } from "./zh-CN/post.ts";
import { rating } from "./zh-CN/rating.ts";
import { reach } from "./zh-CN/reach.ts";
import { reminder } from "./zh-CN/reminder.ts";
import { report } from "./zh-CN/report.ts";
import { request } from "./zh-CN/request.ts";
import { requests } from "./zh-CN/requests.ts";
import { result } from "./zh-CN/result.ts";
import { reply } from "./zh-CN/reply.ts";
import { retention } from "./zh-CN/retention.ts";
import { role } from "./zh-CN/role.ts";
import { rollcall } from "./zh-CN/rollcall.ts";
import { round } from "./zh-CN/round.ts";
import { sequence } from "./zh-CN/sequence.ts";
import { sheet } from "./zh-CN/sheet.ts";
import { shortlist } from "./zh-CN/shortlist.ts";
import { standing } from "./zh-CN/standing.ts";
import { station } from "./zh-CN/station.ts";
import { suggestion } from "./zh-CN/suggestion.ts";
import { survey } from "./zh-CN/survey.ts";
import { system } from "./zh-CN/system.ts";
import { timetable } from "./zh-CN/timetable.ts";
import { template } from "./zh-CN/template.ts";
import { unit } from "./zh-CN/unit.ts";
import { unitdraft } from "./zh-CN/unitdraft.ts";
import { unitfield } from "./zh-CN/unitfield.ts";
import { units } from "./zh-CN/units.ts";
import { unitstatus } from "./zh-CN/unitstatus.ts";
import { visit } from "./zh-CN/visit.ts";
import { waitlist } from "./zh-CN/waitlist.ts";
import { why } from "./zh-CN/why.ts";

export const zhCN = {
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
