import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { survey } from "../../src/db/schema-register.ts";
import { addUnit, type NewUnit } from "../../src/features/unit/actions.ts";
import { readPage } from "../../src/features/unitpage/actions.ts";
import { ALL, type Cursor, type Filter } from "../../src/features/units/rules.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { covers, leadScope, looksAfter, unitId } from "../telegram/register.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

async function enter(...units: readonly (Partial<NewUnit> & { code: string })[]): Promise<void> {
  const scope = await leadScope(bench, at);
  for (const each of units) {
    const added = await addUnit(scope, { kind: "self_employed", area: "A", enteredOn: "2024-03-01", ...each });
    if (!added.ok) throw new Error(added.reason);
  }
}
async function surveyed(code: string, on: string): Promise<void> {
  await bench.database.db.insert(survey).values({ stationId: at.stationId, unitId: await unitId(bench, at, code), on, source: "visit", createdAt: bench.now() });
}
const lead = () => bench.as(at.lead);
async function leadSays(line: string): Promise<string> {
  await lead().types(line);
  return lead().reads().text;
}
const codesIn = (text: string) => text.split("\n").slice(1).map((line) => line.split(" ")[0]);

async function example(): Promise<void> {
  await enter(
    { code: "U01", name: "Golden Noodles", industry: "food" }, { code: "U02", name: "便民小店", industry: "food", area: "B" }, { code: "U03", kind: "market", industry: "textile" },
    { code: "U04", kind: "micro_enterprise", area: "B", industry: "textile", market: "U03" }, { code: "U05", name: "Corner shop" }, { code: "U06", name: "Corner bakery", area: "B" },
  );
  await covers(bench, at, "G1", "U01", { fromOn: "2024-03-01" });
  await looksAfter(bench, at, "I1", "U02", { fromOn: "2024-03-01" });
  await changeStatus(await leadScope(bench, at), "U06", { status: "closed", on: "2026-11-20" });
  await surveyed("U01", "2026-08-25");
  await surveyed("U02", "2026-08-24");
  await surveyed("U05", "2026-11-01");
}

test.each([
  ["/units", "🏪 Units", ["U01", "U02", "U03", "U04", "U05", "U06"]],
  ["/units area B", "🏪 Units · area B", ["U02", "U04", "U06"]],
  ["/units 行业 food", "🏪 Units · food", ["U01", "U02"]],
  ["/units textile", "🏪 Units · textile", ["U03", "U04"]],
  ["/units b", "🏪 Units · “b”", ["U06"]],
  ["/units corner", "🏪 Units · “corner”", ["U05", "U06"]],
  ["/units 民小", "🏪 Units · “民小”", ["U02"]],
  ["/units 店", "🏪 Units · “店”", ["U02"]],
  ["/units u03", "🏪 Units · “u03”", ["U03"]],
  ["/units market", "🏪 Units · specialised market", ["U03"]],
  ["/units market U03", "🏪 Units · U03", ["U04"]],
  ["/units closed", "🏪 Units · closed", ["U06"]],
  ["/units uncovered", "🏪 Units · uncovered", ["U03", "U04", "U05"]],
  ["/units survey due", "🏪 Units · survey due", ["U02", "U03", "U04"]],
  ["/units B 片区 未覆盖", "🏪 Units · area B · uncovered", ["U04"]],
  ["/units corner area A", "🏪 Units · “corner” · area A", ["U05"]],
  ["/units corner bread", "🏪 Units · “corner bread”", ["Nothing"]],
])("“%s” finds what it says, with each code as a button", async (line, heading, codes) => {
  await example();
  const text = await leadSays(line);
  expect(text.split("\n")[0]).toBe(heading);
  expect(codesIn(text)).toEqual(codes);
  expect(labels(lead().reads()).flat().filter((label) => /^U\d/.test(label))).toEqual(codes.filter((code) => code !== "Nothing"));
  bench.emulator.markAllSeen();
});

