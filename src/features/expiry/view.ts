import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Expiring, ExpiryFacts } from "./actions.ts";
import { daysBetween } from "../date/rules.ts";

const MAX_LINES = 40;
const MAX_BUTTONS = 12;

function lineOf(t: Messages, { instructorCode, unitCode, throughOn }: Expiring, today: string): string {
  const days = daysBetween(today, throughOn);
  return days < 0 ? t.assignment.expiry.lapsed(instructorCode, unitCode, throughOn) : t.assignment.expiry.left(instructorCode, unitCode, throughOn, days);
}

export function expiryMessage(t: Messages, { stationId, stationName, today, mayRenew, expiring }: ExpiryFacts): Outgoing {
  const words = t.assignment.expiry;
  const more = expiring.length - MAX_LINES;
  return {
    text: [
      words.heading(stationName), ...expiring.slice(0, MAX_LINES).map((each) => lineOf(t, each, today)), ...(more > 0 ? [words.more(more)] : []),
      ...(mayRenew ? [] : ["", words.own]),
    ].join("\n"),
    buttons: mayRenew ? expiring.slice(0, MAX_BUTTONS).map(({ id, instructorCode, unitCode }) => [
      { text: t.assignment.button.renew(instructorCode, unitCode), data: `assignment:renew:${stationId}:${id}` },
    ]) : [],
  };
}
