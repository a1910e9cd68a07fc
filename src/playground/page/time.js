import { now, state } from "./state.js";
import { isChinese, t } from "./words.js";

const parts = (at) => Object.fromEntries(new Intl.DateTimeFormat("en-GB", {
  timeZone: state.clock.zone, year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
}).formatToParts(at).map(({ type, value }) => [type, value]));

const weekday = ({ year, month, day }) => t.weekdays[new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()];

/** @param {Date} at */
export function clockText(at) {
  const { hour, minute } = parts(at);
  return `${hour}:${minute}`;
}

/** @param {Date} at */
export function dayText(at) {
  const on = parts(at);
  if (isChinese()) return `${on.month}月${on.day}日 周${weekday(on)}`;
  return `${weekday(on)} ${on.day} ${t.months[Number(on.month) - 1]}`;
}

/** @param {Date} at the time of day if it is today, else the date */
export function briefText(at) {
  const on = parts(at);
  const today = parts(now());
  if (on.year === today.year && on.month === today.month && on.day === today.day) return `${on.hour}:${on.minute}`;
  return isChinese() ? `${on.month}月${on.day}日` : `${on.day} ${t.months[Number(on.month) - 1]}`;
}
