import type { Update } from "grammy/types";
import type { Scope } from "../context.ts";
import { isAway } from "../db/away.ts";
import type { Database } from "../db/client.ts";
import type { Seal } from "../db/seal.ts";
import type { Log } from "../operation/log.ts";
import type { Meter } from "../operation/metrics.ts";
import { createWorker, type Worker } from "../operation/worker.ts";
import { claimUpdates, failUpdate, giveBackUpdate, parkExhausted, renewLeases, settleUpdate, type Claim } from "./claim.ts";

/** An update that runs longer is given up: its transaction can no longer settle. */
const HANG_MS = 30_000;
/** Reading a file, and taking its rows over, is work for minutes where the machine is small. */
const FILE_MS = 600_000;
/** While the database is away, how often to ask whether it is back. */
const AWAY_MS = 1_000;

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

function timeFor(update: Update): number {
  return update.message?.document !== undefined || update.callback_query?.data?.startsWith("importing:") === true ? FILE_MS : HANG_MS;
}

function withinTime(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("an update took too long")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Nothing is wrong with an update that met an outage: it waits here for the end of it and counts no attempt. */
async function giveBack(deps: HandlerDeps, claim: Claim): Promise<void> {
  for (;;) {
    try {
      return await giveBackUpdate(deps.db, claim, deps.now());
    } catch (error) {
      if (!isAway(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    }
  }
}

/** Counts the failure against the update; one that cannot be written, for the database is away, was most likely the outage's own. */
async function recordFailure(deps: HandlerDeps, claim: Claim, error: unknown): Promise<void> {
  if (isAway(error)) return giveBack(deps, claim);
  try {
    const parked = await failUpdate(deps.db, claim, error, deps.now());
    if (parked) await deps.parked(claim.update, String(claim.seq));
  } catch (unwritten) {
    if (!isAway(unwritten)) throw unwritten;
    await giveBack(deps, claim);
  }
}

async function handleOne(deps: HandlerDeps, claim: Claim): Promise<void> {
  const startedAt = performance.now();
  try {
    await withinTime(deps.run(claim.update, scopeOf(deps, claim)), deps.hangMs ?? timeFor(claim.update));
    if (!claim.settled) await settleUpdate(deps.db, claim, deps.now());
    deps.meter.handled(performance.now() - startedAt, "done");
  } catch (error) {
    deps.log.warn("inbox.update_failed", { updateId: claim.updateId, attempt: claim.attempts, error });
    deps.meter.handled(performance.now() - startedAt, "failed");
    if (!claim.settled) await recordFailure(deps, claim, error);
  }
}

/** Claims stored updates and runs the bot on them, many at once, in order within a chat and a person. */
export function createHandler(deps: HandlerDeps): Worker {
  return createWorker<Claim>({
    name: "inbox", concurrency: deps.concurrency, log: deps.log,
    claim: (free) => claimUpdates(deps.db, deps.owner, free, deps.now()),
    run: (claim) => handleOne(deps, claim),
    upkeep: async (underWay) => {
      await renewLeases(deps.db, deps.owner, underWay, deps.now());
      await parkExhausted(deps.db, deps.now());
    },
  });
}
