import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { coverageLink, organization, unit } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { linkUnits } from "../../src/features/coverlink/actions.ts";
import { establish, enrol, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enterUnits } from "../telegram/organizations.ts";
import { answers, labels } from "../telegram/talk.ts";
import { onServer } from "../setup/needs.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
  await enterUnits(bench, at, { code: "U11", kind: "market" }, ...["U02", "U03", "U04"].map((code) => ({ code, market: "U11" })), { code: "U05" }, { code: "U06" }, { code: "U07", area: "B" });
  await says("/org add G1 | One | separate | branch | since 2024-02-16");
  await says("/org add G2 | Two | joint | branch | since 2023-11-16 | market U11");
  bench.emulator.markAllSeen();
});

const lead = () => bench.as(at.lead);
async function says(line: string): Promise<string> {
  await lead().types(line);
  return lead().reads().text;
}
const links = () => bench.database.db.select({ unit: unit.code, from: coverageLink.fromOn, through: coverageLink.throughOn }).from(coverageLink)
  .innerJoin(unit, eq(unit.id, coverageLink.unitId)).orderBy(asc(unit.code), asc(coverageLink.fromOn));

describe("/link", () => {
  test("links units from a day or from today, in English and in Chinese", async () => {
    expect(await says("/link g2 u02, U03 from 2026-01-02")).toBe("✅ Linked to G2 (2): U02 U03\nfrom 2026-01-02");
    expect(await says("/link G2 U04")).toContain("from 2026-11-23");
    expect(await says("/link G2 U05 from 2026-01-02 through 2026-10-31")).toContain("from 2026-01-02 through 2026-10-31");
    expect(await says("/link G2 U05 U02")).toBe("✅ Linked to G2 (1): U05\nfrom 2026-11-23\nLinked in that time already: U02 (from 2026-01-02)");
    await says("/lang");
    await answers(lead(), "中文");
    expect(await says("/link G2 U06 自2026-02-01")).toBe("✅ 已挂到 G2（1）：U06\n2026-02-01 起");
    expect(await links()).toEqual([
      { unit: "U02", from: "2026-01-02", through: null }, { unit: "U03", from: "2026-01-02", through: null }, { unit: "U04", from: "2026-11-23", through: null },
      { unit: "U05", from: "2026-01-02", through: "2026-10-31" }, { unit: "U05", from: "2026-11-23", through: null }, { unit: "U06", from: "2026-02-01", through: null },
    ]);
    expect(await says("/org G2")).toContain("单位（5）：U02 U03 U04 U05 U06");
    bench.emulator.markAllSeen();
  });

  test("ends links: what ends on a day has the day before as its last one, what goes through a day has that day", async () => {
    await says("/link G2 U02 U03 U04 from 2023-11-16");
    expect(await says("/link end G2 U04 on 2026-10-31")).toBe("✅ No longer linked to G2: U04\nLast day: 2026-10-30");
    expect(await says("/link 结束 G2 U03 至 2026-10-31")).toContain("Last day: 2026-10-31");
    expect(await says("/link end G2 U02 on 2023-11-16")).toBe("✅ Taken away from G2, as if never linked (the last day is before the first): U02");
    expect(await says("/link end G2 U02")).toContain("There is no link to end: U02");
    expect(await links()).toEqual([
      { unit: "U02", from: "2023-11-16", through: "2023-11-15" }, { unit: "U03", from: "2023-11-16", through: "2026-10-31" }, { unit: "U04", from: "2023-11-16", through: "2026-10-30" },
    ]);
    const reasons = await bench.database.db.select({ reason: coverageLink.endReason }).from(coverageLink);
    expect(reasons.every(({ reason }) => reason === "ended")).toBe(true);
    expect(await says("/link G2 U02 from 2023-11-16")).toContain("✅ Linked");
    bench.emulator.markAllSeen();
  });

  test("says from when a unit is linked where that is in the way, and how the time before it is linked too", async () => {
    expect(await says("/link G2 U02 from 2027-01-01")).toBe("✅ Linked to G2 (1): U02\nfrom 2027-01-01");
    const told = await says("/link G2 U02");
    expect(told).toBe("Linked in that time already: U02 (from 2027-01-01)\nFor the time before that: /link G2 U02 from 2026-11-23 through 2026-12-31");
    expect(await says(told.slice(told.indexOf("/link")))).toBe("✅ Linked to G2 (1): U02\nfrom 2026-11-23 through 2026-12-31");
    expect(await says("/link G2 U02 from 2027-05-01")).toBe("Linked in that time already: U02 (from 2027-01-01)");
    expect(await says("/link G2 U03 U02 from 2026-01-02")).toContain("Linked in that time already: U02 (from 2026-11-23 through 2026-12-31)\nFor the time before that: /link G2 U02 from 2026-01-02 through 2026-11-22");
    bench.emulator.markAllSeen();
  });

  test("does not say of a link that it is over while it goes on, nor of one that had not begun that it ended", async () => {
    await says("/link G2 U02 from 2026-01-02");
    await says("/link G2 U03 from 2027-01-01");
    expect(await says("/link end G2 U02 through 2027-02-28")).toBe("✅ Linked to G2 through 2027-02-28 and no longer: U02");
    expect(await says("/link end G2 U03 U02")).toBe("✅ No longer linked to G2: U02\nLast day: 2026-11-22\n✅ Taken away from G2, as if never linked (the last day is before the first): U03");
    bench.emulator.markAllSeen();
  });

  test("a link with a last day to come can still be ended by a button, and its unit is not offered meanwhile", async () => {
    await says("/link G2 U02 from 2026-01-02 through 2027-02-28");
    await says("/link G2");
    expect(labels(lead().reads())[1]).toEqual(["U03", "U04"]);
    await answers(lead(), "Look at it", "End a link", "U02", "Today, 2026-11-23");
    expect(lead().reads().text).toBe("✅ No longer linked to G2: U02\nLast day: 2026-11-23");
    bench.emulator.markAllSeen();
  });

  test("by buttons offers units of the market that are free, links each by a tap, and ends one with its last day", async () => {
    await says("/link G2");
    expect(labels(lead().reads())).toEqual([["All stalls in operation of U11…"], ["U02", "U03", "U04"], ["Look at it"]]);
    expect((await lead().taps(lead().reads(), "U03")).toast).toBe("Linked U03");
    expect(labels(lead().reads())[1]).toEqual(["U02", "U04"]);
    await answers(lead(), "Look at it", "End a link", "U03");
    expect(lead().reads().text).toContain("U03 and G2: which was the last day?");
    await answers(lead(), "Today, 2026-11-23");
    expect(lead().reads().text).toBe("✅ No longer linked to G2: U03\nLast day: 2026-11-23");
    bench.emulator.markAllSeen();
  });

  test("links all stalls in operation of a market at once, after saying how many, and says so anew where that changed", async () => {
    await says("/link G2 U02 from 2026-01-02");
    expect(await says("/link G2 market U11 from 2026-01-02")).toBe("Market U11 has 3 stalls in operation on 2026-01-02, 1 of them linked to G2.\n2 would be linked to G2 from 2026-01-02.");
    await says("/link G2 U03 from 2026-03-01");
    const preview = bench.emulator.messages(at.lead).find(({ text }) => text.startsWith("Market U11"));
    if (!preview) throw new Error("no preview");
    expect((await lead().taps(preview, "✅ Link these 2")).toast).toBe("The number of stalls has changed meanwhile. Please look again.");
    await lead().taps(preview, "✅ Link these 1");
    expect(bench.emulator.message(preview).text).toBe("✅ 1 stall is linked to G2 from 2026-01-02.");
    expect(await links()).toEqual([
      { unit: "U02", from: "2026-01-02", through: null }, { unit: "U03", from: "2026-03-01", through: null }, { unit: "U04", from: "2026-01-02", through: null },
    ]);
    expect(await says("/link G2 市场 U11")).toContain("Market U11 has no more stalls to link");
    expect(await says("/link G2 market U05")).toContain("There is no market U05");
    bench.emulator.markAllSeen();
  });

  test("leaves out stalls of a market that are gone by now, and links the others since a day in the past", async () => {
    await says("/unit U03 closed 2026-11-10");
    expect(await says("/link G2 market U11 from 2026-01-02")).toBe("Market U11 has 3 stalls in operation on 2026-01-02, 1 gone since then and left out.\n2 would be linked to G2 from 2026-01-02.");
    await answers(lead(), "✅ Link these 2");
    expect((await links()).map((link) => link.unit)).toEqual(["U02", "U04"]);
    bench.emulator.markAllSeen();
  });

  test.each([
    ["/link", "You can use:"], ["/link G2 market U11 through 2026-12-31", "are linked together without a last day"], ["/link G9 U02", "There is no organization G9"], ["/link G2 U77 U02", "There is no unit U77. Nothing was changed."],
    ["/link G2 U02 from 2026-02-30", "There is no such day"], ["/link G2 U02 from sometime", "I did not understand the day"],
    ["/link G2 U02 from 5/6/2026", "can be read in two ways"], ["/link G2 U02 from 2026-05-01 through 2026-04-01", "The last day is before the first one"],
    ["/link G2 店铺", "“店铺” is not a code"],
  ])("%s is answered with what would be right, and links nothing", async (line, answer) => {
    expect(await says(line)).toContain(answer);
    expect(await links()).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("a dissolved organization and a unit that is gone are refused for the time since, and not for the time before", async () => {
    await says("/org G2 dissolve 2026-11-01");
    expect(await says("/link G2 U02")).toContain("G2 is dissolved");
    expect(await says("/link G2 U02 from 2026-01-01 through 2026-10-31")).toContain("✅ Linked");
    await says("/unit U05 closed 2026-11-10");
    await says("/org G2 active 2026-11-15");
    expect(await says("/link G2 U05 U06")).toContain("Unit U05 is no longer in operation");
    expect(await says("/link G2 U05 from 2026-01-01 through 2026-11-09")).toContain("✅ Linked");
    bench.emulator.markAllSeen();
  });
});

describe("invariants of links", () => {
  test("4: two links of one organization and one unit never overlap, and the database itself refuses a second one", async () => {
    await says("/link G2 U02 from 2026-01-02 through 2026-03-31");
    expect(await says("/link G2 U02 from 2026-03-31")).toContain("Linked in that time already: U02");
    expect(await says("/link G2 U02 from 2026-04-01")).toContain("✅ Linked");
    const [row] = await bench.database.db.select().from(coverageLink);
    if (!row) throw new Error("no link");
    const { id: _, ...same } = row;
    await expect(bench.database.db.insert(coverageLink).values(same)).rejects.toThrow();
    await says("/org add G5 | Five | area | branch");
    expect(await says("/link G5 U02 from 2026-01-02")).toContain("✅ Linked");
    bench.emulator.markAllSeen();
  });

  test("5: a separate organization covers one unit at a time, in the database too; a joint one warns above five in operation and goes on", async () => {
    expect(await says("/link G1 U02 U03")).toContain("A separate organization covers one unit.");
    await says("/link G1 U02 from 2026-01-02");
    expect(await says("/link G1 U03 from 2026-05-01")).toContain("in that time it is U02");
    const [row] = await bench.database.db.select().from(coverageLink);
    const [other] = await bench.database.db.select().from(unit).where(eq(unit.code, "U03"));
    if (!row || !other) throw new Error("no link");
    const { id: _, ...same } = row;
    await expect(bench.database.db.insert(coverageLink).values({ ...same, unitId: other.id })).rejects.toThrow();
    await expect(bench.database.db.insert(coverageLink).values({ ...same, unitId: other.id, formation: "joint" })).rejects.toThrow();
    await says("/link end G1 U02 on 2026-06-01");
    expect(await says("/link G1 U03 from 2026-06-01")).toContain("✅ Linked");
    expect(await says("/link G2 U02 U03 U04 U05 U06")).not.toContain("Note:");
    expect(await says("/link G2 U07")).toContain("✅ Linked to G2 (1): U07\nfrom 2026-11-23\nNote: it now has 6 units in operation. A joint organization normally has 5 at most");
    bench.emulator.markAllSeen();
  });

  onServer("4: of two who link the same unit at the same moment one is told that it is linked already", async () => {
    const scope = await enterUnits(bench, at);
    const both = await Promise.all([1, 2].map(() => linkUnits(scope, { code: "G2" }, ["U02"], { fromOn: "2026-01-02", throughOn: null })));
    expect(both.map((each) => each.ok ? "linked" : each.reason).toSorted()).toEqual(["alreadyLinked", "linked"]);
    expect(await links()).toHaveLength(1);
  });
});

test("another station's organization, unit and market are not found, by code or by button, and a member links nothing", async () => {
  await says("/link G2");
  const shown = lead().reads();
  const other = await establish(bench, { name: "Second station" });
  const stranger = bench.as(other.lead);
  await stranger.types("/link G2 U02");
  expect(stranger.reads().text).toContain("There is no organization G2");
  await stranger.types("/org add G2 | Elsewhere | joint | branch");
  await stranger.types("/link G2 U02");
  expect(stranger.reads().text).toContain("There is no unit U02");
  const organizations = await bench.database.db.select().from(organization).orderBy(asc(organization.id));
  const [own, theirs] = [organizations.find(({ code, stationId }) => code === "G2" && stationId === at.stationId), organizations.find(({ stationId }) => stationId === other.stationId)];
  const [market] = await bench.database.db.select().from(unit).where(eq(unit.code, "U11"));
  const [stall] = await bench.database.db.select().from(unit).where(eq(unit.code, "U02"));
  const buttons = (stationId: number) => [
    `coverlink:ask:${stationId}:${own?.id}`, `coverend:ask:${stationId}:${own?.id}`, `coverlink:one:${stationId}:${own?.id}:${stall?.id}`, `coverlink:one:${stationId}:${theirs?.id}:${stall?.id}`, `coverend:done:${stationId}:${own?.id}:${stall?.id}:2026-11-23`,
    `stalls:ask:${stationId}:${theirs?.id}:${market?.id}:2026-11-23`, `stalls:link:${stationId}:${own?.id}:${market?.id}:2026-11-23:3`, `stalls:link:${stationId}:${theirs?.id}:${market?.id}:2026-11-23:3`,
  ];
  for (const data of [...buttons(at.stationId), ...buttons(other.stationId)]) expect((await stranger.forges(stranger.reads(), data)).toast, data).toMatch(/^There is no|^Not found/);
  const ben = bench.as(await enrol(bench, at, "Ben"));
  await ben.types("/link G2 U02");
  expect(ben.reads().text).toBe("Not found, or not yours to use.");
  expect((await ben.forges(shown, `coverlink:one:${at.stationId}:${own?.id}:${stall?.id}`)).toast).toBe("Not found, or not yours to use.");
  expect(await links()).toEqual([]);
  bench.emulator.markAllSeen();
});

test("the trail says that links were made and ended, without a word of what", async () => {
  await says("/link G2 U02");
  await says("/link end G2 U02 through 2026-11-23");
  const trail = await bench.database.db.select({ action: auditEvent.action, kind: auditEvent.objectKind }).from(auditEvent);
  expect(trail).toEqual(expect.arrayContaining([{ action: "link.added", kind: "organization" }, { action: "link.ended", kind: "organization" }]));
  bench.emulator.markAllSeen();
});
