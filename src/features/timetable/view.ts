import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { changeData } from "../change/rules.ts";
import { formatDay } from "../date/rules.ts";
import { cardData } from "../manage/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import type { Series } from "../series/actions.ts";
import { DAYS_BEFORE_CHOICES, formatRhythm } from "../series/rules.ts";
import { localDate } from "../time/rules.ts";
import type { SeriesPage, ShownDate, SkipReading } from "./actions.ts";
import { aheadData, endData, LIST_DATA, pageData, restoreData, skipData } from "./rules.ts";

export const LIST_PRESS = new RegExp(`^${LIST_DATA}$`);
export const PAGE_PRESS = /^timetable:(page|ask|end):(\d{1,15})$/;
export const DATE_PRESS = /^timetable:(skip|restore):(\d{1,15}):(\d{4}-\d\d-\d\d)$/;
export const AHEAD_PRESS = /^timetable:ahead:(\d{1,15}):(1|3|7|14)$/;

export interface Saying {
  readonly locale: Locale;
  readonly now: Date;
}

/** Every series at a glance, each with its own page. */
export function listMessage(t: Messages, series: readonly Series[], { locale }: Saying): Outgoing {
  const lines = series.map(({ content, ...rhythm }) => `🔁 ${content.title}\n${formatRhythm(rhythm, locale)}`);
  return {
    text: series.length === 0 ? t.timetable.none : [t.timetable.list, ...lines].join("\n\n"),
    buttons: series.map(({ id, content }) => [{ text: shortTitle(content.title), data: pageData(id) }]),
  };
}

function dateLine(t: Messages, { on, activityId, isCancelled }: ShownDate, locale: Locale, today: string): string {
  const day = formatDay(on, locale, today);
  if (activityId === null) return `· ${day}`;
  return `· ${isCancelled ? t.timetable.cancelled(day) : t.timetable.announced(day)}`;
}

function dateButtons(t: Messages, { series, dates, skipped }: SeriesPage, locale: Locale, today: string): Button[][] {
  const day = (on: string) => formatDay(on, locale, today);
  return [
    ...dates.filter(({ isCancelled }) => !isCancelled).map(({ on, activityId }): Button[] => [activityId === null
      ? { text: t.timetable.button.skip(day(on)), data: skipData(series.id, on) }
      : { text: t.timetable.button.card(day(on)), data: cardData(activityId) }]),
    ...skipped.map((on): Button[] => [{ text: t.timetable.button.restore(day(on)), data: restoreData(series.id, on) }]),
  ];
}

/** One series: its rhythm, the dates that come next, and what can be done with them. */
export function pageMessage(t: Messages, page: SeriesPage, { locale, now }: Saying): Outgoing {
  const { series, dates, skipped, standing, timeZone } = page;
  const today = localDate(now, timeZone);
  const { content, endsOn, announceDaysBefore } = series;
  const lines = [
    `🔁 ${content.title}`, formatRhythm(series, locale), ...(content.place === null ? [] : [`📍 ${content.place}`]),
    ...(endsOn === null ? [] : [t.timetable.until(formatDay(endsOn, locale, today))]),
    ...(series.endedAt === null ? [t.timetable.ahead(announceDaysBefore, series.announceAt, content.chatIds.length)] : [t.timetable.ended]),
    ...(standing > 0 ? [t.timetable.standing(standing)] : []),
    ...(dates.length > 0 ? ["", t.timetable.next, ...dates.map((date) => dateLine(t, date, locale, today))] : []),
    ...(skipped.length > 0 ? [t.timetable.skipped(skipped.map((on) => formatDay(on, locale, today)))] : []),
  ];
  if (series.endedAt !== null) return { text: lines.join("\n"), buttons: [] };
  const ahead = DAYS_BEFORE_CHOICES.filter((days) => days !== announceDaysBefore)
    .map((days): Button => ({ text: t.timetable.button.ahead(days), data: aheadData(series.id, days) }));
  return {
    text: lines.join("\n"),
    buttons: [...dateButtons(t, page, locale, today), ahead, [{ text: t.timetable.button.end, data: endData(series.id, false) }]],
  };
}

/** Asks once more before a series ends. */
export function askEndMessage(t: Messages, { series }: SeriesPage): Outgoing {
  return {
    text: t.timetable.reallyEnd(series.content.title),
    buttons: [[{ text: t.timetable.button.reallyEnd, data: endData(series.id, true) }], [{ text: t.timetable.button.back, data: pageData(series.id) }]],
  };
}

/** That one is out already, and the way to cancel it, so that people are told. */
export function alreadyOutMessage(t: Messages, activityId: number): Outgoing {
  return { text: t.timetable.alreadyOut, buttons: [[{ text: t.timetable.button.cancel, data: changeData(activityId, "cancel") }]] };
}

/** Which of several dates or series is meant. */
export function whichMessage(t: Messages, found: Extract<SkipReading, { kind: "found" }>["found"], { locale }: Saying): Outgoing {
  return {
    text: t.timetable.which,
    buttons: found.map(({ series, on }) => [{ text: `${shortTitle(series.content.title, 14)} · ${formatDay(on, locale, on)}`, data: skipData(series.id, on) }]),
  };
}
