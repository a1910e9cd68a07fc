import type { Locale } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Change } from "../cause/rules.ts";
import { dayAfter, shortDay, shortSpan } from "../date/rules.ts";
import { drawing, shapeMark, textMark } from "../drawing/rules.ts";
import { changeHundredths, changeText, fractionText, RATES, type Coverage, type Fraction } from "../figures/rules.ts";
import type { UnitKind } from "../unit/rules.ts";
import type { Week } from "../week/rules.ts";
import { apart, countsOf, cutToFit, inLines, partsInLines, placeOf, plainText, runsOf, sizeFor, WEEKS_SHOWN, widthOf } from "../layout/rules.ts";

const WIDTH = 1080;
const MARGIN = 56;
const INNER = WIDTH - 2 * MARGIN;
const RIGHT = WIDTH - MARGIN;

/** On a phone the picture is shown at about a third: nothing smaller can be read there. */
const SMALL = 30;
const HEADING = 36;

const INK = "#1b1f24";
const GREY = "#4b5563";
const FAINT = "#d5dae1";
/** Both against white and against one another; the second is hatched, dashed and squared too. */
const LINES = { organization: "#1f4e8c", work: "#b45309" } as const;
type Line = keyof typeof LINES;
const BOTH = ["organization", "work"] as const satisfies readonly Line[];

/** A part of the picture and where the next one begins. */
interface Drawn {
  readonly marks: readonly string[];
  readonly end: number;
}

/** In which language it is said. */
interface Saying {
  readonly t: Messages;
  readonly locale: Locale;
}

type Section = (saying: Saying, week: Week, top: number) => Drawn;

const shareOf = ({ of, all }: Fraction): number => (all === 0 ? 0 : Math.min(1, of / all));
const heading = (text: string, y: number) => textMark(text, { x: MARGIN, y, size: HEADING, fill: INK, isBold: true });

function bar(line: Line, fraction: Fraction, { x, y, width, height }: { x: number; y: number; width: number; height: number }): string[] {
  const filled = shareOf(fraction) * width;
  return [
    shapeMark("rect", { x, y, width, height, fill: "#eef1f5", stroke: FAINT }),
    ...filled > 0 ? [shapeMark("rect", { x, y, width: filled, height, fill: line === "work" ? "url(#work)" : LINES[line] })] : [],
  ];
}

const head: Section = ({ t, locale }, { stationName, figures, year, week, from, through }, top) => {
  const title = t.chart.title(year, week);
  const size = sizeFor(title, INNER, { largest: 56, smallest: SMALL });
  const names = inLines(plainText(stationName), HEADING, INNER, 2);
  const basis = t.chart.basis(shortSpan(from, through, locale), shortDay(figures.asOf, locale), figures.version);
  const below = top + 64 + names.length * 48;
  return {
    marks: [
      textMark(title, { x: MARGIN, y: top + 50, size, fill: INK, isBold: true }),
      ...names.map((name, index) => textMark(name, { x: MARGIN, y: top + 104 + index * 48, size: HEADING, fill: INK })),
      textMark(basis, { x: MARGIN, y: below + 36, size: SMALL, fill: GREY }),
      textMark(t.chart.units(figures.total.units), { x: MARGIN, y: below + 78, size: SMALL, fill: GREY }),
    ],
    end: below + 112,
  };
};

/** What the coverage was a week before, with the sign that marks it on the bar. */
function noteOf(t: Messages, now: Fraction, before: Fraction): string {
  if (now.all === 0) return t.chart.noUnits;
  return before.all === 0 ? t.chart.noBefore : t.chart.before(fractionText(before), changeText(changeHundredths(before, now)));
}

const pointer = (x: number, y: number) => shapeMark("path", { d: `M${Math.round(x) - 11} ${y - 16}h22l-11 16z`, fill: INK });

function coverage(line: Line): Section {
  return ({ t }, { figures, before }, top) => {
    const [now, then] = [RATES[line](figures.total), RATES[line](before.total)];
    const name = t.chart[line];
    const value = fractionText(now);
    const size = sizeFor(value, INNER - widthOf(name, HEADING) - 24, { largest: 52, smallest: SMALL });
    const barTop = top + 78;
    const isCompared = now.all > 0 && then.all > 0;
    const mark = MARGIN + shareOf(then) * INNER;
    return {
      marks: [
        textMark(name, { x: MARGIN, y: top + 44, size: HEADING, fill: INK, isBold: true }),
        textMark(value, { x: RIGHT, y: top + 46, size, fill: LINES[line], isBold: true, anchor: "end" }),
        ...bar(line, now, { x: MARGIN, y: barTop, width: INNER, height: 40 }),
        ...isCompared ? [pointer(mark, barTop - 2), shapeMark("line", { x1: mark, y1: barTop, x2: mark, y2: barTop + 40, stroke: INK, "stroke-width": 4 })] : [],
        ...isCompared ? [pointer(MARGIN + 12, barTop + 76)] : [],
        textMark(noteOf(t, now, then), { x: MARGIN + (isCompared ? 34 : 0), y: barTop + 80, size: SMALL, fill: GREY }),
      ],
      end: barTop + 104,
    };
  };
}

