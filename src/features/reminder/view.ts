import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { repliesCloseAt } from "../activity/rules.ts";
import { formatSpan } from "../span/rules.ts";
import { formatMoment, localDate } from "../time/rules.ts";
import type { Press, Pressed, ReminderFacts } from "./actions.ts";
import { standingOf, type ReminderKind, type Standing } from "./rules.ts";

const DAY_MS = 24 * 3_600_000;

export const PRESS_DATA = /^reminder:(\d{1,15}):(\d{1,15}):(decide|day_before|same_day|half_hour):(confirm|going|no)$/;

/** What the data of a button says; the pattern has proved kind and press. */
export function readPress(match: readonly (string | undefined)[]): Press {
  return { activityId: Number(match[1]), slotId: Number(match[2]), kind: match[3] as ReminderKind, press: match[4] as Press["press"] };
}

interface Io {
  readonly locale: Locale;
  readonly now: Date;
}

function heading(t: Messages, { title, reply, remindedOf, zone }: ReminderFacts, now: Date): string {
  const day = localDate(reply?.startsAt ?? remindedOf, zone);
  if (day === localDate(now, zone)) return t.reminder.today(title);
  return day === localDate(new Date(now.getTime() + DAY_MS), zone) ? t.reminder.tomorrow(title) : t.reminder.heading(title);
}

function says(t: Messages, kind: ReminderKind, standing: Standing): string {
  if (standing !== "coming") return t.reminder.says[standing];
  return kind === "decide" ? t.reminder.says.decided : kind === "day_before" ? t.reminder.says.confirmed : t.reminder.says.coming;
}

function block(t: Messages, item: ReminderFacts, { locale, now }: Io): string {
  const { reply, place, zone } = item;
  return [
    heading(t, item, now),
    ...(reply === null ? [] : [`🗓 ${formatSpan(reply, zone, locale, now)}`]),
    ...(place === null ? [] : [`📍 ${place}`]),
    says(t, item.kind, standingOf(item)),
  ].join("\n");
}

function presses(item: ReminderFacts, now: Date): readonly Press["press"][] {
  const { reply, remindedOf } = item;
  const isOpen = now < repliesCloseAt(item, reply ?? { startsAt: remindedOf });
  const mayLeave = reply !== null && now < reply.endsAt ? ["no" as const] : [];
  switch (standingOf(item)) {
    case "cancelled":
      return [];
    case "out":
      return isOpen ? ["going"] : [];
    case "undecided":
      return isOpen ? ["going", "no"] : mayLeave;
    case "unconfirmed":
      return ["confirm", ...mayLeave];
    case "waiting":
    case "coming":
      return mayLeave;
  }
}

function row(t: Messages, item: ReminderFacts, now: Date): Button[] {
  const { button } = t.reminder;
  return presses(item, now).map((press) => ({
    text: press === "going" && item.reply === null ? button.back : button[press],
    data: `reminder:${item.activityId}:${item.reply?.slotId ?? item.slotId}:${item.kind}:${press}`,
  }));
}

/** One message for all that somebody is reminded of at one time, as it stands now. */
export function reminderMessage(t: Messages, items: readonly ReminderFacts[], io: Io): Outgoing {
  const [only] = items;
  if (only && items.length === 1) {
    return { text: [block(t, only, io), t.reminder.footer].join("\n\n"), buttons: [row(t, only, io.now)] };
  }
  return {
    text: [t.reminder.several, ...items.map((item, index) => t.reminder.numbered(index + 1, block(t, item, io))), t.reminder.footer].join("\n\n"),
    buttons: items.map((item, index) => row(t, item, io.now).map((button) => ({ ...button, text: t.reminder.numberedButton(index + 1, button.text) }))),
  };
}

/** Why a press was not taken; nothing where the message itself says how it stands now. */
export function pressedToast(t: Messages, { replied, timeZone }: Pressed, { locale, now }: Io): string {
  if (replied === null || "join" in replied) return "";
  if (replied.ok) return "position" in replied ? t.reply.toasts.waiting(replied.position, replied.hasFree) : "";
  if (replied.reason === "late") return t.reply.refusals.late(formatMoment(replied.closedAt, timeZone, locale, now));
  return t.reply.refusals[replied.reason === "onlyFits" ? "noRoom" : replied.reason];
}
