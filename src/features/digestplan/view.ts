import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { timeText } from "../digest/rules.ts";
import { inRows } from "../rows/rules.ts";
import { formatMoment, weekdayName, zoneName } from "../time/rules.ts";
import type { GroupDigest } from "./actions.ts";

export const LIST_DATA = /^digest:list:(\d{1,15})$/;
export const SHOW_DATA = /^digest:show:(\d{1,15}):(\d{1,15})$/;
export const CHANGE_DATA = /^digest:set:(\d{1,15}):(\d{1,15}):(day|minute|off|lang):([\w-]{1,5})$/;

const HOURS = [8, 9, 10, 12, 14, 16, 17, 18, 19, 20] as const;
/** More groups than these do not fit beneath one message. */
const LISTED = 40;

/** Who reads, and on which clock. */
export interface Reading {
  readonly stationId: number;
  readonly stationName: string;
  readonly timeZone: string;
  readonly now: Date;
  readonly locale: Locale;
}

const when = (t: Messages, group: GroupDigest, { locale }: Reading): string =>
  (group.isOff ? t.digestplan.off : t.digestplan.when(weekdayName(group.weekday, locale), timeText(group.minute)));

/** When a group gets its digest, in its language, and what is in the way. */
function stateLines(t: Messages, group: GroupDigest, reading: Reading): string[] {
  const { digestplan } = t;
  if (group.isOff) return [digestplan.isOff];
  const next = group.isResting ? digestplan.resting : digestplan.next(formatMoment(group.nextAt, reading.timeZone, reading.locale, reading.now));
  return [
    digestplan.on(weekdayName(group.weekday, reading.locale), timeText(group.minute), zoneName(reading.timeZone, reading.locale)),
    digestplan.language(digestplan.languages[group.locale]), next,
  ];
}

/** What stands in the group itself; it is set there by lines, and by buttons in private. */
export function groupMessage(t: Messages, group: GroupDigest, reading: Reading, before: readonly string[] = []): Outgoing {
  return { text: [...before, t.digestplan.here, ...stateLines(t, group, reading), ...before.length === 0 ? ["", t.digestplan.usage] : []].join("\n") };
}

export function listMessage(t: Messages, groups: readonly GroupDigest[], reading: Reading): Outgoing {
  const lines = groups.slice(0, LISTED).map((group) => t.digestplan.line(group.title, when(t, group, reading)));
  return {
    text: groups.length === 0 ? t.digestplan.noGroups : [t.digestplan.heading(reading.stationName), ...lines, "", t.digestplan.tap].join("\n"),
    buttons: groups.slice(0, LISTED).map(({ title, chatId }) => [{ text: title, data: `digest:show:${reading.stationId}:${chatId}` }]),
  };
}

/** One group's digest in private, with the buttons that change it. */
export function planMessage(t: Messages, group: GroupDigest, reading: Reading, before: readonly string[] = []): Outgoing {
  const { button } = t.digestplan;
  const set = (text: string, what: string, value: string | number, isSet: boolean): Button =>
    ({ text: isSet ? button.chosen(text) : text, data: `digest:set:${reading.stationId}:${group.chatId}:${what}:${value}` });
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => set(weekdayName(day, reading.locale), "day", day, !group.isOff && day === group.weekday));
  const hours = HOURS.map((hour) => set(timeText(hour * 60), "minute", hour * 60, !group.isOff && hour * 60 === group.minute));
  const languages = (["zh-CN", "en"] as const).map((locale) => set(t.digestplan.languages[locale], "lang", locale, locale === group.locale));
  return {
    text: [...before, t.digestplan.of(group.title), ...stateLines(t, group, reading)].join("\n"),
    buttons: [
      ...inRows(days, 4), ...inRows(hours, 5), languages,
      [set(group.isOff ? button.turnOn : button.turnOff, "off", group.isOff ? 0 : 1, false), { text: button.preview, data: `digest:now:${reading.stationId}` }],
      [{ text: button.back, data: `digest:list:${reading.stationId}` }],
    ],
  };
}
