import type { Api } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import { StartError } from "../db/start-error.ts";
import { ALLOWED_UPDATES } from "../inbox/store.ts";
import type { Log } from "../operation/log.ts";
import { verdict } from "../outbox/verdict.ts";

const RETRY_MS = 5_000;
/** Telegram's own default; each connection is one insert at a time. */
const WEBHOOK_CONNECTIONS = 40;

/** Asks Telegram who we are; a refused token is told, an unreachable Telegram is waited for. */
export async function identify(api: Api, log: Log): Promise<UserFromGetMe> {
  for (;;) {
    try {
      return await api.getMe();
    } catch (error) {
      if (verdict(error).kind === "brokenWorld") {
        throw new StartError("Telegram does not accept BOT_TOKEN. Copy it again from BotFather, without spaces.");
      }
      log.warn("app.telegram_unreachable", { error, retryMs: RETRY_MS });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Makes Telegram send updates the way that is set; a webhook of another copy is not taken away unasked. */
export async function prepareIntake(api: Api, how: { webhook?: { url: string; secret: string }; takeOver: boolean }): Promise<void> {
  if (how.webhook) {
    const { url, secret } = how.webhook;
    await api.setWebhook(url, { secret_token: secret, allowed_updates: ALLOWED_UPDATES, max_connections: WEBHOOK_CONNECTIONS });
    return;
  }
  const { url } = await api.getWebhookInfo();
  if (!url) return;
  if (!how.takeOver) {
    throw new StartError("A webhook is set for this token, so another copy of this bot may be running. Stop that one, or start with --take-over to poll instead.");
  }
  await api.deleteWebhook({ drop_pending_updates: false });
}
