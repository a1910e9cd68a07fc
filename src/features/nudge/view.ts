import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { ActivityFacts, SlotFacts } from "../activity/actions.ts";
import { freePlaces, repliesCloseAt } from "../activity/rules.ts";
import { replyData } from "../reply/rules.ts";
import { listData, nextOnes } from "../manage/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatSpan } from "../span/rules.ts";
import { formatMoment } from "../time/rules.ts";
import { nudgeData } from "./rules.ts";

export const ASK_DATA = /^nudge:ask:(\d{1,15})$/;
export const SEND_DATA = /^nudge:send:(\d{1,15})$/;
export const LEAVE_DATA = /^nudge:leave$/;

export function askMessage(t: Messages, { activityId, title }: { activityId: number; title: string }): Outgoing {
  return {
    text: t.nudge.ask(title),
    buttons: [[{ text: t.nudge.send, data: `nudge:send:${activityId}` }, { text: t.nudge.leave, data: "nudge:leave" }]],
  };
}

export const sentMessage = (t: Messages, title: string): Outgoing => ({ text: t.nudge.sent(title) });
export const leftMessage = (t: Messages): Outgoing => ({ text: t.nudge.left });

export function whichMessage(t: Messages, listed: readonly { id: number; title: string }[]): Outgoing {
  const { shown, all } = nextOnes(listed);
  const rest: Button[][] = all === null ? [] : [[{ text: t.manage.button.all(all), data: listData(0) }]];
  return { text: t.nudge.which, buttons: [...shown.map(({ id, title }) => [{ text: shortTitle(title), data: nudgeData(id) }]), ...rest] };
}

interface Io {
  readonly locale: Locale;
  readonly now: Date;
}

function slotLine(t: Messages, slot: SlotFacts, { capacity, timeZone }: ActivityFacts, { locale, now }: Io): string {
  const free = freePlaces(capacity, slot);
  const places = free === null ? [] : [free > 0 ? t.post.free(free) : t.post.full];
  return [`🗓 ${formatSpan(slot, timeZone, locale, now)}`, ...places].join(" · ");
}

function goingButtons(t: Messages, { id, timeZone }: ActivityFacts, open: readonly SlotFacts[], { locale, now }: Io): Button[][] {
  const [first, second] = open;
  const rest: Button[] = [{ text: t.post.button.maybe, data: replyData(id, first?.id ?? 0, "maybe") }, { text: t.post.button.no, data: replyData(id, 0, "no") }];
  if (first && !second) return [[{ text: t.post.button.going, data: replyData(id, first.id, "going") }, ...rest]];
  return [...open.map((slot) => [{ text: `✅ ${slot.label ?? formatMoment(slot.startsAt, timeZone, locale, now)}`, data: replyData(id, slot.id, "going") }]), rest];
}

/** The question to somebody who has not answered, with one tap to each answer. */
export function nudgeMessage(t: Messages, about: ActivityFacts, io: Io): Outgoing {
  const open = about.slots.filter((slot) => io.now < repliesCloseAt(about, slot));
  return {
    text: [
      t.nudge.question(about.title), ...open.map((slot) => slotLine(t, slot, about, io)), ...(about.place === null ? [] : [`📍 ${about.place}`]), "", t.nudge.voluntary,
    ].join("\n"),
    buttons: goingButtons(t, about, open, io),
  };
}
