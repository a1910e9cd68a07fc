import { Temporal } from 'temporal-polyfill';

const WEEKDAYS = {
  'zh-CN': ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

// The tz database's own name for these is a province or an abstraction; people know them by another.
const FAMILIAR_ZONES: Readonly<Record<string, { 'zh-CN': string; en: string }>> = {
  'Asia/Shanghai': { 'zh-CN': '北京时间', en: 'China Time' },
  UTC: { 'zh-CN': 'UTC', en: 'UTC' },
};

// The name of a zone hangs on whether summer time is near, so it is read at one fixed date, with the rules of today.
const NAMING_DATE = new Date(Date.UTC(2026, 5, 1));

/** Whether this names a zone of the tz database (in any case); bare offsets such as +08:00 do not. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(text)) return false;
  try {
    return zoneName(text, 'en') !== '' && localDate(NAMING_DATE, text) !== '';
  } catch {
    return false;
  }
}

/** Throws on a zone that isTimeZone refuses, like every function here that takes a zone. */
export function zonedTime(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}

/** The calendar date there, YYYY-MM-DD. */
export function localDate(at: Date, zone: string): string {
  return zonedTime(at, zone).toPlainDate().toString();
}

/** The station's today. */
export function todayAt({ now, timeZone }: { readonly now: Date; readonly timeZone: string }): string {
  return localDate(now, timeZone);
}

/** The wall clock there, HH:mm. */
export function localTime(at: Date, zone: string): string {
  return zonedTime(at, zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The week runs from Monday; its year is the year of its Thursday. */
export function isoWeek(at: Date, zone: string): { year: number; week: number } {
  return isoWeekOf(localDate(at, zone));
}

/** The same of a date YYYY-MM-DD. */
export function isoWeekOf(on: string): { year: number; week: number } {
  const date = Temporal.PlainDate.from(on);
  return { year: date.yearOfWeek ?? date.year, week: date.weekOfYear ?? 1 };
}

/** The first instant that shows this wall time, or undefined where the clocks jump over it. */
export function exactInstant(wallTime: Temporal.PlainDateTime, zone: string): Date | undefined {
  const first = wallTime.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return first.toPlainDateTime().equals(wallTime) ? new Date(first.epochMilliseconds) : undefined;
}

/** Date YYYY-MM-DD and time HH:mm to an instant: the first of a repeated hour, and after a jump the first instant that exists. */
export function instantOf(date: string, time: string, zone: string): Date {
  const wallTime = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  const exact = exactInstant(wallTime, zone);
  if (exact) return exact;
  const jump = wallTime.toZonedDateTime(zone, { disambiguation: 'earlier' }).getTimeZoneTransition('next');
  return new Date((jump ?? wallTime.toZonedDateTime(zone)).epochMilliseconds);
}

/** The next instant strictly after now at which the clock there shows HH:mm; once for each date, also when an hour repeats. */
export function nextAt(now: Date, zone: string, time: string): Date {
  let date = zonedTime(now, zone).toPlainDate();
  let at = instantOf(date.toString(), time, zone);
  while (at <= now) {
    date = date.add({ days: 1 });
    at = instantOf(date.toString(), time, zone);
  }
  return at;
}

/** Quiet from `from` (HH:mm) until `through`, over midnight if need be; what waited may be said at `through` itself. Equal ends mean never. */
export function isQuiet(at: Date, zone: string, from: string, through: string): boolean {
  const time = localTime(at, zone);
  return from <= through ? from <= time && time < through : time >= from || time < through;
}

/** Date with weekday and clock; the year is added where it differs from that of `now`. parseMoment reads it back. */
export function formatMoment(at: Date, zone: string, locale: 'zh-CN' | 'en', now?: Date): string {
  const date = zonedTime(at, zone).toPlainDate();
  const day = dayName(date, locale, now !== undefined && zonedTime(now, zone).year !== date.year);
  return locale === 'zh-CN' ? `${day}${localTime(at, zone)}` : `${day}, ${localTime(at, zone)}`;
}

/** “11月28日（周六）”, “Sat 28 Nov”. */
export function dayName({ year, month, day, dayOfWeek }: Temporal.PlainDate, locale: 'zh-CN' | 'en', withYear: boolean): string {
  const [weekday, plain] = [weekdayName(dayOfWeek, locale), plainDay({ month, day }, locale)];
  return locale === 'zh-CN' ? `${withYear ? `${year}年` : ''}${plain}（${weekday}）` : `${weekday} ${plain}${withYear ? ` ${year}` : ''}`;
}

/** “11月28日”, “28 Nov”. */
export function plainDay({ month, day }: { readonly month: number; readonly day: number }, locale: 'zh-CN' | 'en'): string {
  return locale === 'zh-CN' ? `${month}月${day}日` : `${day} ${MONTHS[month - 1] ?? ''}`;
}

/** Monday is 1. */
export function weekdayName(weekday: number, locale: 'zh-CN' | 'en'): string {
  return WEEKDAYS[locale][weekday - 1] ?? '';
}

/** formatMoment with the zone's name, for the echo of what somebody typed. */
export function formatMomentInZone(at: Date, zone: string, locale: 'zh-CN' | 'en', now?: Date): string {
  const moment = formatMoment(at, zone, locale, now);
  const name = zoneName(zone, locale);
  return locale === 'zh-CN' ? `${moment}（${name}）` : `${moment} (${name})`;
}

/** What people call this zone, the same all year round. */
export function zoneName(zone: string, locale: 'zh-CN' | 'en'): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' });
  const familiar = FAMILIAR_ZONES[format.resolvedOptions().timeZone];
  if (familiar) return familiar[locale];
  return format.formatToParts(NAMING_DATE).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** The calendar date with its year, as records want it. */
export function formatDate(at: Date, zone: string, locale: 'zh-CN' | 'en'): string {
  const { year, month, day } = zonedTime(at, zone);
  return locale === 'zh-CN' ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
}
