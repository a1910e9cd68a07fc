import { timeText, type Schedule } from "../digest/rules.ts";
import { hourReading } from "../hour/rules.ts";
import { isDayPiece, isHourPiece, MOMENT_WORDINGS } from "../moment/rules.ts";
import { parseLanguage } from "../station/rules.ts";
import { piecesOf, readableText } from "../wording/rules.ts";

export type Patch = Partial<Schedule> & { readonly isOff?: boolean; readonly locale?: "zh-CN" | "en"; readonly threadId?: number };

/** What follows /digest. A doubt says what would be right. */
export type DigestCommand =
  | { readonly verb: "show" | "here" }
  | { readonly verb: "change"; readonly patch: Patch }
  | { readonly verb: "doubt"; readonly reason: "unclear" | "noSuchHour" | "noSuchLanguage" }
  | { readonly verb: "doubt"; readonly reason: "whichHour"; readonly hours: readonly string[] };

const OFF: DigestCommand = { verb: "change", patch: { isOff: true } };
const ON: DigestCommand = { verb: "change", patch: { isOff: false } };
const WORDS = new Map<string, DigestCommand>(Object.entries<DigestCommand>({
  "": { verb: "show" }, show: { verb: "show" }, 查看: { verb: "show" },
  here: { verb: "here" }, 这里: { verb: "here" }, 此处: { verb: "here" },
  off: OFF, stop: OFF, 关: OFF, 关闭: OFF, 停: OFF, on: ON, start: ON, 开: ON, 开启: ON,
}));
const LANGUAGE = /^(?:lang|language|语言)\s*[:：]?\s*(.*)$/iu;
const EVERY = /^(?:每个?|every\s+|on\s+)/iu;
const DAY_MINUTES = 24 * 60;

const unclear: DigestCommand = { verb: "doubt", reason: "unclear" };

/** A weekday, an hour, or both; whichever is not said stays as it is. */
function readTime(rest: string): DigestCommand {
  const plain = readableText(rest.trim().replace(EVERY, ""));
  const pieces = plain === undefined ? undefined : piecesOf(plain, MOMENT_WORDINGS);
  const days = pieces?.filter(isDayPiece) ?? [];
  const hours = pieces?.filter(isHourPiece) ?? [];
  const [day] = days;
  if (!pieces || days.length > 1 || (day && day.kind !== "weekday")) return unclear;
  const weekday = day ? { weekday: day.weekday } : {};
  if (hours.length === 0) return day ? { verb: "change", patch: { ...weekday, isOff: false } } : unclear;
  const reading = hourReading(hours);
  if (!reading) return unclear;
  const minutes = reading.minutes.filter((minute) => minute < DAY_MINUTES);
  const [minute] = minutes;
  if (minute === undefined) return { verb: "doubt", reason: "noSuchHour" };
  // At nine o'clock is in the morning; at five nobody knows.
  if (minutes.length > 1 && reading.ask) return { verb: "doubt", reason: "whichHour", hours: minutes.map(timeText) };
  return { verb: "change", patch: { ...weekday, minute, isOff: false } };
}

/** Reads what follows /digest. */
export function parseDigestCommand(rest: string): DigestCommand {
  const known = WORDS.get(rest.trim().toLowerCase());
  if (known) return known;
  const language = LANGUAGE.exec(rest.trim())?.[1];
  if (language === undefined) return readTime(rest);
  const locale = parseLanguage(language);
  return locale === null ? { verb: "doubt", reason: "noSuchLanguage" } : { verb: "change", patch: { locale } };
}

/** A button's change: what it is about, and how it is to be. */
export function patchOf(what: string, value: string): Patch | null {
  const number = Number(value);
  if (what === "day") return number >= 1 && number <= 7 ? { weekday: number, isOff: false } : null;
  if (what === "minute") return number >= 0 && number < DAY_MINUTES ? { minute: number, isOff: false } : null;
  if (what === "off") return { isOff: value === "1" };
  return value === "en" || value === "zh-CN" ? { locale: value } : null;
}
