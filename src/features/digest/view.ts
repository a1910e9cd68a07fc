import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { CAUSES, type Cause, type Causes } from "../cause/rules.ts";
import { dayAfter, shortDay, shortSpan } from "../date/rules.ts";
import { changeHundredths, changeText, fractionText, RATES, type Coverage, type Fraction } from "../figures/rules.ts";
import { tellData } from "../report/rules.ts";
import { isoWeekOf } from "../time/rules.ts";
import type { Correction, Week } from "../week/rules.ts";
import { isQuiet } from "./rules.ts";

/** Fewer than these could be told apart. */
const SMALLEST_TOLD = 5;
/** It goes out as a picture's caption, which Telegram keeps to this. */
const LONGEST = 1024;

/** What is left out where all of it would be too long, one thing after another; /coverage says it still. */
interface Detail {
  readonly parts: boolean;
  readonly sideline: boolean;
  readonly causes: number;
  readonly corrections: number;
}
const DETAILS: readonly Detail[] = [
  { parts: true, sideline: true, causes: 6, corrections: 3 },
  { parts: false, sideline: true, causes: 6, corrections: 3 },
  { parts: false, sideline: true, causes: 3, corrections: 1 },
  { parts: false, sideline: false, causes: 2, corrections: 0 },
];

const ratio = ({ of, all }: Fraction): string => (all === 0 ? "—" : `${of}/${all}`);

/** The change in points, "" where it cannot be told and null where there is none. */
function points(before: Coverage, after: Coverage, rate: (of: Coverage) => Fraction): string | null {
  const change = changeHundredths(rate(before), rate(after));
  if (change === null) return "";
  return change === 0 ? null : changeText(change);
}

const said = (change: string | null, words: (points: string | null) => string): string => (change === "" ? "" : words(change));

const unitsOf = (changes: Causes[keyof Causes]): ReadonlySet<string> => new Set(changes.map(({ unit }) => unit));

/** In how many units each cause was at work, those by which units went first, those by which they came last. */
function causesSaid(t: Messages, causes: Causes, most: number): string[] {
  const all = [...causes.left, ...causes.organizationLost, ...causes.workLost, ...causes.organizationGained, ...causes.workGained, ...causes.entered];
  const covered = unitsOf(causes.workGained);
  const order = [...new Set(all.map(({ cause }) => cause))].toSorted((a, b) => rank(a) - rank(b));
  const words = order.map((cause) => {
    const units = [...unitsOf(all.filter((change) => change.cause === cause))];
    const counted = t.digest.causes[cause](units.length);
    const uncovered = ENTERING.includes(cause) ? units.filter((unit) => !covered.has(unit)).length : 0;
    if (uncovered === 0) return counted;
    return uncovered === units.length ? t.digest.entered.uncovered(uncovered, counted) : t.digest.entered.some(uncovered, counted);
  });
  return words.length > most ? [...words.slice(0, most), t.digest.moreCauses(words.length - most)] : words;
}

const ENTERING: readonly Cause[] = ["new", "reopened"];
const LEAVING: readonly Cause[] = ["closed", "dormant", "movedOut", "notFound"];
const rank = (cause: Cause): number => CAUSES.indexOf(cause) + (ENTERING.includes(cause) ? 2 : LEAVING.includes(cause) ? 0 : 1) * CAUSES.length;

function coverageLines(t: Messages, { figures, before, causes, flow }: Week, detail: Detail): string[] {
  const { digest } = t;
  const now = figures.total;
  const why = causesSaid(t, causes, detail.causes);
  return [
    digest.units(now.units, flow.unitsNew, flow.unitsClosed, now.dormant),
    digest.organization(fractionText(RATES.organization(now)), said(points(before.total, now, RATES.organization), digest.organizationChange)),
    ...detail.parts ? [digest.formations(now.byFormation)] : [],
    digest.work(fractionText(RATES.work(now)), said(points(before.total, now, RATES.work), digest.workChange)),
    ...detail.parts ? [digest.unorganized(fractionText(RATES.workUnorganized(now)))] : [],
    ...why.length === 0 ? [] : [digest.why(why)],
    digest.gaps(now.units - now.work, ratio(RATES.built(now)), ratio(RATES.fresh(now))),
  ];
}

/** A count of persons' visits is told as a total only, and small ones not exactly. */
const participations = (count: number): string => (count > 0 && count < SMALLEST_TOLD ? `<${SMALLEST_TOLD}` : String(count));

