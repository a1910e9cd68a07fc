import { randomUUID } from "node:crypto";
import { Context, InputFile, type ApiClientOptions } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import { Hono } from "hono";
import { createBot } from "./bot.ts";
import { createClock, type Tick } from "./clock.ts";
import type { Config } from "./config.ts";
import type { BotContext, Controller, Scope, Setting } from "./context.ts";
import type { OpenDatabase, Tx } from "./db/client.ts";
import { claimInstallation } from "./db/installation.ts";
import type { Seal } from "./db/seal.ts";
import { readFeed } from "./features/calendar/actions.ts";
import { calendarText } from "./features/calendar/view.ts";
import { markPersonUnreachable } from "./features/entry/actions.ts";
import { followMigration, markChatUnreachable, postInGeneral } from "./features/group/actions.ts";
import { syncMenu } from "./features/help/bot.ts";
import { announceDead, announceGap } from "./features/notice/actions.ts";
import { localeOf, messages } from "./i18n/messages.ts";
import { releaseClaims } from "./inbox/claim.ts";
import { checkGaps } from "./inbox/gap.ts";
import { createHandler } from "./inbox/handle.ts";
import { DUES, JOBS } from "./jobs.ts";
import { createCalendars } from "./operation/calendar.ts";
import { createHealth } from "./operation/http.ts";
import type { Log } from "./operation/log.ts";
import { createMeter, type Meter } from "./operation/metrics.ts";
import type { Worker } from "./operation/worker.ts";
import { releaseOwed } from "./outbox/claim.ts";
import { createDeliverer } from "./outbox/deliver.ts";
import { pauseAfterTooMany, type PaceLimits } from "./outbox/pace.ts";
import type { World } from "./outbox/settle.ts";
import { createTurn, createTurnstile, type Turnstile } from "./outbox/turnstile.ts";
import { drawPicture } from "./picture/draw.ts";
import { apologize } from "./telegram/apologize.ts";
import { identify, prepareIntake } from "./telegram/connect.ts";
import { createPoller } from "./telegram/poll.ts";
import { createReceiver, type Receive } from "./telegram/receive.ts";
import { createSender, type Sender } from "./telegram/send.ts";
import { createWebhook } from "./telegram/webhook.ts";

/** How many updates run at once, and how many messages are under way at once. */
const UPDATES_AT_ONCE = 64;
const SENDS_AT_ONCE = 16;
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
  /** How a call waits for its turn; tests, whose clock stands still, do not. */
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

/** What all parts share. */
interface Base {
  readonly config: Config;
  readonly options: AppOptions;
  readonly owner: string;
  readonly meter: Meter;
  readonly limits: PaceLimits;
  readonly turnstile: Turnstile;
  readonly sender: Sender;
  readonly receive: Receive;
  readonly me: UserFromGetMe;
  readonly setting: Setting;
}

async function createBase(config: Config, options: AppOptions): Promise<Base> {
  const { database: { db }, now, seal } = options;
  const meter = createMeter();
  const limits = { perSecond: config.sendPerSecond, perGroupMinute: config.sendPerGroupMinute };
  const turnstile = createTurnstile({ db, now, limits });
  const sender = createSender({
    token: options.token, apiRoot: config.botApiRoot, meter,
    turn: createTurn({ turnstile, now, pause: options.pause ?? realPause }),
    tooMany: (group, ms) => db.transaction((tx) => pauseAfterTooMany(tx, { group }, ms, now())),
    ...(options.fetch && { fetch: options.fetch }),
  });
  const receive = createReceiver({ api: sender.direct, token: options.token, apiRoot: config.botApiRoot, fetch: options.fetch });
  const me = await identify(sender.direct, options.log);
  await claimInstallation(db, { kind: options.kind, botId: me.id }, seal);
  const setting = {
    botUsername: me.username, controller: options.controller,
    defaultTimeZone: config.defaultTimeZone, defaultLocale: config.defaultLocale, publicUrl: config.publicUrl ?? null,
  };
  return { config, options, owner: randomUUID(), meter, limits, turnstile, sender, receive, me, setting };
}

/** What the deliverer tells the features when the world has changed under a message. */
function createWorld({ now, seal }: AppOptions): World {
  return {
    migrated: (tx, from, to) => followMigration(tx, from, to),
    chatUnreachable: (tx, telegramChatId) => markChatUnreachable(tx, telegramChatId, now()),
    personUnreachable: (tx, userId) => markPersonUnreachable(tx, seal, userId, now()),
    topicGone: (tx, telegramChatId) => postInGeneral(tx, telegramChatId),
    dead: (tx, stationId, kind) => announceDead(tx, stationId, kind, now()),
  };
}

