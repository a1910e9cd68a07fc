import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { contactsData } from "../contact/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatDate, formatMoment } from "../time/rules.ts";
import { cardData, UNIT_AT, unitAt } from "../unit/rules.ts";
import { unitCountData } from "../unitcount/rules.ts";
import type { Contacts, OwnCard } from "./actions.ts";

export const OF_DATA = new RegExp(`^contactcard:of:${UNIT_AT}$`);
export const ASK_END_DATA = new RegExp(`^contactcard:askend:${UNIT_AT}:(\\d{1,12})$`);
export const END_DATA = new RegExp(`^contactcard:end:${UNIT_AT}:(\\d{1,12})$`);
export const OWN_DATA = /^contactcard:own$/;
export const ASK_STOP_DATA = /^contactcard:askstop:(\d{1,15})$/;
export const STOP_DATA = /^contactcard:stop:(\d{1,15})$/;

/** As many as have a button each. */
const MAX_CONTACTS = 10;

interface Reading {
  readonly locale: Locale;
  readonly timeZone: string;
}

/** A unit's contacts, for whoever organizes: never a name. */
export function contactsMessage(t: Messages, { unit, contacts }: Contacts, { locale, timeZone }: Reading, before?: string): Outgoing {
  const lines = contacts.map(({ since, alias }, at) => t.contact.line(at + 1, formatDate(since, timeZone, locale), alias));
  const ends = contacts.slice(0, MAX_CONTACTS).map(({ id }, at): Button[] => [{ text: t.contact.button.end(at + 1), data: `contactcard:askend:${unitAt(unit)}:${id}` }]);
  return {
    text: [...before === undefined ? [] : [before, ""], t.contact.heading(unit.code, contacts.length), ...lines, "", t.contact.what].join("\n"),
    buttons: [...ends, [{ text: t.contact.button.make, data: `contactlink:make:${unitAt(unit)}` }], [{ text: t.unit.button.back, data: cardData(unit) }]],
  };
}

export function askEndMessage(t: Messages, unit: Contacts["unit"], id: number): Outgoing {
  return { text: t.contact.askEnd(unit.code), buttons: [[{ text: t.contact.button.endNow, data: `contactcard:end:${unitAt(unit)}:${id}` }], [{ text: t.contact.button.back, data: contactsData(unit) }]] };
}

/** What a contact sees of their unit, and how they end it: where they are nothing else, by leaving. */
export function ownCardMessage(t: Messages, card: OwnCard, locale: Locale, now: Date): Outgoing {
  const { unit, status, stationId, stationName, timeZone, instructors, coming, open } = card;
  const stop = card.isAllThere ? `erasure:leave:${stationId}` : `contactcard:askstop:${unit.id}`;
  return {
    text: [
      t.contact.own(unit.code, stationName), t.unit.about(t.unit.kinds[unit.kind], unit.area), t.unit.statuses[status],
      instructors.length === 0 ? t.contact.noInstructor : t.unit.instructors(instructors), "",
      ...coming.length === 0 ? [t.contact.nothingComing] : [t.contact.coming, ...coming.map(({ title, startsAt }) => `· ${formatMoment(startsAt, timeZone, locale, now)} ${title}`)],
      "", t.contact.how,
    ].join("\n"),
    buttons: [...open.map(({ activityId, unitId, title }) => [{ text: t.contact.button.count(shortTitle(title)), data: unitCountData(activityId, unitId) }]), [{ text: t.contact.button.stop, data: stop }]],
  };
}

export function askStopMessage(t: Messages, code: string, unitId: number): Outgoing {
  return { text: t.contact.askStop(code), buttons: [[{ text: t.contact.button.stopNow, data: `contactcard:stop:${unitId}` }], [{ text: t.contact.button.stay, data: "contactcard:own" }]] };
}
