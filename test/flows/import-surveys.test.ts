import { asc } from "drizzle-orm";
import { expect, test } from "vitest";
import { survey } from "../../src/db/schema-register.ts";
import { readNewest } from "../../src/features/survey/actions.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { fileOf, rowsOf, sendsFile } from "../telegram/tables.ts";

const bench = useBench();
const text = (words: string) => new TextEncoder().encode(words);
const surveys = () => bench.database.db.select().from(survey).orderBy(asc(survey.id));

test("surveys are entered from a table, decide from their day on, and never leave with their numbers of members", async () => {
  const at = await establish(bench);
  const lead = bench.as(at.lead);
  await lead.types("/unit add U1 | Shop | market | A | since 2026-01-01");
  bench.emulator.markAllSeen();
  const shown = await sendsFile(bench, at.lead, text("Unit,Date,Source,Full members,Willing,Secretary candidate,Why not formed\nU1,2026-11-01,visit,2,yes,no,too few members\nU1,2026-11-20,走访,3,愿意,有,\nU7,2026-11-20,visit,1,,,\nU1,2025-12-31,visit,1,,,\nU1,2026-11-30,visit,,,,\nU1,2026-11-02,visit,many,perhaps,,\n"), "s.csv");
  expect(shown).toBe(`📄 Surveys: the file is read; nothing is written yet.
New 2 · changed 0 · unchanged 0 · wrong 4

These rows are wrong and would be left out:
Line 4: “Unit”: there is no unit U7; import units first
Line 5: “Date”: the unit was entered on 2026-01-01, so nothing begins before
Line 6: “Date”: 2026-11-30 has not come yet
Line 7: “many” is no fitting number for “Full members”; “perhaps” is no value of “Willing”; the template's second sheet lists them

Apply writes all good rows at once; it can be undone for 24 hours.`);
  await lead.taps(lead.reads(), "Apply 2 rows");
  const [first] = await surveys();
  const unitId = first?.unitId ?? 0;
  expect(await readNewest(bench.database.db, { stationId: at.stationId, unitId }, "2026-11-19")).toMatchObject({ fullMembers: 2, notFormedReason: "too_few_members" });
  expect(await readNewest(bench.database.db, { stationId: at.stationId, unitId }, "2026-11-23")).toMatchObject({ fullMembers: 3, willing: "yes", hasSecretaryCandidate: true });
  const applied = lead.reads();

  await lead.types("/export surveys");
  const { bytes } = fileOf(bench, at.lead);
  expect((await rowsOf(bytes)).slice(1).map((row) => row[4])).toEqual(["", ""]);
  const before = await surveys();
  expect(await sendsFile(bench, at.lead, bytes)).toContain("New 0 · changed 0 · unchanged 2 · wrong 0");
  expect(await surveys()).toEqual(before);

  await lead.taps(applied, "Undo");
  expect(await surveys()).toEqual([]);
  expect(bench.emulator.message(applied).text).toContain("undone");
});
