import type { Step } from "./markup.ts";

const DAY_MS = 86_400_000;
/** What a day is counted from, in days before 1970. */
const FROM_1900 = 25_569;
const FROM_1904 = 24_107;

/** A number of days as a spreadsheet keeps it, as people write it. */
export function dayOrMoment(days: number, countsFrom1904: boolean): string {
  // The first spreadsheets took 1900 for a leap year, and all others follow them.
  const since1970 = countsFrom1904 ? days - FROM_1904 : days - FROM_1900 + (days < 60 ? 1 : 0);
  const date = new Date(Math.round(since1970 * DAY_MS / 1_000) * 1_000);
  if (Number.isNaN(date.getTime())) return "";
  const iso = date.toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
}

/** The formats that every workbook knows by number, in which a number is a day or a time. */
const isDateNumber = (format: number) =>
  (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) || (format >= 50 && format <= 58);

/** Whether a format shows a number as a day or a time, “yyyy-mm-dd”; words in it, colours and fillers say nothing. */
function showsDate(format: string): boolean {
  if (/^general$/i.test(format.trim())) return false;
  return /[ymdhs]/i.test(format.replaceAll(/"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, ""));
}

/** The styles in which a number is a day, by their places. */
export async function readDateStyles(walked: AsyncIterable<Iterable<Step>>): Promise<ReadonlySet<number>> {
  const own = new Map<number, boolean>();
  const styles = new Set<number>();
  let [count, isInside] = [0, false];
  for await (const steps of walked) {
    for (const step of steps) {
      if (step.kind === "text") continue;
      if (step.name === "cellXfs") isInside = step.kind === "open";
      if (step.kind !== "open" || (step.name !== "numFmt" && !(isInside && step.name === "xf"))) continue;
      const format = Number(step.attributes["numFmtId"]);
      if (step.name === "numFmt") own.set(format, showsDate(step.attributes["formatCode"] ?? ""));
      else if (own.get(format) ?? isDateNumber(format)) styles.add(count++);
      else count += 1;
    }
  }
  return styles;
}
