import { asc } from "drizzle-orm";
import { expect, test } from "vitest";
import { coverageLink } from "../../src/db/schema-register.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { fileOf, sendsFile } from "../telegram/tables.ts";

const bench = useBench();
const text = (words: string) => new TextEncoder().encode(words);

test("coverage links begin and end by a table, never overlap, and undone they are as before", async () => {
  const at = await establish(bench);
  const lead = bench.as(at.lead);
  for (const line of [
    "/unit add U1 | Shop | market | A | since 2024-01-01", "/unit add U2 | Shop two | market | A | since 2024-01-01",
    "/org add G1 | One | separate | branch | since 2024-02-01", "/org add G2 | Two | joint | branch | since 2024-02-01",
  ]) await lead.types(line);
  await bench.settle();
  bench.emulator.markAllSeen();
  const links = () => bench.database.db.select({
    unitId: coverageLink.unitId, formation: coverageLink.formation, fromOn: coverageLink.fromOn, throughOn: coverageLink.throughOn, endReason: coverageLink.endReason,
  }).from(coverageLink).orderBy(asc(coverageLink.id));
  const shown = await sendsFile(bench, at.lead, text(`Organization,Unit,From,Through
G1,U1,2024-03-01,
G1,U2,2024-04-01,
G2,U1,2024-03-01,2024-12-31
G2,U1,2024-12-31,
G2,U2,2023-01-01,
G9,U2,2024-03-01,
G2,U9,2024-03-01,
G2,U2,2024-03-01,
`), "links.csv");
  expect(shown).toContain("New 3 · changed 0 · unchanged 0 · wrong 5");
  expect(shown.split("\n").slice(4, 9)).toEqual([
    "Line 3: “Organization”: G1 is a separate organization and covers one unit at a time",
    "Line 5: “From” overlaps with a time that is recorded already: 2024-12-31",
    "Line 6: “From”: the unit was entered on 2024-01-01, so nothing begins before",
    "Line 7: “Organization”: there is no organization G9; import organizations first",
    "Line 8: “Unit”: there is no unit U9; import units first",
  ]);
  await lead.taps(lead.reads(), "Apply 3 rows");
  expect(lead.reads().text).toContain("✅ Coverage links: written.");
  expect((await links()).map(({ fromOn, throughOn, formation }) => [formation, fromOn, throughOn])).toEqual(expect.arrayContaining([
    ["separate", "2024-03-01", null], ["joint", "2024-03-01", "2024-12-31"], ["joint", "2024-03-01", null],
  ]));

  // One that ended on the day on which it began, and began anew, is two.
  await lead.types("/link end G2 U2 on 2024-03-01");
  await lead.types("/link G2 U2 from 2024-03-01");
  bench.emulator.markAllSeen();
  expect((await links()).filter(({ fromOn }) => fromOn === "2024-03-01").map(({ throughOn, endReason }) => [throughOn, endReason])).toContainEqual(["2024-02-29", "ended"]);
  const before = await links();
  await lead.types("/export links");
  expect(await sendsFile(bench, at.lead, fileOf(bench, at.lead).bytes)).toContain("New 0 · changed 0 · unchanged 4 · wrong 0");

  const moved = await sendsFile(bench, at.lead, text("Organization,Unit,From,Through\nG1,U1,2024-03-01,2024-06-30\nG1,U2,2024-07-01,\nG2,U1,2024-03-01,2024-11-30\n"), "links.csv");
  expect(moved).toContain("New 1 · changed 1 · unchanged 0 · wrong 1");
  await lead.taps(lead.reads(), "Apply 2 rows");
  expect((await links()).filter(({ formation }) => formation === "separate").map(({ fromOn, throughOn, endReason }) => [fromOn, throughOn, endReason]))
    .toEqual([["2024-03-01", "2024-06-30", "ended"], ["2024-07-01", null, null]]);
  await lead.taps(lead.reads(), "Undo");
  expect(lead.reads().text).toContain("undone");
  expect(await links()).toEqual(before);
}, 60_000);
