import { localDate, localTime } from "../time/rules.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long each kind of record is kept; the privacy statement says the same. */
export const CHECK_IN_KEPT_MS = 180 * DAY_MS;
/** Replies and votes serve until what they answered is over, and a month for looking back. */
export const REPLY_KEPT_MS = 30 * DAY_MS;
/** Longer than the two days after which ratings are published and the marks go with them. */
export const RATED_MARK_KEPT_MS = 7 * DAY_MS;
/** The limit on being written to unasked looks a week back. */
export const PING_KEPT_MS = 7 * DAY_MS;
export const PROOF_KEPT_YEARS = 3;
export const AUDIT_KEPT_YEARS = 3;
export const SILENT_ACCOUNT_MONTHS = 24;
/** Time to answer "shall we keep you?". */
export const ANSWER_MS = 30 * DAY_MS;
/** Telegram repeats an update for a day at most; twice that keeps a repeat out. */
export const INBOX_ID_KEPT_MS = 48 * HOUR_MS;
/** Swept once an hour, so that no body grows older than a day. */
export const PARKED_BODY_KEPT_MS = 23 * HOUR_MS;
export const DEAD_MESSAGE_KEPT_MS = 30 * DAY_MS;
/** The widest window of the pace is a minute. */
export const PACE_KEPT_MS = HOUR_MS;
/** What was done once a day need not be remembered longer than a late start could ask for it. */
export const PERIOD_KEPT_MS = 60 * DAY_MS;

/** How long the number of members in a survey outlives the survey that replaced it. */
export const SUPERSEDED_KEPT_DAYS = 365;
/** Twice as long as one that was put off stays silent. */
export const SUGGESTION_KEPT_DAYS = 365;
/** Long enough to come back to what was done; the category and the dates stay. */
export const REQUEST_KEPT_DAYS = 180;
/** A note on a visit serves until the next ones have come; a year holds several. */
export const NOTE_KEPT_DAYS = 365;

const NIGHTLY_AT = "03:00";

/** The same date so many months earlier, or the last of that month. */
export function monthsBefore(at: Date, months: number): Date {
  const back = new Date(at);
  back.setUTCDate(1);
  back.setUTCMonth(back.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(back.getUTCFullYear(), back.getUTCMonth() + 1, 0)).getUTCDate();
  back.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  return back;
}

export const yearsBefore = (at: Date, years: number): Date => monthsBefore(at, 12 * years);
export const before = (at: Date, ms: number): Date => new Date(at.getTime() - ms);

/** The date of the night that has come in this zone, or null while today's has not. */
export function nightOf(now: Date, timeZone: string): string | null {
  return localTime(now, timeZone) >= NIGHTLY_AT ? localDate(now, timeZone) : null;
}
