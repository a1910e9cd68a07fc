import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readRows } from "../../src/db/client.ts";
import { auditEvent, station } from "../../src/db/schema.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
const createdAt = new Date("2026-03-01T08:00:00.000Z");
const aStation = (joinCode: string) => ({ name: "East", timeZone: "Asia/Shanghai", locale: "en" as const, joinCode, createdAt });

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.reset());

describe("the database", () => {
  test("answers a ping", async () => {
    await expect(readRows(database.db, sql`select 1 as one`)).resolves.toEqual([{ one: 1 }]);
  });

  test("gives the same rows for a raw query on either engine", async () => {
    const [row] = await readRows(database.db, sql`select 5000000000::int8 as big, '2026-03-01 08:00+00'::timestamptz as at,
      1.50::numeric as amount, date '2026-03-01' as day, null::timestamptz as never, '{"a": [1]}'::jsonb as body, true as yes`);
    expect(row).toEqual({
      big: 5_000_000_000, at: createdAt, amount: "1.50", day: "2026-03-01", never: null, body: { a: [1] }, yes: true,
    });
  });

  test("keeps an instant to the millisecond, whatever the zone of the machine", async () => {
    const [saved] = await database.db.insert(station).values(aStation("a")).returning();
    expect(saved?.createdAt).toEqual(createdAt);
  });

  test("keeps nothing of a transaction that throws", async () => {
    const broken = database.db.transaction(async (tx) => {
      await tx.insert(station).values(aStation("a"));
      throw new Error("the work broke");
    });
    await expect(broken).rejects.toThrow("the work broke");
    expect(await database.db.$count(station)).toBe(0);
  });

  test("is empty after a reset, and counts from one again", async () => {
    await database.db.insert(station).values(aStation("a"));
    await database.reset();
    const [again] = await database.db.insert(station).values(aStation("b")).returning();
    expect([again?.id, await database.db.$count(station)]).toEqual([1, 1]);
  });

  test("is empty after a reset of what refers to each other, and of what may otherwise only be added to", async () => {
    const [saved] = await database.db.insert(station).values(aStation("a")).returning();
    const event = { stationId: saved?.id ?? 0, at: createdAt, action: "test.looked", objectKind: "station", objectId: 1 };
    await database.db.insert(auditEvent).values(event);
    await database.reset();
    expect(await database.db.$count(auditEvent)).toBe(0);
    await database.db.insert(station).values(aStation("a"));
    const orphan = database.db.insert(auditEvent).values({ ...event, stationId: 99 });
    await expect(orphan).rejects.toMatchObject({ cause: { code: "23503" } });
  });
});
