/** At most so many calls in any stretch of so many ms. */
export interface Window {
  readonly limit: number;
  readonly ms: number;
}

export interface Recent {
  /** Turns that were taken, in ms, in order; the last ones may be still to come. */
  readonly recent: readonly number[];
  readonly pausedUntil: Date | null;
}

/** A second and a minute are taken slightly long: Telegram counts arrivals, we count departures. */
const SECOND_MS = 1_050;
const MINUTE_MS = 61_000;

export function groupWindows(perMinute: number): Window[] {
  return [
    { limit: 1, ms: SECOND_MS },
    { limit: Math.max(1, Math.floor(perMinute / 4)), ms: 15_000 },
    { limit: perMinute, ms: MINUTE_MS },
  ];
}

/** A private chat takes a message a second. */
export const PERSON_WINDOWS: readonly Window[] = [{ limit: 1, ms: SECOND_MS }];

export function globalWindows(perSecond: number, percent: number): Window[] {
  return [{ limit: Math.max(1, Math.floor((perSecond * percent) / 100)), ms: SECOND_MS }];
}

/** The same windows, and no two calls nearer than an even spread over the tightest: nobody who comes between waits long. */
export function evenly(windows: readonly Window[]): Window[] {
  return [{ limit: 1, ms: Math.max(...windows.map(({ limit, ms }) => ms / limit)) }, ...windows];
}

/** The earliest instant, in ms, at which one more call keeps every window; `now` where it may go at once. */
export function earliestCall(state: Recent, windows: readonly Window[], now: number): number {
  const times = windows.map(({ limit, ms }) => {
    const last = state.recent[state.recent.length - limit];
    return last === undefined ? now : last + ms;
  });
  return Math.ceil(Math.max(now, state.pausedUntil?.getTime() ?? 0, ...times));
}

/** How many calls could still take a turn that comes by then. */
export function callsUntil(state: Recent, windows: readonly Window[], now: number, until: number): number {
  let recent = state.recent;
  for (let count = 0; ; count += 1) {
    const at = earliestCall({ ...state, recent }, windows, now);
    if (at > until) return count;
    recent = remember(recent, windows, { now, at });
  }
}

/** Adds a turn, and keeps only what a window can still see now. */
export function remember(recent: readonly number[], windows: readonly Window[], { now, at }: { now: number; at: number }): number[] {
  const horizon = now - Math.max(...windows.map((window) => window.ms));
  return [...recent.filter((turn) => turn > horizon), at].toSorted((a, b) => a - b);
}
