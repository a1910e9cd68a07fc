import ical, { ICalEventStatus } from "ical-generator";
import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { listData } from "../agenda/rules.ts";
import { changedAt, feedLink, sequenceOf, statusOf, uidOf, type EventFacts } from "./rules.ts";

export const FILE_DATA = /^agenda:ics:(\d{1,15})$/;
export const FEED_DATA = /^calendar:(feed|new|off)$/;

/** How often a calendar is asked to look again. */
const REFRESH_SECONDS = 3_600;

function titleOf(t: Messages, { title, label, isWaiting }: EventFacts): string {
  const named = label === null ? title : t.calendar.labelled(title, label);
  return isWaiting ? t.calendar.waiting(named) : named;
}

/** The text of an iCalendar file: what, when and where, in UTC; nobody's name, and nothing of who else comes. */
export function calendarText(t: Messages, events: readonly EventFacts[], { botUsername }: { botUsername: string }): string {
  const calendar = ical({ name: t.calendar.name, prodId: { company: "Muster", product: "Muster" }, ttl: REFRESH_SECONDS });
  for (const event of events) {
    calendar.createEvent({
      id: uidOf(event, botUsername), sequence: sequenceOf(event), stamp: changedAt(event),
      start: event.startsAt, end: event.endsAt, summary: titleOf(t, event), location: event.place,
      status: ICalEventStatus[statusOf(event)],
    });
  }
  return `${calendar.toString()}\r\n`;
}

const backRow = (t: Messages): Button[] => [{ text: t.calendar.button.back, data: listData("mine", 0) }];

/** What the private link is for, and the way to get, renew or end it. */
export function feedMessage(t: Messages, hasFeed: boolean): Outgoing {
  const { feed, button } = t.calendar;
  return hasFeed
    ? { text: `${feed.about}\n\n${feed.isOn}`, buttons: [[{ text: button.renew, data: "calendar:new" }, { text: button.off, data: "calendar:off" }], backRow(t)] }
    : { text: feed.about, buttons: [[{ text: button.make, data: "calendar:new" }], backRow(t)] };
}

/** The link itself, this once. */
export function linkMessage(t: Messages, publicUrl: string, code: string): Outgoing {
  return {
    text: t.calendar.feed.link(feedLink(publicUrl, code)),
    buttons: [[{ text: t.calendar.button.renew, data: "calendar:new" }, { text: t.calendar.button.off, data: "calendar:off" }], backRow(t)],
  };
}
