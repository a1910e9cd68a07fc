import { randomUUID } from "node:crypto";
import { Context, type Api, type ApiClientOptions } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import { Hono } from "hono";
import { createBot } from "./bot.ts";
import { createClock, type Tick } from "./clock.ts";
import type { Config } from "./config.ts";
import type { BotContext, Controller, Scope, Setting } from "./context.ts";
import type { OpenDatabase, Tx } from "./db/client.ts";
import { claimInstallation } from "./db/installation.ts";
import type { Seal } from "./db/seal.ts";
import { StartError } from "./db/start-error.ts";
import { markPersonUnreachable } from "./features/entry/actions.ts";
import { followMigration, markChatUnreachable, postInGeneral } from "./features/group/actions.ts";
import { syncMenu } from "./features/help/bot.ts";
import { announceDead, announceGap } from "./features/notice/actions.ts";
import { localeOf, messages } from "./i18n/messages.ts";
import { releaseClaims } from "./inbox/claim.ts";
import { checkGaps } from "./inbox/gap.ts";
import { createHandler } from "./inbox/handle.ts";
import { ALLOWED_UPDATES } from "./inbox/store.ts";
import { DUES, JOBS } from "./jobs.ts";
import { createHealth } from "./operation/http.ts";
import type { Log } from "./operation/log.ts";
import { createMeter } from "./operation/metrics.ts";
import { releaseOwed } from "./outbox/claim.ts";
import { createDeliverer, type World } from "./outbox/deliver.ts";
import { takeTurn, type PaceLimits } from "./outbox/pace.ts";
import { verdict } from "./outbox/verdict.ts";
import { apologize } from "./telegram/apologize.ts";
import { createPoller } from "./telegram/poll.ts";
import { createSender, type Sender } from "./telegram/send.ts";
import { createWebhook } from "./telegram/webhook.ts";

/** How many updates run at once, and how many messages are under way at once. */
const UPDATES_AT_ONCE = 64;
const SENDS_AT_ONCE = 16;
/** A direct answer waits for its turn at most so often; then it goes, and Telegram's own 429 decides. */
const TURNS_WAITED = 3;
const STOP_MS = 8_000;

export interface AppOptions {
  readonly kind: "playground" | "telegram";
  readonly token: string;
  readonly controller: Controller;
  readonly database: OpenDatabase;
  readonly seal: Seal;
  readonly log: Log;
  readonly now: () => Date;
  readonly fetch?: NonNullable<ApiClientOptions["fetch"]>;
  /** How a direct answer waits for its turn; tests, whose clock stands still, do not. */
  readonly pause?: (ms: number) => Promise<void>;
}

const realPause = (ms: number) => new Promise<void>((resolve) => {
  setTimeout(resolve, ms);
});

export interface App {
  readonly http: Hono;
  readonly setting: Setting;
  /** Takes in updates, handles them, delivers and keeps time until `stop`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The same by hand: each does what can be done now and says how much that was. */
  readonly step: {
    poll(): Promise<number>;
    handle(): Promise<number>;
    deliver(): Promise<number>;
    tick(): Promise<void>;
  };
}

function plainScope(options: AppOptions, committed: () => void): Scope {
  return {
    db: options.database.db, seal: options.seal, now: options.now(),
    async act(work) {
      const result = await options.database.db.transaction(work);
      committed();
      return result;
    },
  };
}

/** Lets a direct answer wait for the shared pace, but not for long: somebody is looking at the screen. */
function createTurn(options: AppOptions, limits: PaceLimits) {
  return async (group: number | null): Promise<void> => {
    for (let waited = 0; waited < TURNS_WAITED; waited += 1) {
      const now = options.now();
      const until = await options.database.db.transaction((tx) => takeTurn(tx, { group }, limits, now));
      if (until === null) return;
      await (options.pause ?? realPause)(Math.min(1_000, until.getTime() - now.getTime()));
    }
  };
}

function createWorld(options: AppOptions): World {
  const now = options.now;
  return {
    migrated: (tx, from, to) => followMigration(tx, from, to),
    chatUnreachable: (tx, telegramChatId) => markChatUnreachable(tx, telegramChatId, now()),
    personUnreachable: (tx, userId) => markPersonUnreachable(tx, options.seal, userId, now()),
    topicGone: (tx, telegramChatId) => postInGeneral(tx, telegramChatId),
    dead: (tx, stationId, kind) => announceDead(tx, stationId, kind, now()),
  };
}

async function prepareIntake(config: Config, api: Api): Promise<void> {
  if (config.webhook) {
    await api.setWebhook(config.webhook.url, { secret_token: config.webhook.secret, allowed_updates: ALLOWED_UPDATES, max_connections: 40 });
    return;
  }
  const { url } = await api.getWebhookInfo();
  if (!url) return;
  if (!config.takeOver) {
    throw new StartError("A webhook is set for this token, so another copy of this bot may be running. Stop that one, or start with --take-over to poll instead.");
  }
  await api.deleteWebhook({ drop_pending_updates: false });
}

