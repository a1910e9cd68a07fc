import type { Hono } from "hono";
import { mountControl } from "./control.ts";
import { createEventBus } from "./events.ts";
import type { EmulatorEvent } from "./events.ts";
import { addFault, addHold, createFaultDesk } from "./faults.ts";
import type { Fault, Hold, HoldRequest } from "./faults.ts";
import { createLedger } from "./ledger.ts";
import type { JournalEntry, Unseen } from "./ledger.ts";
import { createLimiter, publishedLimits } from "./limits.ts";
import type { LimitNumbers } from "./limits.ts";
import { bindPeople } from "./people/verbs.ts";
import type { People } from "./people/verbs.ts";
import { closeDuePolls } from "./polls.ts";
import { createPoller, dropExpired, pushUpdate, serveWaiting } from "./queue.ts";
import { createBotDoor } from "./server.ts";
import { stateFromJson, stateToJson } from "./snapshot.ts";
import { createState } from "./state.ts";
import { until } from "./until.ts";
import type { Patience } from "./until.ts";
import { createPosting, createWebhookPump, deliverDue } from "./webhooks.ts";
import type { Delivered, PostUpdate } from "./webhooks.ts";
import { createWireFetch } from "./wire-fetch.ts";
import type { WireFetch } from "./wire-fetch.ts";
import type { WireUser } from "./wire-types.ts";
import type { Settings, World } from "./world.ts";

type Limits = "published" | "off" | Partial<LimitNumbers>;

export type EmulatorOptions = {
  now: () => Date;
  token?: string;
  botUsername?: string;
  botName?: string;
  limits?: Limits;
  latencyMs?: number;
  firstUpdateId?: number;
  /** How webhook deliveries leave; in-process tests hand in the app's own fetch. */
  postUpdate?: PostUpdate;
  /** Deliver webhooks as updates arrive; otherwise only when `deliverWebhooks` is called. */
  autoWebhooks?: boolean;
};

type JournalFilter = { method?: string; chatId?: number };

export type Emulator = People & {
  token: string;
  bot: WireUser;
  /** Hand this to the bot library as its `fetch`; any host in the address will do. */
  fetch: WireFetch;
  /** The same two doors and the control surface as a Hono app, to be served over HTTP. */
  app: Hono;
  /** May be changed at any time, `latencyMs` among them. */
  settings: Settings;
  configure: (settings: Partial<Settings>) => void;
  setLimits: (limits: Limits) => void;
  fault: (fault: Fault) => void;
  clearFaults: () => void;
  hold: (request: HoldRequest) => Hold;
  /** The calls that were executed, oldest first; refused ones are in `refusals`. */
  journal: (filter?: JournalFilter) => JournalEntry[];
  refusals: (filter?: JournalFilter) => JournalEntry[];
  /** What the bot showed to people and no test looked at. */
  sentUnseen: () => Unseen[];
  markAllSeen: () => void;
  /** Calls that no bot should make: unknown methods, unknown or malformed parameters. */
  errors: () => string[];
  clearErrors: () => void;
  subscribe: (listener: (event: EmulatorEvent) => void) => () => void;
  /** Waits until `condition` gives something; it is tried again after everything that happens. */
  until: <T>(condition: () => T, patience?: Patience) => Promise<NonNullable<T>>;
  pendingUpdates: () => number;
  isPolled: () => boolean;
  skipUpdateIds: (count: number) => void;
  jumpUpdateIds: (next: number) => void;
  dropPending: () => void;
  /** Queues an update of any kind as it stands, if the bot asked for that kind. */
  inject: (type: string, payload: unknown, webhookKey?: string) => void;
  deliverWebhooks: () => Promise<Delivered>;
  snapshot: () => string;
  restore: (json: string) => void;
  stop: () => void;
};

// A real token's shape, so that nothing on the way stumbles over it.
const DEFAULT_TOKEN = "7000000001:AAEmulatedTokenThatOpensNothingAtAll00";

const CALLBACK_DEADLINE_MS = 15_000;

function toNumbers(limits: Limits): LimitNumbers | null {
  if (limits === "off") return null;
  return limits === "published" ? publishedLimits : { ...publishedLimits, ...limits };
}

