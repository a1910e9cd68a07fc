import type { Followed, Outgoing } from "../context.ts";

/** A private chat bears an edit a second; slower is calm enough to read. */
const EVERY_MS = 2_000;

/**
 * Shows the newest of many states of one message, at a pace; the last one surely. `edit` runs from a timer of its own, so
 * that it waits for no transaction and none waits for it.
 */
export function createFollowed(edit: (message: Outgoing) => Promise<void>, everyMs = EVERY_MS): Followed {
  let next: Outgoing | null = null;
  let underWay = Promise.resolve();
  const timer = setInterval(() => {
    const message = next;
    next = null;
    if (message) underWay = underWay.then(() => edit(message));
  }, everyMs);
  timer.unref();
  return {
    show(message) {
      next = message;
    },
    async end(message) {
      clearInterval(timer);
      await underWay;
      await edit(message);
    },
    stop: () => clearInterval(timer),
  };
}
