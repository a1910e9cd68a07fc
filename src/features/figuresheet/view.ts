import type { Messages } from "../../i18n/messages.ts";
import type { Causes, Change } from "../cause/rules.ts";
import { FORMULA_VERSION, changeHundredths, hundredths, RATES, type Coverage, type Figures, type Fraction, type Part } from "../figures/rules.ts";
import { markText, suppress } from "../suppress/rules.ts";
import type { Exported } from "./actions.ts";

export type Cell = string | number;
export interface Table {
  readonly name: string;
  /** Heading first. */
  readonly rows: readonly (readonly Cell[])[];
}

const RATE_NAMES = ["organization", "separate", "work", "workUnorganized", "visited", "built", "fresh"] as const satisfies readonly (keyof typeof RATES)[];
const CUTS = { byKind: "kind", byArea: "area", byIndustry: "industry", byMarket: "market" } as const;

const percent = (fraction: Fraction): Cell => {
  const value = hundredths(fraction);
  return value === null ? "—" : value / 100;
};

function change(before: Fraction, now: Fraction): Cell {
  const value = changeHundredths(before, now);
  return value === null ? "—" : value / 100;
}

function figureRows(t: Messages, { figures, before }: Exported): Cell[][] {
  const { rates, counts } = t.figuresheet;
  const rated = RATE_NAMES.map((name): Cell[] => {
    const [now, then] = [RATES[name](figures.total), RATES[name](before.total)];
    return [rates[name], now.of, now.all, percent(now), then.of, then.all, percent(then), change(then, now)];
  });
  const active = (of: Figures): Fraction => ({ of: of.organizations.active, all: of.organizations.counting });
  const counted = (["units", "dormant", "closed", "movedOut", "notFound"] as const).map((name): Cell[] => [counts[name], figures.total[name], "", "", before.total[name], "", "", figures.total[name] - before.total[name]]);
  return [...counted, ...rated, [rates.active, active(figures).of, active(figures).all, percent(active(figures)), active(before).of, active(before).all, percent(active(before)), change(active(before), active(figures))]];
}

/** Members of each part, small counts hidden so that none can be worked out from the total. */
function memberTexts(parts: readonly Part[]): string[] {
  return suppress(parts.map(({ members: { total } }) => ({ count: total, isPersonal: true }))).cells.map((mark) => markText(mark));
}

const keyText = (t: Messages, cut: keyof typeof CUTS, key: string): string => (cut === "byKind" ? t.unit.kinds[key as keyof Messages["unit"]["kinds"]] : key);

function partRows(t: Messages, figures: Figures, cut: keyof typeof CUTS): Cell[][] {
  const members = memberTexts(figures[cut]);
  return figures[cut].map(({ key, coverage }, at) => [
    keyText(t, cut, key), coverage.units, coverage.organization, percent(RATES.organization(coverage)), coverage.work, percent(RATES.work(coverage)),
    coverage.shouldBuild, coverage.built, coverage.fresh, members[at] ?? "",
  ]);
}

const trendRow = (asOf: string, of: Coverage): Cell[] => [asOf, of.units, of.organization, percent(RATES.organization(of)), of.work, percent(RATES.work(of)), of.units - of.work];

const SETS = ["entered", "left", "organizationGained", "organizationLost", "workGained", "workLost"] as const satisfies readonly (keyof Causes)[];
const causeRow = (t: Messages, set: (typeof SETS)[number], { unit, cause, through, on }: Change): Cell[] => [t.figuresheet.sets[set], unit, t.report.causes[cause](through ?? ""), on ?? ""];

/** The tables of a coverage export: figures, one for each cut, trend, causes, and how everything is defined. */
export function coverageTables(t: Messages, exported: Exported): Table[] {
  const { figuresheet: words } = t;
  const { figures, before, causes, trend, stationName } = exported;
  return [
    { name: words.names.figures, rows: [[words.about(stationName, figures.asOf, before.asOf, FORMULA_VERSION)], words.heads.figures(figures.asOf, before.asOf), ...figureRows(t, exported)] },
    ...(["byKind", "byArea", "byIndustry", "byMarket"] as const).map((cut) => ({ name: t.report.cuts[cut], rows: [[words.parts[CUTS[cut]], ...words.heads.part], ...partRows(t, figures, cut)] })),
    { name: words.names.trend, rows: [words.heads.trend, ...trend.map(({ asOf, figures: { total } }) => trendRow(asOf, total))] },
    { name: words.names.causes, rows: [words.heads.causes, ...SETS.flatMap((set) => causes[set].map((each) => causeRow(t, set, each)))] },
    { name: words.names.definitions, rows: [words.heads.definitions, ...words.definitions] },
  ];
}

/** A spreadsheet takes a text that begins so for a formula. */
const guarded = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
const written = (cell: Cell): string => (typeof cell === "number" ? String(cell) : /[",\r\n]/.test(guarded(cell)) ? `"${guarded(cell).replaceAll('"', '""')}"` : guarded(cell));

/** The same tables as one CSV, each row with its table's name first; with the sign by which a spreadsheet knows UTF-8. */
export function coverageCsv(tables: readonly Table[]): string {
  return `\uFEFF${tables.flatMap(({ name, rows }) => rows.map((row) => [name, ...row].map(written).join(","))).join("\r\n")}\r\n`;
}
