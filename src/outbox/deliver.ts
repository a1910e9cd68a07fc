import type { Api } from "grammy";
import type { Poll } from "grammy/types";
import type { Database, Tx } from "../db/client.ts";
import type { Meter } from "../operation/metrics.ts";
import { failureOf } from "../operation/failure.ts";
import { createWorker, type Worker } from "../operation/worker.ts";
import { claimOwed, finishOwed, gatherBlocked, keepPlace, markSending, putBack, renewOwed, takeStranded, type OwedRow } from "./claim.ts";
import type { Call, ExpandedJob, Job, RenderedJob, Sent } from "./job.ts";
import { LANES } from "./enqueue.ts";
import { patienceOf, readRoom, type PaceLimits } from "./pace.ts";
import { bury, MAX_ATTEMPTS, scopesOf, settleFailed, settleUncertain, type SettleDeps } from "./settle.ts";
import type { Turnstile } from "./turnstile.ts";
import { backoffMs, verdict, type Verdict } from "./verdict.ts";

export interface DelivererDeps extends SettleDeps {
  readonly db: Database;
  readonly owner: string;
  readonly concurrency: number;
  readonly jobs: readonly Job[];
  readonly api: Api;
  readonly limits: PaceLimits;
  readonly turnstile: Turnstile;
  readonly meter: Meter;
  /** How a call waits for its turn. */
  readonly pause: (ms: number) => Promise<void>;
}

const isMessage = (answer: unknown): answer is { message_id: number; poll?: Poll } =>
  typeof answer === "object" && answer !== null && "message_id" in answer;
const isPoll = (answer: unknown): answer is Poll => typeof answer === "object" && answer !== null && "total_voter_count" in answer;

/** What Telegram's answer says of the message that was sent, edited or stopped. */
function sentOf(answer: unknown): Sent {
  if (isMessage(answer)) return { messageId: answer.message_id, poll: answer.poll ?? null };
  return { messageId: null, poll: isPoll(answer) ? answer : null };
}

const SEEN_AS = {
  notModified: "notModified", tooMany: "tooMany", messageGone: "gone", topicGone: "gone", forbidden: "forbidden",
  migrated: "gone", uncertain: "uncertain", unreachable: "failed", conflict: "failed", brokenWorld: "failed", refused: "refused",
} as const satisfies Record<Verdict["kind"], string>;