function createOutbox({ options, owner, meter, limits, turnstile, sender, setting }: Base): Worker {
  const { database: { db }, log, now, seal } = options;
  return createDeliverer({
    db, now, owner, log, meter, limits, turnstile, concurrency: SENDS_AT_ONCE, jobs: JOBS, api: sender.owed, world: createWorld(options),
    pause: options.pause ?? realPause,
    io: () => ({ db, seal, setting, now: now(), words: messages, picture: async (svg) => new InputFile(await drawPicture(svg), "muster.png") }),
  });
}

function createInbox({ config, options, owner, meter, sender, receive, me, setting }: Base, committed: () => void): Worker {
  const { database: { db }, log, now, seal } = options;
  const middleware = createBot({ api: sender.direct, log, setting, receive }).middleware();
  return createHandler({
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
}

/** Tells every station lead how many updates Telegram dropped while the bot was away. */
async function tellGap(tx: Tx, now: Date): Promise<void> {
  const gap = await checkGaps(tx, now);
  if (gap) await announceGap(tx, gap, now);
}

function createTicks({ options, setting }: Base, committed: () => void): Tick[] {
  const { database: { db }, now, seal } = options;
  const scope = (): Scope => ({
    db, seal, now: now(),
    async act(work) {
      const result = await db.transaction(work);
      committed();
      return result;
    },
  });
  return [
    { name: "gap", run: () => scope().act((tx) => tellGap(tx, now())) },
    ...DUES.map(({ name, due }) => ({ name, run: () => due(scope(), setting) })),
  ];
}

/** The calendars of people who asked for a link, where the bot can be reached from the internet. */
function openCalendars({ config, options: { database, now }, setting }: Base, http: Hono, publicUrl: string): void {
  http.route(`${new URL(publicUrl).pathname}/calendar`.replace("//", "/"), createCalendars({
    now,
    async read(code) {
      const found = await readFeed(database.db, code, now());
      return found && calendarText(messages(found.locale ?? config.defaultLocale), found.events, setting);
    },
  }));
}

function createDoors(base: Base, isIntakeAlive: () => boolean, stored: () => void): Hono {
  const { config, options: { database, log, now }, meter, me, setting } = base;
  const http = new Hono();
  http.route("/", createHealth({ meter, db: database.db, now, log, ping: () => database.ping(), isIntakeAlive }));
  if (setting.publicUrl !== null) openCalendars(base, http, setting.publicUrl);
  if (config.webhook) {
    const { url, secret } = config.webhook;
    http.route(new URL(url).pathname, createWebhook({ db: database.db, now, log, secret, botUsername: me.username, stored }));
  }
  return http;
}

/** Where one process is alone on its database, whoever held claims is gone. */
async function takeOverClaims({ database: { db, engine }, now }: AppOptions): Promise<void> {
  if (engine !== "embedded") return;
  await releaseClaims(db, now());
  await releaseOwed(db, now());
}

/** Puts the parts together; everything that the bot is made of is named here. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const base = await createBase(config, options);
  const { log, now, database: { db, engine } } = options;
  const { sender, setting, owner, me } = base;
  const outbox = createOutbox(base);
  const inbox = createInbox(base, () => outbox.wake());
  const stored = () => inbox.wake();
  const poller = createPoller({ db, now, owner, log, api: sender.direct, botUsername: me.username, stored });
  const ticks = createTicks(base, () => outbox.wake());
  const clock = createClock(ticks, log);
  let isTakingIn = false;

  async function start(): Promise<void> {
    await prepareIntake(sender.direct, config);
    await takeOverClaims(options);
    await syncMenu(sender.direct).catch((error: unknown) => log.warn("app.menu_failed", { error }));
    for (const part of [inbox, outbox, clock]) part.start();
    if (!config.webhook) poller.start();
    isTakingIn = true;
    log.info("app.started", { mode: config.webhook ? "webhook" : "polling", engine });
  }

  async function stop(): Promise<void> {
    isTakingIn = false;
    await poller.stop();
    await clock.stop();
    await Promise.all([inbox.stop(STOP_MS), outbox.stop(STOP_MS)]);
    log.info("app.stopped");
  }

  async function tick(): Promise<void> {
    for (const one of ticks) await one.run();
  }

  const step = { poll: () => poller.pollOnce(), handle: () => inbox.drain(), deliver: () => outbox.drain(), tick };
  return { http: createDoors(base, () => isTakingIn, stored), setting, start, stop, step };
}
