import { asc } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { assignment, instructor, visit } from "../../src/db/schema-register.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { fileOf, rowsOf, sendsFile } from "../telegram/tables.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const lead = () => bench.as(at.lead);
const sends = (words: string) => sendsFile(bench, at.lead, new TextEncoder().encode(words), "table.csv");
const instructors = () => bench.database.db.select().from(instructor).orderBy(asc(instructor.id));
const assignments = () => bench.database.db.select().from(assignment).orderBy(asc(assignment.id));

async function applies(words: string, rows: number): Promise<void> {
  await sends(words);
  await lead().taps(lead().reads(), `Apply ${rows} rows`);
  expect(lead().reads().text).toContain("✅");
  bench.emulator.markAllSeen();
}

/** What is wrong with each row, from the file of the wrong ones. */
async function reasons(rows: number): Promise<(string | undefined)[]> {
  await lead().taps(lead().reads(), `The ${rows} wrong rows (file)`);
  const wrong = (await rowsOf(fileOf(bench, at.lead).bytes)).slice(1).map((row) => row.at(-1));
  bench.emulator.markAllSeen();
  return wrong;
}

const UNITS = "Code,Kind,Area,Entered on,Status\nU1,micro,A,2024-01-01,\nU2,micro,A,2024-01-01,\nU3,micro,A,2024-01-01,\nU4,micro,A,2024-01-01,active 2024-01-01; closed 2026-01-01\n";

async function comesBackUnchanged(sheet: string, count: number): Promise<void> {
  await lead().types("/lang");
  await lead().taps(lead().reads(), "中文");
  bench.emulator.markAllSeen();
  await lead().types(`/export ${sheet}`);
  expect(await sendsFile(bench, at.lead, fileOf(bench, at.lead).bytes)).toContain(`新增 0 · 变更 0 · 无变化 ${count} · 有误 0`);
}

test("instructors are entered, changed and undone by a table that holds nothing of the person", async () => {
  const shown = await sends("Code,Role,Capacity,Areas,Industries,Languages,Days between visits,From,Through\nI1,instructor,3,\"A, B\",food,粤语、English,31,2026-01-01,\n,liaison,,,,,,,2027-12-31\nI3,chief,0,,,,400,2026-02-30,\nI4,,1,,,,,2026-05-01,2026-01-01\n");
  expect(shown).toContain("New 2 · changed 0 · unchanged 0 · wrong 2");
  expect(shown).toContain("Line 5: the dates of “Through” must run forwards: 2026-01-01");
  await lead().taps(lead().reads(), "Apply 2 rows");
  bench.emulator.markAllSeen();
  expect((await instructors()).map(({ code, role, capacity, areas, languages, visitEveryDays, activeFrom, activeThrough, accountId }) =>
    [code, role, capacity, areas, languages, visitEveryDays, activeFrom, activeThrough, accountId])).toEqual([
    ["I1", "instructor", 3, ["A", "B"], ["粤语", "English"], 31, "2026-01-01", null, null], ["I05", "liaison", 5, [], [], 92, "2026-11-23", "2027-12-31", null],
  ]);
  const before = await instructors();
  await applies("Code,Role,Capacity,Areas,From,Through\nI1,liaison,4,-,2026-01-01,2026-12-31\n", 1);
  expect((await instructors())[0]).toMatchObject({ role: "liaison", capacity: 4, areas: [], industries: ["food"], activeThrough: "2026-12-31" });
  await lead().types("/import");
  const latest = lead().reads();
  await lead().taps(latest, "Undo");
  expect(bench.emulator.message(latest).text).toContain("undone");
  expect(await instructors()).toEqual(before);
  await comesBackUnchanged("instructors", 2);
}, 60_000);

