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
}

/** The two doors out: `direct` answers the person who acted, `owed` is the deliverer's. */
export interface Sender {
  readonly direct: Api;
  readonly owed: Api;
}

const PACED = new Set(["sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageReplyMarkup"]);

function paced(turn: SenderOptions["turn"]): Transformer {
  return async (previous, method, payload, signal) => {
    if (PACED.has(method)) {
      const chatId = Number((payload as { chat_id?: number | string }).chat_id);
      await turn(chatId < 0 ? chatId : null);
    }
    return previous(method, payload, signal);
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
  direct.config.use(counted(options.meter), paced(options.turn));
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
