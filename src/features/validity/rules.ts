import { parseRecordedDate } from "../date/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { localDate } from "../time/rules.ts";

/** Two days, both inside; without a last one it goes on. */
export interface Validity {
  readonly fromOn: string;
  readonly throughOn: string | null;
}

export type DayRefusal = "unreadableDay" | "ambiguousDay" | "impossibleDay";
type Day = { readonly ok: true; readonly date: string } | { readonly ok: false; readonly reason: DayRefusal };

const AROUND = /^(?:自|从|于|在|from|since|as of|starting|on)\s*|\s*(?:起|开始|起算|生效)$/giu;
const REFUSALS = { unreadable: "unreadableDay", ambiguous: "ambiguousDay", impossible: "impossibleDay" } as const;

/** A day as it is recorded, with or without the words around it; nothing said is today. */
export function readDay(text: string, clock: Clock): Day {
  const said = oneLine(text).replaceAll(AROUND, "").trim();
  if (said === "") return { ok: true, date: localDate(clock.now, clock.zone) };
  const read = parseRecordedDate(said, clock);
  return read.ok ? read : { ok: false, reason: REFUSALS[read.reason] };
}

/** The same where why it cannot be read makes no difference; here nothing said is no day. */
export function dayIn(text: string, clock: Clock): string | null {
  const read = text.trim() === "" ? null : readDay(text, clock);
  return read?.ok ? read.date : null;
}

export interface ValidityWords {
  /** What stands before the days. */
  readonly head: string;
  readonly fromOn: string | null;
  readonly throughOn: string | null;
  /** The first day without it. */
  readonly endOn: string | null;
  readonly refusal: DayRefusal | null;
}

const KEYWORD = /\s*(?:(自|从|(?<![a-z])(?:from|since|starting)(?![a-z]))|(至|到|截至|直到|(?<![a-z])(?:through|until|till|to)(?![a-z]))|(于|(?<![a-z])(?:on|as of)(?![a-z])))\s*/giu;
const BARE_DAY = /(?:^|\s)(20\d\d[-/.年]\S+?)\s*(起|起算)?$/u;

/** Takes “from …”, “through …” and “on …” off the end of a line, in any order. */
export function readValidity(line: string, clock: Clock): ValidityWords {
  const found = [...line.matchAll(KEYWORD)];
  const first = found[0]?.index ?? line.length;
  const bare = BARE_DAY.exec(line.slice(0, first));
  const said: { fromOn: string | null; throughOn: string | null; endOn: string | null; refusal: DayRefusal | null } =
    { fromOn: null, throughOn: null, endOn: null, refusal: null };
  const put = (where: "fromOn" | "throughOn" | "endOn", text: string) => {
    const day = text.trim() === "" ? { ok: false as const, reason: "unreadableDay" as const } : readDay(text, clock);
    if (day.ok) said[where] = day.date;
    else said.refusal = day.reason;
  };
  if (bare) put(bare[2] === undefined ? "endOn" : "fromOn", bare[1] ?? "");
  for (const [at, match] of found.entries()) {
    const text = line.slice(match.index + match[0].length, found[at + 1]?.index ?? line.length);
    put(match[1] !== undefined ? "fromOn" : match[2] !== undefined ? "throughOn" : "endOn", text);
  }
  return { head: line.slice(0, bare ? bare.index : first).trim(), ...said };
}
