import { readXlsx } from "hucre/xlsx";
import { expect, test } from "vitest";
import { auditEvent } from "../../src/db/schema.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { GOLDEN_DAY, addUnits, loadGolden, loadGoldenWork } from "../telegram/golden.ts";
import { fileOf } from "../telegram/tables.ts";

const bench = useBench({ start: GOLDEN_DAY });

async function sheetsOf(bytes: Uint8Array): Promise<Map<string, unknown[][]>> {
  const { sheets } = await readXlsx(bytes);
  return new Map(sheets.map(({ name, rows }) => [name, rows.map((row) => [...row])]));
}

test("the coverage export opens as tables of figures, parts, causes and definitions; small counts of members are hidden, and it is in the audit", async () => {
  const at = await establish(bench);
  await loadGolden(bench, at);
  await loadGoldenWork(bench, at);
  await addUnits(bench, at, [{ code: "X1", kind: "self_employed", area: "=1+1", market: null, industry: null, enteredOn: "2026-11-20" }]);
  const lead = bench.as(at.lead);
  await lead.types("/export coverage on 2026-11-22 vs 2026-11-15");
  const { name, bytes } = fileOf(bench, at.lead);
  expect(name).toBe("coverage-2026-11-22.xlsx");
  const sheets = await sheetsOf(bytes);
  expect([...sheets.keys()]).toEqual(["Figures", "By kind", "By area", "By industry", "By market", "Trend", "Causes", "Definitions"]);
  const figures = sheets.get("Figures") ?? [];
  expect(figures[0]?.[0]).toBe("Example station · as of 2026-11-22, against 2026-11-15 · definition cov-1");
  expect(figures.find(([figure]) => figure === "Organization coverage")).toEqual(["Organization coverage", 5, 13, 38.46, 6, 12, 50, -11.54]);
  const kinds = new Map((sheets.get("By kind") ?? []).map((row) => [row[0], row.at(-1)]));
  // 13, 4, 1 and 0: the two small ones could be worked out from a total of 18 if either stood there, so neither does.
  expect([kinds.get("small or micro business"), kinds.get("specialised market")]).toEqual(["13", "0"]);
  expect([kinds.get("self-employed business"), kinds.get("delivery station")]).toEqual(["<5", "<5"]);
  expect((sheets.get("By area") ?? []).map(([area]) => area)).toContain("=1+1");
  expect(sheets.get("Causes")).toContainEqual(["Work coverage lost", "U06", "instructor I1 lapsed", "2026-11-21"]);

  await lead.types("/export coverage csv on 2026-11-22 vs 2026-11-15");
  const csv = new TextDecoder("utf-8", { ignoreBOM: true }).decode(fileOf(bench, at.lead).bytes);
  expect(csv.startsWith("\uFEFFFigures,")).toBe(true);
  expect(csv).toContain("\r\nFigures,Work coverage,8,13,61.54,10,12,83.33,-21.79\r\n");
  expect(csv).toContain("\r\nBy area,'=1+1,1,0,0,0,0,");
  expect((await bench.database.db.select().from(auditEvent)).filter(({ action }) => action === "coverage.exported")).toHaveLength(2);

  const member = await enrol(bench, at, "Mia");
  await bench.as(member).types("/export coverage");
  expect(bench.as(member).reads().text).toBe("Not found, or not yours to use.");
});
