import { autoRetry } from "@grammyjs/auto-retry";
import { Api, type ApiClientOptions, type Transformer } from "grammy";
import type { Meter } from "../operation/metrics.ts";
import { verdict } from "../outbox/verdict.ts";

type Fetch = NonNullable<ApiClientOptions["fetch"]>;

export interface SenderOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly fetch?: Fetch;
  readonly meter: Meter;
  /** Takes a turn of the shared pace for a group; resolves when the call may go. */
  readonly turn: (telegramGroupId: number | null) => Promise<void>;
  /** Telegram wants a group left alone for so long; every process must know. */
  readonly tooMany: (telegramGroupId: number, retryAfterMs: number) => Promise<void>;
}

/** The two doors out: `direct` answers the person who acted, `owed` is the deliverer's. */
export interface Sender {
  readonly direct: Api;
  readonly owed: Api;
}

const PACED = new Set(["sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageReplyMarkup"]);

function paced({ turn, tooMany }: Pick<SenderOptions, "turn" | "tooMany">): Transformer {
  return async (previous, method, payload, signal) => {
    if (!PACED.has(method)) return previous(method, payload, signal);
    const chatId = Number((payload as { chat_id?: number | string }).chat_id);
    const group = chatId < 0 ? chatId : null;
    await turn(group);
    const answer = await previous(method, payload, signal);
    // One person who writes too fast slows down their own chat, not everybody's.
    if (!answer.ok && answer.error_code === 429 && group !== null) await tooMany(group, (answer.parameters?.retry_after ?? 1) * 1000);
    return answer;
  };
}

function counted(meter: Meter): Transformer {
  return async (previous, method, payload, signal) => {
    const answer = await previous(method, payload, signal);
    if (method !== "getUpdates") meter.called(method, answer.ok ? "sent" : answer.error_code === 429 ? "tooMany" : "refused");
    return answer;
  };
}

export function createSender(options: SenderOptions): Sender {
  const create = () => new Api(options.token, {
    apiRoot: options.apiRoot, sensitiveLogs: false, timeoutSeconds: 60,
    ...(options.fetch && { fetch: options.fetch }),
  });
  const direct = create();
  direct.config.use(counted(options.meter), paced(options));
  direct.config.use(autoRetry({ maxRetryAttempts: 3, maxDelaySeconds: 10, rethrowInternalServerErrors: true, rethrowHttpErrors: true }));
  return { direct, owed: create() };
}

/** Runs a direct answer whose loss costs nothing; true if Telegram took it, false if it cannot reach the person. */
export async function attempt(call: () => Promise<unknown>, failed: (outcome: string, error: unknown) => void): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    const found = verdict(error);
    if (found.kind === "notModified") return true;
    failed(found.kind, error);
    return false;
  }
}
