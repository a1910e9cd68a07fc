import { and, eq, isNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignmentOffer, assignmentOfferStep } from "../../src/db/schema-instructor.ts";
import { assignment, instructor, unit, unitStatus } from "../../src/db/schema-register.ts";
import { account, roleGrant } from "../../src/db/schema.ts";
import { assignUnit } from "../../src/features/assignment/actions.ts";
import { answerOffer, startOffer } from "../../src/features/assignoffer/actions.ts";
import type { AccountId } from "../../src/context.ts";
import { onServer } from "../setup/needs.ts";
import { scopeOf } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enlists, enters, entersInstructor } from "../telegram/instructors.ts";
import { labels, told } from "../telegram/talk.ts";

const bench = useBench();
const HOUR = 3_600_000;
const GONE = "This offer is over; no answer is needed any more.";
const assigned = () => bench.database.db.select({ instructor: instructor.code, unit: unit.code, throughOn: assignment.throughOn }).from(assignment)
  .innerJoin(instructor, eq(instructor.id, assignment.instructorId)).innerJoin(unit, eq(unit.id, assignment.unitId)).orderBy(assignment.id);
const offers = () => bench.database.db.select().from(assignmentOffer).orderBy(assignmentOffer.id);
const steps = () => bench.database.db.select().from(assignmentOfferStep);

test("a unit is offered to the best, who declines, then to the next, who takes it; the organizer sees where it stands and who took it, not who did not", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"], { industry: "food" });
  const ann = await enlists(bench, at, "I1", { areas: ["A"] });
  const bob = await enlists(bench, at, "I2");
  await entersInstructor(bench, at, "I3", { areas: ["A"] });
  const lead = bench.as(at.lead);
  await lead.types("/assign U06");
  await lead.taps(lead.reads(), "📨 Ask them in turn");
  expect(lead.reads().text).toBe("I am asking about U06, one after the other, and will tell you what comes of it.");
  await bench.settle();
  const offer = bench.as(ann).reads();
  expect(offer.text).toBe("🧭 “Example station” would like you to look after unit U06 (small or micro business · area A · food) through 2027-11-22.\nDoes it suit you? Please say so by Thu 26 Nov, 19:00; if not, that is fine, and I ask somebody else.");
  await lead.types("/assign U06");
  expect(lead.reads().text).toContain("📨 Asking about U06:\n⏳ I1: asked, has until Thu 26 Nov, 19:00");
  expect(labels(lead.reads()).at(-1)).toEqual(["Stop asking"]);
  await bench.as(ann).taps(offer, "Not this time");
  expect(bench.as(ann).reads().text).toBe("All right, I ask somebody else about U06. Thank you for saying so.");
  await bench.settle();
  expect(lead.reads().text).toContain("📨 Asking about U06:\n↪️ I1: did not take it\n⏳ I2: asked");
  await bench.as(bob).taps(bench.as(bob).reads(), "✅ I will");
  const thanks = "✅ Thank you! You look after U06 from today through 2027-11-22. See /myunits.";
  expect(bench.as(bob).reads().text).toBe(thanks);
  await bench.as(bob).forges(bench.as(bob).reads(), `assignoffer:yes:${at.stationId}:${(await offers())[0]?.id}`);
  expect(bench.as(bob).reads().text).toBe(thanks);
  await bench.settle();
  expect(lead.reads().text).toBe("✅ I2 takes U06 through 2027-11-22.");
  expect(await assigned()).toEqual([{ instructor: "I2", unit: "U06", throughOn: "2027-11-22" }]);
  expect(await offers()).toMatchObject([{ outcome: "accepted" }]);
  expect(await steps()).toHaveLength(1);
  expect((await bench.as(ann).forges(bench.as(ann).reads(), `assignoffer:yes:${at.stationId}:${(await offers())[0]?.id}`)).toast).toBe("");
  expect(bench.as(ann).reads().text).toBe(GONE);
  bench.emulator.markAllSeen();
});

test("no answer within forty-eight waking hours passes it on, and when all were asked the organizer is told", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1", {}, "zh-hans");
  const bob = await enlists(bench, at, "I2", {}, "zh-hans");
  await bench.as(at.lead).types("/assign 征询 U06");
  expect(bench.as(at.lead).reads().text).toBe("已开始为 U06 逐一征询，有结果就告诉您。");
  await bench.settle();
  const offer = bench.as(ann).reads();
  expect(offer.text).toContain("方便吗？请在 11月26日（周四）19:00 前告诉我");
  await bench.advance(80 * HOUR);
  expect(bench.as(bob).glances()?.text ?? "").not.toContain("想请您联系");
  await bench.advance(HOUR);
  await bench.settle();
  expect(bench.as(bob).reads().text).toContain("想请您联系单位 U06");
  await bench.as(ann).taps(offer, "✅ 我来联系");
  expect(bench.as(ann).reads().text).toBe("这个邀请已经结束，不用再答复了。");
  for (let days = 0; days < 4; days += 1) await bench.advance(24 * HOUR);
  await bench.settle();
  expect(told(bench, at.lead)).toContain("U06 已经问完，还没有人接下。可以直接指派：/assign U06");
  expect(await offers()).toMatchObject([{ outcome: "nobody_left" }]);
  expect(await steps()).toEqual([]);
  expect(await assigned()).toEqual([]);
  bench.emulator.markAllSeen();
});

