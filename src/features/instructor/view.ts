import type { Button, Outgoing, StationScope } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { absenceOn, type Absence } from "../absence/rules.ts";
import { startLink } from "../link/rules.ts";
import type { Loaded } from "../load/actions.ts";
import type { InstructorShown, Listed, OverFacts } from "./actions.ts";

export const LIST_DATA = /^instructor:list:(\d{1,15})$/;
/** The code that the new one gets, so that a second tap enters nobody else. */
export const ADD_DATA = /^instructor:add:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const SHOW_DATA = /^instructor:show:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const LINK_DATA = /^instructor:link:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const CAPACITY_DATA = /^instructor:capacity:(\d{1,15}):([A-Z0-9-]{1,16}):(\d{1,3})$/;
export const EVERY_DATA = /^instructor:every:(\d{1,15}):([A-Z0-9-]{1,16}):(\d{1,3})$/;
export const ASK_RETIRE_DATA = /^instructor:askretire:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const RETIRE_DATA = /^instructor:retire:(\d{1,15}):([A-Z0-9-]{1,16}):(20\d\d-\d\d-\d\d)$/;

const CAPACITIES = [3, 5, 8];
const CADENCES = [31, 92, 183];
/** As many as a message holds without being cut. */
const MAX_LINES = 60;
const MAX_BUTTONS = 24;

const stretches = (t: Messages, absences: readonly Absence[]): string[] => absences.map(({ fromOn, throughOn }) => t.instructor.stretch(fromOn, throughOn));

function awayLine(t: Messages, { hasSaidAway, absences }: Loaded): string {
  if (absences.length > 0) return t.instructor.away(stretches(t, absences));
  return hasSaidAway ? t.instructor.awayNone : t.instructor.awayUnsaid;
}

function settingRows(t: Messages, { stationId, code, capacity, visitEveryDays, accountId, hasSaidAway }: Loaded): Button[][] {
  const it = `${stationId}:${code}`;
  return [
    CAPACITIES.filter((number) => number !== capacity).map((number) => ({ text: t.instructor.button.capacity(number), data: `instructor:capacity:${it}:${number}` })),
    CADENCES.filter((days) => days !== visitEveryDays).map((days) => ({ text: t.instructor.button.every(days), data: `instructor:every:${it}:${days}` })),
    [
      ...(hasSaidAway ? [] : [{ text: t.instructor.button.awayNone, data: `absence:none:${it}` }]),
      ...(accountId === null ? [{ text: t.instructor.button.link, data: `instructor:link:${it}` }] : []),
    ],
    [{ text: t.instructor.button.retire, data: `instructor:askretire:${it}` }],
  ];
}

export function instructorMessage(t: Messages, { instructor: shown, today, working }: InstructorShown, before?: string): Outgoing {
  const serves = shown.activeThrough === null || shown.activeThrough >= today;
  return {
    text: [
      ...(before === undefined ? [] : [before, ""]),
      `🧭 ${shown.code}`, ...t.instructor.fields(shown), t.instructor.load(shown.load, shown.capacity),
      ...(shown.load === 0 ? [] : [t.visit.units.inTime(working, shown.load)]), awayLine(t, shown),
      `${shown.accountId === null ? t.instructor.notTakenUp : t.instructor.takenUp} · ${t.instructor.serves(shown.activeFrom, shown.activeThrough)}`,
    ].join("\n"),
    buttons: [...(serves ? settingRows(t, shown) : []), [{ text: t.instructor.button.all, data: `instructor:list:${shown.stationId}` }]],
  };
}

function lineOf(t: Messages, shown: Loaded, today: string): string {
  const away = absenceOn(shown.absences, today);
  return t.instructor.listLine(shown.code, shown.load, shown.capacity, [
    ...(shown.areas.length > 0 ? [shown.areas.join("/")] : []), ...(away ? [t.instructor.listAway(away.throughOn)] : []),
    ...(shown.accountId === null ? [t.instructor.listOpen] : []), ...(shown.activeThrough === null ? [] : [t.instructor.listEnds(shown.activeThrough)]),
  ]);
}

export function instructorsMessage(t: Messages, { stationId, stationName }: Pick<StationScope, "stationId" | "stationName">, { instructors: all, freeCode, today }: Listed): Outgoing {
  const buttons = all.slice(0, MAX_BUTTONS).map(({ code }) => ({ text: code, data: `instructor:show:${stationId}:${code}` }));
  const more = all.length - MAX_LINES;
  return {
    text: all.length === 0 ? t.instructor.listEmpty : [
      t.instructor.listHeading(stationName, all.length), ...all.slice(0, MAX_LINES).map((shown) => lineOf(t, shown, today)),
      ...(more > 0 ? [t.instructor.listMore(more)] : []),
    ].join("\n"),
    buttons: [...inRows(buttons, 4), [{ text: t.instructor.button.add, data: `instructor:add:${stationId}:${freeCode}` }]],
  };
}

export function askRetireMessage(t: Messages, { stationId, code }: Loaded, today: string): Outgoing {
  return {
    text: t.instructor.askRetire(code, today),
    buttons: [[{ text: t.instructor.button.retireNow, data: `instructor:retire:${stationId}:${code}:${today}` }], [{ text: t.instructor.button.back, data: `instructor:show:${stationId}:${code}` }]],
  };
}

export function linkMessage(t: Messages, botUsername: string, { code, link }: { readonly code: string; readonly link: string }): Outgoing {
  return { text: t.instructor.linkIs(code, startLink(botUsername, `instructor-${link}`)) };
}

export function overMessage(t: Messages, { stationName, code, lastOn }: OverFacts): Outgoing {
  return { text: t.instructor.over(stationName, code, lastOn) };
}