/** Asks Telegram who we are; a refused token is told, an unreachable Telegram is waited for. */
async function identify(api: Api, log: Log): Promise<UserFromGetMe> {
  for (;;) {
    try {
      return await api.getMe();
    } catch (error) {
      if (verdict(error).kind === "brokenWorld") {
        throw new StartError("Telegram does not accept BOT_TOKEN. Copy it again from BotFather, without spaces.");
      }
      log.warn("app.telegram_unreachable", { error, retryMs: 5_000 });
      await realPause(5_000);
    }
  }
}

/** Puts the parts together; everything that the bot is made of is named here. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const { database: { db }, log, now, seal } = options;
  const owner = randomUUID();
  const meter = createMeter();
  const limits = { perSecond: config.sendPerSecond, perGroupMinute: config.sendPerGroupMinute };
  const sender: Sender = createSender({
    token: options.token, apiRoot: config.botApiRoot, meter, turn: createTurn(options, limits),
    ...(options.fetch && { fetch: options.fetch }),
  });
  const me = await identify(sender.direct, log);
  await claimInstallation(db, { kind: options.kind, botId: me.id }, seal);
  const setting: Setting = {
    botUsername: me.username, controller: options.controller,
    defaultTimeZone: config.defaultTimeZone, defaultLocale: config.defaultLocale,
  };

  const deliverer = createDeliverer({
    db, now, owner, log, meter, limits, concurrency: SENDS_AT_ONCE, jobs: JOBS, api: sender.owed, world: createWorld(options),
    io: () => ({ db, seal, setting, now: now(), words: messages }),
  });
  const committed = () => deliverer.wake();
  const middleware = createBot({ api: sender.direct, log, setting }).middleware();
  const handler = createHandler({
    db, seal, now, owner, log, meter, committed, concurrency: UPDATES_AT_ONCE,
    async run(update, scope) {
      const ctx = Object.assign(new Context(update, sender.direct, me), { scope }) as BotContext;
      await middleware(ctx, () => Promise.resolve());
    },
    async parked(update, reference) {
      const language = update.message?.from?.language_code ?? update.callback_query?.from.language_code ?? null;
      const words = messages(localeOf(language, config.defaultLocale)).system;
      await apologize(sender.direct, update, words.somethingBroke(reference))
        .catch((error: unknown) => log.warn("app.apology_failed", { error }));
    },
  });
  const poller = createPoller({ db, now, owner, log, api: sender.direct, botUsername: me.username, stored: () => handler.wake() });

  const scope = () => plainScope(options, committed);
  const ticks: Tick[] = [
    { name: "gap", run: () => scope().act((tx: Tx) => tellGap(tx, now())) },
    ...DUES.map(({ name, due }) => ({ name, run: () => due(scope(), setting) })),
  ];
  const clock = createClock(ticks, log);

  let isTakingIn = false;
  const http = new Hono();
  http.route("/", createHealth({ meter, db, now, log, ping: () => options.database.ping(), isIntakeAlive: () => isTakingIn }));
  if (config.webhook) {
    http.route(new URL(config.webhook.url).pathname, createWebhook({
      db, now, log, secret: config.webhook.secret, botUsername: me.username, stored: () => handler.wake(),
    }));
  }

  return {
    http, setting,
    async start() {
      await prepareIntake(config, sender.direct);
      if (options.database.engine === "embedded") {
        await releaseClaims(db, now());
        await releaseOwed(db, now());
      }
      await syncMenu(sender.direct).catch((error: unknown) => log.warn("app.menu_failed", { error }));
      handler.start();
      deliverer.start();
      clock.start();
      if (!config.webhook) poller.start();
      isTakingIn = true;
      log.info("app.started", { mode: config.webhook ? "webhook" : "polling", engine: options.database.engine });
    },
    async stop() {
      isTakingIn = false;
      await poller.stop();
      await clock.stop();
      await Promise.all([handler.stop(STOP_MS), deliverer.stop(STOP_MS)]);
      log.info("app.stopped");
    },
    step: {
      poll: () => poller.pollOnce(),
      handle: () => handler.drain(),
      deliver: () => deliverer.drain(),
      async tick() {
        for (const tick of ticks) await tick.run();
      },
    },
  };
}

/** Tells every station lead how many updates Telegram dropped while the bot was away. */
async function tellGap(tx: Tx, now: Date): Promise<void> {
  const gap = await checkGaps(tx, now);
  if (gap) await announceGap(tx, gap, now);
}