const PLOT = { left: MARGIN + 94, right: WIDTH - 292, height: 210 } as const;

/** Labels under every third week, the last among them. */
const isLabelled = (place: number) => (WEEKS_SHOWN - 1 - place) % 3 === 0;

interface Point {
  readonly place: number;
  readonly rate: Fraction;
}

function lineMarks(line: Line, points: readonly Point[], at: (point: Point) => { x: number; y: number }): string[] {
  const stroke = LINES[line];
  const dashes = line === "work" ? { "stroke-dasharray": "14 8" } : {};
  return [
    ...runsOf(points).filter((run) => run.length > 1).map((run) =>
      shapeMark("polyline", { points: run.map(at).map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "), fill: "none", stroke, "stroke-width": 6, ...dashes })),
    ...points.map(at).map(({ x, y }) => line === "work"
      ? shapeMark("rect", { x: x - 9, y: y - 9, width: 18, height: 18, fill: "#ffffff", stroke, "stroke-width": 5 })
      : shapeMark("circle", { cx: x, cy: y, r: 10, fill: stroke })),
  ];
}

const percentOf = (fraction: Fraction): string => fractionText(fraction).split(" = ").at(-1) ?? "";

/** The two lines say at their ends which they are and where they have come to. */
function endLabels(t: Messages, total: Coverage, bottom: number, heightOf: (rate: Fraction) => number): string[] {
  if (total.units === 0) return [];
  const heights = apart([heightOf(RATES.organization(total)), heightOf(RATES.work(total))], 40, { from: bottom - PLOT.height - 20, through: bottom + 20 });
  return BOTH.map((line, index) =>
    textMark(`${t.chart.short[line]} ${percentOf(RATES[line](total))}`, { x: PLOT.right + 24, y: (heights[index] ?? 0) + 11, size: SMALL, fill: LINES[line], isBold: true }));
}

const trend: Section = ({ t, locale }, { trend: weeks, through, figures }, top) => {
  const plotTop = top + 92;
  const bottom = plotTop + PLOT.height;
  const xOf = (place: number) => PLOT.left + ((PLOT.right - PLOT.left) * place) / (WEEKS_SHOWN - 1);
  const yOf = (rate: Fraction) => bottom - shareOf(rate) * PLOT.height;
  const shown = weeks.map(({ asOf, coverage: of }) => ({ place: placeOf(asOf, through), of }))
    .filter((point): point is { place: number; of: Coverage } => point.place !== null && point.of.units > 0).toSorted((a, b) => a.place - b.place);
  const grid = [0, 50, 100].flatMap((percent) => {
    const y = bottom - (PLOT.height * percent) / 100;
    return [
      shapeMark("line", { x1: PLOT.left - 10, y1: y, x2: PLOT.right + 10, y2: y, stroke: FAINT, "stroke-width": 2 }),
      textMark(`${percent}%`, { x: PLOT.left - 18, y: y + 11, size: SMALL, fill: GREY, anchor: "end" }),
    ];
  });
  const days = Array.from({ length: WEEKS_SHOWN }, (_, place) => place).filter(isLabelled).map((place) =>
    textMark(shortDay(dayAfter(through, -7 * (WEEKS_SHOWN - 1 - place)), locale), { x: xOf(place), y: bottom + 50, size: SMALL, fill: GREY, anchor: "middle" }));
  return {
    marks: [
      heading(t.chart.trend(WEEKS_SHOWN), top + 52), ...grid, ...days,
      ...shown.length === 0 ? [textMark(t.chart.noTrend, { x: (PLOT.left + PLOT.right) / 2, y: bottom - 40, size: SMALL, fill: GREY, anchor: "middle" })] : [],
      ...BOTH.toReversed().flatMap((line) =>
        lineMarks(line, shown.map(({ place, of }) => ({ place, rate: RATES[line](of) })), ({ place, rate }) => ({ x: xOf(place), y: yOf(rate) }))),
      ...endLabels(t, figures.total, bottom, yOf),
    ],
    end: bottom + 84,
  };
};

const COLUMN = (INNER - 48) / 2;
const KIND_HEIGHT = 132;

const byKind: Section = ({ t }, { figures }, top) => {
  const order = Object.keys(t.unit.kinds);
  const parts = figures.byKind.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  if (parts.length === 0) return { marks: [], end: top };
  const labelOf = (line: Line, of: Coverage) => `${t.chart.short[line]} ${of.units === 0 ? "—" : `${of[line]}/${of.units}`}`;
  const widest = Math.max(...parts.flatMap(({ coverage: of }) => BOTH.map((line) => widthOf(labelOf(line, of), SMALL))));
  const width = Math.max(60, COLUMN - widest - 16);
  const marks = parts.flatMap(({ key, coverage: of }, index) => {
    const [x, y] = [MARGIN + (index % 2) * (COLUMN + 48), top + 52 + Math.floor(index / 2) * KIND_HEIGHT];
    const name = cutToFit(t.unit.kinds[key as UnitKind] ?? key, SMALL, COLUMN);
    return [
      textMark(name, { x, y: y + 36, size: SMALL, fill: INK }),
      ...BOTH.flatMap((line, row) => [
        ...bar(line, RATES[line](of), { x, y: y + 50 + row * 38, width, height: 24 }),
        textMark(labelOf(line, of), { x: x + width + 16, y: y + 73 + row * 38, size: SMALL, fill: LINES[line] }),
      ]),
    ];
  });
  return { marks: [heading(t.chart.byKind, top + 36), ...marks], end: top + 52 + Math.ceil(parts.length / 2) * KIND_HEIGHT + 16 };
};

/** “+1 −2”, without what is nought. */
const movedText = (gained: number, lost: number): string => [...gained > 0 ? [`+${gained}`] : [], ...lost > 0 ? [`−${lost}`] : []].join(" ");

/** The reasons in at most two lines, those that many units share first; the rest as a number. */
function reasonsOf(t: Messages, start: string, changes: readonly Change[]): string[] {
  const counts = countsOf(changes.map(({ cause }) => cause));
  for (let kept = counts.length; kept >= 0; kept -= 1) {
    const rest = counts.slice(kept).reduce((sum, [, units]) => sum + units, 0);
    const said = [...counts.slice(0, kept).map(([cause, units]) => t.digest.causes[cause](units)), ...rest > 0 ? [t.chart.others(rest)] : []];
    const lines = partsInLines(start, said, t.chart.between, { size: SMALL, width: INNER, most: 2 });
    if (kept === 0 || !lines.join("").endsWith("…")) return lines;
  }
  return [];
}

const causes: Section = ({ t }, { causes: of }, top) => {
  const lists = [
    { say: t.chart.unitsChanged, gained: of.entered, lost: of.left },
    { say: t.chart.organizationChanged, gained: of.organizationGained, lost: of.organizationLost },
    { say: t.chart.workChanged, gained: of.workGained, lost: of.workLost },
  ].filter(({ gained, lost }) => gained.length + lost.length > 0);
  const lines = lists.flatMap(({ say, gained, lost }) => reasonsOf(t, say(movedText(gained.length, lost.length)), [...gained, ...lost]));
  const said = lines.length === 0 ? [t.chart.nothingChanged] : lines;
  return {
    marks: [heading(t.chart.causes, top + 36), ...said.map((line, index) => textMark(line, { x: MARGIN, y: top + 84 + index * 44, size: SMALL, fill: INK }))],
    end: top + 84 + said.length * 44,
  };
};

const SECTIONS: readonly Section[] = [head, coverage("organization"), coverage("work"), trend, byKind, causes];

const HATCH = `<defs><pattern id="work" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`
  + `<rect width="14" height="14" fill="${LINES.work}"/><rect width="4" height="14" fill="#f0b473"/></pattern></defs>`;

/** A week as an SVG to be read on a phone, of nothing but its figures: no names but the station's. */
export function digestPicture(t: Messages, locale: Locale, week: Week): string {
  const drawn = SECTIONS.reduce<Drawn>(({ marks, end }, section) => {
    const next = section({ t, locale }, week, end);
    return { marks: [...marks, ...next.marks], end: next.end };
  }, { marks: [HATCH], end: 44 });
  return drawing(WIDTH, Math.ceil(drawn.end + 16), drawn.marks);
}
