import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { dayAfter, formatDay } from "../date/rules.ts";
import { cardData, titleOf, UNIT_AT, unitAt, type UnitAt, type UnitStatus } from "../unit/rules.ts";
import type { Choosing, Ended, StatusChange, StatusChanged } from "./actions.ts";
import { closingReason, statusOnData } from "./rules.ts";

const STATUS = "(active|dormant|closed|moved_out|not_found)";
const DAY = "(20\\d\\d-\\d\\d-\\d\\d)";
export const ASK_DATA = new RegExp(`^unitstatus:ask:${UNIT_AT}$`);
export const TO_DATA = new RegExp(`^unitstatus:to:${UNIT_AT}:${STATUS}$`);
export const TYPE_DATA = new RegExp(`^unitstatus:type:${UNIT_AT}:${STATUS}$`);
export const ON_DATA = new RegExp(`^unitstatus:on:${UNIT_AT}:${STATUS}:${DAY}$`);
export const DO_DATA = new RegExp(`^unitstatus:do:${UNIT_AT}:${STATUS}:${DAY}$`);

const ORDER: readonly UnitStatus[] = ["active", "dormant", "closed", "moved_out", "not_found"];

export interface Reading {
  readonly locale: Locale;
  readonly today: string;
  readonly isPrivate: boolean;
}

const backTo = (t: Messages, unit: UnitAt): Button => ({ text: t.unit.button.back, data: cardData(unit) });

/** Asks what the unit is now; what it is already is not offered. */
export function askStatusMessage(t: Messages, { unit, status, since }: Choosing, { locale, today, isPrivate }: Reading): Outgoing {
  const others = ORDER.filter((each) => each !== status);
  return {
    text: t.unitstatus.ask(titleOf(unit, isPrivate), t.unit.statuses[status], formatDay(since, locale, today)),
    buttons: [
      ...others.map((each): Button[] => [{ text: each === "active" ? t.unitstatus.reopen : t.unit.statuses[each], data: `unitstatus:to:${unitAt(unit)}:${each}` }]),
      [backTo(t, unit)],
    ],
  };
}

/** Asks since when. */
export function askDayMessage(t: Messages, { unit }: Choosing, status: UnitStatus, { today, isPrivate }: Reading): Outgoing {
  const on = (date: string) => statusOnData(unit, status, date);
  return {
    text: t.unitstatus.askDay(titleOf(unit, isPrivate), t.unit.statuses[status]),
    buttons: [
      [{ text: t.unitstatus.today, data: on(today) }, { text: t.unitstatus.yesterday, data: on(dayAfter(today, -1)) }],
      [{ text: t.unitstatus.otherDay, data: `unitstatus:type:${unitAt(unit)}:${status}` }],
      [backTo(t, unit)],
    ],
  };
}

/** A group does not hear whether the unit has contacts. */
function endedLines(t: Messages, { organizations, instructors, massOrganizations, contacts }: Ended, isPrivate: boolean): string[] {
  return [
    organizations.length === 0 ? null : t.unitstatus.links(organizations),
    instructors.length === 0 ? null : t.unitstatus.assignments(instructors),
    massOrganizations.length === 0 ? null : t.unitstatus.mass(massOrganizations.map((kind) => t.unit.massOrganizations[kind])),
    contacts === 0 || !isPrivate ? null : t.unitstatus.contacts(contacts),
  ].filter((line) => line !== null);
}

const contactLines = (t: Messages, status: UnitStatus, isPrivate: boolean) => (isPrivate || closingReason(status) === null ? [] : [t.unitstatus.anyContacts]);

type Changed = Extract<StatusChanged, { ok: true }>;

/** Says what the change would end, and asks for a last yes. */
export function confirmStatusMessage(t: Messages, { unit, ended }: Changed, { status, on }: StatusChange, { locale, today, isPrivate }: Reading): Outgoing {
  const lines = endedLines(t, ended, isPrivate);
  const last = formatDay(dayAfter(on, -1), locale, today);
  return {
    text: [
      t.unitstatus.confirm(titleOf(unit, isPrivate), t.unit.statuses[status], formatDay(on, locale, today)),
      ...(lines.length === 0 ? [] : [t.unitstatus.willEnd(last), ...lines]), ...contactLines(t, status, isPrivate),
      ...(status === "dormant" ? [t.unitstatus.dormantKeeps] : []),
    ].join("\n"),
    buttons: [[{ text: t.unitstatus.yes, data: `unitstatus:do:${unitAt(unit)}:${status}:${on}` }, backTo(t, unit)]],
  };
}

/** What was changed, and what ended with it. */
export function statusChangedMessage(t: Messages, { unit, ended }: Changed, { status, on }: StatusChange, { locale, today, isPrivate }: Reading): Outgoing {
  const lines = endedLines(t, ended, isPrivate);
  const last = formatDay(dayAfter(on, -1), locale, today);
  const nothing = closingReason(status) === null ? [] : [t.unitstatus.endedNothing];
  return {
    text: [
      t.unitstatus.changed(titleOf(unit, isPrivate), t.unit.statuses[status], formatDay(on, locale, today)),
      ...(lines.length === 0 ? nothing : [t.unitstatus.haveEnded(last), ...lines]), ...contactLines(t, status, isPrivate),
      ...(status === "dormant" ? [t.unitstatus.dormantKeeps] : status === "active" ? [t.unitstatus.staysEnded] : []),
    ].join("\n"),
    buttons: [[backTo(t, unit)]],
  };
}

export function statusRefusedText(t: Messages, { reason, since }: Extract<StatusChanged, { ok: false }>, { locale, today }: Reading): string {
  return reason === "beforeLast" && since !== undefined ? t.unitstatus.beforeLast(formatDay(since, locale, today)) : t.unitstatus.refusals[reason];
}
