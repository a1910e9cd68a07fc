import { dayBefore } from "../date/rules.ts";
import { instantOf, localDate } from "../time/rules.ts";

/** What was announced later than this before its beginning is still fresh in everybody's mind. */
const FRESH_MS = 24 * 3_600_000;
/** When people are home and the evening is not yet over. */
const FROM = "18:00";
const UNTIL = "20:30";

interface Noted {
  readonly announcedAt: Date;
  readonly startsAt: Date;
  readonly zone: string;
}

/** Whether this is the time to remind a group: in the evening before the first slot, once it has been known for a day. */
export function isTimeToNote({ announcedAt, startsAt, zone }: Noted, now: Date): boolean {
  if (startsAt.getTime() - announcedAt.getTime() < FRESH_MS) return false;
  const eve = dayBefore(localDate(startsAt, zone));
  return instantOf(eve, FROM, zone) <= now && now < instantOf(eve, UNTIL, zone);
}
