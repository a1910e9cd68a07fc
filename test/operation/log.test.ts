import { DrizzleQueryError, sql } from "drizzle-orm";
import { Bot, BotError, type Context, GrammyError, HttpError } from "grammy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { station } from "../../src/db/schema.ts";
import { createSeal } from "../../src/db/seal.ts";
import { createLog, type LogFields } from "../../src/operation/log.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

const TOKEN = "123456789:AAF-canary_canary_canary_canary_canar";
const CANARY = /canary|金丝雀|123456789|AAF/i;

function logged(write: (log: ReturnType<typeof createLog>) => void): { text: string; lines: Record<string, unknown>[] } {
  const written: string[] = [];
  write(createLog("trace", { write: (line) => written.push(line) }));
  return { text: written.join(""), lines: written.map((line) => JSON.parse(line)) };
}

const errorOf = (error: unknown) => {
  const { text, lines } = logged((log) => log.error("work.failed", { error }));
  expect(text).not.toMatch(CANARY);
  return lines[0]?.["error"];
};

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("an error in the log", () => {
  test("from Telegram shows the method and the code, not what was sent or answered", () => {
    const error = new GrammyError("Call to 'sendMessage' failed! canary",
      { ok: false, error_code: 403, description: "Forbidden: canary was blocked" }, "sendMessage", { chat_id: 123456789, text: "金丝雀 canary" });
    expect(errorOf(error)).toEqual({ class: "GrammyError", code: 403, method: "sendMessage" });
  });

  test("from the network does not show the address, for it holds the token", async () => {
    const bot = new Bot(TOKEN, { client: { apiRoot: "http://127.0.0.1:1" } });
    const caught: unknown = await bot.api.getMe().catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(HttpError);
    expect(errorOf(caught)).toMatchObject({ class: "HttpError", cause: { code: "ECONNREFUSED" } });
  });

  test("from a handler shows neither the update nor the person", () => {
    const inner = new HttpError(`fetch https://api.telegram.org/bot${TOKEN}/getMe`, new Error("canary"));
    const context = { update: { message: { text: "canary", from: { first_name: "金丝雀" } } }, api: { token: TOKEN } };
    expect(errorOf(new BotError(inner, context as unknown as Context))).toMatchObject({ class: "BotError", cause: { class: "HttpError" } });
  });

  test("from the database shows the code and the constraint, not the query or its values", async () => {
    const row = { name: "canary 金丝雀", timeZone: "Canary/Zone", locale: "en" as const, joinCode: "canary", createdAt: new Date() };
    await database.db.insert(station).values(row);
    const caught: unknown = await database.db.insert(station).values(row).catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(DrizzleQueryError);
    expect(errorOf(caught)).toMatchObject({ class: "DrizzleQueryError", cause: { code: "23505", constraint: "station_join_code_unique" } });
  });

  test("of a broken query shows the code alone", async () => {
    const caught: unknown = await database.db.execute(sql`select ${"canary"}::int`).catch((error: unknown) => error);
    expect(errorOf(caught)).toMatchObject({ class: "DrizzleQueryError", cause: { code: "22P02" } });
  });

  test("shows which lines of ours it passed", () => {
    const seal = createSeal("00".repeat(32));
    const caught: unknown = catching(() => seal.open(seal.seal(1, "a"), "b"));
    const line: unknown = expect.stringMatching(/^src\/db\/seal\.ts:\d+:\d+$/);
    expect(errorOf(caught)).toMatchObject({ class: "Error", at: [line, line] });
  });

  test("cannot smuggle a text in as a line of ours, a name or a code", () => {
    const root = new URL("../../src/", import.meta.url).pathname;
    const error = Object.assign(new Error(`x\n    at work (${root}canary.ts:1:1)\n    at ${root}canary.ts:1:1`), { name: "the canary sings", code: "canary sings" });
    expect(errorOf(error)).toEqual({ class: "Error" });
    error.message = "changed since";
    expect(errorOf(error)).toEqual({ class: "Error" });
  });

  test("may be anything that somebody threw", () => {
    const round: Record<string, unknown> = { token: TOKEN, nested: { name: "canary" } };
    round["cause"] = round;
    const trap = { get cause() {
      throw new Error("canary");
    } };
    for (const thrown of ["canary", 123_456_789, null, round, trap, { name: "Canary", code: "Canary", method: "canary", cause: "canary" }, [TOKEN], new AggregateError([new Error("canary")], "canary"), () => "canary"]) {
      expect(errorOf(thrown)).toHaveProperty("class");
    }
  });
});

describe("the log", () => {
  test("writes the fields that were named beforehand, and none beside", () => {
    const careless = { count: 3, kind: "checkin.board", alias: "canary", text: "canary", token: TOKEN, payload: { text: "canary" } };
    const { text, lines } = logged((log) => log.info("outbox.sent", careless as LogFields));
    expect(text).not.toMatch(CANARY);
    expect(lines).toEqual([{ level: 30, time: expect.any(String), pid: process.pid, event: "outbox.sent", count: 3, kind: "checkin.board" }]);
  });

  test("withholds what is no word of ours, whichever field it hides in", () => {
    for (const reason of [TOKEN, "I am a canary", "金丝雀", `https://api.telegram.org/bot${TOKEN}`, "@canary", "canary\nbird"]) {
      const { text, lines } = logged((log) => log.info("a.b", { reason, kind: { name: "canary" } as unknown as string }));
      expect(text).not.toMatch(CANARY);
      expect(lines).toMatchObject([{ reason: "withheld", kind: "withheld" }]);
    }
  });

  test("does not write a sentence as the name of an event", () => {
    const { text, lines } = logged((log) => log.warn("Ben said: canary"));
    expect(text).not.toMatch(CANARY);
    expect(lines).toMatchObject([{ event: "unnamed" }]);
  });

  test("keeps to its level, and carries what was bound to it", () => {
    const written: string[] = [];
    const log = createLog("warn", { write: (line) => written.push(line) }).with({ kind: "poller" });
    log.info("poll.began");
    log.error("poll.failed", { attempt: 2 });
    expect(written.map((line) => JSON.parse(line))).toMatchObject([{ event: "poll.failed", kind: "poller", attempt: 2 }]);
  });

  test("has a level for every one that the settings allow", () => {
    for (const LOG_LEVEL of ["trace", "debug", "info", "warn", "error", "fatal", "silent"]) {
      const read = readConfig({ LOG_LEVEL }, []);
      expect(read.ok && createLog(read.config.logLevel, { write: () => undefined })).toBeTruthy();
    }
  });
});
