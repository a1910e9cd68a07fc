import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { ActivityFacts, SlotFacts } from "../activity/actions.ts";
import { freePlaces, repliesCloseAt } from "../activity/rules.ts";
import { formatSpan } from "../span/rules.ts";

function countsOf(t: Messages, slot: SlotFacts, capacity: number | null): string {
  const free = freePlaces(capacity, slot);
  return [t.post.going(slot.going, slot.guests), ...(free === null ? [] : [free > 0 ? t.post.free(free) : t.post.full])].join(" · ");
}

/** The reminder beneath an announcement: when and where, and counts only. */
export function noteMessage(t: Messages, about: ActivityFacts, now: Date): Outgoing {
  const { title, place, capacity, timeZone, locale, slots } = about;
  const times = slots.flatMap((slot) => [`🗓 ${formatSpan(slot, timeZone, locale, now)}`, `👥 ${countsOf(t, slot, capacity)}`]);
  const isOpen = slots.some((slot) => now < repliesCloseAt(about, slot));
  return { text: [t.groupnote.tomorrow(title), ...(place === null ? [] : [`📍 ${place}`]), ...times, isOpen ? t.groupnote.open : t.post.closed].join("\n") };
}