function botUser(options: EmulatorOptions, token: string): WireUser {
  const { botName = "Muster", botUsername = "MusterBot" } = options;
  return { id: Number(token.split(":")[0]), is_bot: true, first_name: botName, username: botUsername };
}

// Telegram starts a bot's update ids at a random place.
function randomUpdateId(): number {
  return 2_000_001 + Math.floor(Math.random() * 900_000_000);
}

function createWorld(options: EmulatorOptions, emit: World["emit"], wakeWebhooks: () => void): World {
  const token = options.token ?? DEFAULT_TOKEN;
  return {
    state: createState(botUser(options, token), options.firstUpdateId ?? randomUpdateId()),
    token,
    now: options.now,
    settings: {
      latencyMs: options.latencyMs ?? 0,
      callbackDeadlineMs: CALLBACK_DEADLINE_MS,
      updatesPerAnswer: 100,
      strictPolling: false,
    },
    ledger: createLedger(),
    limiter: createLimiter(toNumbers(options.limits ?? "published")),
    faults: createFaultDesk(),
    poller: createPoller(),
    emit,
    wakeWebhooks,
  };
}

function isWanted(entry: JournalEntry, filter: JournalFilter): boolean {
  const sameMethod = filter.method === undefined || filter.method === entry.method;
  return sameMethod && (filter.chatId === undefined || filter.chatId === entry.chatId);
}

// Update ids never go back within one life, or the bot would take new updates for ones it has had.
function restore(world: World, json: string, firstId: number): void {
  const before = world.state;
  const kept = { ...createState(before.bot, firstId), ...stateFromJson(json), bot: before.bot };
  const hasPushed = before.nextUpdateId !== firstId;
  world.state = { ...kept, nextUpdateId: hasPushed ? Math.max(before.nextUpdateId, kept.nextUpdateId) : kept.nextUpdateId };
  world.ledger.unseen = [];
  serveWaiting(world);
  world.wakeWebhooks();
  world.emit({ type: "restored" });
}

/** One Telegram in memory with one bot: people act through its verbs, the bot through `fetch` or HTTP. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const bus = createEventBus();
  const pump = { wake: () => {}, stop: () => {} };
  const world = createWorld(options, bus.emit, () => pump.wake());
  const firstId = world.state.nextUpdateId;
  const posting = createPosting(options.postUpdate ?? fetch);
  const deliverWebhooks = () => deliverDue(world, posting);
  if (options.autoWebhooks) Object.assign(pump, createWebhookPump(world, posting));
  const app = createBotDoor(world);
  const emulator: Emulator = {
    ...bindPeople(world),
    token: world.token,
    bot: world.state.bot,
    app,
    fetch: createWireFetch((request) => app.fetch(request)),
    settings: world.settings,
    configure: (settings) => void Object.assign(world.settings, settings),
    setLimits: (limits) => void (world.limiter.numbers = toNumbers(limits)),
    fault: (fault) => addFault(world.faults, fault),
    clearFaults: () => void (world.faults.faults = []),
    hold: (request) => addHold(world.faults, request),
    journal: (filter = {}) => world.ledger.journal.filter((entry) => !entry.refused && isWanted(entry, filter)),
    refusals: (filter = {}) => world.ledger.journal.filter((entry) => entry.refused && isWanted(entry, filter)),
    sentUnseen: () => [...world.ledger.unseen],
    markAllSeen: () => void (world.ledger.unseen = []),
    errors: () => [...world.ledger.errors],
    clearErrors: () => void (world.ledger.errors = []),
    subscribe: bus.subscribe,
    until: (condition, patience) => until(bus.subscribe, condition, patience),
    pendingUpdates: () => (closeDuePolls(world), dropExpired(world), world.state.queue.length),
    isPolled: () => world.poller.waiting !== null,
    skipUpdateIds: (count) => void (world.state.nextUpdateId += count),
    jumpUpdateIds: (next) => void (world.state.nextUpdateId = next),
    dropPending: () => void (world.state.queue = []),
    inject: (type, payload, webhookKey = type) => pushUpdate(world, type, payload, webhookKey),
    deliverWebhooks,
    snapshot: () => stateToJson(world.state),
    restore: (json) => restore(world, json, firstId),
    stop: () => pump.stop(),
  };
  mountControl(app, emulator);
  return emulator;
}
