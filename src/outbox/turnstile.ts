import type { Database } from "../db/client.ts";
import { ANSWERING, takeTurns, type Ask, type PaceLimits, type Turn } from "./pace.ts";

/** Gives a call its turn of the shared pace, or the instant to come back at. */
export type Turnstile = (ask: Ask) => Promise<Turn>;

interface Queued {
  readonly ask: Ask;
  resolve(turn: Turn): void;
  reject(error: unknown): void;
}

/**
 * What this process asks for while a turn is being taken is taken together next: all its calls queue for the one shared row
 * as one, and the other processes do not wait behind each of them.
 */
export function createTurnstile({ db, now, limits }: { db: Database; now: () => Date; limits: PaceLimits }): Turnstile {
  let queue: Queued[] = [];
  let isTurning = false;

  async function letThrough(group: readonly Queued[]): Promise<void> {
    try {
      const turns = await db.transaction((tx) => takeTurns(tx, group.map(({ ask }) => ask), limits, now));
      for (const [index, turn] of turns.entries()) group[index]?.resolve(turn);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async function turn(): Promise<void> {
    isTurning = true;
    while (queue.length > 0) {
      const group = queue;
      queue = [];
      await letThrough(group);
    }
    isTurning = false;
  }

  return (ask) => new Promise((resolve, reject) => {
    queue.push({ ask, resolve, reject });
    if (!isTurning) void turn();
  });
}

/** A direct answer asks for a turn at most so often; then it goes, and Telegram's own 429 decides. */
const TURNS_ASKED = 3;

/** Lets a direct answer wait for the shared pace, but not for long. */
export function createTurn(deps: { turnstile: Turnstile; now: () => Date; pause: (ms: number) => Promise<void> }) {
  return async (group: number | null): Promise<void> => {
    for (let asked = 0; asked < TURNS_ASKED; asked += 1) {
      const turn = await deps.turnstile({ scopes: { group }, patience: ANSWERING });
      await deps.pause(Math.min(ANSWERING.botMs, turn.at.getTime() - deps.now().getTime()));
      if (turn.isTaken) return;
    }
  };
}
