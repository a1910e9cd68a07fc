import type { Cause } from "../../features/cause/rules.ts";
import type { Messages } from "../messages.ts";

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const units = (rest: string) => (count: number) => `${counted(count, "unit", "units")} ${rest}`;

const causes: Record<Cause, (units: number) => string> = {
  new: (count) => counted(count, "new unit", "new units"),
  reopened: units("in operation again"),
  dormant: units("dormant"),
  closed: units("closed"),
  movedOut: units("moved out"),
  notFound: units("not found"),
  linkNew: units("newly linked"),
  linkEnded: units("unlinked"),
  organizationCounts: units("whose organization now counts"),
  organizationCountsNoMore: units("whose organization counts no more"),
  assigned: units("newly assigned"),
  assignmentLapsed: (count) => counted(count, "instructor lapsed", "instructors lapsed"),
  assignmentEnded: (count) => counted(count, "assignment ended", "assignments ended"),
  instructorRetired: units("whose instructor retired"),
  instructorActive: units("whose instructor serves now"),
  massOrganizationNew: (count) => counted(count, "new mass organization", "new mass organizations"),
  massOrganizationEnded: (count) => counted(count, "mass organization ended", "mass organizations ended"),
};

export const digest: Messages["digest"] = {
  heading: (year, week, span) => `📊 Weekly coverage · ${year} week ${week} (${span})`,
  source: (station, version, asOf) => `${station} · definition ${version} · as of ${asOf}`,
  units: (inOperation, entered, closed, dormant) =>
    `Units in operation ${inOperation} (${entered} new, ${closed} closed${dormant === 0 ? "" : `; ${dormant} dormant besides`})`,
  organization: (coverage, change) => `Organization coverage ${coverage}${change}`,
  organizationChange: (points) => (points === null ? " (as last week)" : ` (${points} pp on last week)`),
  formations: (of) => `  separate ${of.separate} · joint ${of.joint} · industry ${of.industry} · area ${of.area} · floating ${of.floating}`,
  work: (coverage, change) => `Work coverage ${coverage}${change}`,
  workChange: (points) => (points === null ? " (as last week)" : ` (${points} pp)`),
  unorganized: (coverage) => `  among units without an organization ${coverage}`,
  why: (causesSaid) => `Why it changed: ${causesSaid.join("; ")}`,
  causes,
  moreCauses: (kinds) => `${counted(kinds, "more cause", "more causes")} (/coverage)`,
  entered: { uncovered: (_, said) => `${said} not yet covered`, some: (count, said) => `${said} (${count} not yet covered)` },
  gaps: (uncovered, built, fresh) => `Uncovered ${uncovered} · should-be-built ${built} built · surveyed within 90 days ${fresh}`,
  instructors: (of) => `Instructors ${of.active}: ${of.lapsed} lapsed this week, ${of.expiring} within 30 days, ${of.full} at capacity${of.over === 0 ? "" : `, ${of.over} over it`}`,
  activities: (of) => `Activities: ${of.held} held, ${of.cancelled} cancelled, ${of.coming} coming; ${of.participations} ${of.participations === "1" ? "participation" : "participations"}; ${of.active} organizations active in 30 days`,
  requests: (of) => `Help requests: ${of.opened} new, ${of.closed} closed, ${of.open} open, ${of.overdue} overdue`,
  terms: (overdue, dueSoon) => `Terms: ${overdue} overdue, ${dueSoon} due within 90 days`,
  suggestions: (count) => `${count === 1 ? "1 suggestion waits" : `${count} suggestions wait`} for the station lead (/suggest in private chat)`,
  closing: "Taking part is voluntary; this digest holds no personal data.",
  preview: "👀 Only you see this: the digest of last week, as the register stands now.",
  refusals: { notForYou: "Not found, or not yours to use." },
  quiet: "Nothing changed this week.",
  late: (missed) => `⏰ Late: it could not be sent when it was due${missed === "" ? "" : `; week ${missed} was not sent at all`}.`,
  missed: (weeks) => `📊 The digest of week ${weeks} was not sent: I was away when it was due. /coverage shows the figures.`,
  warning: {
    paused: (group, station) => `⏸ The weekly digest rests in the group “${group}” of “${station}”: I may not write there, or am no longer in it.\nPlease let me send messages in the group's settings, or add me again; it then goes on by itself.`,
    uncertain: (group, station, week) => `⚠️ The digest of week ${week} may be missing in the group “${group}” of “${station}”: sending it was cut off.\nSo that it does not come twice I do not send it again. Please look in the group; if it is not there, /digest now shows it to you in private, to pass on.`,
  },
  corrected: (week, changes) => `✏️ Week ${week} was corrected: ${changes.join(", ")}`,
  correction: { organization: (told, now) => `organization coverage ${told} → ${now}`, work: (told, now) => `work coverage ${told} → ${now}` },
  corrections: (weeks) => `✏️ ${counted(weeks, "week was", "weeks were")} corrected (/coverage)`,
  moreCorrected: (weeks) => `✏️ ${weeks} more ${weeks === 1 ? "week was" : "weeks were"} corrected (/coverage)`,
};
