import { conflict } from "./refusal.ts";
import type { QueuedUpdate } from "./state.ts";
import { unixNow } from "./world.ts";
import type { World } from "./world.ts";

const DAY_SECONDS = 86_400;

// A button press that nobody fetched for this long is gone for good.
const CALLBACK_SECONDS = 150;

// Telegram ignores an offset further ahead than this and serves from the head.
const OFFSET_AHEAD = 10;

const MAX_LONG_POLL_SECONDS = 50;

const knownTypes = [
  "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
  "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction", "message_reaction_count",
  "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
  "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
  "removed_chat_boost", "managed_bot",
];

const offByDefault = new Set(["chat_member", "message_reaction", "message_reaction_count"]);

type Waiting = { offset: number; limit: number; finish: (updates: QueuedUpdate[]) => void; fail: (error: Error) => void };

/** The one long poll that may be waiting, and when the last call came. */
export type Poller = { waiting: Waiting | null; lastOffset: number | null; lastAtMs: number };

export function createPoller(): Poller {
  return { waiting: null, lastOffset: null, lastAtMs: 0 };
}

/** Remembers the list as the server does: an empty or wholly unknown list means the default, rubbish changes nothing. */
export function rememberAllowed(world: World, asked: unknown): void {
  if (!Array.isArray(asked) || asked.some((type) => typeof type !== "string")) return;
  const known = knownTypes.filter((type) => asked.some((name) => String(name).toLowerCase() === type));
  world.state.allowedUpdates = known.length === 0 ? null : known;
}

function isAllowed(world: World, type: string): boolean {
  const { allowedUpdates } = world.state;
  return allowedUpdates === null ? !offByDefault.has(type) : allowedUpdates.includes(type);
}

/** Puts one update in the queue, unless the bot did not ask for its kind. */
export function pushUpdate(world: World, type: string, payload: unknown, webhookKey: string): void {
  if (!isAllowed(world, type)) return;
  const lifetime = type === "callback_query" ? CALLBACK_SECONDS : DAY_SECONDS;
  const id = world.state.nextUpdateId++;
  world.state.queue.push({
    id,
    type,
    payload: structuredClone(payload),
    expiresOn: unixNow(world) + lifetime,
    webhookKey,
    failures: 0,
    delaySeconds: 1,
    wakeAtMs: 0,
  });
  serveWaiting(world);
  world.wakeWebhooks();
}

export function dropExpired(world: World): void {
  const now = unixNow(world);
  world.state.queue = world.state.queue.filter((update) => update.expiresOn >= now);
}

function confirm(world: World, offset: number): number {
  const { state } = world;
  if (offset < 0) state.queue = state.queue.slice(offset);
  const head = state.queue[0]?.id ?? state.nextUpdateId;
  if (offset <= 0 || offset > state.nextUpdateId + OFFSET_AHEAD) return head;
  state.queue = state.queue.filter((update) => update.id >= offset);
  return offset;
}

function take(world: World, offset: number, limit: number): QueuedUpdate[] {
  dropExpired(world);
  const from = confirm(world, offset);
  const size = Math.min(limit, world.settings.updatesPerAnswer);
  return world.state.queue.filter((update) => update.id >= from).slice(0, size);
}

export function serveWaiting(world: World): void {
  const { waiting } = world.poller;
  if (!waiting) return;
  const updates = take(world, waiting.offset, waiting.limit);
  if (updates.length > 0) waiting.finish(updates);
}

function abortWaiting(world: World, because: string): void {
  world.poller.waiting?.fail(conflict(because));
}

export function endPollingForWebhook(world: World): void {
  abortWaiting(world, "terminated by setWebhook request");
}

function wait(world: World, offset: number, limit: number, seconds: number, signal: AbortSignal): Promise<QueuedUpdate[]> {
  abortWaiting(world, "terminated by other getUpdates request; make sure that only one bot instance is running");
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
      if (world.poller.waiting === waiting) world.poller.waiting = null;
    };
    const leave = () => waiting.finish([]);
    const waiting: Waiting = {
      offset,
      limit,
      finish: (updates) => (end(), resolve(updates)),
      fail: (error) => (end(), reject(error)),
    };
    const timer = setTimeout(leave, seconds * 1000);
    world.poller.waiting = waiting;
    signal.addEventListener("abort", leave);
    if (signal.aborted) leave();
  });
}

// Telegram slows down a bot that asks for the same offset again and again; off unless a test wants it.
function slowDown(world: World, offset: number, asked: { limit: number; seconds: number }): typeof asked {
  const { poller } = world;
  const sinceMs = performance.now() - poller.lastAtMs;
  const same = world.settings.strictPolling && poller.lastOffset === offset;
  poller.lastOffset = offset;
  poller.lastAtMs = performance.now();
  return {
    seconds: same && sinceMs < 3000 ? Math.max(3, asked.seconds) : asked.seconds,
    limit: same && sinceMs < 500 ? 1 : asked.limit,
  };
}

export type PollRequest = { offset: number; limit: number; timeout: number; allowedUpdates: unknown };

export async function getUpdates(world: World, request: PollRequest, signal: AbortSignal): Promise<QueuedUpdate[]> {
  if (world.state.webhook) {
    throw conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
  }
  rememberAllowed(world, request.allowedUpdates);
  const capped = Math.min(Math.max(request.timeout, 0), MAX_LONG_POLL_SECONDS);
  const limit = Math.min(Math.max(request.limit, 1), 100);
  const asked = slowDown(world, request.offset, { limit, seconds: capped });
  const updates = take(world, request.offset, asked.limit);
  if (updates.length > 0 || asked.seconds === 0) return updates;
  // A negative or zero offset has done its forgetting above; the waiting call then takes whatever comes.
  return wait(world, Math.max(request.offset, 0), asked.limit, asked.seconds, signal);
}
