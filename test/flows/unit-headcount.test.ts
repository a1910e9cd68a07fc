import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { unitHeadCount } from "../../src/db/schema-contact.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { readUnitsCounted, reportUnitCount } from "../../src/features/unitcount/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announceActivity, announcementIn, SATURDAY, scopeOf } from "../telegram/activities.ts";
import { establish, joinToo, type Established } from "../telegram/arrange.ts";
import { minutesFrom, readHeld, turnTo } from "../telegram/attending.ts";
import { useBench } from "../telegram/bench.ts";
import { contactOf } from "../telegram/contacts.ts";
import { enters } from "../telegram/instructors.ts";
import { unitId } from "../telegram/register.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();
let at: Established;
let activityId: number;
let wen: Person;

beforeEach(async () => {
  at = await establish(bench);
  await enters(bench, at, ["U06", "U07", "U08"]);
  wen = await contactOf(bench, at, "U06");
  activityId = await announceActivity(bench, at);
});

const said = (person: Person = wen) => bench.as(person).reads().text;
const counted = () => readUnitsCounted(bench.database.db, { stationId: at.stationId, activityId });
const begins = () => turnTo(bench, minutesFrom(SATURDAY.startsAt, 5));

describe("how many of a unit have come", () => {
  test("is said by one line or one tap while the check-in is open, can be corrected, and is closed after it", async () => {
    await bench.as(wen).types("/headcount 5");
    expect(said()).toContain("No activity has its check-in open now.");
    await turnTo(bench, minutesFrom(SATURDAY.startsAt, -15));
    await bench.as(wen).types("/headcount 5");
    expect(said()).toBe([
      "👥 “Visit to the market”: 5 people of U06 have come",
      "Only the number is kept, not who. Everybody can still check in themselves. You can correct it until the check-in closes.",
    ].join("\n"));
    expect(labels(bench.as(wen).reads())).toEqual([["0", "1", "2", "3", "4"], ["✓ 5", "6", "7", "8", "10"], ["✏️ Type it"]]);
    const page = bench.as(wen).reads();
    expect((await bench.as(wen).taps(page, "1")).toast).toBe("👥 “Visit to the market”: 1 person of U06 has come");
    expect(await counted()).toEqual({ units: 1, people: 1 });
    await turnTo(bench, minutesFrom(SATURDAY.endsAt, 31));
    expect((await bench.as(wen).taps(page, "3")).toast).toBe("The check-in has closed, so the number stays as it is.");
    await bench.as(wen).types("/headcount 3");
    expect(said()).toContain("No activity has its check-in open now.");
    expect(await counted()).toEqual({ units: 1, people: 1 });
    expect(await bench.database.db.$count(auditEvent, eq(auditEvent.action, "contact.counted"))).toBe(2);
    bench.emulator.markAllSeen();
  });

  test("can be typed when asked for, or said without being asked, in either language", async () => {
    await begins();
    await bench.as(wen).types("/headcount");
    await bench.as(wen).taps(bench.as(wen).reads(), "✏️ Type it");
    await bench.as(wen).types("a dozen");
    expect(said()).toContain("Please write a number");
    await bench.as(wen).types("１２ 人");
    expect(await counted()).toEqual({ units: 1, people: 12 });
    await bench.as(wen).types("We are 6.");
    expect(said()).toContain("6 people of U06");
    await bench.as(wen).types("我们来了7人");
    expect(await counted()).toEqual({ units: 1, people: 7 });
    for (const line of ["/headcount many", "/headcount 10000"]) {
      await bench.as(wen).types(line);
      expect(said()).toContain("Please write a number from 0 to 9999");
    }
    bench.emulator.markAllSeen();
  });

  test("has a button on the contact's card while the check-in is open; of several it is asked which is meant", async () => {
    await begins();
    await bench.as(wen).types("/myunits");
    await answers(bench.as(wen), "👥 How many of us: Visit to the market");
    expect(said()).toContain("👥 “Visit to the market”: how many of U06 have come?");
    await contactOf(bench, at, "U07", wen);
    await bench.as(wen).types("/headcount 4");
    expect(said()).toBe("Which activity is it about?");
    await answers(bench.as(wen), "👥 U07 · Visit to the market");
    expect(said()).toContain("4 people of U07 have come");
    expect(await bench.database.db.select({ unitId: unitHeadCount.unitId, count: unitHeadCount.count }).from(unitHeadCount)).toEqual([{ unitId: await unitId(bench, at, "U07"), count: 4 }]);
    bench.emulator.markAllSeen();
  });

  test("stands apart from those who checked in themselves: neither the group's board nor the final number knows of it, the organizer reads both", async () => {
    const bob = await contactOf(bench, at, "U07");
    await contactOf(bench, at, "U08");
    await begins();
    await joinToo(bench, at, wen);
    await bench.as(wen).types("/checkin");
    await bench.as(wen).types("/headcount 5");
    await bench.as(bob).types("/headcount 7");
    expect(await bench.database.db.$count(checkIn)).toBe(1);
    expect((await announcementIn(bench, at.memberGroup)).text).not.toMatch(/12|13|\b5 |\b7 /u);
    await bench.as(at.lead).types("/announce count");
    expect(said(at.lead)).toContain("1 checked in themselves, 0 more counted by you.\n🏪 Units reported 12 in 2 units (apart from check-ins, not added to them)\n");
    await turnTo(bench, minutesFrom(SATURDAY.endsAt, 31), "closely");
    expect(said(at.lead)).toContain("1 checked in\n🏪 Units reported 12 in 2 units");
    expect(await readHeld(bench, activityId)).toMatchObject({ came: 1, counted: 0 });
    bench.emulator.markAllSeen();
  });

  test("is folded into two numbers of the activity after 180 days, and the trail says how many there were", async () => {
    await begins();
    await bench.as(wen).types("/headcount 5");
    await bench.advance(181 * 24 * 3_600_000);
    expect([await bench.database.db.$count(unitHeadCount), await counted()]).toEqual([0, { units: 1, people: 5 }]);
    const trail = await bench.database.db.select({ kind: auditEvent.objectKind, amount: auditEvent.amount }).from(auditEvent).where(eq(auditEvent.action, "retention.ran"));
    expect(trail).toContainEqual({ kind: "unit_head_count", amount: 1 });
    bench.emulator.markAllSeen();
  });

  test("is not taken for an activity that was cancelled", async () => {
    await begins();
    await bench.database.db.update(activity).set({ cancelledAt: bench.now() }).where(eq(activity.id, activityId));
    const me = (await scopeOf(bench, at, wen)).actor ?? (0 as never);
    expect(await reportUnitCount(bench.scope(), me, { activityId, unitId: await unitId(bench, at, "U06") }, 5)).toEqual({ ok: false, reason: "cancelled" });
    bench.emulator.markAllSeen();
  });
});

