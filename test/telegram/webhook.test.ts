import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { inbox } from "../../src/db/schema.ts";
import { createLog } from "../../src/operation/log.ts";
import { createWebhook, isSecret } from "../../src/telegram/webhook.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

const SECRET = "a-secret_of-the-test";
const HEADER = "X-Telegram-Bot-Api-Secret-Token";
const UPDATE = JSON.stringify({ update_id: 5, message: { message_id: 1, date: 1, chat: { id: 7, type: "private" }, from: { id: 7, is_bot: false, first_name: "Ben" }, text: "/start" } });

let database: TestDatabase;
let woken = 0;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  woken = 0;
  await database.reset();
});

function door(db: Database = database.db) {
  return createWebhook({
    db, now: () => new Date("2026-11-23T01:00:00Z"), secret: SECRET, botUsername: "MusterBot", log: createLog("silent"),
    stored: () => { woken += 1; },
  });
}
const post = (body: string, headers: Record<string, string> = { [HEADER]: SECRET }, db?: Database) =>
  door(db).request("/", { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
const stored = async () => (await database.db.select().from(inbox)).length;

test("an update with the secret is stored, confirmed and handled soon; a repeat changes nothing", async () => {
  expect((await post(UPDATE)).status).toBe(200);
  expect((await post(UPDATE)).status).toBe(200);
  expect({ stored: await stored(), woken }).toEqual({ stored: 1, woken: 1 });
});

test.each([
  ["no secret", {}],
  ["a wrong secret", { [HEADER]: "b-secret_of-the-test" }],
  ["the secret and more", { [HEADER]: `${SECRET}x` }],
  ["an endless secret", { [HEADER]: "x".repeat(5_000) }],
  ["the secret twice", { [HEADER]: `${SECRET}, ${SECRET}` }],
])("%s is turned away before the body is read", async (_, headers) => {
  expect((await post("{ not even json", headers as Record<string, string>)).status).toBe(401);
  expect(await stored()).toBe(0);
});

test("a body above one mebibyte is refused", async () => {
  expect((await post(JSON.stringify({ update_id: 1, message: { text: "x".repeat(1024 * 1024) } }))).status).toBe(413);
  expect(await stored()).toBe(0);
});

test.each(["", "[]", "{}", "null", "{\"update_id\":\"5\"}", "{\"update_id\":1.5}", "{ broken"])("a body like %s is no update", async (body) => {
  expect((await post(body)).status).toBe(400);
  expect(await stored()).toBe(0);
});

test("while the database is away Telegram is asked to come back, and nothing is confirmed", async () => {
  const gone = await openTestDatabase();
  await gone.close();
  const response = await post(UPDATE, undefined, gone.db);
  expect({ status: response.status, retryAfter: response.headers.get("Retry-After") }).toEqual({ status: 503, retryAfter: "5" });
});

test("secrets of any length are compared whole", () => {
  expect([isSecret(SECRET, SECRET), isSecret("", SECRET), isSecret(undefined, SECRET), isSecret(SECRET.slice(1), SECRET)])
    .toEqual([true, false, false, false]);
});
