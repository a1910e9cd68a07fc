import { dropExpired } from './queue.ts';
import type { QueuedUpdate } from './state.ts';
import { unixNow } from './world.ts';
import type { World } from './world.ts';

const MAX_RETRY_AFTER_SECONDS = 3600;
const MAX_DELAY_SECONDS = 60;

export type PostUpdate = (url: string, init: RequestInit) => Promise<Response>;
export type Delivered = { accepted: number; failed: number };

type Posting = { active: Set<number>; post: PostUpdate };

export function createPosting(post: PostUpdate): Posting {
  return { active: new Set(), post };
}

function retryAfterOf(response: Response | null): number {
  const asked = Number(response?.headers.get('retry-after') ?? 0);
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
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (webhook.secretToken) headers['x-telegram-bot-api-secret-token'] = webhook.secretToken;
  const body = JSON.stringify({ update_id: update.id, [update.type]: update.payload });
  let response: Response | null = null;
  let failure = 'Connection failed';
  try {
    response = await posting.post(webhook.url, { method: 'POST', headers, body });
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

async function sendTracked(world: World, posting: Posting, update: QueuedUpdate): Promise<boolean> {
  posting.active.add(update.id);
  try {
    return await send(world, posting, update);
  } finally {
    posting.active.delete(update.id);
  }
}

/** Delivers whatever is due now, keys in parallel, one key in order; a failure waits for its next turn. */
export async function deliverDue(world: World, posting: Posting): Promise<Delivered> {
  const total: Delivered = { accepted: 0, failed: 0 };
  const failed = new Set<number>();
  while (world.state.webhook) {
    dropExpired(world);
    const room = world.state.webhook.maxConnections - posting.active.size;
    const due = dueUpdates(world, posting).filter((update) => !failed.has(update.id)).slice(0, Math.max(0, room));
    if (due.length === 0) break;
    const results = await Promise.all(due.map(async (update) => ({ update, ok: await sendTracked(world, posting, update) })));
    for (const { update, ok } of results) {
      if (!ok) failed.add(update.id);
      total[ok ? 'accepted' : 'failed'] += 1;
    }
  }
  return total;
}

/** Delivers by itself while running as a process: on every new update, and again when a retry is due. */
export function createWebhookPump(deliver: () => Promise<Delivered>): { wake: () => void; stop: () => void } {
  let stopped = false;
  let running = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  const pump = async () => {
    if (running || stopped) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await deliver();
    } while (again && !stopped);
    running = false;
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, RETRY_LOOK_MS).unref();
  };
  const wake = () => void pump();
  return {
    wake,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

// How often the pump looks whether a retry has become due.
const RETRY_LOOK_MS = 200;
