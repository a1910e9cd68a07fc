import { nextAt, zonedTime } from "../features/time/rules.ts";

export const TURNS = ["tenMinutes", "hour", "day", "nextMonday"] as const;
export type Turn = (typeof TURNS)[number];

const MINUTE_MS = 60_000;
const AHEAD_MS = { tenMinutes: 10 * MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const;
const MONDAY = 1;

/** The playground's time: the real one, some way ahead. */
export interface TurnableClock {
  now(): Date;
  offsetMs(): number;
  /** How far ahead the clock will be when it has been turned. */
  offsetAfter(by: Turn): number;
  set(offsetMs: number): void;
}

function nextMonday(now: Date, zone: string): Date {
  let at = nextAt(now, zone, "09:00");
  while (zonedTime(at, zone).dayOfWeek !== MONDAY) at = nextAt(at, zone, "09:00");
  return at;
}

export function createTurnableClock(realNow: () => Date, zone: string): TurnableClock {
  let offsetMs = 0;
  const now = () => new Date(realNow().getTime() + offsetMs);
  return {
    now,
    offsetMs: () => offsetMs,
    offsetAfter(by) {
      const at = now();
      return offsetMs + (by === "nextMonday" ? nextMonday(at, zone).getTime() - at.getTime() : AHEAD_MS[by]);
    },
    set(given) {
      offsetMs = given;
    },
  };
}
