import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation, type OfStation } from "../button/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { cardData, type OrganizationStatus } from "../organization/rules.ts";
import type { StatusChanged } from "./actions.ts";

export const ASK_DATA = new RegExp(`^orgstatus:ask:${OF_STATION}:(active|suspended|dissolved)$`);
export const SET_DATA = new RegExp(`^orgstatus:set:${OF_STATION}:(active|suspended|dissolved):(\\d{4}-\\d\\d-\\d\\d)$`);

/** Asks for the day, and says what dissolving takes along. */
export function askMessage(t: Messages, about: OfStation & { code: string; status: OrganizationStatus; units: number; today: string }): Outgoing {
  const { code, status, units, today } = about;
  // With its date: whoever taps it days later sees which day is meant.
  const day = (word: (on: string) => string, on: string) => ({ text: word(on), data: `orgstatus:set:${ofStation(about)}:${status}:${on}` });
  return {
    text: t.orgstatus.ask(code, status) + (status === "dissolved" && units > 0 ? `\n${t.orgstatus.endsLinks(units)}` : ""),
    buttons: [[day(t.orgstatus.today, today), day(t.orgstatus.yesterday, dayBefore(today))], [{ text: t.orgstatus.back, data: cardData(about) }]],
  };
}

/** As many as a line that somebody sends back may name. */
const NAMED = 50;

export function changedMessage(t: Messages, changed: StatusChanged): Outgoing {
  const { code, status, on, ended, lost } = changed;
  const lines = [
    t.orgstatus.changed(code, t.organization.statuses[status], on), ...(ended.length > 0 ? [t.orgstatus.ended(ended.length, ended.slice(0, NAMED).join(" "))] : []),
    ...(lost.length > 0 ? [t.orgstatus.staysEnded(code, lost.slice(0, NAMED).join(" "), on)] : []),
  ];
  return { text: lines.join("\n"), buttons: [[{ text: t.orgstatus.card, data: cardData(changed) }]] };
}
