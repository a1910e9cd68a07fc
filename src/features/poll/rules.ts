import { askedEnd, checkedEnd, endingPart, openMinutes, readEnding, troubleOfEnd, USUAL_END, type Ending } from "../ending/rules.ts";
import type { Clock } from "../moment/rules.ts";
import {
  asWords, lengthOf, MIN_OPTIONS, partsOf, readOptions, repeatedOption, withoutNumbers, type Option, type OptionsRefusal, type When,
} from "../option/rules.ts";
import { occurrences, parseRecurringTime, type RecurringTime } from "../recurrence/rules.ts";
import { instantOf, zonedTime } from "../time/rules.ts";

const MAX_QUESTION = 300;
/** A named poll says so behind its question, and that must fit too. */
const NAMED_ROOM = 40;
/** How long what is being put together is kept. */
export const SKETCH_VALID_MS = 24 * 3_600_000;
/** How long a poll can be taken back before it goes out. */
export const UNDO_MS = 60_000;

/** A poll that comes again; more than one reading is asked about. */
export type Rhythm = { readonly kind: "sure"; readonly time: RecurringTime } | { readonly kind: "asked"; readonly choices: readonly RecurringTime[] };

/** A poll as far as it is known; nothing has gone out. */
export interface Sketch {
  readonly question: string | null;
  readonly options: readonly Option[];
  readonly isMultiple: boolean;
  readonly isAnonymous: boolean;
  readonly ending: Ending;
  /** Nobody has said when it ends. */
  readonly isUsualEnd: boolean;
  readonly rhythm: Rhythm | null;
  readonly chatIds: readonly number[];
}

const EMPTY: Omit<Sketch, "chatIds"> = {
  question: null, options: [], isMultiple: false, isAnonymous: true, ending: USUAL_END, isUsualEnd: true, rhythm: null,
};

/** Why what was written cannot be asked as it is; `said` is the piece that is meant. */
export type Refused = OptionsRefusal | { ok: false; reason: "questionTooLong" | "questionTooLongNamed"; said: string };
type Read<Value> = ({ ok: true } & Value) | Refused;

const FLAGS: readonly [RegExp, Partial<Sketch>][] = [
  [/^(?:multi(?:ple)?(?: (?:answers|choice))?|several answers|可?多选|可选多个)$/iu, { isMultiple: true }],
  [/^(?:single(?: (?:answer|choice))?|one answer|单选)$/iu, { isMultiple: false }],
  [/^(?:named|public|not anonymous|[实记]名(?:投票)?)$/iu, { isAnonymous: false }],
  [/^(?:anonymous|匿名(?:投票)?|不[实记]名)$/iu, { isAnonymous: true }],
];

const flagOf = (part: string) => FLAGS.find(([pattern]) => pattern.test(part))?.[1];

function rhythmOf(part: string): Rhythm | null {
  const read = parseRecurringTime(part);
  if (read.ok) return { kind: "sure", time: { recurrence: read.recurrence, from: read.from, minutes: read.minutes } };
  return read.reason === "ambiguous" && read.choices ? { kind: "asked", choices: read.choices } : null;
}

interface Sorted {
  readonly texts: readonly string[];
  readonly flags: Partial<Sketch>;
  readonly rhythm: Rhythm | null;
  readonly end: string | null;
}

/** The one part of its kind; where there are two, or too few answers would be left, they are answers themselves. */
function onlyOne(parts: readonly string[], is: (part: string) => boolean): string | undefined {
  const found = parts.filter(is);
  return found.length === 1 && parts.length - 1 >= MIN_OPTIONS ? found[0] : undefined;
}

function sortParts(parts: readonly string[], clock: Clock): Sorted {
  const unflagged = parts.filter((part) => flagOf(part) === undefined);
  const flags = Object.assign({}, ...parts.map(flagOf)) as Partial<Sketch>;
  const rhythm = onlyOne(unflagged, (part) => rhythmOf(part) !== null);
  const rest = unflagged.filter((part) => part !== rhythm);
  const saysEnd = (part: string) => {
    const found = endingPart(part);
    return found !== null && (found.isSure || readEnding(found.text, clock) !== null);
  };
  const end = onlyOne(rest, saysEnd);
  return {
    flags, rhythm: rhythm === undefined ? null : rhythmOf(rhythm), end: end === undefined ? null : endingPart(end)?.text ?? null,
    texts: withoutNumbers(rest.filter((part) => part !== end)),
  };
}

