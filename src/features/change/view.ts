import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { laterData } from "../later/rules.ts";
import { listData, nextOnes } from "../manage/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatSpan, formatSpanInZone } from "../span/rules.ts";
import { endData } from "../timetable/rules.ts";
import type { Asked, Changed } from "./actions.ts";
import { CHANGE_KINDS, changeData, type ChangeKind, type Wanted } from "./rules.ts";

export const ASK_DATA = new RegExp(`^change:ask:(\\d{1,15}):(${CHANGE_KINDS.join("|")})$`);
export const SLOT_DATA = /^change:slot:(\d{1,15}):(\d{1,15})$/;
export const TIME_DATA = /^change:time:(\d{1,15}):(\d{1,11}):(\d{1,11})$/;
export const CONFIRM_DATA = /^change:do:([\w-]{8})$/;
export const DROP_DATA = /^change:drop:([\w-]{8})$/;
export const NO_REASON_DATA = /^change:noreason:(\d{1,15})$/;

export interface Saying {
  readonly locale: Locale;
  readonly now: Date;
}

type Confirm = Extract<Asked, { ask: "confirm" }>;

const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
const time = (span: { startsAt: Date; endsAt: Date | null }, zone: string, { locale, now }: Saying) => formatSpanInZone(span, zone, locale, now);

function wantedLine(t: Messages, wanted: Wanted, zone: string, saying: Saying): string {
  switch (wanted.kind) {
    case "time": return time({ startsAt: new Date(wanted.startsAt), endsAt: new Date(wanted.endsAt) }, zone, saying);
    case "place": return wanted.place;
    case "places": return wanted.capacity === null ? t.change.noLimit : t.change.places(wanted.capacity);
    case "cancel": return wanted.reason ?? t.change.noReason;
  }
}

function beforeLine(t: Messages, asked: Asked, saying: Saying): string {
  if (asked.kind === "place") return asked.place ?? t.change.nothing;
  if (asked.kind === "places") return asked.capacity === null ? t.change.noLimit : t.change.places(asked.capacity);
  return time(asked.slot, asked.timeZone, saying);
}

function confirmMessage(t: Messages, asked: Confirm, saying: Saying): Outgoing {
  const wanted = wantedLine(t, asked.wanted, asked.timeZone, saying);
  const lines = asked.kind === "cancel"
    ? [t.change.confirmCancel(asked.title), beforeLine(t, asked, saying), t.change.reason(wanted)]
    : [t.change.confirm[asked.kind](asked.title), t.change.from(beforeLine(t, asked, saying)), t.change.to(wanted)];
  return {
    text: [...lines, t.change.reach(asked.chats, asked.people)].join("\n"),
    buttons: [[
      { text: asked.kind === "cancel" ? t.change.button.cancel : t.change.button.confirm, data: `change:do:${asked.code}` },
      { text: t.change.button.leave, data: `change:drop:${asked.code}` },
    ]],
  };
}

function doubtMessage(t: Messages, asked: Extract<Asked, { ask: "doubt" }>, saying: Saying): Outgoing {
  return {
    text: [t.change.doubts[asked.doubt], t.change.howTo[asked.kind]].join("\n"),
    buttons: asked.choices.map((span) => [{
      text: formatSpan(span, asked.timeZone, saying.locale, saying.now),
      data: `change:time:${asked.activityId}:${seconds(span.startsAt)}:${span.endsAt ? seconds(span.endsAt) : 0}`,
    }]),
  };
}

/** The organizer is asked back; nothing has changed yet. */
export function askMessage(t: Messages, asked: Asked, saying: Saying): Outgoing {
  if (asked.ask === "confirm") return confirmMessage(t, asked, saying);
  if (asked.ask === "doubt") return doubtMessage(t, asked, saying);
  if (asked.ask === "slot") {
    return {
      text: t.change.whichSlot(asked.title),
      buttons: asked.slots.map((slot) => [{ text: formatSpan(slot, asked.timeZone, saying.locale, saying.now), data: `change:slot:${asked.activityId}:${slot.id}` }]),
    };
  }
  const none: Button[][] = asked.kind === "cancel" ? [[{ text: t.change.button.noReason, data: `change:noreason:${asked.activityId}` }]] : [];
  return {
    text: [t.change.asks[asked.kind](asked.title), t.change.now(beforeLine(t, asked, saying)), t.change.howTo[asked.kind]].join("\n"),
    buttons: none,
  };
}

/** "This one" is done; "all later ones" is one more tap. */
function onward(t: Messages, { activityId, seriesId, wanted }: Extract<Changed, { ok: true }>): Button[][] {
  if (seriesId === null) return [];
  if (wanted.kind === "cancel") return [[{ text: t.later.button.end, data: endData(seriesId, false) }]];
  return [[{ text: t.later.button[wanted.kind], data: laterData(activityId, wanted.kind) }]];
}

export function changedMessage(t: Messages, changed: Extract<Changed, { ok: true }>, saying: Saying): Outgoing {
  const wanted = wantedLine(t, changed.wanted, changed.timeZone, saying);
  return { text: t.change.done[changed.wanted.kind](changed.title, wanted), buttons: onward(t, changed) };
}

export function whichMessage(t: Messages, listed: readonly { id: number; title: string }[], kind: ChangeKind): Outgoing {
  const { shown, all } = nextOnes(listed);
  const rest: Button[][] = all === null ? [] : [[{ text: t.manage.button.all(all), data: listData(0) }]];
  return { text: t.change.which, buttons: [...shown.map(({ id, title }) => [{ text: shortTitle(title), data: changeData(id, kind) }]), ...rest] };
}

export const kindOf = (text: string | undefined): ChangeKind => CHANGE_KINDS.find((kind) => kind === text) ?? "time";
