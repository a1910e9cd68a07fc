import { tooMany } from "./refusal.ts";

/** Telegram publishes no exact numbers; these are the ones its FAQ names. */
export type LimitNumbers = {
  perSecond: number;
  perChatBurst: number;
  perChatPerSecond: number;
  perGroupMinute: number;
};

export const publishedLimits: LimitNumbers = {
  perSecond: 30,
  perChatBurst: 3,
  perChatPerSecond: 1,
  perGroupMinute: 20,
};

type Bucket = { tokens: number; atMs: number };

export type Limiter = {
  numbers: LimitNumbers | null;
  sent: { atMs: number; chatId: number }[];
  buckets: Map<number, Bucket>;
};

export function createLimiter(numbers: LimitNumbers | null): Limiter {
  return { numbers, sent: [], buckets: new Map() };
}

function windowWait(times: number[], allowed: number, windowMs: number, nowMs: number): number {
  const inside = times.filter((atMs) => atMs > nowMs - windowMs);
  const oldest = inside[inside.length - allowed];
  return oldest === undefined ? 0 : oldest + windowMs - nowMs;
}

function refill(limiter: Limiter, numbers: LimitNumbers, chatId: number, nowMs: number): Bucket {
  const before = limiter.buckets.get(chatId) ?? { tokens: numbers.perChatBurst, atMs: nowMs };
  const gained = (Math.max(0, nowMs - before.atMs) / 1000) * numbers.perChatPerSecond;
  const bucket = { tokens: Math.min(numbers.perChatBurst, before.tokens + gained), atMs: nowMs };
  limiter.buckets.set(chatId, bucket);
  return bucket;
}

/** Counts one new message or edit against the limits, or refuses with the wait that Telegram would ask for. */
export function charge(limiter: Limiter, chatId: number, isGroup: boolean, nowMs: number): void {
  const { numbers } = limiter;
  if (!numbers) return;
  limiter.sent = limiter.sent.filter(({ atMs }) => atMs > nowMs - 60_000 && atMs <= nowMs);
  const everywhere = limiter.sent.map(({ atMs }) => atMs);
  const here = limiter.sent.filter((send) => send.chatId === chatId).map(({ atMs }) => atMs);
  const bucket = refill(limiter, numbers, chatId, nowMs);
  const waitMs = Math.max(
    windowWait(everywhere, numbers.perSecond, 1000, nowMs),
    bucket.tokens >= 1 ? 0 : ((1 - bucket.tokens) / numbers.perChatPerSecond) * 1000,
    isGroup ? windowWait(here, numbers.perGroupMinute, 60_000, nowMs) : 0,
  );
  if (waitMs > 0) throw tooMany(Math.max(1, Math.ceil(waitMs / 1000)));
  bucket.tokens -= 1;
  limiter.sent.push({ atMs: nowMs, chatId });
}
