import { expect, test } from "vitest";
import { claimOwed } from "../../src/outbox/claim.ts";
import { owed } from "../../src/outbox/enqueue.ts";
import { useOffice } from "./office.ts";

const office = useOffice();
const copy = owed<{ chatId: number; text: string }>("test.copy", "announcement");

const copies = (groups: readonly number[], text: (index: number) => string) =>
  office.promise(copy, ...groups.map((chatId, index) => ({ key: String(chatId), payload: { chatId, text: text(index) } })));

test("a promise may be more urgent than its kind, and is taken first", async () => {
  await copies(office.groups(3), (index) => `copy ${index}`);
  office.turn(10);
  await office.promise(copy, { key: "tapped", payload: { chatId: 1, text: "tapped" }, lane: "answer" });
  const [first] = await claimOwed(office.database.db, "test", 1, office.now());
  expect(first).toMatchObject({ key: "tapped", lane: 0 });
});

test("a tapped copy that was promised less urgently before overtakes the others, with the newest payload, and keeps its urgency when it must wait", async () => {
  const groups = office.groups(5);
  await copies(groups, (index) => `copy ${index}`);
  office.turn(10);
  const [last = 0] = groups.slice(-1);
  await office.promise(copy, { key: String(last), payload: { chatId: last, text: "tapped" }, lane: "answer" });
  office.turn(10);
  await office.promise(copy, { key: String(last), payload: { chatId: last, text: "newest" } });
  const [first] = await claimOwed(office.database.db, "test", 1, office.now());
  expect(first).toMatchObject({ key: String(last), lane: 0, payload: { text: "newest" }, runAt: new Date("2026-11-23T01:00:00Z") });
  const rows = await office.rows();
  expect(rows.filter((row) => row.key === String(last)).map((row) => row.lane)).toEqual([0]);
  expect(rows).toHaveLength(5);
});

test("an urgent promise that is not due yet makes nothing urgent, but is taken up with what is due", async () => {
  const [a = 0, b = 0] = office.groups(2);
  await copies([a, b], (index) => `copy ${index}`);
  await office.promise(copy, { key: String(b), payload: { chatId: b, text: "soon" }, lane: "answer", afterMs: 1_000 });
  const claimed = await claimOwed(office.database.db, "test", 10, office.now());
  expect(claimed.map(({ key, lane }) => ({ key, lane }))).toEqual([{ key: String(b), lane: 0 }, { key: String(a), lane: 3 }]);
  expect(await office.rows()).toHaveLength(2);
});