/** When a rhythm comes the next time after now. */
export function nextOpening({ recurrence, from }: RecurringTime, { now, zone }: Clock): Date | null {
  const today = zonedTime(now, zone).toPlainDate();
  const series = { startsOn: today.toString(), endsOn: null, exceptions: [] };
  const dates = occurrences(recurrence, series, today.subtract({ days: 1 }).toString(), 2);
  return dates.map((date) => instantOf(date, from, zone)).find((at) => at > now) ?? null;
}

/** The end of what comes again is so many minutes after each opening. */
function endOfRound(end: string | null, time: RecurringTime | undefined, clock: Clock): Ending {
  const opening = time && nextOpening(time, clock);
  if (!opening) return USUAL_END;
  if (end === null) return time.minutes === null ? USUAL_END : checkedEnd({ kind: "after", minutes: time.minutes }, clock.now);
  const read = readEnding(end, { now: opening, zone: clock.zone }) ?? askedEnd("unreadable");
  const minutes = openMinutes(read, opening);
  return minutes === null ? read : { kind: "after", minutes };
}

function endOf({ end, rhythm }: Sorted, clock: Clock): Ending {
  if (rhythm) return endOfRound(end, rhythm.kind === "sure" ? rhythm.time : rhythm.choices[0], clock);
  return end === null ? USUAL_END : readEnding(end, clock) ?? askedEnd("unreadable");
}

function checkQuestion(question: string | null, isAnonymous: boolean): Refused | null {
  const length = lengthOf(question ?? "");
  if (length > MAX_QUESTION) return { ok: false, reason: "questionTooLong", said: String(length) };
  return !isAnonymous && length > MAX_QUESTION - NAMED_ROOM ? { ok: false, reason: "questionTooLongNamed", said: String(length) } : null;
}

/** Reads `question | option | option [| multiple] [| until …] [| named] [| every …]`, also on several lines. */
export function readPoll(line: string, clock: Clock): Read<{ sketch: Omit<Sketch, "chatIds"> }> {
  const [first = "", ...others] = partsOf(line);
  const sorted = sortParts(others.filter((part) => part !== ""), clock);
  const question = first === "" ? null : first;
  const ending = endOf(sorted, clock);
  const sketch = { ...EMPTY, ...sorted.flags, question, rhythm: sorted.rhythm, ending, isUsualEnd: ending === USUAL_END };
  const refused = checkQuestion(question, sketch.isAnonymous);
  if (refused) return refused;
  const read = readOptions(sorted.texts, question ?? "", sorted.rhythm ? openingClock(sorted.rhythm, clock) : clock);
  return read.ok ? { ok: true, sketch: { ...sketch, options: read.options } } : read;
}

/** Days among the options of what comes again are those seen from its first opening. */
function openingClock(rhythm: Rhythm, clock: Clock): Clock {
  const time = rhythm.kind === "sure" ? rhythm.time : rhythm.choices[0];
  return { ...clock, now: (time && nextOpening(time, clock)) ?? clock.now };
}

/** What must still be asked before a poll can go out, in the order of asking; null where nothing is left. */
export type Doubt =
  | { readonly kind: "question" | "options" }
  | { readonly kind: "day"; readonly index: number; readonly option: Option }
  | { readonly kind: "rhythm"; readonly choices: readonly RecurringTime[] }
  | { readonly kind: "end"; readonly ending: Extract<Ending, { kind: "asked" }> };

export function doubtOf(sketch: Sketch): Doubt | null {
  if (sketch.question === null) return { kind: "question" };
  if (sketch.options.length < MIN_OPTIONS) return { kind: "options" };
  const index = sketch.options.findIndex(({ choices, trouble }) => choices.length > 0 || trouble !== null);
  const option = sketch.options[index];
  if (option) return { kind: "day", index, option };
  if (sketch.rhythm?.kind === "asked") return { kind: "rhythm", choices: sketch.rhythm.choices };
  return sketch.ending.kind === "asked" ? { kind: "end", ending: sketch.ending } : null;
}

function takeOptions(sketch: Sketch, line: string, clock: Clock): Read<{ sketch: Sketch }> {
  const read = readPoll(`${sketch.question ?? ""}\n${line}`, clock);
  if (!read.ok) return read;
  const { options, ...said } = read.sketch;
  return {
    ok: true,
    sketch: {
      ...sketch, options, isMultiple: sketch.isMultiple || said.isMultiple, isAnonymous: sketch.isAnonymous && said.isAnonymous,
      rhythm: said.rhythm ?? sketch.rhythm, ...(said.isUsualEnd ? {} : { ending: said.ending, isUsualEnd: false }),
    },
  };
}

