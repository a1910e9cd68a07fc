import type { Update } from "grammy/types";
import type { Scope } from "../context.ts";
import type { Database } from "../db/client.ts";
import type { Seal } from "../db/seal.ts";
import type { Log } from "../operation/log.ts";
import type { Meter } from "../operation/metrics.ts";
import { createWorker, type Worker } from "../operation/worker.ts";
import { claimUpdates, failUpdate, parkExhausted, renewLeases, settleUpdate, type Claim } from "./claim.ts";

/** An update that runs longer is given up: its transaction can no longer settle. */
const HANG_MS = 30_000;

export interface HandlerDeps {
  readonly db: Database;
  readonly seal: Seal;
  readonly now: () => Date;
  readonly owner: string;
  readonly concurrency: number;
  readonly log: Log;
  readonly meter: Meter;
  readonly hangMs?: number;
  /** Called after a commit that may have promised messages. */
  readonly committed: () => void;
  /** Runs the bot on one update. */
  readonly run: (update: Update, scope: Scope) => Promise<void>;
  /** Tells the person that their update was given up; nothing of it was saved. */
  readonly parked: (update: Update, reference: string) => Promise<void>;
}

/** The one transaction of an update: its effect and its settling commit together, and only for the claim's owner. */
function scopeOf(deps: HandlerDeps, claim: Claim): Scope {
  let acted = false;
  return {
    db: deps.db, seal: deps.seal, now: deps.now(),
    async act(work) {
      if (acted) throw new Error("an update may act only once");
      const result = await deps.db.transaction(async (tx) => {
        await settleUpdate(tx, claim, deps.now());
        return work(tx);
      });
      acted = true;
      claim.settled = true;
      deps.committed();
      return result;
    },
  };
}

function withinTime(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("an update took too long")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function handleOne(deps: HandlerDeps, claim: Claim): Promise<void> {
  const startedAt = performance.now();
  try {
    await withinTime(deps.run(claim.update, scopeOf(deps, claim)), deps.hangMs ?? HANG_MS);
    if (!claim.settled) await settleUpdate(deps.db, claim, deps.now());
    deps.meter.handled(performance.now() - startedAt, "done");
  } catch (error) {
    deps.log.warn("inbox.update_failed", { updateId: claim.updateId, attempt: claim.attempts, error });
    deps.meter.handled(performance.now() - startedAt, "failed");
    if (claim.settled) return;
    const parked = await failUpdate(deps.db, claim, error, deps.now());
    if (parked) await deps.parked(claim.update, String(claim.seq));
  }
}

/** Claims stored updates and runs the bot on them, many at once, in order within a chat and a person. */
export function createHandler(deps: HandlerDeps): Worker {
  return createWorker<Claim>({
    name: "inbox", concurrency: deps.concurrency, log: deps.log,
    claim: (free) => claimUpdates(deps.db, deps.owner, free, deps.now()),
    run: (claim) => handleOne(deps, claim),
    upkeep: async () => {
      await renewLeases(deps.db, deps.owner, deps.now());
      await parkExhausted(deps.db, deps.now());
    },
  });
}
