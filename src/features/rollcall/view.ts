import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { doorData } from "../door/rules.ts";
import { presenceData } from "../presence/rules.ts";
import { formatMoment, formatMomentInZone } from "../time/rules.ts";
import { offeredClosings, shortTitle, type Doubt } from "./rules.ts";

/** Where and when words are said: in whose language, in which zone. */
export interface Saying {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly now: Date;
}

export interface RollCallShown {
  readonly id: number;
  readonly title: string;
  readonly closesAt: Date;
  readonly here?: number;
  readonly chats?: number;
}

export interface QuestionShown {
  readonly doubt: Doubt | "alreadyOpen";
  readonly title: string | null;
  readonly choices: readonly Date[];
  readonly code: string;
  readonly open: readonly (RollCallShown & { readonly here: number })[];
}

export const MINUTES_DATA = /^rollcall:for:(\d{1,4}):([\w-]{8})$/;
export const UNTIL_DATA = /^rollcall:until:(\d{1,12}):([\w-]{8})$/;
export const ANYWAY_DATA = /^rollcall:anyway:([\w-]{8})$/;
export const CLOSE_DATA = /^rollcall:close:(\d{1,15})$/;
export const EXTEND_DATA = /^rollcall:extend:(\d{1,15}):(\d{1,4})$/;

export const minutesData = (minutes: number, code: string) => `rollcall:for:${minutes}:${code}`;
export const untilData = (at: Date, code: string) => `rollcall:until:${Math.floor(at.getTime() / 1000)}:${code}`;
export const anywayData = (code: string) => `rollcall:anyway:${code}`;
export const closeData = (id: number) => `rollcall:close:${id}`;
export const extendData = (id: number, minutes: number) => `rollcall:extend:${id}:${minutes}`;

/** A question shows at most so many open ones; more do not fit a phone. */
const SHOWN_OPEN = 3;

const moment = (at: Date, { timeZone, locale, now }: Saying) => formatMoment(at, timeZone, locale, now);
const momentInZone = (at: Date, { timeZone, locale, now }: Saying) => formatMomentInZone(at, timeZone, locale, now);

function timeButtons(t: Messages, asked: QuestionShown, saying: Saying): Button[][] {
  const { minutes, tonight } = offeredClosings({ now: saying.now, zone: saying.timeZone });
  const until = (at: Date): Button[] => [{ text: t.rollcall.question.until(moment(at, saying)), data: untilData(at, asked.code) }];
  const known = asked.choices.map((at) => at.getTime());
  return [
    ...asked.choices.map(until),
    minutes.map((each) => ({ text: t.rollcall.question.minutes(each), data: minutesData(each, asked.code) })),
    ...(tonight && !known.includes(tonight.getTime()) ? [until(tonight)] : []),
  ];
}

function openButtons(t: Messages, open: readonly RollCallShown[]): Button[][] {
  return open.slice(0, SHOWN_OPEN).map(({ id, title }) => [
    { text: t.rollcall.control.closeTitle(shortTitle(title)), data: closeData(id) },
    { text: t.rollcall.control.extendHalfHour, data: extendData(id, 30) },
  ]);
}

/** Asks an organizer back before anything is opened. */
export function questionMessage(t: Messages, asked: QuestionShown, saying: Saying): Outgoing {
  const openLines = asked.open.slice(0, SHOWN_OPEN)
    .map(({ title, closesAt, here }) => t.rollcall.question.openLine({ title, until: moment(closesAt, saying) }, here));
  const titleLine = asked.title === null ? t.rollcall.question.usualTitle : t.rollcall.question.title(asked.title);
  const lines = [t.rollcall.doubts[asked.doubt], titleLine, ...openLines];
  const buttons = asked.doubt === "alreadyOpen"
    ? [...openButtons(t, asked.open), [{ text: t.rollcall.question.anyway, data: anywayData(asked.code) }]]
    : timeButtons(t, asked, saying);
  return { text: lines.join("\n"), buttons };
}

function controlButtons(t: Messages, id: number): Button[][] {
  const { control } = t.rollcall;
  return [
    [{ text: control.close, data: closeData(id) }],
    [{ text: control.extendHalfHour, data: extendData(id, 30) }, { text: control.extendHour, data: extendData(id, 60) }],
    [{ text: control.door, data: doorData(id) }, { text: control.present, data: presenceData(id) }],
  ];
}

/** What whoever opened a roll call steers it with. */
export function openedMessage(t: Messages, shown: RollCallShown, saying: Saying): Outgoing {
  const spoken = { title: shown.title, until: momentInZone(shown.closesAt, saying) };
  return {
    text: `${t.rollcall.control.opened(spoken, shown.chats ?? 0)}\n${t.rollcall.control.hint}`,
    buttons: controlButtons(t, shown.id),
  };
}

/** What stays in a member group of the question that was asked there. */
export function openedHereMessage(t: Messages, shown: RollCallShown, saying: Saying): Outgoing {
  return { text: t.rollcall.control.openedHere({ title: shown.title, until: momentInZone(shown.closesAt, saying) }), buttons: [] };
}

export function extendedMessage(t: Messages, shown: RollCallShown, saying: Saying): Outgoing {
  const spoken = { title: shown.title, until: momentInZone(shown.closesAt, saying) };
  return { text: `${t.rollcall.control.extended(spoken)}\n${t.rollcall.control.hint}`, buttons: controlButtons(t, shown.id) };
}

export function extendedHereMessage(t: Messages, shown: RollCallShown, saying: Saying): Outgoing {
  return { text: t.rollcall.control.extended({ title: shown.title, until: momentInZone(shown.closesAt, saying) }), buttons: [] };
}

export function stoppedMessage(t: Messages, stopped: { title: string; headCount: number }): Outgoing {
  return { text: t.rollcall.control.closed(stopped, stopped.headCount), buttons: [] };
}

/** Which of several is meant. */
export function whichMessage(t: Messages, open: readonly RollCallShown[], act: { verb: "close" } | { verb: "extend"; ms: number }): Outgoing {
  const minutes = act.verb === "extend" ? Math.round(act.ms / 60_000) : 0;
  const button = ({ id, title }: RollCallShown): Button => act.verb === "close"
    ? { text: t.rollcall.control.closeTitle(shortTitle(title)), data: closeData(id) }
    : { text: t.rollcall.control.extendTitle(shortTitle(title), minutes), data: extendData(id, minutes) };
  return { text: t.rollcall.control.which, buttons: open.map((each) => [button(each)]) };
}

export function extendedToast(t: Messages, closesAt: Date, saying: Saying): string {
  return t.rollcall.control.extendedToast(moment(closesAt, saying));
}

type Refusal = Exclude<keyof Messages["rollcall"]["refusals"], "alreadyClosed">;

/** A refusal as a sentence; a late one says when it ended. */
export function refusalText(t: Messages, refused: { reason: Refusal } | { reason: "alreadyClosed"; endedAt: Date }, saying: Saying): string {
  if ("endedAt" in refused) return t.rollcall.refusals.alreadyClosed(moment(refused.endedAt, saying));
  return t.rollcall.refusals[refused.reason];
}
