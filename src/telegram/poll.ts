import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Database } from "../db/client.ts";
import { ALLOWED_UPDATES, storeUpdates } from "../inbox/store.ts";
import type { Log } from "../operation/log.ts";
import { verdict } from "../outbox/verdict.ts";
import { hold, release, TERM_MS } from "./elect.ts";

/** Telegram holds a poll for 50 s at most; a third of the term keeps the lease fresh between two polls. */
const POLL_SECONDS = Math.floor(TERM_MS / 3000);
const RETRY_MS = 1_000;
const CONFLICT_MS = 3_000;

export interface PollerDeps {
  readonly db: Database;
  readonly api: Api;
  readonly now: () => Date;
  readonly owner: string;
  readonly botUsername: string;
  readonly log: Log;
  readonly stored: () => void;
}

export interface Poller {
  start(): void;
  /** Asks once without waiting and stores what there is; for driving it by hand. */
  pollOnce(): Promise<number>;
  stop(): Promise<void>;
}

/** Fetches updates, stores them, and only then asks for later ones, which confirms the earlier. One process polls at a time. */
export function createPoller(deps: PollerDeps): Poller {
  const stopping = new AbortController();
  let offset = 0;
  let loop: Promise<void> | null = null;

  const rest = (ms: number) => new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopping.signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });

  async function fetchAndStore(timeout: number): Promise<number> {
    const updates: Update[] = await deps.api.getUpdates(
      { offset, limit: 100, timeout, allowed_updates: ALLOWED_UPDATES },
      stopping.signal as Parameters<Api["getUpdates"]>[1],
    );
    await storeUpdates(deps.db, updates, deps.botUsername, deps.now());
    const last = updates.at(-1);
    if (last) {
      offset = last.update_id + 1;
      deps.stored();
    }
    return updates.length;
  }

  async function letGo(): Promise<void> {
    await release(deps.db, "poller", deps.owner).catch((error: unknown) => deps.log.warn("poll.release_failed", { error }));
  }

  async function turn(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (await hold(deps.db, "poller", deps.owner, deps.now())) await fetchAndStore(POLL_SECONDS);
        else await rest(RETRY_MS);
      } catch (error) {
        if (stopping.signal.aborted) return;
        const found = verdict(error);
        deps.log.warn("poll.failed", { error });
        // Somebody else polls with this token: if it is one of us, the lease may be theirs.
        if (found.kind === "conflict") await letGo();
        await rest(found.kind === "tooMany" ? found.retryAfterMs : found.kind === "conflict" ? CONFLICT_MS : RETRY_MS);
      }
    }
  }

  return {
    start() {
      loop = turn();
    },
    pollOnce: () => fetchAndStore(0),
    async stop() {
      stopping.abort();
      await loop;
      await letGo();
    },
  };
}