test("nobody says it of a unit that is not theirs, nor of another station's activity", async () => {
  const other = await establish(bench, { name: "Other station" });
  await enters(bench, other, ["X01"]);
  const theirs = await announceActivity(bench, other);
  await begins();
  await bench.as(wen).types("/headcount");
  const [own, foreign, neighbour] = [await unitId(bench, at, "U06"), await unitId(bench, other, "X01"), await unitId(bench, at, "U07")];
  for (const data of [
    `unitcount:page:${activityId}:${neighbour}`, `unitcount:set:${activityId}:${neighbour}:5`, `unitcount:ask:${activityId}:${neighbour}`,
    `unitcount:set:${theirs}:${own}:5`, `unitcount:set:${theirs}:${foreign}:5`, `unitcount:set:${activityId}:${foreign}:5`,
  ]) expect((await bench.as(wen).forges(bench.as(wen).reads(), data)).toast, data).toBe("Not found, or you are not the contact of this unit.");
  expect(await bench.database.db.$count(unitHeadCount)).toBe(0);
  bench.emulator.markAllSeen();
});

test("who is nobody's contact, or is one no more, says nothing", async () => {
  await begins();
  await bench.as(wen).types("/headcount");
  await bench.as(at.lead).types("/headcount 9");
  expect(said(at.lead)).toContain("No activity has its check-in open now.");
  await bench.as(at.lead).types("/unit U06");
  await answers(bench.as(at.lead), "Contacts", "End no. 1…", "Yes, end it");
  expect((await bench.as(wen).forges(bench.as(wen).reads(), `unitcount:set:${activityId}:${await unitId(bench, at, "U06")}:5`)).toast).toBe("Not found, or you are not the contact of this unit.");
  await bench.settle();
  await bench.as(wen).types("/headcount 9");
  expect(said()).toContain("No activity has its check-in open now.");
  expect(await counted()).toEqual({ units: 0, people: 0 });
  bench.emulator.markAllSeen();
});
