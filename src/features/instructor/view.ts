import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { absenceOn, type Absence } from "../absence/rules.ts";
import { commissionPayload } from "../commission/rules.ts";
import { startLink } from "../link/rules.ts";
import type { Loaded } from "../load/actions.ts";
import type { InstructorShown } from "./actions.ts";

export const LIST_DATA = "instructor:list";
export const ADD_DATA = "instructor:add";
export const SHOW_DATA = /^instructor:show:([A-Z0-9-]{1,16})$/;
export const LINK_DATA = /^instructor:link:([A-Z0-9-]{1,16})$/;
export const CAPACITY_DATA = /^instructor:capacity:([A-Z0-9-]{1,16}):(\d{1,3})$/;
export const EVERY_DATA = /^instructor:every:([A-Z0-9-]{1,16}):(\d{1,3})$/;
export const ASK_RETIRE_DATA = /^instructor:askretire:([A-Z0-9-]{1,16})$/;
export const RETIRE_DATA = /^instructor:retire:([A-Z0-9-]{1,16}):(20\d\d-\d\d-\d\d)$/;

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

function settingRows(t: Messages, { code, capacity, visitEveryDays, accountId, hasSaidAway }: Loaded): Button[][] {
  return [
    CAPACITIES.filter((number) => number !== capacity).map((number) => ({ text: t.instructor.button.capacity(number), data: `instructor:capacity:${code}:${number}` })),
    CADENCES.filter((days) => days !== visitEveryDays).map((days) => ({ text: t.instructor.button.every(days), data: `instructor:every:${code}:${days}` })),
    [
      ...(hasSaidAway ? [] : [{ text: t.instructor.button.awayNone, data: `absence:none:${code}` }]),
      ...(accountId === null ? [{ text: t.instructor.button.link, data: `instructor:link:${code}` }] : []),
    ],
    [{ text: t.instructor.button.retire, data: `instructor:askretire:${code}` }],
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
    buttons: [...(serves ? settingRows(t, shown) : []), [{ text: t.instructor.button.all, data: LIST_DATA }]],
  };
}

function lineOf(t: Messages, shown: Loaded, today: string): string {
  const away = absenceOn(shown.absences, today);
  return t.instructor.listLine(shown.code, shown.load, shown.capacity, [
    ...(shown.areas.length > 0 ? [shown.areas.join("/")] : []), ...(away ? [t.instructor.listAway(away.throughOn)] : []),
    ...(shown.accountId === null ? [t.instructor.listOpen] : []), ...(shown.activeThrough === null ? [] : [t.instructor.listEnds(shown.activeThrough)]),
  ]);
}

export function instructorsMessage(t: Messages, stationName: string, all: readonly Loaded[], today: string): Outgoing {
  const buttons = all.slice(0, MAX_BUTTONS).map(({ code }) => ({ text: code, data: `instructor:show:${code}` }));
  const rows: Button[][] = [];
  for (let at = 0; at < buttons.length; at += 4) rows.push(buttons.slice(at, at + 4));
  const more = all.length - MAX_LINES;
  return {
    text: all.length === 0 ? t.instructor.listEmpty : [
      t.instructor.listHeading(stationName, all.length), ...all.slice(0, MAX_LINES).map((shown) => lineOf(t, shown, today)),
      ...(more > 0 ? [t.instructor.listMore(more)] : []),
    ].join("\n"),
    buttons: [...rows, [{ text: t.instructor.button.add, data: ADD_DATA }]],
  };
}

export function askRetireMessage(t: Messages, code: string, today: string): Outgoing {
  return {
    text: t.instructor.askRetire(code, today),
    buttons: [[{ text: t.instructor.button.retireNow, data: `instructor:retire:${code}:${today}` }], [{ text: t.instructor.button.back, data: `instructor:show:${code}` }]],
  };
}

export function linkMessage(t: Messages, botUsername: string, stationId: number, { code, link }: { readonly code: string; readonly link: string }): Outgoing {
  return { text: t.instructor.linkIs(code, startLink(botUsername, commissionPayload(stationId, link))) };
}
