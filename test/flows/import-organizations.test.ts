import { asc } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { organization, organizationStatus, organizationTerm } from "../../src/db/schema-register.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { fileOf, rowsOf, sendsFile } from "../telegram/tables.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const lead = () => bench.as(at.lead);
const text = (words: string) => new TextEncoder().encode(words);
const sends = (words: string) => sendsFile(bench, at.lead, text(words), "organizations.csv");
const HEAD = "Code,Name,Level,Formation,Status,Counts for coverage,Area,Market,Industry,Parent,Terms,Approved by\n";

async function says(...lines: string[]): Promise<void> {
  for (const line of lines) await lead().types(line);
  await bench.settle();
  bench.emulator.markAllSeen();
}

async function register() {
  const { db } = bench.database;
  return {
    organizations: await db.select().from(organization).orderBy(asc(organization.id)),
    statuses: await db.select().from(organizationStatus).orderBy(asc(organizationStatus.organizationId), asc(organizationStatus.fromOn)),
    terms: await db.select().from(organizationTerm).orderBy(asc(organizationTerm.organizationId), asc(organizationTerm.startedOn)),
  };
}

test("organizations are entered from a table with their past, their terms and their parents, come out again as they went in, and are undone", async () => {
  await says("/unit add U11 | East market | market | A | since 2020-01-01", "/unit add U1 | Shop | micro | A | since 2020-01-01");
  const shown = await sends(`${HEAD}G2,Market joint branch,branch,joint,active 2024-01-05; suspended 2025-03-01; active 2025-04-01,,A,U11,textiles,G1,"2021-01-05 3 years, extended 2024-06-30; 2024-07-01",District committee
G1,East committee,committee,area,,,,,,,,
,Riders,branch,floating,active 2025-01-01,does not count,,,,G1,,
G5,Riders,branch,joint,,,,,,,,
G6,Six,committee,joint,,,,,,G2,,
G7,Seven,branch,joint,,,,U1,,G9,,
G8,Eight,branch,joint,,,,U9,,,,
G10,Ten,branch,joint,active 2027-01-01,,,,,,,
,,branch,somehow,,,,,,,2024-01-01 30,
`);
  expect(shown).toContain("New 3 · changed 0 · unchanged 0 · wrong 6");
  await lead().taps(lead().reads(), "The 6 wrong rows (file)");
  expect((await rowsOf(fileOf(bench, at.lead).bytes)).slice(1).map((row) => row.at(-1))).toEqual([
    "“Name”: another organization is called “Riders”",
    "“Parent”: the level of G2 is not above",
    "“Market”: U1 is not a market",
    "“Market”: there is no market U9; import it among the units first",
    "“Status”: 2027-01-01 has not come yet",
    "“somehow” is no value of “Formation”; the template's second sheet lists them; “2024-01-01 30” is no fitting number for “Terms”",
  ]);
  bench.emulator.markAllSeen();
  await sends(`${HEAD}G2,Market joint branch,branch,joint,active 2024-01-05; suspended 2025-03-01; active 2025-04-01,,A,U11,textiles,G1,"2021-01-05 3 years, extended 2024-06-30; 2024-07-01",District committee
G1,East committee,committee,area,,,,,,,,
,Riders,branch,floating,active 2025-01-01,does not count,,,,G1,,
`);
  await lead().taps(lead().reads(), "Apply 3 rows");
  expect(lead().reads().text).toContain("✅ Organizations: written.");
  const applied = lead().reads();
  const after = await register();
  const committee = after.organizations.find(({ code }) => code === "G1");
  expect(after.organizations.map(({ code, name, counts, parentId }) => [code, name, counts, parentId === committee?.id])).toEqual([
    ["G2", "Market joint branch", true, true], ["G1", "East committee", true, false], ["G03", "Riders", false, true],
  ]);
  expect(after.statuses.filter(({ organizationId }) => organizationId === after.organizations[0]?.id).map(({ status, fromOn, throughOn }) => [status, fromOn, throughOn])).toEqual([
    ["active", "2024-01-05", "2025-02-28"], ["suspended", "2025-03-01", "2025-03-31"], ["active", "2025-04-01", null],
  ]);
  expect(after.terms.map(({ startedOn, endsOn, extendedThrough }) => [startedOn, endsOn, extendedThrough])).toEqual([
    ["2021-01-05", "2024-01-04", "2024-06-30"], ["2024-07-01", "2027-06-30", null],
  ]);

  for (const counts of ["New 0 · changed 0 · unchanged 3 · wrong 0", "新增 0 · 变更 0 · 无变化 3 · 有误 0"]) {
    await lead().types("/export organizations");
    expect(await sendsFile(bench, at.lead, fileOf(bench, at.lead).bytes)).toContain(counts);
    await lead().types("/lang");
    await lead().taps(lead().reads(), "中文");
    bench.emulator.markAllSeen();
  }
  expect(await register()).toEqual(after);
  await lead().taps(applied, "Undo");
  expect(bench.emulator.message(applied).text).toBe("↩️ 党组织：已撤销，登记与写入前一样。");
  expect(await register()).toEqual({ organizations: [], statuses: [], terms: [] });
}, 60_000);

test("a table changes what may change, says kindly what may not, and undone the old is back", async () => {
  await says(
    "/unit add U1 | Shop | micro | A | since 2020-01-01", "/org add G1 | One | separate | committee | since 2024-02-01", "/org add G2 | Two | joint | branch | since 2024-02-01 | term 2024-02-01",
    "/org add G3 | Three | joint | branch | since 2024-02-01", "/link G3 U1 from 2024-03-01",
  );
  const before = await register();
  const shown = await sends(`${HEAD}G1,One,branch,joint,,,,,,,,
G2,Two anew,,,suspended 2026-01-01,no,B,,,G1,"2024-02-01 3 years, extended 2027-06-30",
G3,Three,,,dissolved 2026-01-01,,,,,,,
`);
  expect(shown).toContain("New 0 · changed 1 · unchanged 0 · wrong 2");
  expect(shown).toContain("Line 2: “Level” of G1 is recorded and stays as it is; “Formation” of G1 is recorded and stays as it is");
  expect(shown).toContain("Line 4: “Status”: G3 still covers units; please use /org G3, so that the links end with it");
  await lead().taps(lead().reads(), "Apply 1 rows");
  const applied = lead().reads();
  const [, changed] = (await register()).organizations;
  expect(changed).toMatchObject({ name: "Two anew", counts: false, area: "B", parentLevel: "committee" });
  await lead().taps(applied, "Undo");
  expect(bench.emulator.message(applied).text).toContain("undone");
  expect(await register()).toEqual(before);
});

test("what units were linked to since stays, and an organization that only hosted something grows and shrinks again", async () => {
  await says("/unit add U1 | Shop | micro | A | since 2020-01-01");
  await bench.database.db.insert(organization).values({ stationId: at.stationId, name: "Riverside" });
  const [host] = await bench.database.db.select().from(organization);
  await sends("Code,Name,Level,Formation\nG1,riverside,branch,joint\nG2,Two,branch,joint\n");
  await lead().taps(lead().reads(), "Apply 2 rows");
  const applied = lead().reads();
  expect((await register()).organizations.map(({ id, code }) => [id === host?.id, code])).toEqual([[true, "G1"], [false, "G2"]]);
  await says("/link G2 U1 from 2026-11-23");
  await lead().taps(applied, "Undo");
  expect(bench.emulator.message(applied).text).toBe("It cannot be undone: something entered later refers to G2. Please see to that first.");
});