test("never-surveyed units in operation stand in the list of what is due; closed ones do not", async () => {
  await example();
  expect(codesIn(await leadSays("/units due"))).toEqual(["U02", "U03", "U04"]);
  await leadSays("/unit U06 reopened");
  expect(codesIn(await leadSays("/units due"))).toEqual(["U02", "U03", "U04", "U06"]);
  bench.emulator.markAllSeen();
});

test("the list is narrowed by buttons, each tick can be taken back, and a card leads back to the list", async () => {
  await example();
  await leadSays("/units");
  await answers(lead(), "🔎 Narrow down", "Area", "B");
  expect(codesIn(lead().reads().text)).toEqual(["U02", "U04", "U06"]);
  await answers(lead(), "🔎 Narrow down", "uncovered");
  expect(codesIn(lead().reads().text)).toEqual(["U04"]);
  await answers(lead(), "🔎 Narrow down", "✅ uncovered", "🔎 Narrow down", "Kind", "self-employed business");
  expect(codesIn(lead().reads().text)).toEqual(["U02", "U06"]);
  await answers(lead(), "🔎 Narrow down", "Status", "closed");
  expect(codesIn(lead().reads().text)).toEqual(["U06"]);
  await answers(lead(), "U06");
  expect(lead().reads().text).toContain("🏪 U06 Corner bakery");
  await answers(lead(), "List");
  expect(codesIn(lead().reads().text)).toEqual(["U06"]);
  await answers(lead(), "🔎 Narrow down", "Show all", "🔎 Narrow down", "Industry", "textile");
  expect(codesIn(lead().reads().text)).toEqual(["U03", "U04"]);
  await answers(lead(), "🔎 Narrow down", "survey due", "🔎 Narrow down", "Back to the list");
  expect(lead().reads().text.split("\n")[0]).toBe("🏪 Units · textile · survey due");
  bench.emulator.markAllSeen();
});

test("pages are turned forwards and backwards, and a second list makes the buttons of the first one say so", async () => {
  await enter(...Array.from({ length: 20 }, (_, at) => ({ code: `U${String(at + 1).padStart(2, "0")}` })));
  await leadSays("/units");
  const first = lead().reads();
  expect(codesIn(first.text)).toEqual(["U01", "U02", "U03", "U04", "U05", "U06", "U07", "U08"]);
  expect(labels(first).slice(-2)).toEqual([["More ▶"], ["🔎 Narrow down"]]);
  await answers(lead(), "More ▶", "More ▶");
  expect(codesIn(lead().reads().text)).toEqual(["U17", "U18", "U19", "U20"]);
  expect(labels(lead().reads()).slice(-2)).toEqual([["⏮ Start", "◀ Back"], ["🔎 Narrow down"]]);
  await answers(lead(), "◀ Back");
  expect(codesIn(lead().reads().text)).toEqual(["U09", "U10", "U11", "U12", "U13", "U14", "U15", "U16"]);
  await answers(lead(), "⏮ Start");
  expect(codesIn(lead().reads().text)[0]).toBe("U01");
  await leadSays("/units area A");
  expect((await lead().taps(first, "More ▶")).toast).toBe("This list has been replaced. Please send /units again.");
  bench.emulator.markAllSeen();
});

test("asked for in the organizers' group, the list comes in private; members and other stations see nothing of it", async () => {
  await example();
  const { reactions } = await bench.as(at.lead, at.organizerGroup).types("/units uncovered");
  expect(reactions).toEqual(["👌"]);
  expect(codesIn(lead().reads().text)).toEqual(["U03", "U04", "U05"]);
  const token = /units:narrow:\d+:([0-9a-f]{8})/.exec(JSON.stringify(lead().reads().keyboard))?.[1] ?? "";
  const other = await establish(bench, { name: "Second station" });
  await bench.as(other.lead).types("/units");
  expect(bench.as(other.lead).reads().text).toBe("🏪 Units\nThere are no units yet. One at a time: /unit add · a whole table: /import");
  expect((await bench.as(other.lead).forges(bench.as(other.lead).reads(), `units:show:${other.stationId}:${token}`)).toast).toContain("replaced");
  const ben = await enrol(bench, at, "Ben");
  await bench.as(ben).types("/units");
  expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
  bench.emulator.markAllSeen();
});

