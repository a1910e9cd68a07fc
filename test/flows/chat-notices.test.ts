import { expect, test } from "vitest";
import { outbox, periodRun } from "../../src/db/schema.ts";
import { announceDead, announceGap } from "../../src/features/notice/actions.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const HOUR_MS = 3_600_000;
const toldTo = (person: { id: number }, part: string) => bench.emulator.messages(person).filter((message) => message.fromBot && message.text.includes(part));

async function fail(stationId: number, kind: string): Promise<void> {
  const now = bench.now();
  await bench.scope().act(async (tx) => {
    await tx.insert(outbox).values({
      kind, key: `${kind}:${now.getTime()}`, stationId, payload: {}, lane: 0, state: "dead", runAt: now, createdAt: now,
    });
    await announceDead(tx, stationId, kind, now);
  });
}

test("after an absence every lead is told once how much may be lost", async () => {
  const first = await establish(bench);
  const second = await establish(bench, { name: "Second station", locale: "zh-CN" });
  const group = bench.emulator.addGroup({ title: "Another", owner: first.lead, quietly: true });
  await bench.as(first.lead, group).types("/setup Another station");
  await bench.as(first.lead, group).taps(bench.as(first.lead, group).reads(), "Confirm as myself");
  bench.emulator.markAllSeen();
  const from = new Date(bench.now().getTime() - 30 * HOUR_MS);
  await bench.scope().act((tx) => announceGap(tx, { count: 12, from, to: bench.now() }, bench.now()));
  await bench.settle();
  expect(toldTo(first.lead, "I was away").map((message) => message.text)).toEqual([
    "I was away from Sun 22 Nov, 04:00 to Mon 23 Nov, 10:00, and about 12 messages may be lost.\nPlease repeat what you did in that time.",
  ]);
  expect(toldTo(second.lead, "大约有12条消息没有收到")).toHaveLength(1);
});

test("what could not be sent is told to the lead once a day, in plain words", async () => {
  const { lead, stationId } = await establish(bench);
  await fail(stationId, "rollcall.board");
  await fail(stationId, "somebody.elses");
  await bench.advance(5 * 60_000);
  await fail(stationId, "rollcall.closed");
  await bench.advance(HOUR_MS);
  expect(toldTo(lead, "could not be sent").map((message) => message.text)).toEqual([
    "⚠️ Some messages of “Example station” could not be sent in the last day:\n· roll call: 1\n· other messages: 1\nPlease do it again if needed; if it keeps happening, tell your operator.",
  ]);
  await bench.advance(22 * HOUR_MS);
  await fail(stationId, "rollcall.board");
  await bench.advance(2 * HOUR_MS);
  expect(toldTo(lead, "could not be sent")).toHaveLength(2);
  expect((await bench.database.db.select().from(periodRun)).filter((run) => run.name.startsWith("notice.dead")).map((run) => run.period).toSorted())
    .toEqual(["2026-11-23", "2026-11-24", "2026-11-25"]);
});

test("a notice that cannot be sent owes no further notice", async () => {
  const { stationId } = await establish(bench);
  await fail(stationId, "notice.dead");
  expect((await bench.database.db.select().from(outbox)).filter((row) => row.state !== "dead")).toEqual([]);
});

test("whoever leads no more by the time a notice goes out is not told", async () => {
  const { lead, stationId } = await establish(bench);
  const second = bench.emulator.addPerson({ firstName: "Second", languageCode: "en" });
  await bench.as(lead).types("/role grant station_lead");
  await bench.as(second).starts(/\?start=(\S+)/.exec(bench.as(lead).reads().text)?.[1]);
  await bench.as(second).taps(bench.as(second).reads(), "Accept (I am 18 or over)");
  await fail(stationId, "rollcall.board");
  await bench.as(second).types("/role list");
  const list = bench.as(second).reads();
  expect(list.text).toBe("Roles at “Example station”:\n1. Station lead (no alias), since 2026-11-23\n2. Station lead (you), since 2026-11-23");
  await bench.as(second).taps(list, "Revoke no. 1…");
  await bench.as(second).taps(bench.as(second).reads(), "Yes, revoke");
  await bench.advance(5 * 60_000);
  expect(toldTo(lead, "could not be sent")).toEqual([]);
  expect(toldTo(second, "could not be sent")).toHaveLength(1);
  bench.emulator.markAllSeen();
});
