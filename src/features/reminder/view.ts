import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { repliesCloseAt } from "../activity/rules.ts";
import { replyData } from "../reply/rules.ts";
import { formatSpan } from "../span/rules.ts";
import { localDate } from "../time/rules.ts";
import type { ReminderFacts } from "./actions.ts";
import { standingOf, type ReminderKind, type Standing } from "./rules.ts";

const DAY_MS = 24 * 3_600_000;

export const CONFIRM_DATA = /^reminder:(\d{1,15}):confirm$/;

type Press = "confirm" | "going" | "no";

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

function presses(item: ReminderFacts, now: Date): readonly Press[] {
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
    data: press === "confirm" ? `reminder:${item.activityId}:confirm` : replyData(item.activityId, item.reply?.slotId ?? 0, press),
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
