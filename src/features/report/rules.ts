import { readCode } from "../code/rules.ts";
import { dayAfter, isCalendarDay } from "../date/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { localDate } from "../time/rules.ts";
import { readArea, readKind, type UnitKind } from "../unit/rules.ts";
import { readDay, type DayRefusal } from "../validity/rules.ts";

const KIND_ORDER = ["micro_enterprise", "self_employed", "market", "platform_station"] as const satisfies readonly UnitKind[];
const CUTS = ["kind", "area", "industry", "market"] as const;
/** By what the figures are narrowed. */
export interface Cut {
  readonly by: (typeof CUTS)[number];
  readonly key: string;
}

/** Which figures are wanted: of a day, and set against an earlier one. */
export interface Asked {
  readonly cut: Cut | null;
  readonly on: string;
  readonly vs: string;
}
export type AskedRefusal = DayRefusal | "future" | "notEarlier" | "unreadable";
export type ReadAsked = { readonly ok: true; readonly asked: Asked } | { readonly ok: false; readonly reason: AskedRefusal };

/** How far apart the two days are where nobody says it. */
const WEEK_DAYS = 7;

// An English word stands by itself: “B-on” is an area.
const KEYWORD = /(?:^|\s+)(?:(对比|相比|对照|与|vs\.?|versus|against|since)|(截至|截止|在|on|as of))(?:\s+|(?=\d)|$)/giu;
const CUT_WORDS: readonly (readonly [Cut["by"], RegExp])[] = [
  ["area", /^(?:area|片区|网格|区域)\s*[=:：]?\s*(.+)$/iu], ["kind", /^(?:kind|type|类型)\s*[=:：]?\s*(.+)$/iu],
  ["industry", /^(?:industry|行业)\s*[=:：]?\s*(.+)$/iu], ["market", /^(?:market|市场)\s*[=:：]?\s*(.+)$/iu],
];

function keyOf(by: Cut["by"], said: string): string | null {
  if (by === "area") return readArea(said);
  if (by === "kind") return readKind(said);
  return by === "market" ? readCode(said) : said.trim();
}

/** “area=A”, “片区 A”, “A 片区”, a kind by its name; undefined where it is none of these. */
function readCut(head: string): Cut | null | undefined {
  if (head === "") return null;
  for (const [by, pattern] of CUT_WORDS) {
    const key = keyOf(by, pattern.exec(head)?.[1] ?? "");
    if (key !== null && key !== "") return { by, key };
  }
  const kind = readKind(head);
  if (kind !== null) return { by: "kind", key: kind };
  const area = /^(.+?)\s*(?:片区|网格|区域)$/u.exec(head)?.[1];
  return area === undefined ? undefined : { by: "area", key: readArea(area) ?? area };
}

/** Reads what follows `/coverage`: a part of the station, “on” a day (today where none is said), “vs” an earlier one (a week before). */
export function readAsked(rest: string, clock: Clock): ReadAsked {
  const line = oneLine(rest);
  const found = [...line.matchAll(KEYWORD)];
  const cut = readCut(line.slice(0, found[0]?.index ?? line.length).trim());
  if (cut === undefined) return { ok: false, reason: "unreadable" };
  const today = localDate(clock.now, clock.zone);
  const days: { on?: string; vs?: string } = {};
  for (const [at, match] of found.entries()) {
    const text = line.slice(match.index + match[0].length, found[at + 1]?.index ?? line.length).trim();
    const day = text === "" ? { ok: false as const, reason: "unreadableDay" as const } : readDay(text, clock);
    if (!day.ok) return day;
    if (day.date > today) return { ok: false, reason: "future" };
    days[match[1] === undefined ? "on" : "vs"] = day.date;
  }
  const on = days.on ?? today;
  const vs = days.vs ?? dayAfter(on, -WEEK_DAYS);
  return vs < on ? { ok: true, asked: { cut, on, vs } } : { ok: false, reason: "notEarlier" };
}

/** How a button names a part: a kind by its place in the list, any other by one of its units. */
export type CutRef = { readonly by: "kind"; readonly key: UnitKind } | { readonly by: Exclude<Cut["by"], "kind">; readonly unitId: number };

const cutWord = (ref: CutRef | null): string => (ref === null ? "-" : ref.by === "kind" ? `k${KIND_ORDER.indexOf(ref.key)}` : `${ref.by[0]}${ref.unitId}`);

const PAGES = ["figures", "why", "parts", "uncovered", "expiring", "due"] as const;
export type Page = (typeof PAGES)[number];
const compact = (day: string): string => day.replaceAll("-", "").slice(2);

export const REPORT_DATA = new RegExp(`^report:(${PAGES.join("|")}):(\\d{1,15}):(\\d{6}):(\\d{6}):(-|k\\d|[aim]\\d{1,15})$`);

/** A button that shows a page of the same figures. */
export const reportData = (page: Page, of: { readonly stationId: number; readonly on: string; readonly vs: string; readonly ref: CutRef | null }): string =>
  `report:${page}:${of.stationId}:${compact(of.on)}:${compact(of.vs)}:${cutWord(of.ref)}`;

/** Under a digest: tells in private why its figures moved, for a picture cannot turn into a text. */
export const TELL_DATA = /^report:tell:(\d{1,15}):(\d{6}):(\d{6})$/;
export const tellData = (of: { readonly stationId: number; readonly on: string; readonly vs: string }): string => `report:tell:${of.stationId}:${compact(of.on)}:${compact(of.vs)}`;

const day = (text: string): string => `20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}`;

/** What a button of reportData asks for; null where its days are none of the calendar. */
export function readReportData([page, on, vs, cut]: readonly [string, string, string, string]): { page: Page; on: string; vs: string; cut: CutRef | null } | null {
  const shown = PAGES.find((one) => one === page);
  const [first, second] = [day(on), day(vs)];
  if (!shown || ![first, second].every(isCalendarDay) || second >= first) return null;
  const [letter, number] = [cut[0], Number(cut.slice(1))];
  if (letter === "k") {
    const key = KIND_ORDER[number];
    return key === undefined ? null : { page: shown, on: first, vs: second, cut: { by: "kind", key } };
  }
  const by = CUTS.find((one) => one !== "kind" && one.startsWith(letter ?? "-"));
  return { page: shown, on: first, vs: second, cut: by === undefined || by === "kind" ? null : { by, unitId: number } };
}