test("assignments are entered with the same refusals as one by one", async () => {
  await applies(UNITS, 4);
  await applies("Code,Role,Capacity,From,Through\nI1,instructor,1,2025-01-01,\nI2,instructor,2,2025-01-01,2027-01-31\n", 2);
  await sends(`Instructor,Unit,From,Through,Why it ended,Reason above capacity
I1,U1,2026-01-01,,,
I1,U2,2026-11-01,2027-05-31,,
I1,U3,2026-11-01,2027-05-31,,until somebody is found
I2,U1,2026-11-01,,,
I2,U1,2026-12-01,,,
I2,U2,2026-11-01,open,,
I2,U3,2024-12-01,2026-12-31,,
I9,U1,2026-11-01,,,
I2,U9,2026-11-01,,,
I2,U4,2026-11-01,,,
I2,U4,2025-02-01,2025-12-31,unit closed,
I2,U3,2023-12-31,2025-06-30,,
I2,U3,2026-11-01,,ended,
`);
  expect(lead().reads().text).toContain("New 4 · changed 0 · unchanged 0 · wrong 9");
  const preview = lead().reads();
  expect(await reasons(9)).toEqual([
    "“Instructor”: I1 is at capacity; please give a reason",
    "“From” overlaps with a time that is recorded already: 2026-12-01",
    "“Instructor”: I2 does not serve for all of that time",
    "“Instructor”: I2 does not serve for all of that time",
    "“Instructor”: there is no instructor I9; import instructors first",
    "“Unit”: there is no unit U9; import units first",
    "“Unit”: U4 is not in operation on that day",
    "“From”: the unit was entered on 2024-01-01, so nothing begins before",
    "a reason why it ended needs “Through”",
  ]);
  await lead().taps(preview, "Apply 4 rows");
  expect(bench.emulator.message(preview).text).toContain("✅");
  expect((await assignments()).map(({ fromOn, throughOn, endReason, overCapacityReason }) => [fromOn, throughOn, endReason, overCapacityReason])).toEqual([
    ["2026-01-01", "2026-12-31", null, null], ["2026-11-01", "2027-05-31", null, "until somebody is found"], ["2026-11-01", "2027-01-31", null, null],
    ["2025-02-01", "2025-12-31", "unit_closed", null],
  ]);
  await comesBackUnchanged("assignments", 4);
}, 60_000);

test("an assignment ends by a table and not later than it would, and what was built upon an import stays", async () => {
  await applies(UNITS, 4);
  await applies("Code,Role,Capacity,From\nI1,instructor,5,2025-01-01\n", 1);
  await applies("Instructor,Unit,From,Through\nI1,U1,2026-01-01,2026-12-31\nI1,U2,2026-01-01,open\n", 2);
  const before = await assignments();
  await sends("Instructor,Unit,From,Through,Why it ended\nI1,U1,2026-01-01,2027-06-30,\nI1,U2,2026-01-01,2026-10-31,handed over\nI1,U2,2026-11-10,,\n");
  expect(lead().reads().text).toContain("New 1 · changed 1 · unchanged 0 · wrong 1");
  const applied = lead().reads();
  expect(await reasons(1)).toEqual(["“Through” cannot be moved later (2026-12-31); a renewal is a row of its own, from the day after"]);
  await lead().taps(applied, "Apply 2 rows");
  expect((await assignments()).map(({ fromOn, throughOn, endReason }) => [fromOn, throughOn, endReason])).toEqual([
    ["2026-01-01", "2026-12-31", null], ["2026-01-01", "2026-10-31", "handed_over"], ["2026-11-10", "2027-11-09", null],
  ]);
  await lead().taps(applied, "Undo");
  expect(bench.emulator.message(applied).text).toContain("undone");
  expect(await assignments()).toEqual(before);

  await sends("Instructor,Unit,From,Through\nI1,U2,2026-01-01,2026-10-31\n");
  await lead().taps(lead().reads(), "Apply 1 rows");
  const ended = lead().reads();
  await lead().types("/assign I1 U2 from 2026-11-20 through 2026-12-31");
  bench.emulator.markAllSeen();
  await lead().taps(ended, "Undo");
  expect(bench.emulator.message(ended).text).toBe("It cannot be undone: something entered later refers to I1 U2. Please see to that first.");

  await sends("Instructor,Unit,From\nI1,U3,2026-11-01\n");
  await lead().taps(lead().reads(), "Apply 1 rows");
  const visited = lead().reads();
  const made = (await assignments()).at(-1);
  await bench.database.db.insert(visit).values({ stationId: at.stationId, assignmentId: made?.id ?? 0, on: "2026-11-20", mode: "phone", outcome: "ok", createdAt: bench.now() });
  await lead().taps(visited, "Undo");
  expect(bench.emulator.message(visited).text).toContain("refers to I1 U3");
}, 60_000);
