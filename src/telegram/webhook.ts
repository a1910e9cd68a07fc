import { timingSafeEqual, createHash } from "node:crypto";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Update } from "grammy/types";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { storeUpdates } from "../inbox/store.ts";
import type { Log } from "../operation/log.ts";

const MAX_BODY_BYTES = 1024 * 1024;
/** While the database is away Telegram keeps the update and comes back after this many seconds. */
const RETRY_AFTER_SECONDS = "5";

const updateSchema = z.looseObject({ update_id: z.int() });

export interface WebhookDeps {
  readonly db: Database;
  readonly now: () => Date;
  readonly secret: string;
  readonly botUsername: string;
  readonly log: Log;
  readonly stored: () => void;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Equal lengths first by hashing, so that the time taken says nothing about the secret. */
export function isSecret(given: string | undefined, secret: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(secret));
}

/** Telegram's door: checks the secret before it reads the body, stores the update, and only then says yes. */
export function createWebhook(deps: WebhookDeps): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    if (!isSecret(c.req.header("X-Telegram-Bot-Api-Secret-Token"), deps.secret)) return c.text("unauthorized", 401);
    return next();
  });
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.text("too large", 413) }));
  app.post("/", async (c) => {
    const update = updateSchema.safeParse(await c.req.json().catch(() => null));
    if (!update.success) return c.text("not an update", 400);
    try {
      const stored = await storeUpdates(deps.db, [update.data as unknown as Update], deps.botUsername, deps.now());
      if (stored > 0) deps.stored();
      return c.text("ok");
    } catch (error) {
      deps.log.warn("webhook.store_failed", { error });
      return c.text("later", 503, { "Retry-After": RETRY_AFTER_SECONDS });
    }
  });
  return app;
}
