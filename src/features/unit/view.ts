import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { contactsData } from "../contact/rules.ts";
import { statusData } from "../unitstatus/rules.ts";
import { formatDate } from "../time/rules.ts";
import { daysBetween, formatDay } from "../date/rules.ts";
import { isWorking } from "../visit/rules.ts";
import type { Added, Card } from "./actions.ts";
import { titleOf, UNIT_AT, unitAt } from "./rules.ts";

export const CARD_DATA = new RegExp(`^unit:card:${UNIT_AT}$`);

export interface Reading {
  readonly locale: Locale;
  readonly today: string;
  readonly timeZone: string;
  readonly isPrivate: boolean;
}

const said = (lines: readonly (string | null)[]) => lines.filter((line) => line !== null);

/** In a group even how many work there stays unsaid. */
function aboutLines(t: Messages, { unit }: Card, isPrivate: boolean): string[] {
  return said([
    t.unit.about(t.unit.kinds[unit.kind], unit.area),
    unit.industry === null ? null : t.unit.industry(unit.industry),
    unit.chain === null ? null : t.unit.chain(unit.chain),
    unit.market === null ? null : t.unit.market(unit.market),
    unit.employees === null || !isPrivate ? null : t.unit.employees(unit.employees),
  ]);
}

/** Who looks after it; in private also whether they have been there lately. */
function looksAfter(t: Messages, each: Card["instructors"][number], { today, isPrivate }: Reading, day: (date: string) => string): string {
  const { code, throughOn, newestOn, serves } = each;
  if (!serves) return t.unit.notCounting(code);
  const visited = newestOn === null ? t.unit.notVisited : isWorking(each, today) ? t.unit.visited(day(newestOn)) : t.unit.notVisitedSince(day(newestOn));
  return t.unit.looksAfter(code, [...throughOn === null ? [] : [t.unit.through(day(throughOn))], ...isPrivate ? [visited] : []]);
}

function coverageLines(t: Messages, card: Card, reading: Reading, day: (date: string) => string): string[] {
  const organizations = card.organizations.map(({ code, formation, counts }) =>
    counts ? t.unit.coverer(code, formation === null ? null : t.unit.formations[formation]) : t.unit.notCounting(code));
  const instructors = card.instructors.map((each) => looksAfter(t, each, reading, day));
  const mass = card.massOrganizations.map((kind) => t.unit.massOrganizations[kind]);
  const lines = said([
    organizations.length === 0 ? null : t.unit.organizations(organizations),
    mass.length === 0 ? null : t.unit.massOrganized(mass),
    instructors.length === 0 ? null : t.unit.instructors(instructors),
  ]);
  return lines.length === 0 ? [t.unit.uncovered] : lines;
}

function surveyLine(t: Messages, { survey }: Card, { locale, today }: Reading): string {
  if (survey === null) return t.unit.neverSurveyed;
  const surveyed = t.unit.surveyed(daysBetween(survey.on, today), formatDay(survey.on, locale, today));
  return survey.fullMembers === null ? surveyed : `${surveyed}\n${t.unit.members(survey.fullMembers)}`;
}

function contactLines(t: Messages, { contacts }: Card, { locale, timeZone }: Reading): string[] {
  const [first] = contacts;
  return first ? [t.contact.card(contacts.length, formatDate(first.since, timeZone, locale), first.alias)] : [];
}

/** The unit's card; what a group must not see is left out of it. */
export function cardMessage(t: Messages, card: Card, reading: Reading): Outgoing {
  const day = (date: string) => formatDay(date, reading.locale, reading.today);
  const periods = card.periods.map(({ status, fromOn }) => t.unit.period(t.unit.statuses[status], day(fromOn)));
  const { stationId, code } = card.unit;
  const status = card.periods.at(-1)?.status;
  const assign = status === "active" || status === "dormant" ? [{ text: t.unit.button.instructor, data: `proposal:unit:${stationId}:${code}` }] : [];
  return {
    text: [
      `🏪 ${titleOf(card.unit, reading.isPrivate)}`, ...aboutLines(t, card, reading.isPrivate), "", ...periods, "", ...coverageLines(t, card, reading, day), surveyLine(t, card, reading), ...contactLines(t, card, reading),
    ].join("\n"),
    buttons: [[
      { text: t.unit.button.status, data: statusData(card.unit) },
      ...(reading.isPrivate ? [{ text: t.unit.button.edit, data: `unitfield:edit:${unitAt(card.unit)}` }, { text: t.unit.button.list, data: `units:list:${stationId}` }] : []),
    ], ...(reading.isPrivate ? [[{ text: t.contact.button.contacts, data: contactsData(card.unit) }, ...assign]] : [])],
  };
}

/** Why a unit was not entered, with what would be right. */
export function refusedText(t: Messages, added: Extract<Added, { ok: false }>): string {
  if (added.reason !== "doubts") return t.unit.refusals[added.reason];
  return [...added.doubts.map(({ reason, text }) => t.unit.doubts[reason](text)), "", t.unit.addExample].join("\n");
}
