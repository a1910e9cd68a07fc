import { nextAt, zonedTime } from "../features/time/rules.ts";

export const TURNS = ["hour", "day", "nextMonday"] as const;
export type Turn = (typeof TURNS)[number];

const HOUR_MS = 3_600_000;
const MONDAY = 1;

/** The playground's time: the real one, some way ahead. */
export interface TurnableClock {
  now(): Date;
  offsetMs(): number;
  turn(by: Turn): void;
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
    turn(by) {
      offsetMs += by === "nextMonday" ? nextMonday(now(), zone).getTime() - now().getTime() : by === "day" ? 24 * HOUR_MS : HOUR_MS;
    },
    set(given) {
      offsetMs = given;
    },
  };
}
