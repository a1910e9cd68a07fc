import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { claimInstallation } from "../../src/db/installation.ts";
import { createSeal } from "../../src/db/seal.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

const BOT = { kind: "telegram", botId: 7 } as const;
const seal = createSeal("5e".repeat(32));
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  await claimInstallation(database.db, BOT, seal);
});

test("the same bot with the same key starts again", async () => {
  await expect(claimInstallation(database.db, BOT, seal)).resolves.toBeUndefined();
});

test("another bot's token is refused", async () => {
  await expect(claimInstallation(database.db, { ...BOT, botId: 8 }, seal)).rejects.toThrow("belongs to another bot");
});

test("the playground never opens a real bot's database", async () => {
  await expect(claimInstallation(database.db, { ...BOT, kind: "playground" }, seal)).rejects.toThrow("real bot's data");
});

test("another key is refused: nobody would be recognised with it", async () => {
  await expect(claimInstallation(database.db, BOT, createSeal("5f".repeat(32)))).rejects.toThrow("DATA_KEY");
});
