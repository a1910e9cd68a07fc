import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Causes, Change } from "../cause/rules.ts";
import { formatDay, shortDay } from "../date/rules.ts";
import { changeHundredths, changeText, FORMULA_VERSION, fractionText, percentText, hundredths, RATES, type Coverage, type Figures, type Part } from "../figures/rules.ts";
import type { Imbalance } from "../imbalance/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { Item, List, Report } from "./actions.ts";
import { reportData, type Cut } from "./rules.ts";

/** In which language, and whether what only one pair of eyes may see is offered. */
export interface Reading {
  readonly locale: Locale;
  readonly isPrivate: boolean;
}

const MAX_PARTS = 8;
const MAX_CAUSES = 8;

function keyText(t: Messages, cut: Cut["by"], key: string): string {
  return cut === "kind" ? t.report.part.kind(t.unit.kinds[key as keyof Messages["unit"]["kinds"]]) : t.report.part[cut](key);
}

function head(t: Messages, report: Report, locale: Locale): string[] {
  const part = report.cut && keyText(t, report.cut.by, report.cut.key);
  return [t.report.heading(report.stationName, part), t.report.basis(formatDay(report.on, locale), formatDay(report.vs, locale, report.on), FORMULA_VERSION)];
}

function pointsText(t: Messages, before: Coverage, now: Coverage, rate: keyof typeof RATES): string {
  const change = changeHundredths(RATES[rate](before), RATES[rate](now));
  return change === null ? "" : change === 0 ? t.report.same : t.report.points(changeText(change));
}

const whole = (change: number): string => (change < 0 ? `−${-change}` : `+${change}`);

function unitsLine(t: Messages, before: Coverage, now: Coverage): string {
  const others = (["dormant", "closed", "movedOut", "notFound"] as const).filter((kind) => now[kind] > 0).map((kind) => t.report.other(t.report.others[kind], now[kind]));
  const change = now.units - before.units;
  return t.report.units(now.units, change === 0 ? "" : t.report.unitsChange(whole(change)), others);
}

function figureLines(t: Messages, { now, before, whole: all }: Report): string[] {
  const { report } = t;
  const rate = (name: keyof typeof RATES) => fractionText(RATES[name](now));
  const change = (name: keyof typeof RATES) => pointsText(t, before, now, name);
  const organizations = all?.figures.organizations;
  return [
    unitsLine(t, before, now), report.organization(rate("organization"), change("organization")), report.formations(now.byFormation), report.separate(rate("separate")),
    ...organizations ? [report.active(fractionText({ of: organizations.active, all: organizations.counting }))] : [],
    report.work(rate("work"), change("work")), report.unorganized(rate("workUnorganized")), report.visited(rate("visited")),
    report.built(rate("built"), change("built")), report.fresh(rate("fresh"), change("fresh")), report.uncovered(now.units - now.work),
  ];
}

const GAP_CUTS = { byKind: "kind", byArea: "area", byIndustry: "industry", byMarket: "market" } as const;

function gapLines(t: Messages, gap: Imbalance | null): string[] {
  if (!gap) return [];
  const named = ({ key }: Imbalance["best"]) => keyText(t, GAP_CUTS[gap.cut], key);
  const rated = ({ fraction }: Imbalance["best"]) => percentText(hundredths(fraction));
  return ["", t.report.gap({
    rate: t.report.rates[gap.rate], best: named(gap.best), bestRate: rated(gap.best), worst: named(gap.worst), worstRate: rated(gap.worst), points: changeText(gap.gap).slice(1),
  })];
}

function buttons(t: Messages, report: Report, { isPrivate }: Reading): Button[][] {
  const button = (page: Parameters<typeof reportData>[0], text: string): Button => ({ text, data: reportData(page, report) });
  const { button: words } = t.report;
  const own = [button("uncovered", words.uncovered(report.now.units - report.now.work)), button("expiring", words.expiring), button("due", words.due)];
  return [[button("why", words.why), ...report.cut === null ? [button("parts", words.parts)] : []], ...isPrivate ? [own] : []];
}

const backButton = (t: Messages, report: Report): Button[] => [{ text: t.report.button.figures, data: reportData("figures", report) }];

/** The figures as a group may read them: counts and rates, no unit. */
export function figuresMessage(t: Messages, report: Report, reading: Reading): Outgoing {
  return { text: [...head(t, report, reading.locale), "", ...figureLines(t, report), ...gapLines(t, report.whole?.imbalance ?? null)].join("\n"), buttons: buttons(t, report, reading) };
}