/** Takes what somebody wrote as the answer to what is in doubt; null where nothing is that words could answer. */
export function answerInWords(sketch: Sketch, text: string, clock: Clock): Read<{ sketch: Sketch }> | null {
  const doubt = doubtOf(sketch);
  if (doubt === null || doubt.kind === "rhythm") return null;
  if (doubt.kind === "question") {
    const read = readPoll(text, clock);
    return read.ok ? { ok: true, sketch: { ...read.sketch, options: read.sketch.options.length > 0 ? read.sketch.options : sketch.options, chatIds: sketch.chatIds } } : read;
  }
  if (doubt.kind === "options") return takeOptions(sketch, text, clock);
  if (doubt.kind === "day") return takeDay(sketch, doubt.index, text, clock);
  const seen = sketch.rhythm ? openingClock(sketch.rhythm, clock) : clock;
  return { ok: true, sketch: withEnding(sketch, readEnding(endingPart(text)?.text ?? text, seen) ?? askedEnd("unreadable"), clock) };
}

function withOptions(sketch: Sketch, options: readonly Option[]): Read<{ sketch: Sketch }> {
  const repeated = repeatedOption(options);
  return repeated ? { ok: false, reason: "sameOption", said: repeated.text } : { ok: true, sketch: { ...sketch, options } };
}

function takeDay(sketch: Sketch, index: number, text: string, clock: Clock): Read<{ sketch: Sketch }> {
  const read = readOptions(partsOf(text).slice(0, 1), sketch.question ?? "", clock);
  if (!read.ok) return read;
  const [option] = read.options;
  if (!option || (option.when === null && option.choices.length === 0)) return { ok: true, sketch };
  return withOptions(sketch, sketch.options.with(index, option));
}

/** Settles which day was meant. */
export function withDay(sketch: Sketch, index: number, when: When): Read<{ sketch: Sketch }> {
  const option = sketch.options[index];
  return option ? withOptions(sketch, sketch.options.with(index, { text: option.text, when, choices: [], trouble: null })) : { ok: true, sketch };
}

/** The options are words and no days. */
export const withWords = (sketch: Sketch): Sketch => ({ ...sketch, options: asWords(sketch.options) });

/** Settles which hours a rhythm means. */
export function withRhythm(sketch: Sketch, time: RecurringTime): Sketch {
  return { ...sketch, rhythm: { kind: "sure", time } };
}

/** What comes again is open for so long each time; what goes out once ends at an instant. */
export function withEnding(sketch: Sketch, ending: Ending, clock: Clock): Sketch {
  const opening = sketch.rhythm?.kind === "sure" ? nextOpening(sketch.rhythm.time, clock) : null;
  const minutes = opening && openMinutes(ending, opening);
  const said = { ...sketch, isUsualEnd: false };
  if (minutes === null) return { ...said, ending };
  const trouble = troubleOfEnd(minutes * 60_000, new Date(0));
  return { ...said, ending: trouble === null ? { kind: "after", minutes } : askedEnd(trouble) };
}

/** Turns one of the two choices round; a question that is too long for a named poll stays anonymous. */
export function turned(sketch: Sketch, which: "isMultiple" | "isAnonymous"): Read<{ sketch: Sketch }> {
  const next = { ...sketch, [which]: !sketch[which] };
  return checkQuestion(next.question, next.isAnonymous) ?? { ok: true, sketch: next };
}

/** Closing times to choose from, in minutes. */
export const OFFERED_MINUTES = [60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60] as const;

/** What the rest of a `/poll` line asks for. */
export type PollCommand = { readonly verb: "list" | "close" | "begin" } | { readonly verb: "ask"; readonly line: string };

export function readPollCommand(rest: string): PollCommand {
  const line = rest.trim();
  if (line === "") return { verb: "begin" };
  if (/^(?:list|列表|查看)$/iu.test(line)) return { verb: "list" };
  if (/^(?:close|end|stop|结束|关闭|截止)$/iu.test(line)) return { verb: "close" };
  return { verb: "ask", line };
}

/** Whether a group is chosen, turned round; or all of them, or none where all were. */
export function withChat(sketch: Sketch, chatId: number): Sketch {
  const isChosen = sketch.chatIds.includes(chatId);
  return { ...sketch, chatIds: isChosen ? sketch.chatIds.filter((id) => id !== chatId) : [...sketch.chatIds, chatId] };
}

export function withAllChats(sketch: Sketch, chatIds: readonly number[]): Sketch {
  return { ...sketch, chatIds: chatIds.every((id) => sketch.chatIds.includes(id)) ? [] : chatIds };
}
