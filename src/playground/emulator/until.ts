import type { EmulatorEvent } from "./events.ts";

export type Patience = { withinMs?: number; what?: string };

const PATIENCE_MS = 5000;

// Some conditions look at things that happen outside the emulator, so it also looks now and then.
const LOOK_AGAIN_MS = 25;

type Subscribe = (listener: (event: EmulatorEvent) => void) => () => void;

/** Resolves with the first truthy value of `condition`; gives up with a sentence that says what it waited for. */
export function until<T>(subscribe: Subscribe, condition: () => T, patience: Patience = {}): Promise<NonNullable<T>> {
  const { withinMs = PATIENCE_MS, what = "what the test waits for" } = patience;
  return new Promise((resolve, reject) => {
    const end = () => {
      unsubscribe();
      clearInterval(looking);
      clearTimeout(deadline);
    };
    const look = () => {
      try {
        const value = condition();
        if (!value) return;
        end();
        resolve(value);
      } catch (error) {
        end();
        reject(error);
      }
    };
    const unsubscribe = subscribe(() => queueMicrotask(look));
    const looking = setInterval(look, LOOK_AGAIN_MS);
    const deadline = setTimeout(() => {
      end();
      reject(new Error(`Waited ${withinMs} ms in vain for ${what}.`));
    }, withinMs);
    look();
  });
}