function partLines(t: Messages, parts: readonly Part[], cut: keyof typeof GAP_CUTS): string[] {
  const ratio = (of: number, all: number) => (all === 0 ? "—" : `${of}/${all}`);
  const inOperation = parts.filter(({ coverage }) => coverage.units > 0).toSorted((a, b) => b.coverage.units - a.coverage.units);
  const rows = inOperation.slice(0, MAX_PARTS).map(({ key, coverage: { units, organization, work } }) => t.report.row(cut === "byKind" ? keyText(t, "kind", key) : key, units, ratio(organization, units), ratio(work, units)));
  if (rows.length === 0) return [];
  return ["", t.report.cuts[cut], ...rows, ...inOperation.length > rows.length ? [t.report.more(inOperation.length - rows.length)] : []];
}

/** The two coverages by kind, area, industry and market, each with its denominator. */
export function partsMessage(t: Messages, report: Report, figures: Figures, { locale }: Reading): Outgoing {
  const lines = (["byKind", "byArea", "byIndustry", "byMarket"] as const).flatMap((cut) => partLines(t, figures[cut], cut));
  return { text: [...head(t, report, locale), ...lines.length === 0 ? ["", t.report.noParts] : lines].join("\n"), buttons: [backButton(t, report)] };
}

/** Units that changed under the same cause on the same day are told together. */
function itemsText(t: Messages, changes: readonly Change[], locale: Locale): string {
  const groups = new Map<string, { units: string[]; cause: string; on: string | null }>();
  for (const { unit, cause, through, on } of changes) {
    const said = { cause: t.report.causes[cause](through ?? ""), on: on === undefined ? null : shortDay(on, locale) };
    const key = `${said.cause}|${said.on ?? ""}`;
    groups.set(key, { ...said, units: [...groups.get(key)?.units ?? [], unit] });
  }
  const shown = [...groups.values()].slice(0, MAX_CAUSES);
  const left = changes.length - shown.reduce((sum, { units }) => sum + units.length, 0);
  const { item, more } = t.report.why;
  const capped = shown.map(({ units, cause, on }) => item(units.length > MAX_CAUSES ? [...units.slice(0, MAX_CAUSES), more(units.length - MAX_CAUSES)] : units, cause, on));
  return [...capped, ...left > 0 ? [more(left)] : []].join(t.organization.list);
}

function changeLines(t: Messages, gained: readonly Change[], lost: readonly Change[], locale: Locale): string[] {
  const { why } = t.report;
  if (gained.length + lost.length === 0) return [why.nothing];
  return [...gained.length > 0 ? [why.gained(itemsText(t, gained, locale))] : [], ...lost.length > 0 ? [why.lost(itemsText(t, lost, locale))] : []];
}

/** What changed between the two days and through which units, by code. */
export function whyMessage(t: Messages, report: Report, causes: Causes, { locale }: Reading): Outgoing {
  const { why, rates } = t.report;
  const { now, before } = report;
  const rated = (rate: "organization" | "work", gained: readonly Change[], lost: readonly Change[]) => [
    "", why.figure(rates[rate], fractionText(RATES[rate](before)), fractionText(RATES[rate](now)), pointsText(t, before, now, rate)), ...changeLines(t, gained, lost, locale),
  ];
  return {
    text: [
      ...head(t, report, locale), "", why.figure(why.units, String(before.units), String(now.units), ""), ...changeLines(t, causes.entered, causes.left, locale),
      ...rated("organization", causes.organizationGained, causes.organizationLost), ...rated("work", causes.workGained, causes.workLost),
    ].join("\n"),
    buttons: [backButton(t, report)],
  };
}

function itemLine(t: Messages, list: List, { code, name, area, instructor, day }: Item, { locale, today }: { locale: Locale; today: string }): string {
  const said = day === null ? null : formatDay(day, locale, today);
  if (list === "expiring") return t.report.list.expires(instructor ?? "", code, said ?? "");
  const line = t.report.list.unit(code, name, area);
  return list === "due" ? t.report.list.surveyed(line, said) : line;
}

function itemButton(t: Messages, list: List, { code, instructor, assignmentId }: Item, stationId: number): Button {
  if (list === "uncovered") return { text: t.report.button.assign(code), data: `proposal:unit:${stationId}:${code}` };
  if (list === "due") return { text: t.report.button.survey(code), data: `walk:unit:${stationId}:${code}` };
  return { text: t.report.button.renew(instructor ?? "", code), data: `assignment:renew:${stationId}:${assignmentId ?? 0}` };
}

/** A list for one pair of eyes, each line with the button that does what it asks for. */
export function listMessage(t: Messages, list: List, { report, items, total }: { report: Report; items: readonly Item[]; total: number }, { locale }: Reading): Outgoing {
  const { list: words } = t.report;
  const told = { locale, today: report.on };
  return {
    text: [
      ...head(t, report, locale), "", total === 0 ? words.none[list] : words[list](total), ...items.map((item) => itemLine(t, list, item, told)),
      ...total > items.length ? [words.more[list](total - items.length)] : [],
    ].join("\n"),
    buttons: [...inRows(items.map((item) => itemButton(t, list, item, report.stationId)), list === "expiring" ? 1 : 2), backButton(t, report)],
  };
}
