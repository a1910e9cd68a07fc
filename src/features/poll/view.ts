import type { Button, Locale, Outgoing } from "../../context.ts";
import { messages, type Messages } from "../../i18n/messages.ts";
import { endsAt, openMinutes } from "../ending/rules.ts";
import { formatDuration } from "../duration/rules.ts";
import { formatWhen, isDated, labelOf } from "../option/rules.ts";
import { formatRecurrence, type RecurringTime } from "../recurrence/rules.ts";
import { undoRoundData } from "../round/rules.ts";
import { formatMoment, formatMomentInZone } from "../time/rules.ts";
import type { Sent, Shown } from "./actions.ts";
import { doubtOf, nextOpening, OFFERED_MINUTES, UNDO_MS, type Doubt, type Refused } from "./rules.ts";

const CODE = "([\\w-]{8})";
const data = (verb: string, rest = "") => new RegExp(`^poll:${verb}:${CODE}${rest}$`);
export const SEND_DATA = data("send");
export const DROP_DATA = data("drop");
export const TURN_DATA = data("(several|named)");
export const END_DATA = data("end");
export const BACK_DATA = data("back");
export const WORDS_DATA = data("words");
export const DAY_DATA = data("day", ":(\\d{1,2}):(\\d{1,2})");
export const RHYTHM_DATA = data("rhythm", ":(\\d{1,2})");
export const FOR_DATA = data("for", ":(\\d{1,5})");
export const UNTIL_DATA = data("until", ":(\\d{1,12})");
export const CHATS_DATA = data("chats", ":(\\d{1,3})");
export const CHAT_DATA = data("chat", ":(\\d{1,15}):(\\d{1,3})");
export const ALL_DATA = data("all", ":(\\d{1,3})");
export const UNDO_DATA = /^(poll|round):undo:(\d{1,15})$/;

/** Groups on one page of the list to choose from. */
const PAGE = 8;

/** How things are said to this person. */
export interface Saying {
  readonly locale: Locale;
  readonly now: Date;
}

const clockOf = (shown: Pick<Shown, "timeZone">, { locale, now }: Saying) => ({ zone: shown.timeZone, locale, now });

function dayQuestion(t: Messages, shown: Shown, doubt: Extract<Doubt, { kind: "day" }>, saying: Saying): Outgoing {
  const { option, index } = doubt;
  const choices = option.choices.map((when, at): Button[] => [{ text: formatWhen(when, clockOf(shown, saying)), data: `poll:day:${shown.code}:${index}:${at}` }]);
  const words: Button[] = [{ text: t.poll.button.words, data: `poll:words:${shown.code}` }];
  const text = option.trouble === null ? t.poll.ask.day(option.text) : t.poll.ask.badDay[option.trouble](option.text);
  return { text, buttons: [...choices, words] };
}

function endQuestion(t: Messages, shown: Shown, doubt: Extract<Doubt, { kind: "end" }>, { locale, now }: Saying): Outgoing {
  const { choices, doubt: why } = doubt.ending;
  const until = choices.map((at): Button[] => [{
    text: t.poll.button.until(formatMoment(new Date(at), shown.timeZone, locale, now)), data: `poll:until:${shown.code}:${Math.floor(at / 1000)}`,
  }]);
  const lengths = OFFERED_MINUTES.map((minutes) => ({ text: formatDuration(minutes * 60_000, locale), data: `poll:for:${shown.code}:${minutes}` }));
  return { text: t.poll.ask.end[why], buttons: [...until, ...(until.length > 1 ? [] : [lengths])] };
}

const timeOf = ({ from, minutes }: RecurringTime, locale: Locale) => minutes === null ? from : `${from} · ${formatDuration(minutes * 60_000, locale)}`;

function rhythmQuestion(t: Messages, shown: Shown, choices: readonly RecurringTime[], { locale }: Saying): Outgoing {
  return { text: t.poll.ask.rhythm, buttons: choices.map((time, at) => [{ text: timeOf(time, locale), data: `poll:rhythm:${shown.code}:${at}` }]) };
}

/** The question and its answers word for word as the group will read them. */
function ballotLines({ sketch, timeZone: zone, locale }: Shown, now: Date): string[] {
  const question = sketch.question ?? "";
  const asked = sketch.isAnonymous ? question : messages(locale).poll.ballot.named(question);
  return [`📊 ${asked}`, ...sketch.options.map((option, at) => `${at + 1}. ${labelOf(option, { zone, locale, now })}`)];
}

function endLines(t: Messages, shown: Shown, { locale, now }: Saying): string[] {
  const { ending, rhythm } = shown.sketch;
  const words = t.poll.preview;
  const first = rhythm?.kind === "sure" ? nextOpening(rhythm.time, { now, zone: shown.timeZone }) : null;
  const announcedAt = new Date(now.getTime() + UNDO_MS);
  const minutes = openMinutes(ending, announcedAt) ?? 0;
  if (rhythm?.kind === "sure" && first) {
    const when = `${formatRecurrence(rhythm.time.recurrence, locale)} ${rhythm.time.from}`;
    return [words.rhythm(when, formatDuration(minutes * 60_000, locale)), words.first(formatMomentInZone(first, shown.timeZone, locale, now))];
  }
  const moment = formatMomentInZone(endsAt(ending, announcedAt) ?? announcedAt, shown.timeZone, locale, now);
  return [shown.sketch.isUsualEnd ? words.usual(moment) : words.closesAt(moment)];
}

