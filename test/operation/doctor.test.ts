import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api, type Transformer } from "grammy";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig, type Config } from "../../src/config.ts";
import type { OpenDatabase } from "../../src/db/client.ts";
import { chat, inbox, installation, lease, outbox, station } from "../../src/db/schema.ts";
import { StartError } from "../../src/db/start-error.ts";
import { runDoctor, type DoctorParts } from "../../src/operation/doctor.ts";
import { createEmulator, type Emulator } from "../../src/playground/emulator/emulator.ts";
import { listen } from "../../src/playground/emulator/listen.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";
import { onServer } from "../setup/needs.ts";

// Telegram's own clock is the machine's, so these tests stand in the present.
const now = () => new Date();
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

let database: TestDatabase;
let emulator: Emulator;
let telegram: Awaited<ReturnType<typeof listen>>;
let dataDir: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  emulator = createEmulator({ now, limits: "off" });
  telegram = await listen(emulator);
  dataDir = mkdtempSync(join(tmpdir(), "muster-doctor-"));
  mkdirSync(join(dataDir, "pg"));
});
afterEach(async () => {
  await telegram.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function config(changes: Record<string, string | undefined> = {}): Config {
  const read = readConfig({
    BOT_TOKEN: emulator.token, BOT_API_ROOT: telegram.url, DATA_DIR: dataDir,
    CONTROLLER_NAME: "Example Association", CONTROLLER_CONTACT: "privacy@example.org", ...changes,
  }, []);
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return read.config;
}

/** What the doctor says must be done; the rest is well. */
async function toDo(changes: Record<string, string | undefined> = {}, parts: Partial<DoctorParts> = {}): Promise<string[]> {
  const report = await examine(changes, parts);
  const lines = report.lines.filter((line) => line.startsWith("TO DO"));
  expect(report.ok).toBe(lines.length === 0);
  return lines.map((line) => line.slice("TO DO  ".length));
}

function examine(changes: Record<string, string | undefined> = {}, parts: Partial<DoctorParts> = {}) {
  const opened: OpenDatabase = { db: database.db, engine: "embedded", ping: async () => undefined, close: async () => undefined };
  return runDoctor(config(changes), { now, openDatabase: async () => opened, ...parts });
}

async function link(title: string, group: { id: number }): Promise<void> {
  const [east] = await database.db.insert(station)
    .values({ name: "East", timeZone: "Asia/Shanghai", locale: "zh-CN", joinCode: title, createdAt: now() }).returning({ id: station.id });
  await database.db.insert(chat).values({ stationId: east?.id ?? 0, telegramChatId: group.id, kind: "member", title, linkedAt: now() });
}

const aGroup = (title: string) => emulator.addGroup({ title, owner: emulator.addPerson({ firstName: "Ada" }) });

/** Telegram as it answers, with one answer changed. */
function telegramSaying(changed: string, changes: object): Api {
  const api = new Api(emulator.token, { apiRoot: telegram.url });
  const transformer: Transformer = async (previous, method, payload, signal) => {
    const answer = await previous(method, payload, signal);
    return method === changed && answer.ok ? { ...answer, result: Object.assign(answer.result as object, changes) as typeof answer.result } : answer;
  };
  api.config.use(transformer);
  return api;
}

describe("the doctor finds everything well", () => {
  test("in a bot that is set up and has no group yet", async () => {
    const report = await examine();
    expect(report.lines.filter((line) => line.startsWith("TO DO"))).toEqual([]);
    expect(report.lines).toEqual(expect.arrayContaining([
      "OK     The token is valid: it is @MusterBot's.", "OK     The database answers, and its tables are up to date.",
      "OK     No webhook is set, so the bot can poll.", "OK     The clock of this machine agrees with Telegram's.",
      "OK     No group is linked yet. Add the bot to one and write /setup there.",
    ]));
    expect(report.ok).toBe(true);
  });

  test("in its groups, where it is a plain member or an administrator", async () => {
    const group = aGroup("Canvassers");
    await link("Canvassers", group);
    expect(await toDo()).toEqual([]);
    emulator.promoteBot(group, {});
    emulator.letMembersSend(group, false);
    expect(await toDo()).toEqual([]);
  });

  test("without a token: a start opens the playground", async () => {
    const report = await examine({ BOT_TOKEN: undefined });
    expect(report.ok).toBe(true);
    expect(report.lines.join("\n")).toContain("a start opens the playground");
    expect(emulator.journal()).toEqual([]);
  });

  test("and leaves no trace: nothing is sent, nothing is set, no folder is made", async () => {
    rmSync(join(dataDir, "pg"), { recursive: true });
    const report = await runDoctor(config(), { now });
    expect(report.lines.join("\n")).toContain("the first start makes it");
    expect(readdirSync(dataDir)).toEqual([]);
    expect(new Set(emulator.journal().map(({ method }) => method))).toEqual(new Set(["getMe", "getWebhookInfo"]));
  });

  test("and says whether a process is asking Telegram for updates", async () => {
    expect((await examine()).lines.join("\n")).toContain("the bot is not running");
    await database.db.insert(lease).values({ name: "poller", owner: "x", until: minutesAgo(-1) });
    expect((await examine()).lines.join("\n")).toContain("A running process asks Telegram for updates.");
  });
});

describe("the doctor says what to do", () => {
  test("about a token that Telegram does not accept", async () => {
    const wrong = `1${emulator.token}`;
    const report = await examine({ BOT_TOKEN: wrong });
    expect(report.ok).toBe(false);
    expect(report.lines).toContain("TO DO  Telegram does not accept BOT_TOKEN. Copy it again from BotFather, without spaces.");
  });

  test("about a Telegram that cannot be reached", async () => {
    expect(await toDo({ BOT_API_ROOT: "http://127.0.0.1:1" })).toEqual([expect.stringMatching(/^Telegram cannot be reached/)]);
  });

  test("about a bot that may not be added to groups, or is shown everything that is written there", async () => {
    const api = telegramSaying("getMe", { can_join_groups: false, can_read_all_group_messages: true });
    expect(await toDo({}, { api })).toEqual([expect.stringContaining("/setjoingroups"), expect.stringContaining("/setprivacy")]);
  });

  test("about an address that Telegram has lately failed to call, and not about a failure of yesterday", async () => {
    const webhook = { WEBHOOK_URL: "https://bot.example.org/telegram", WEBHOOK_SECRET: "s3cret" };
    const failedAt = (minutes: number) => telegramSaying("getWebhookInfo", {
      url: webhook.WEBHOOK_URL, last_error_date: minutesAgo(minutes).getTime() / 1000, last_error_message: "Wrong response from the webhook: 502 Bad Gateway",
    });
    expect(await toDo(webhook, { api: failedAt(10) })).toEqual([expect.stringContaining("(Wrong response from the webhook: 502 Bad Gateway)")]);
    expect(await toDo(webhook, { api: failedAt(24 * 60) })).toEqual([]);
  });

  test("about a webhook that is in the way of polling", async () => {
    await fetch(`${telegram.url}/bot${emulator.token}/setWebhook?url=https://elsewhere.example/hook`);
    expect(await toDo()).toEqual([expect.stringContaining("--take-over")]);
  });

  test("about a webhook that Telegram does not know, or knows otherwise", async () => {
    const webhook = { WEBHOOK_URL: "https://bot.example.org/telegram", WEBHOOK_SECRET: "s3cret" };
    expect(await toDo(webhook)).toEqual([expect.stringContaining("knows of no webhook yet")]);
    await fetch(`${telegram.url}/bot${emulator.token}/setWebhook?url=https://elsewhere.example/hook`);
    expect(await toDo(webhook)).toEqual([expect.stringContaining("calls another address")]);
    await fetch(`${telegram.url}/bot${emulator.token}/setWebhook?url=${webhook.WEBHOOK_URL}`);
    expect(await toDo(webhook)).toEqual([]);
  });

  test("about a database that cannot be opened, in the words of the one who tried", async () => {
    const openDatabase = () => Promise.reject(new StartError("No PostgreSQL server answers at db:5432 (ECONNREFUSED). Start it, or correct DATABASE_URL."));
    expect(await toDo({}, { openDatabase })).toEqual([expect.stringMatching(/^No PostgreSQL server answers/)]);
  });

  test("but a bot that is running and holds the embedded database is no trouble", async () => {
    const openDatabase = () => Promise.reject(new StartError("The data folder is already used by process 12 (lock file x)."));
    expect(await toDo({}, { openDatabase })).toEqual([]);
  });

  test("about a database of another bot or of the playground", async () => {
    await database.db.insert(installation).values({ kind: "playground", botId: 1, keyCheck: "another" });
    expect(await toDo()).toEqual([expect.stringContaining("was used by the playground")]);
    await database.db.update(installation).set({ kind: "telegram", botId: 1 });
    expect(await toDo()).toEqual([expect.stringContaining("belongs to another bot")]);
    expect(await toDo({ BOT_TOKEN: undefined })).toEqual([expect.stringContaining("holds a real bot's data")]);
  });

  test("about clocks that disagree, by how much and which way", async () => {
    const ahead = await toDo({}, { now: () => minutesAgo(-2) });
    expect(ahead).toHaveLength(2);
    expect(ahead[0]).toMatch(/1(19|20|21) s ahead of the database's/);
    expect(ahead[1]).toMatch(/1(19|20|21) s ahead of Telegram's/);
    expect((await toDo({}, { now: () => minutesAgo(2) }))[1]).toMatch(/behind Telegram's/);
  });

  test("about updates set aside, dead and blocked messages, and work that nobody does", async () => {
    await database.db.insert(inbox).values([
      { updateId: 1, state: "parked", readyAt: now(), receivedAt: minutesAgo(9) },
      { updateId: 2, state: "waiting", readyAt: now(), receivedAt: minutesAgo(7) },
    ]);
    const message = (key: string, state: "dead" | "blocked" | "waiting") =>
      ({ kind: "test.message", key, payload: {}, lane: 0, state, runAt: minutesAgo(3), createdAt: minutesAgo(3) });
    await database.db.insert(outbox).values([message("a", "dead"), message("b", "dead"), message("c", "blocked"), message("d", "waiting")]);
    expect(await toDo()).toEqual([
      expect.stringMatching(/^1 update failed three times and was set aside/), expect.stringMatching(/update has been waiting for 7 min/),
      expect.stringMatching(/^2 messages could not be sent/), expect.stringMatching(/^1 message is kept for groups/), expect.stringMatching(/due has been waiting for 3 min/),
    ]);
  });

  test("about a group that the bot was removed from, and one where it may not write", async () => {
    const [lost, silent, well] = [aGroup("Lost"), aGroup("Silent"), aGroup("Well")];
    await link("Lost", lost);
    await link("Silent", silent);
    await link("Well", well);
    emulator.removeBot(emulator.people()[0] ?? 0, lost);
    emulator.restrictBot(silent);
    expect(await toDo()).toEqual([expect.stringMatching(/not in the group “Lost”/), expect.stringMatching(/may not write in the group “Silent”/)]);
  });

  test("about a group whose members may not write", async () => {
    const group = aGroup("Quiet");
    await link("Quiet", group);
    emulator.letMembersSend(group, false);
    expect(await toDo()).toEqual([expect.stringMatching(/may not write in the group “Quiet”/)]);
  });
});

onServer("on a server the doctor opens the database as a start does, and finds that the bot cannot change its tables", async () => {
  const report = await runDoctor(config({ DATABASE_URL: database.url, DATA_KEY: "ab".repeat(32) }), { now });
  expect(report.lines).toContain("OK     The running bot may read and write rows, and cannot change the tables.");
  expect(report.ok).toBe(true);
});

test("the doctor never says a secret", async () => {
  const group = aGroup("Canvassers");
  await link("Canvassers", group);
  const secrets = { WEBHOOK_URL: "https://bot.example.org/hidden-path", WEBHOOK_SECRET: "hidden-secret", DATA_KEY: "ab".repeat(32) };
  for (const root of [telegram.url, "http://127.0.0.1:1"]) {
    const { lines } = await examine({ ...secrets, BOT_API_ROOT: root });
    expect(lines.join("\n")).not.toMatch(/hidden|abab|127\.0\.0\.1/);
    expect(lines.join("\n")).not.toContain(emulator.token.split(":")[1]);
  }
});