async function walk(filter: Filter, direction: "next" | "previous", from: Cursor): Promise<string[]> {
  const scope = await leadScope(bench, at);
  const codes: string[] = [];
  for (let cursor: Cursor = from, steps = 0; steps < 60; steps++) {
    const page = await readPage(scope, filter, cursor);
    const found = page.units.map(({ code }) => code);
    codes.push(...(direction === "next" ? found : found.toReversed()));
    const onwards = page[direction];
    if (onwards === null) return codes;
    cursor = direction === "next" ? { after: onwards } : { before: onwards };
  }
  throw new Error("the pages never end");
}

test("all pages together are what the filter finds, forwards and backwards, each unit once", async () => {
  const kinds = ["self_employed", "micro_enterprise"] as const;
  await enter(...Array.from({ length: 45 }, (_, n) => ({ code: `X${(n * 37) % 100}-${n}`, kind: n % 2 === 0 ? kinds[0] : kinds[1], area: n % 3 === 0 ? "A" : "B", name: n % 5 === 0 ? "Corner shop" : null })));
  for (const n of [0, 3, 6, 9, 12, 15]) await looksAfter(bench, at, "I1", `X${(n * 37) % 100}-${n}`, { fromOn: "2024-03-01" });
  const everything = await walk(ALL, "next", null);
  expect(new Set(everything).size).toBe(45);
  const filters = fc.record({ area: fc.constantFrom(null, "A", "B"), kind: fc.constantFrom(null, ...kinds), uncovered: fc.boolean(), text: fc.constantFrom(null, "corner") });
  await fc.assert(fc.asyncProperty(filters, async (part) => {
    const numberOf = (code: string) => Number(code.split("-")[1]);
    const wanted = everything.filter((code) => {
      const n = numberOf(code);
      return (part.area === null || part.area === (n % 3 === 0 ? "A" : "B")) && (part.kind === null || part.kind === kinds[n % 2])
        && (!part.uncovered || !(n % 3 === 0 && n <= 15)) && (part.text === null || n % 5 === 0);
    });
    expect(await walk({ ...ALL, ...part }, "next", null)).toEqual(wanted);
    expect((await walk({ ...ALL, ...part }, "previous", { before: "ZZZ" })).toReversed()).toEqual(wanted);
  }), { numRuns: 16 });
});

test("where hardly anything is found among thousands, the search stops and can be taken on", async () => {
  const { db } = bench.database;
  await db.execute(sql`insert into unit (station_id, code, kind, area, entered_on, created_at) select ${at.stationId}, 'W' || lpad(n::text, 5, '0'), 'market', 'A', '2024-01-01', now() from generate_series(1, 2500) n`);
  await db.execute(sql`insert into unit_status (station_id, unit_id, status, from_on) select station_id, id, case when code >= 'W02499' then 'active' else 'closed' end, '2024-01-01' from unit`);
  expect(await leadSays("/units uncovered")).toBe("🏪 Units · uncovered\nNothing up to W00400; you can look on.");
  await answers(lead(), "Look on ▶");
  expect(lead().reads().text).toBe("🏪 Units · uncovered\nNothing up to W02400; you can look on.");
  await answers(lead(), "Look on ▶");
  expect(codesIn(lead().reads().text)).toEqual(["W02499", "W02500"]);
  bench.emulator.markAllSeen();
});

test("an open list is nothing that /cancel could drop", async () => {
  await example();
  await leadSays("/units area B");
  expect(await leadSays("/cancel")).toBe("There is nothing being filled in at the moment.");
});

test("a whole code finds that unit alone, a part of one finds all that have it", async () => {
  for (const code of ["U1", "U10", "U11"]) await leadSays(`/unit add ${code} | Corner shop ${code} | self-employed | area A`);
  await leadSays("/units U1");
  expect(codesIn(lead().reads().text)).toEqual(["U1"]);
  await leadSays("/units shop U1");
  expect(codesIn(lead().reads().text)).toEqual(["U1", "U10", "U11"]);
  bench.emulator.markAllSeen();
});