function chatLine(t: Messages, { sketch, chats }: Shown): string {
  const chosen = chats.filter(({ id }) => sketch.chatIds.includes(id));
  const [only] = chosen;
  if (!only) return t.poll.preview.noChat;
  return chosen.length === 1 ? t.poll.preview.chat(only.title) : t.poll.preview.chats(chosen.length);
}

function previewMessage(t: Messages, shown: Shown, saying: Saying): Outgoing {
  const { sketch, code, chats } = shown;
  const words = t.poll.preview;
  const { button } = t.poll;
  return {
    text: [
      words.title, "", ...ballotLines(shown, saying.now), "",
      sketch.isMultiple ? words.answers.several : words.answers.one, sketch.isAnonymous ? words.anonymous : words.named,
      ...(isDated(sketch.options) ? [words.dated] : []), ...endLines(t, shown, saying), chatLine(t, shown),
    ].join("\n"),
    buttons: [
      [{ text: button.send, data: `poll:send:${code}` }],
      [
        { text: sketch.isMultiple ? button.one : button.several, data: `poll:several:${code}` },
        { text: sketch.isAnonymous ? button.named : button.anonymous, data: `poll:named:${code}` },
      ],
      [{ text: button.end, data: `poll:end:${code}` }, ...(chats.length > 1 ? [{ text: button.chats, data: `poll:chats:${code}:0` }] : [])],
      ...(isDated(sketch.options) ? [[{ text: button.words, data: `poll:words:${code}` }]] : []),
      [{ text: button.drop, data: `poll:drop:${code}` }],
    ],
  };
}

/** What is next: the question that is still open, or the preview. */
export function sketchMessage(t: Messages, shown: Shown, saying: Saying): Outgoing {
  const doubt = doubtOf(shown.sketch);
  switch (doubt?.kind) {
    case undefined: return previewMessage(t, shown, saying);
    case "question": return { text: t.poll.ask.question };
    case "options": return { text: t.poll.ask.options(shown.sketch.question ?? "") };
    case "day": return dayQuestion(t, shown, doubt, saying);
    case "rhythm": return rhythmQuestion(t, shown, doubt.choices, saying);
    case "end": return endQuestion(t, shown, doubt, saying);
  }
}

/** Which groups it goes to, a page at a time. */
export function chatsMessage(t: Messages, shown: Shown, page: number): Outgoing {
  const { sketch, chats, code } = shown;
  const chosen = chats.filter(({ id }) => sketch.chatIds.includes(id)).length;
  const pages = Math.ceil(chats.length / PAGE);
  const rows = chats.slice(page * PAGE, (page + 1) * PAGE).map(({ id, title }): Button[] => [
    { text: `${sketch.chatIds.includes(id) ? "☑️" : "⬜️"} ${title}`, data: `poll:chat:${code}:${id}:${page}` },
  ]);
  const turn = [
    ...(page > 0 ? [{ text: "‹", data: `poll:chats:${code}:${page - 1}` }] : []),
    ...(page + 1 < pages ? [{ text: "›", data: `poll:chats:${code}:${page + 1}` }] : []),
  ];
  const all = { text: chosen === chats.length ? t.poll.button.noChats : t.poll.button.allChats, data: `poll:all:${code}:${page}` };
  return { text: t.poll.ask.chats(chosen, chats.length), buttons: [...rows, turn, [all, { text: t.poll.button.back, data: `poll:back:${code}` }]] };
}

export function sentMessage(t: Messages, sent: Sent, { locale, now }: Saying): Outgoing {
  if (sent.rhythm) {
    const { time, first } = sent.rhythm;
    const when = `${formatRecurrence(time.recurrence, locale)} ${time.from}`;
    const text = t.round.sent(sent.question, when, formatMomentInZone(first, sent.timeZone, locale, now));
    return { text, buttons: [[{ text: t.poll.button.undo, data: undoRoundData(sent.id) }]] };
  }
  const closes = t.poll.preview.closesAt(formatMomentInZone(sent.closesAt, sent.timeZone, locale, now));
  return { text: `${t.poll.sent(sent.question, sent.chats)}\n${closes}`, buttons: [[{ text: t.poll.button.undo, data: `poll:undo:${sent.id}` }]] };
}

export function takenBackMessage(t: Messages, shown: Shown, saying: Saying): Outgoing {
  const preview = sketchMessage(t, shown, saying);
  return { ...preview, text: `${t.poll.preview.back}\n\n${preview.text}` };
}

type Plain = Exclude<keyof Messages["poll"]["refusals"], Refused["reason"]>;

/** Why it was refused, with the piece that is meant. */
export function refusalText(t: Messages, refused: { reason: Plain } | Refused): string {
  return "said" in refused ? t.poll.refusals[refused.reason](refused.said) : t.poll.refusals[refused.reason];
}
