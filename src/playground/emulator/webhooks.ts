import { dropExpired } from "./queue.ts";
import type { QueuedUpdate } from "./state.ts";
import { unixNow } from "./world.ts";
import type { World } from "./world.ts";

const MAX_RETRY_AFTER_SECONDS = 3600;
const MAX_DELAY_SECONDS = 60;

// Telegram gives up on an answer after this long.
const IDLE_MS = 60_000;

// How often deliveries look whether a retry has become due.
const RETRY_LOOK_MS = 200;

export type PostUpdate = (url: string, init: RequestInit) => Promise<Response>;
export type Delivered = { accepted: number; failed: number };

type Posting = { active: Set<number>; post: PostUpdate };

export function createPosting(post: PostUpdate): Posting {
  return { active: new Set(), post };
}

function retryAfterOf(response: Response | null): number {
  const asked = Number(response?.headers.get("retry-after") ?? 0);
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), MAX_RETRY_AFTER_SECONDS) : 0;
}

// The first retry comes at once, then after 2, 4, 8 … seconds; an answer's own Retry-After goes before.
function postpone(world: World, update: QueuedUpdate, retryAfter: number): void {
  let waitSeconds = retryAfter;
  if (retryAfter === 0 && update.failures > 0) {
    update.delaySeconds = Math.min(MAX_DELAY_SECONDS + Math.floor(Math.random() * MAX_DELAY_SECONDS), update.delaySeconds * 2);
    waitSeconds = update.delaySeconds;
  }
  update.failures += 1;
  update.wakeAtMs = world.now().getTime() + waitSeconds * 1000;
  if (unixNow(world) + waitSeconds > update.expiresOn) forget(world, update);
}

function forget(world: World, update: QueuedUpdate): void {
  world.state.queue = world.state.queue.filter(({ id }) => id !== update.id);
}

async function send(world: World, posting: Posting, update: QueuedUpdate): Promise<boolean> {
  const { webhook } = world.state;
  if (!webhook) return false;
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (webhook.secretToken) headers["x-telegram-bot-api-secret-token"] = webhook.secretToken;
  const body = JSON.stringify({ update_id: update.id, [update.type]: update.payload });
  let response: Response | null = null;
  let failure = "Connection failed";
  try {
    response = await posting.post(webhook.url, { method: "POST", headers, body, signal: AbortSignal.timeout(IDLE_MS) });
    await response.arrayBuffer();
    if (response.ok) {
      forget(world, update);
      return true;
    }
    failure = `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim();
  } catch (error) {
    failure = error instanceof Error ? error.message : failure;
  }
  webhook.lastErrorOn = unixNow(world);
  webhook.lastErrorMessage = failure;
  postpone(world, update, retryAfterOf(response));
  return false;
}

/** The first update of every key, if its time has come: a failing one holds back those behind it. */
function dueUpdates(world: World, posting: Posting): QueuedUpdate[] {
  const heads = new Map<string, QueuedUpdate>();
  for (const update of world.state.queue) if (!heads.has(update.webhookKey)) heads.set(update.webhookKey, update);
  const nowMs = world.now().getTime();
  return [...heads.values()].filter((update) => update.wakeAtMs <= nowMs && !posting.active.has(update.id));
}

/** Starts every delivery that is due and has a connection free; `skip` holds the ones not to try again. */
function startDue(world: World, posting: Posting, skip: ReadonlySet<number>): Promise<{ id: number; ok: boolean }>[] {
  if (!world.state.webhook) return [];
  dropExpired(world);
  const room = Math.max(0, world.state.webhook.maxConnections - posting.active.size);
  const due = dueUpdates(world, posting).filter(({ id }) => !skip.has(id)).slice(0, room);
  return due.map(async (update) => {
    posting.active.add(update.id);
    const ok = await send(world, posting, update).finally(() => posting.active.delete(update.id));
    return { id: update.id, ok };
  });
}

/** Delivers whatever is due now, keys in parallel, one key in order; a failure waits for its next turn. */
export async function deliverDue(world: World, posting: Posting): Promise<Delivered> {
  const total: Delivered = { accepted: 0, failed: 0 };
  const failed = new Set<number>();
  const inFlight = new Set<Promise<void>>();
  const track = async (delivery: Promise<{ id: number; ok: boolean }>) => {
    const { id, ok } = await delivery;
    if (!ok) failed.add(id);
    total[ok ? "accepted" : "failed"] += 1;
  };
  const start = () => {
    for (const delivery of startDue(world, posting, failed)) {
      const tracked = track(delivery).finally(() => inFlight.delete(tracked));
      inFlight.add(tracked);
    }
  };
  start();
  while (inFlight.size > 0) {
    await Promise.race(inFlight);
    start();
  }
  return total;
}

const none: ReadonlySet<number> = new Set();

/** Delivers by itself while running as a process: on every new update, and again when a retry is due. */
export function createWebhookPump(world: World, posting: Posting): { wake: () => void; stop: () => void } {
  const wake = () => {
    for (const delivery of startDue(world, posting, none)) void delivery.then(wake);
  };
  const looking = setInterval(wake, RETRY_LOOK_MS).unref();
  return { wake, stop: () => clearInterval(looking) };
}