function workLines(t: Messages, { figures, flow, suggestions }: Week, { sideline }: Detail): string[] {
  const { digest } = t;
  const { instructors, organizations, requests, terms } = figures;
  const asked = { opened: flow.requestsOpened, closed: flow.requestsClosed, ...requests };
  return [
    digest.instructors({ active: instructors.active, lapsed: flow.assignmentsLapsed, expiring: instructors.expiring, full: instructors.atCapacity, over: instructors.overCapacity }),
    digest.activities({ ...flow, participations: participations(flow.participations), active: ratio({ of: organizations.active, all: organizations.counting }) }),
    ...!sideline || Object.values(asked).every((count) => count === 0) ? [] : [digest.requests(asked)],
    ...!sideline || terms.overdue + terms.dueSoon === 0 ? [] : [digest.terms(terms.overdue, terms.dueSoon)],
    ...suggestions === 0 ? [] : [digest.suggestions(suggestions)],
  ];
}

function correctionLines(t: Messages, corrections: readonly Correction[], most: number): string[] {
  const differs = (rate: (of: Coverage) => Fraction, words: (told: string, now: string) => string, { told, now }: Correction) =>
    ratio(rate(told)) === ratio(rate(now)) ? [] : [words(ratio(rate(told)), ratio(rate(now)))];
  const lines = corrections.flatMap((each) => {
    const { organization, work } = t.digest.correction;
    const changes = [...differs(RATES.organization, organization, each), ...differs(RATES.work, work, each)];
    return changes.length === 0 ? [] : [t.digest.corrected(isoWeekOf(each.asOf).week, changes)];
  });
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), most === 0 ? t.digest.corrections(more) : t.digest.moreCorrected(more)] : lines;
}

function bodyLines(t: Messages, week: Week, detail: Detail): string[] {
  if (!isQuiet(week)) return [...coverageLines(t, week, detail), ...workLines(t, week, detail)];
  const { total } = week.figures;
  return [t.digest.quiet, t.digest.organization(fractionText(RATES.organization(total)), ""), t.digest.work(fractionText(RATES.work(total)), "")];
}

interface Telling {
  readonly locale: Locale;
  readonly isLate: boolean;
  /** The Mondays of the weeks before it that were missed. */
  readonly missed: readonly string[];
}

/** “47”, “44–46”: missed weeks follow one another. */
function weeksText(mondays: readonly string[]): string {
  const [first, last] = [mondays[0], mondays.at(-1)];
  if (first === undefined || last === undefined) return "";
  return first === last ? String(isoWeekOf(first).week) : `${isoWeekOf(first).week}–${isoWeekOf(last).week}`;
}

function digestText(t: Messages, week: Week, { locale, isLate, missed }: Telling, detail: Detail): string {
  const { digest } = t;
  return [
    digest.heading(week.year, week.week, shortSpan(week.from, week.through, locale)),
    digest.source(week.stationName, week.figures.version, shortDay(week.through, locale)),
    ...isLate ? [digest.late(weeksText(missed))] : [], "",
    ...bodyLines(t, week, detail), ...correctionLines(t, week.corrections, detail.corrections), digest.closing,
  ].join("\n");
}

/** A station's week as its groups read it: counts, never a person, never a unit. */
export function digestMessage(t: Messages, week: Week, telling: Telling, longest = LONGEST): Outgoing {
  const texts = DETAILS.map((detail) => digestText(t, week, telling, detail));
  return { text: texts.find((text) => text.length <= longest) ?? texts.at(-1) ?? "" };
}

/** What a group hears in place of digests that are too old to be sent. */
export const noteMessage = (t: Messages, missed: readonly string[]): Outgoing => ({ text: t.digest.missed(weeksText(missed)) });

/** What a lead is told of a digest that is not in its group, or may not be. */
export function warningMessage(t: Messages, about: { trouble: "paused" | "uncertain"; title: string; stationName: string; weekOn: string }): Outgoing {
  return { text: t.digest.warning[about.trouble](about.title, about.stationName, weeksText([about.weekOn])) };
}

/** What an organizer may tap under a digest; a week in which nothing changed needs no why. */
function whyButton(t: Messages, stationId: number, week: Week): Pick<Outgoing, "buttons"> {
  if (isQuiet(week)) return {};
  return { buttons: [[{ text: t.report.button.why, data: tellData({ stationId, on: week.through, vs: dayAfter(week.through, -7) }) }]] };
}

/** The digest as an organizers' group gets it. */
export function organizersDigest(t: Messages, stationId: number, week: Week, telling: Telling): Outgoing {
  return { ...digestMessage(t, week, telling), ...whyButton(t, stationId, week) };
}

export const NOW_DATA = /^digest:now:(\d{1,15})$/;

/** The last whole week as a group would read it, for somebody who asked. */
export function previewMessage(t: Messages, stationId: number, week: Week, locale: Locale): Outgoing {
  const opening = `${t.digest.preview}\n\n`;
  return { text: `${opening}${digestMessage(t, week, { locale, isLate: false, missed: [] }, LONGEST - opening.length).text}`, ...whyButton(t, stationId, week) };
}
