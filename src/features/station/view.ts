import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { StationFacts } from "./actions.ts";
import type { Offers } from "./rules.ts";
import { addToGroupLink } from "../link/rules.ts";

export const PICK_DATA = /^station:pick:(\d{1,15})$/;
export const TOGGLE_DATA = /^station:(onWay|notToday):(\d{1,15}):(on|off)$/;

export function noStationMessage(t: Messages, botUsername: string): Outgoing {
  return { text: t.station.none, buttons: [[{ text: t.station.addToGroup, url: addToGroupLink(botUsername) }]] };
}

/** The button says how it stands; tapping turns it round. */
function toggle(t: Messages, stationId: number, what: keyof Offers, isOn: boolean): Button {
  const words = t.station.toggle[what];
  return { text: isOn ? words.on : words.off, data: `station:${what}:${stationId}:${isOn ? "off" : "on"}` };
}

/** Which stations somebody belongs to; to the lead of the current one also its settings. */
export function stationMessage(t: Messages, current: StationFacts, stations: readonly StationFacts[], offers: Offers | null): Outgoing {
  const isCurrent = (station: StationFacts) => station.stationId === current.stationId;
  const lines = stations.map((station) => (isCurrent(station) ? t.station.current : t.station.other)(station.stationName));
  const settings = offers ? ["", t.station.settings(current.stationName, current.timeZone, t.station.language[current.stationLocale])] : [];
  const picks = stations.filter((station) => !isCurrent(station))
    .map((station) => [{ text: t.station.pick(station.stationName), data: `station:pick:${station.stationId}` }]);
  const toggles = offers ? [
    [toggle(t, current.stationId, "onWay", offers.onWay)], [toggle(t, current.stationId, "notToday", offers.notToday)],
  ] : [];
  return { text: [t.station.mine, ...lines, ...settings].join("\n"), buttons: [...picks, ...toggles] };
}