test("what is begun at night is asked in the morning", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1");
  await bench.advance(12 * HOUR);
  await bench.as(at.lead).types("/assign ask U06");
  await bench.settle();
  expect(told(bench, ann).join("\n")).not.toContain("would like you");
  await bench.advance(9 * HOUR);
  expect(told(bench, ann).join("\n")).not.toContain("would like you");
  await bench.advance(HOUR);
  await bench.settle();
  expect(bench.as(ann).reads().text).toContain("Please say so by Fri 27 Nov, 17:00");
  bench.emulator.markAllSeen();
});

test("the organizer stops it by line or button, and there is one asking for a unit at a time", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1");
  const lead = bench.as(at.lead);
  await lead.types("/assign stop U06");
  expect(lead.reads().text).toBe("I am not asking about this unit.");
  await lead.types("/assign ask U06");
  await lead.types("/assign ask U06");
  expect(lead.reads().text).toBe("I am asking about this unit already.");
  await bench.settle();
  const offer = bench.as(ann).reads();
  await lead.types("/assign stop U06");
  expect(lead.reads().text).toBe("I have stopped asking about U06.");
  await bench.as(ann).taps(offer, "✅ I will");
  expect(bench.as(ann).reads().text).toBe(GONE);
  expect(await assigned()).toEqual([]);
  expect(await steps()).toEqual([]);
  await lead.types("/assign ask U06");
  expect(lead.reads().text).toContain("I am asking about U06");
  bench.emulator.markAllSeen();
});

test("only those with room, here and behind a taken-up code are asked, and a unit that closes meanwhile asks nobody more", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  await entersInstructor(bench, at, "I1");
  const lead = bench.as(at.lead);
  await lead.types("/assign ask U06");
  expect(lead.reads().text).toContain("There is nobody to ask");
  const ann = await enlists(bench, at, "I2", { capacity: 1 });
  await lead.types("/assign I2 U07");
  await lead.types("/assign ask U06");
  expect(lead.reads().text).toContain("There is nobody to ask");
  const bob = await enlists(bench, at, "I3");
  await enlists(bench, at, "I4");
  await lead.types("/instructor away I3 2026-11-23");
  await lead.types("/assign ask U06");
  await bench.settle();
  expect(told(bench, bob).join("\n")).not.toContain("would like you");
  expect(told(bench, ann).join("\n")).not.toContain("would like you");
  const { db } = bench.database;
  for (const { id } of await db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U06"))) await db.update(unitStatus).set({ status: "closed" }).where(eq(unitStatus.unitId, id));
  for (let days = 0; days < 4; days += 1) await bench.advance(24 * HOUR);
  await bench.settle();
  expect(await offers()).toMatchObject([{ outcome: "stopped" }]);
  await lead.types("/assign ask U06");
  expect(lead.reads().text).toBe("This unit is no longer here.");
  bench.emulator.markAllSeen();
});

test("who has blocked the bot is passed over, and who became full meanwhile cannot take one more", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  const ann = await enlists(bench, at, "I1");
  const bob = await enlists(bench, at, "I2", { capacity: 1 });
  bench.emulator.block(ann);
  const lead = bench.as(at.lead);
  await lead.types("/assign ask U06");
  await bench.settle();
  expect(bench.as(bob).reads().text).toContain("would like you to look after unit U06");
  const offer = bench.as(bob).reads();
  await lead.types("/assign I2 U07");
  await bench.settle();
  await bench.as(bob).taps(offer, "✅ I will");
  expect(told(bench, bob)).toContain("You are at your capacity and cannot take one more.");
  await bench.settle();
  expect(lead.reads().text).toContain("Everybody has been asked about U06");
  expect(await assigned()).toMatchObject([{ instructor: "I2", unit: "U07" }]);
  bench.emulator.markAllSeen();
});

test("assigning somebody at once ends the asking, and whoever was being asked is told kindly, but not whoever got the unit", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07", "U08"]);
  const ann = await enlists(bench, at, "I1", { areas: ["A"] });
  const bob = await enlists(bench, at, "I2");
  const lead = bench.as(at.lead);
  const open = async () => bench.database.db.$count(assignmentOffer, isNull(assignmentOffer.endedAt));
  await lead.types("/assign ask U06");
  await bench.settle();
  await lead.types("/assign I2 U06 from 2026-02-01 through 2026-05-31");
  expect(await open()).toBe(1);
  await lead.types("/assign I2 U06");
  expect(await open()).toBe(0);
  await bench.settle();
  expect(told(bench, ann).at(-1)).toBe("“Example station”: unit U06 has been settled otherwise, so no answer is needed any more. Thank you!");
  expect(told(bench, bob).some((text) => text.includes("settled otherwise"))).toBe(false);
  await lead.types("/assign ask U07");
  await lead.types("/assign I1 U07");
  await bench.settle();
  expect(await open()).toBe(0);
  expect(told(bench, ann).filter((text) => text.includes("U07 has been settled otherwise"))).toEqual([]);
  await lead.types("/assign ask U08");
  await lead.types("/assign area A");
  await lead.taps(lead.reads(), "✅ Accept all (1)");
  expect(await open()).toBe(0);
  await bench.settle();
  bench.emulator.markAllSeen();
});

