import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { minuteOf } from "./rules.ts";

export const LEAVE_DATA = /^erasure:leave:(\d{1,15})$/;
export const LEFT_DATA = /^erasure:left:(\d{1,15}):([0-9a-z]{1,8})$/;
export const ERASE_DATA = /^erasure:go:([0-9a-z]{1,8})$/;
export const STAY_DATA = /^erasure:stay$/;

interface Place {
  readonly stationId: number;
  readonly stationName: string;
}

export function confirmLeaveMessage(t: Messages, place: Place, now: Date): Outgoing {
  return {
    text: t.erasure.confirmLeave(place.stationName),
    buttons: [
      [{ text: t.erasure.leaveButton, data: `erasure:left:${place.stationId}:${minuteOf(now)}` }],
      [{ text: t.erasure.stayButton, data: "erasure:stay" }],
    ],
  };
}

/** One station asks at once; several ask which first. */
export function leaveMessage(t: Messages, places: readonly Place[], now: Date): Outgoing {
  const [only] = places;
  if (!only) return { text: t.erasure.nowhere };
  if (places.length === 1) return confirmLeaveMessage(t, only, now);
  return {
    text: t.erasure.whichStation,
    buttons: places.map((place) => [{ text: place.stationName, data: `erasure:leave:${place.stationId}` }]),
  };
}

interface Gone {
  readonly checkIns: number;
  readonly replies: number;
  readonly votes: number;
  readonly consents: number;
  readonly roles: number;
  readonly requests: number;
}

export function leftMessage(t: Messages, left: Gone & { stationName: string; nothingLeft: boolean }): Outgoing {
  return { text: t.erasure.left(left.stationName, left, left.nothingLeft) };
}

interface Erasable {
  readonly stations: readonly string[];
  readonly checkIns: number;
  readonly replies: number;
  readonly ledAlone: readonly string[];
  readonly bodies: readonly string[];
  readonly keptAlone: readonly string[];
}

export function confirmEraseMessage(t: Messages, erasable: Erasable, now: Date): Outgoing {
  const warning = [
    ...(erasable.bodies.length > 0 ? [t.erasure.warnBodies(erasable.bodies)] : []),
    ...(erasable.ledAlone.length > 0 ? [t.erasure.warnLead(erasable.ledAlone)] : []),
    ...(erasable.keptAlone.length > 0 ? [t.erasure.warnKeeper(erasable.keptAlone)] : []),
  ];
  return {
    text: [t.erasure.confirmErase(erasable.stations, erasable), ...warning].join("\n\n"),
    buttons: [
      [{ text: t.erasure.eraseButton, data: `erasure:go:${minuteOf(now)}` }],
      [{ text: t.erasure.stayButton, data: "erasure:stay" }],
    ],
  };
}

export function erasedMessage(t: Messages, erased: Gone & Readonly<Record<"stations" | "leaderless" | "bodies" | "keeperless", readonly string[]>>): Outgoing {
  const said = (names: readonly string[], words: (names: readonly string[]) => string) => (names.length > 0 ? [words(names)] : []);
  const { leaderless, bodies, keeperless } = erased;
  return {
    text: [
      t.erasure.erased(erased.stations, erased), ...said(bodies, t.erasure.bodies), ...said(leaderless, t.erasure.leaderless), ...said(keeperless, t.erasure.keeperless), t.erasure.stays,
    ].join("\n\n"),
  };
}

export const nothingMessage = (t: Messages): Outgoing => ({ text: t.erasure.nothing });
export const stayedMessage = (t: Messages): Outgoing => ({ text: t.erasure.stayed });
export const tooOldMessage = (t: Messages): Outgoing => ({ text: t.erasure.tooOld });
