import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { dayAfter, shortDay, shortSpan } from "../date/rules.ts";
import { isoWeekOf } from "../time/rules.ts";
import { changeHundredths, changeText, fractionText, type Fraction } from "../figures/rules.ts";
import { bodyData } from "../nodegrant/rules.ts";
import { markText } from "../suppress/rules.ts";
import type { Copy } from "./actions.ts";
import { tellable, type Told, type ToldRate, type ToldRow } from "./rules.ts";

export const SHOW_DATA = /^nodedigest:show:(\d{1,15})$/;

/** As many names as a phone shows without effort. */
const SHOWN_MISSING = 20;

type Digest = Pick<Copy, "body" | "weekOn" | "week"> & { readonly wasTold?: boolean };

const rateText = ({ of, all, exact }: ToldRate): string => (exact ? fractionText(exact) : all.kind === "count" ? `${markText(of)}/${markText(all)}` : "—");

/** The change in points; null where either week's parts are not told, or there is nothing to compare. */
function points(before: ToldRate | undefined, after: ToldRate): string | null {
  const change = before?.exact && after.exact ? changeHundredths(before.exact, after.exact) : null;
  return change === null ? null : changeText(change);
}

function changeOf(t: Messages, change: string | null, words: (points: string | null) => string): string {
  return change === null ? "" : words(change === "+0.00" ? null : change);
}

function rateLines(t: Messages, told: Told, before: Told | null): string[] {
  return [
    t.digest.organization(rateText(told.organization), changeOf(t, points(before?.organization, told.organization), t.digest.organizationChange)),
    t.digest.work(rateText(told.work), changeOf(t, points(before?.work, told.work), t.digest.workChange)),
  ];
}

function rowLine(t: Messages, { kinds, counts }: ToldRow): string {
  const names = kinds.map((kind) => (kind in t.unit.kinds ? t.unit.kinds[kind as keyof typeof t.unit.kinds] : kind));
  const ratio = (of: number): Fraction => ({ of, all: counts.units });
  return t.nodedigest.row(names, counts.units, fractionText(ratio(counts.organization)), fractionText(ratio(counts.work)));
}

function missingLines(t: Messages, missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  return [t.nodedigest.missing(missing.length, missing.slice(0, SHOWN_MISSING), Math.max(0, missing.length - SHOWN_MISSING))];
}

function lines(t: Messages, locale: Locale, { body, weekOn, week, wasTold }: Digest): string[] {
  const sunday = dayAfter(weekOn, 6);
  const { setUp } = week;
  const told = tellable(week.sums);
  const before = week.before && tellable(week.before.sums);
  const { year, week: number } = isoWeekOf(weekOn);
  return [
    t.nodedigest.heading(year, number, shortSpan(weekOn, sunday, locale)), t.digest.source(body.name, week.version, shortDay(sunday, locale)),
    ...(week.isLate ? [t.digest.late("")] : []), ...(wasTold === false ? [t.nodedigest.asItStands] : []), "",
    t.nodedigest.setUp(setUp.expected === null ? String(setUp.stations) : `${setUp.stations}/${setUp.expected}`, week.counted),
    t.nodedigest.units(markText(told.units)), ...rateLines(t, told, before),
    ...(week.before && week.before.counted !== week.counted ? [t.nodedigest.otherStations(week.before.counted)] : []),
    ...(told.rows.length > 1 ? [t.nodedigest.byKind, ...told.rows.map((row) => rowLine(t, row))] : []),
    ...missingLines(t, week.missing), t.nodedigest.closing,
  ];
}

/** A body's week: numbers of units and rates, and which stations are missing. */
export function digestMessage(t: Messages, locale: Locale, digest: Digest): Outgoing {
  const text = digest.week.counted + digest.week.missing.length === 0 ? t.nodedigest.nothing(digest.body.name) : lines(t, locale, digest).join("\n");
  return { text, buttons: [[{ text: t.nodelink.button.open, data: bodyData(digest.body.nodeId) }]] };
}
