import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditEvent } from "../../src/db/schema.ts";
import { unit } from "../../src/db/schema-register.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { fileOf, rowsOf, sendsFile, workbook } from "../telegram/tables.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const lead = () => bench.as(at.lead);
const units = () => bench.database.db.select().from(unit).where(eq(unit.stationId, at.stationId)).orderBy(unit.code);

async function speaksChinese(): Promise<void> {
  await lead().types("/lang");
  await lead().taps(lead().reads(), "中文");
  bench.emulator.markAllSeen();
}

test("the template has the headings, and a second sheet with what may stand in them; filled in it is imported", async () => {
  await lead().types("/import template");
  await lead().taps(lead().reads(), "Units");
  const { name, bytes } = fileOf(bench, at.lead);
  expect(name).toBe("units-template.xlsx");
  const [heading = []] = await rowsOf(bytes);
  expect(heading).toEqual(["Code", "Name", "Kind", "Area", "Market", "Industry", "Industry chain", "People working there", "Entered on", "Status"]);
  const filled = await workbook([heading, ["U1", "Shop", "self-employed business", "A", "", "food", "", "3-9", "2024-01-05", "in operation"]]);
  expect(await sendsFile(bench, at.lead, filled)).toContain("New 1 · changed 0 · unchanged 0 · wrong 0");
});

test("wrong rows come back as a file with the reason beside each, and can be sent again once they are mended", async () => {
  await speaksChinese();
  const text = "编号,类型,片区,备注\nU1,饭店,A,甲\nU2,市场,A,乙\nU3,个体,,丙\n";
  expect(await sendsFile(bench, at.lead, new TextEncoder().encode(text), "单位.csv")).toContain("新增 1 · 变更 0 · 无变化 0 · 有误 2");
  await lead().taps(lead().reads(), "有误的 2 行（文件）");
  const rows = await rowsOf(fileOf(bench, at.lead).bytes);
  expect(rows).toEqual([
    ["编号", "类型", "片区", "备注", "原因"],
    ["U1", "饭店", "A", "甲", "“类型”里的“饭店”不在可选值中，请看模板的“可选值”表"],
    ["U3", "个体", "", "丙", "缺少“片区”"],
  ]);
  const mended = rows.map((row) => row.map((cell) => (cell === "饭店" ? "个体" : cell)));
  if (mended[2]) mended[2][2] = "B";
  expect(await sendsFile(bench, at.lead, await workbook(mended))).toContain("新增 2 · 变更 0 · 无变化 0 · 有误 0");
  await lead().taps(lead().reads(), "应用 2 行");
  expect((await units()).map(({ code, kind, area }) => [code, kind, area])).toEqual([["U1", "self_employed", "A"], ["U3", "self_employed", "B"]]);
  expect(lead().reads().text).toContain("已写入");
});

test("what is exported and imported again changes nothing, in either language; texts stay texts", async () => {
  await sendsFile(bench, at.lead, await workbook([
    ["Code", "Name", "Kind", "Area", "Market", "Industry", "Industry chain", "People working there", "Entered on", "Status"],
    ["U1", "=1+1", "market", "东门片区", "", "+86", "@home", "50+", "2020-03-01", ""],
    ["U2", "A \"quoted\" shop, no. 2", "self-employed", "B", "U1", "", "", "0-2", "2024-01-05", "active 2024-01-05; dormant 2025-01-01; active 2025-02-01; closed 2026-11-01"],
  ]));
  await lead().taps(lead().reads(), "Apply 2 rows");
  const before = await units();
  expect(before.map(({ name }) => name)).toEqual(["=1+1", "A \"quoted\" shop, no. 2"]);
  for (const counts of ["New 0 · changed 0 · unchanged 2 · wrong 0", "新增 0 · 变更 0 · 无变化 2 · 有误 0"]) {
    await lead().types("/export units");
    const { bytes } = fileOf(bench, at.lead);
    expect(await sendsFile(bench, at.lead, bytes)).toContain(counts);
    await speaksChinese();
  }
  expect(await units()).toEqual(before);
  const trail = await bench.database.db.select({ action: auditEvent.action }).from(auditEvent);
  expect(trail.map(({ action }) => action)).toEqual(expect.arrayContaining(["register.imported", "register.exported"]));
});

test("the export holds the own station's units only, and only a lead or an organizer gets it", async () => {
  const member = await enrol(bench, at, "Mei");
  await bench.as(member).types("/export units");
  expect(bench.as(member).reads().text).toBe("Not found, or not yours to use.");
  const other = await establish(bench, { name: "Other station" });
  await bench.as(other.lead).types("/unit add U9 | Shop | market | B");
  bench.emulator.markAllSeen();
  await lead().types("/export");
  await lead().taps(lead().reads(), "Units");
  expect(await rowsOf(fileOf(bench, at.lead).bytes)).toHaveLength(1);
});
