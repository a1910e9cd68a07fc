import { parseDate } from "../date/rules.ts";
import type { Sketch } from "../question/rules.ts";
import type { Clock } from "../moment/rules.ts";
import type { SlotRead } from "../slot/rules.ts";
import { moveSpan, spanOn } from "../span/rules.ts";
import { localTime, zonedTime } from "../time/rules.ts";

const MINUTE_MS = 60_000;
const DAYS_OF_WEEK = 7;

/** The times of an activity that is announced again: hours, lengths and cut-off are kept where nothing else is said. */
export interface Model {
  readonly slots: readonly SlotRead[];
  readonly repliesCloseAt: Date | null;
}

/** The slots of the model with the first of them on this date, the others as many days after it as they were. */
export function slotsOn(date: string, { slots }: Model, zone: string): SlotRead[] {
  const [first] = slots;
  if (!first) return [];
  const dayOf = (at: Date) => zonedTime(at, zone).toPlainDate();
  const shift = zonedTime(spanOn(date, "12:00", null, zone).startsAt, zone).toPlainDate().since(dayOf(first.startsAt)).days;
  return slots.map(({ label, startsAt, endsAt }) => {
    const minutes = endsAt && Math.round((endsAt.getTime() - startsAt.getTime()) / MINUTE_MS);
    return { label, ...spanOn(dayOf(startsAt).add({ days: shift }).toString(), localTime(startsAt, zone), minutes, zone) };
  });
}

/** Where only a day is said, the same hours on it; null where something else was said, or they would be past. */
export function onSaidDay(text: string, model: Model, clock: Clock): SlotRead[] | null {
  const day = parseDate(text, clock);
  const slots = day.ok ? slotsOn(day.date, model, clock.zone) : [];
  return slots.length > 0 && slots.every(({ startsAt }) => startsAt > clock.now) ? slots : null;
}

/** The date of the first slot's weekday that comes next, for the button “same time, on …”. */
export function nextDate(model: Model, { now, zone }: Clock): string | null {
  const [first] = model.slots;
  if (!first) return null;
  let day = zonedTime(first.startsAt, zone).toPlainDate();
  const today = zonedTime(now, zone).toPlainDate();
  const weeks = Math.max(1, Math.ceil(today.since(day).days / DAYS_OF_WEEK));
  day = day.add({ weeks });
  const isAhead = slotsOn(day.toString(), model, zone).every(({ startsAt }) => startsAt > now);
  return (isAhead ? day : day.add({ weeks: 1 })).toString();
}

/** New slots like those before: one start alone lasts as long, one without a label keeps it, and replies close as long before. */
export function likeBefore(sketch: Sketch, model: Model, { now }: Clock): Sketch {
  const [before, more] = model.slots;
  const [start, another] = sketch.slots;
  if (!before || !start) return sketch;
  const isOne = more === undefined && another === undefined;
  const moved = start.endsAt === null ? moveSpan(before, start.startsAt) : start;
  const slots = isOne ? [{ ...moved, label: start.label ?? before.label }] : sketch.slots;
  const aheadMs = model.repliesCloseAt === null ? null : before.startsAt.getTime() - model.repliesCloseAt.getTime();
  const closing = aheadMs === null ? null : new Date(start.startsAt.getTime() - aheadMs);
  return { ...sketch, slots, repliesCloseAt: sketch.repliesCloseAt ?? (closing && closing > now ? closing : null) };
}