test("only the one who is asked can answer, and another station neither asks nor stops", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  await enlists(bench, at, "I1");
  const ben = await enrol(bench, at, "Ben");
  const other = await establish(bench, { name: "Second station" });
  const eve = await enlists(bench, other, "I1");
  await bench.as(at.lead).types("/assign ask U06");
  await bench.settle();
  const id = (await offers())[0]?.id;
  await bench.as(ben).types("/help");
  await bench.as(eve).types("/myunits");
  for (const person of [ben, eve, at.lead, other.lead]) {
    for (const stationId of [at.stationId, other.stationId]) {
      await bench.as(person).types("/help");
      await bench.as(person).forges(bench.as(person).reads(), `assignoffer:yes:${stationId}:${id}`);
      expect(bench.as(person).reads().text).toBe(GONE);
    }
  }
  for (const data of ["assignoffer:stop", "assignoffer:ask"]) {
    expect((await bench.as(other.lead).forges(bench.as(other.lead).reads(), `${data}:${other.stationId}:U06`)).toast).toBe("There is no such unit.");
    for (const person of [other.lead, ben]) {
      expect((await bench.as(person).forges(bench.as(person).reads(), `${data}:${at.stationId}:U06`)).toast).toBe("Not found, or not yours to use.");
    }
  }
  for (const line of ["ask U06", "stop U06"]) {
    await bench.as(other.lead).types(`/assign ${line}`);
    expect(bench.as(other.lead).reads().text).toBe("There is no such unit.");
  }
  expect(await bench.database.db.select().from(assignmentOffer).where(isNull(assignmentOffer.endedAt))).toHaveLength(1);
  bench.emulator.markAllSeen();
});

onServer("two begin at once and one instructor presses twice: one asking, one assignment", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  await enlists(bench, at, "I1");
  const scope = await scopeOf(bench, at, at.lead);
  const begun = await Promise.all([1, 2, 3].map(() => startOffer(scope, "U06")));
  expect(begun.map((result) => result.ok ? "asking" : result.reason).toSorted()).toEqual(["alreadyAsking", "alreadyAsking", "asking"]);
  const [own] = await bench.database.db.select({ id: account.id }).from(account).innerJoin(roleGrant, and(eq(roleGrant.accountId, account.id), eq(roleGrant.role, "instructor")));
  const ref = { stationId: at.stationId, offerId: (await offers())[0]?.id ?? 0 };
  const answered = await Promise.all([1, 2, 3].map(() => answerOffer(bench.scope(), (own?.id ?? 0) as AccountId, ref, true)));
  expect(answered.map(({ answer }) => answer).toSorted()).toEqual(["taken", "taken", "taken"]);
  expect(await assigned()).toHaveLength(1);
  await bench.settle();
  bench.emulator.markAllSeen();
});

onServer("somebody is assigned at once while the one who is asked accepts: both are answered, and nobody is asked any more", async () => {
  const at = await establish(bench);
  const codes = ["U01", "U02", "U03", "U04"];
  await enters(bench, at, codes);
  const ann = await enlists(bench, at, "I1", { areas: ["A"] });
  await entersInstructor(bench, at, "I2");
  const [scope, own] = [await scopeOf(bench, at, at.lead), await scopeOf(bench, at, ann)];
  for (const code of codes) {
    expect((await startOffer(scope, code)).ok).toBe(true);
    const ref = { stationId: at.stationId, offerId: (await offers()).at(-1)?.id ?? 0 };
    const [made, answered] = await Promise.all([assignUnit(scope, { pair: ["I2", code] }), answerOffer(bench.scope(), own.actor as AccountId, ref, true)]);
    expect([made.ok, ["taken", "gone"].includes(answered.answer)]).toEqual([true, true]);
    expect(await bench.database.db.$count(assignmentOffer, isNull(assignmentOffer.endedAt))).toBe(0);
  }
  await bench.settle();
  bench.emulator.markAllSeen();
});

test("who accepted the code in English is asked in English, in a station that speaks Chinese", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await enters(bench, at, ["U06"]);
  const link = await entersInstructor(bench, at, "I1");
  const ann = bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" });
  await bench.as(ann).starts(`instructor-${link}`);
  await bench.as(ann).taps(bench.as(ann).reads(), "Accept (I am 18 or over)");
  await bench.as(at.lead).types("/assign 征询 U06");
  await bench.settle();
  expect(bench.as(ann).reads().text).toContain("would like you to look after unit U06");
  bench.emulator.markAllSeen();
});