/** The call is made; its outcome must reach the database, or the message would look lost. Tries for some seconds. */
async function record(deps: DelivererDeps, work: (tx: Tx) => Promise<void>): Promise<void> {
  for (const pauseMs of [250, 1_000, 3_000, 10_000]) {
    try {
      return await deps.db.transaction(work);
    } catch (error) {
      deps.log.warn("outbox.record_failed", { error });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return deps.db.transaction(work);
}

async function makeCall(deps: DelivererDeps, job: RenderedJob, row: OwedRow, call: Call): Promise<void> {
  const raw = deps.api.raw as unknown as Record<string, (payload: object) => Promise<unknown>>;
  let answer: unknown;
  try {
    answer = await raw[call.method]?.(call.payload);
  } catch (error) {
    const found = verdict(error);
    deps.meter.called(call.method, SEEN_AS[found.kind]);
    if (found.kind !== "notModified") deps.log.warn("outbox.call_failed", { kind: row.kind, method: call.method, state: found.kind, error });
    return record(deps, (tx) => settleFailed(deps, tx, { job, row, call, failure: failureOf(error) }, found));
  }
  deps.meter.called(call.method, "sent");
  return record(deps, async (tx) => {
    await job.sent?.(tx, row.payload as object, sentOf(answer), deps.io());
    await finishOwed(tx, row);
  });
}

/**
 * Takes the turn, waits for it and commits the attempt, all before the call; false where the job must come back later or is
 * no longer ours. A process that ends while it waits has surely not called.
 */
async function beginCall(deps: DelivererDeps, row: OwedRow, call: Call): Promise<boolean> {
  const turn = await deps.turnstile({ scopes: scopesOf(call, deps.io()), patience: patienceOf(row.lane) });
  if (!turn.isTaken) {
    await keepPlace(deps.db, row, turn.at);
    return false;
  }
  const waitMs = turn.at.getTime() - deps.now().getTime();
  if (waitMs > 0) await deps.pause(waitMs);
  return markSending(deps.db, row, call.method);
}

/** Replaces the job by what it stands for; nothing is promised where the job is no longer ours. */
async function expand(deps: DelivererDeps, job: ExpandedJob, row: OwedRow, payload: object): Promise<void> {
  await deps.db.transaction(async (tx) => {
    if (await finishOwed(tx, row)) await job.expand(tx, payload, deps.io());
  });
}

/** Renders the job and takes its turn; null where nothing is to be called now. */
async function prepare(deps: DelivererDeps, row: OwedRow): Promise<{ job: RenderedJob; call: Call } | null> {
  const job = deps.jobs.find((candidate) => candidate.what.kind === row.kind);
  const payload = job?.payload.safeParse(row.payload);
  if (!job || !payload?.success) {
    await deps.db.transaction((tx) => bury(deps, tx, row, job ? "unreadable payload" : "unknown kind"));
    return null;
  }
  if (job.expand) {
    await expand(deps, job, row, payload.data);
    return null;
  }
  const call = await job.render(deps.io(), payload.data);
  if (call !== null) return await beginCall(deps, row, call) ? { job, call } : null;
  await deps.db.transaction((tx) => finishOwed(tx, row));
  return null;
}

/** A job that cannot even be prepared is tried again later, and is dead after as many tries as a call. */
async function retryPreparing(deps: DelivererDeps, row: OwedRow, error: unknown): Promise<void> {
  deps.log.error("outbox.prepare_failed", { kind: row.kind, attempt: row.attempts, error });
  const attempts = row.attempts + 1;
  await deps.db.transaction(async (tx) => {
    if (attempts >= MAX_ATTEMPTS) return bury(deps, tx, row, failureOf(error));
    await putBack(tx, row, new Date(deps.now().getTime() + backoffMs(attempts)), { attempts, failure: failureOf(error) });
  });
}

async function deliverOne(deps: DelivererDeps, row: OwedRow): Promise<void> {
  let ready: { job: RenderedJob; call: Call } | null;
  try {
    ready = await prepare(deps, row);
  } catch (error) {
    return retryPreparing(deps, row, error);
  }
  if (ready) await makeCall(deps, ready.job, { ...row, attempts: row.attempts + 1 }, ready.call);
}

/** Calls that a dead process left without an answer: repeated where their kind allows it, else shown to the lead. */
async function reviveStranded(deps: DelivererDeps, underWay: readonly OwedRow[]): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await renewOwed(tx, deps.owner, underWay, deps.now());
    await gatherBlocked(tx);
    for (const row of await takeStranded(tx, deps.owner, deps.now())) {
      const job = deps.jobs.find((candidate) => candidate.what.kind === row.kind);
      if (job?.render) await settleUncertain(deps, tx, { job, row, method: row.method ?? "send", failure: "process ended" });
      else await bury(deps, tx, row, "unknown kind");
    }
  });
}

/** Takes no more into its hands than gets its turn soon, so that what is more urgent finds a turn, and nothing is taken in vain. */
async function claim(deps: DelivererDeps, free: number): Promise<OwedRow[]> {
  const roomFor = await readRoom(deps.db, deps.limits, deps.now());
  for (const lane of [LANES.announcement, LANES.answer]) {
    const limit = Math.min(free, roomFor(lane));
    if (limit > 0) return claimOwed(deps.db, deps.owner, limit, deps.now(), lane);
  }
  return [];
}

/** Sends what the bot owes, in turn, and records what became of it. */
export function createDeliverer(deps: DelivererDeps): Worker {
  return createWorker<OwedRow>({
    name: "outbox", concurrency: deps.concurrency, log: deps.log,
    claim: (free) => claim(deps, free),
    run: (row) => deliverOne(deps, row),
    upkeep: (underWay) => reviveStranded(deps, underWay),
  });
}
