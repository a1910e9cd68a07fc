import type { Tx } from "../db/client.ts";
import type { Log } from "../operation/log.ts";
import { finishOwed, keepPlace, putBack, type OwedRow } from "./claim.ts";
import type { Call, JobIo, Lost, RenderedJob } from "./job.ts";
import { pauseAfterTooMany, type Scopes } from "./pace.ts";
import { backoffMs, type Verdict } from "./verdict.ts";

export const MAX_ATTEMPTS = 8;
/** How long to wait where the world is not as it must be: nothing is wrong with the message. */
const BROKEN_WORLD_MS = 60_000;
const UNREACHABLE_MS = 10_000;

/** What the rest of the bot does when the world has changed under a message. */
export interface World {
  migrated(tx: Tx, fromChatId: number, toChatId: number): Promise<void>;
  chatUnreachable(tx: Tx, telegramChatId: number): Promise<void>;
  personUnreachable(tx: Tx, telegramUserId: number): Promise<void>;
  topicGone(tx: Tx, telegramChatId: number): Promise<void>;
  dead(tx: Tx, stationId: number, kind: string): Promise<void>;
}

export interface SettleDeps {
  readonly now: () => Date;
  readonly io: () => JobIo;
  readonly world: World;
  readonly log: Log;
}

/** A call that failed, and the job that wanted it; `failure` is a name fit for the database. */
export interface Failed {
  readonly job: RenderedJob;
  readonly row: OwedRow;
  readonly call: Call;
  readonly failure: string;
}

/** Whose turn a call uses up; a person's private chat is known by its keyed hash only. */
export function scopesOf(call: Call, { seal }: Pick<JobIo, "seal">): Scopes {
  const chatId = Number(call.payload.chat_id);
  return call.personal ? { person: seal.fingerprint(chatId) } : { group: chatId };
}

/** Gives the job up, for the lead to see. */
export async function bury(deps: SettleDeps, tx: Tx, row: OwedRow, failure: string): Promise<void> {
  await putBack(tx, row, deps.now(), { state: "dead", failure });
  deps.log.error("outbox.dead", { kind: row.kind, attempt: row.attempts });
  if (row.stationId !== null) await deps.world.dead(tx, row.stationId, row.kind);
}

async function finish(tx: Tx, row: OwedRow): Promise<void> {
  await finishOwed(tx, row);
}

const afterMs = (deps: SettleDeps, ms: number) => new Date(deps.now().getTime() + ms);

async function lose(deps: SettleDeps, tx: Tx, { job, row }: Pick<Failed, "job" | "row">, lost: Lost): Promise<void> {
  await job.lost?.(tx, row.payload as object, lost, deps.io());
}

/** A message that was to be edited is gone: its job says what that means and renders anew. */
async function settleGone(deps: SettleDeps, tx: Tx, failed: Failed): Promise<void> {
  await lose(deps, tx, failed, "messageGone");
  if (failed.row.attempts >= MAX_ATTEMPTS || !failed.job.lost) await finishOwed(tx, failed.row);
  else await putBack(tx, failed.row, deps.now());
}

async function settleForbidden(deps: SettleDeps, tx: Tx, failed: Failed): Promise<void> {
  const { call, row } = failed;
  const telegramChatId = Number(call.payload.chat_id);
  await lose(deps, tx, failed, "forbidden");
  if (call.personal) {
    await deps.world.personUnreachable(tx, telegramChatId);
    return finish(tx, row);
  }
  await deps.world.chatUnreachable(tx, telegramChatId);
  await putBack(tx, row, deps.now(), { state: "blocked", failure: "forbidden", telegramChatId });
}

/** A call whose answer was lost: repeated where its kind allows it (an edit always may be), else its job tells of it, or the lead is shown it. */
export async function settleUncertain(deps: SettleDeps, tx: Tx, lost: Pick<Failed, "job" | "row" | "failure"> & { method: string }): Promise<void> {
  const { job, row, method, failure } = lost;
  if (!job.repeatable && method.startsWith("send")) {
    if (!job.lost) return bury(deps, tx, row, "uncertain");
    await lose(deps, tx, lost, "uncertain");
    return finish(tx, row);
  }
  if (row.attempts >= MAX_ATTEMPTS) return bury(deps, tx, row, failure);
  await putBack(tx, row, afterMs(deps, backoffMs(row.attempts)), { uncertain: true, failure });
}

/** The place has changed: again at once, but not for ever. */
async function settleMoved(deps: SettleDeps, tx: Tx, { row, failure }: Failed): Promise<void> {
  return row.attempts >= MAX_ATTEMPTS ? bury(deps, tx, row, failure) : putBack(tx, row, deps.now());
}

/** What each verdict does to the job; the one place where an error becomes a state. */
export async function settleFailed(deps: SettleDeps, tx: Tx, failed: Failed, found: Verdict): Promise<void> {
  const { job, row, call, failure } = failed;
  const uncounted = { attempts: row.attempts - 1 };
  switch (found.kind) {
    case "notModified":
      return finish(tx, row);
    case "tooMany":
      await pauseAfterTooMany(tx, scopesOf(call, deps.io()), found.retryAfterMs, deps.now());
      return keepPlace(tx, row, afterMs(deps, found.retryAfterMs), uncounted);
    case "messageGone":
      return settleGone(deps, tx, failed);
    case "forbidden":
      return settleForbidden(deps, tx, failed);
    case "migrated":
      await deps.world.migrated(tx, Number(call.payload.chat_id), found.toChatId);
      return settleMoved(deps, tx, failed);
    case "topicGone":
      await deps.world.topicGone(tx, Number(call.payload.chat_id));
      return settleMoved(deps, tx, failed);
    case "uncertain":
      return settleUncertain(deps, tx, { job, row, method: call.method, failure });
    case "unreachable":
      return putBack(tx, row, afterMs(deps, UNREACHABLE_MS), { ...uncounted, failure });
    case "conflict":
    case "brokenWorld":
      return putBack(tx, row, afterMs(deps, BROKEN_WORLD_MS), { ...uncounted, failure });
    case "refused":
      await lose(deps, tx, failed, "refused");
      return job.ownsLosses ? finish(tx, row) : bury(deps, tx, row, failure);
  }
}
