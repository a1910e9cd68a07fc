import { asc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { importBatch, importRow } from "../../src/db/schema-import.ts";
import { unit, unitStatus } from "../../src/db/schema-register.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { contactOf } from "../telegram/contacts.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

async function sends(content: string | Uint8Array, name = "units.csv", person = at.lead): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  bench.emulator.upload(person, person, { name, bytes });
  await bench.run();
  return bench.as(person).reads().text;
}

async function presses(button: string): Promise<string> {
  const lead = bench.as(at.lead);
  await lead.taps(lead.reads(), button);
  return lead.reads().text;
}

async function register() {
  const rows = await bench.database.db.select().from(unit).where(eq(unit.stationId, at.stationId)).orderBy(asc(unit.code));
  const periods = await bench.database.db.select().from(unitStatus).where(eq(unitStatus.stationId, at.stationId)).orderBy(asc(unitStatus.fromOn));
  return rows.map(({ id, code, name, kind, area, marketId, industry, employees, enteredOn }) => ({
    code, name, kind, area, industry, employees, enteredOn, market: rows.find((row) => row.id === marketId)?.code ?? null,
    status: periods.filter((period) => period.unitId === id).map(({ status, fromOn, throughOn }) => `${status} ${fromOn}..${throughOn ?? ""}`),
  }));
}

const FILE = `Code,Name,Kind,Area,Market,Industry,Industry chain,People working there,Entered on,Status
U06,Corner shop,self-employed,A,U11,food,,3-9,2024-01-05,active 2024-01-05; dormant 2026-09-01
U11,East market,market,Area A,,textiles,,50+,2020/03/01,
,"Station, north",delivery station,B,,,meals,12,,
`;

test("a table is shown before anything is written, is applied at once, and undone", async () => {
  const shown = await sends(FILE);
  expect(shown).toBe("📄 Units: the file is read; nothing is written yet.\nNew 3 · changed 0 · unchanged 0 · wrong 0\n\nApply writes all good rows at once; it can be undone for 24 hours.");
  expect(await register()).toEqual([]);

  expect(await presses("Apply 3 rows")).toBe("✅ Units: written.\nNew 3 · changed 0 · unchanged 0 · wrong 0\nCan be undone until Tue 24 Nov, 10:00.");
  expect(await register()).toEqual([
    { code: "U06", name: "Corner shop", kind: "self_employed", area: "A", industry: "food", employees: "3-9", enteredOn: "2024-01-05", market: "U11", status: ["active 2024-01-05..2026-08-31", "dormant 2026-09-01.."] },
    { code: "U11", name: "East market", kind: "market", area: "A", industry: "textiles", employees: "50+", enteredOn: "2020-03-01", market: null, status: ["active 2020-03-01.."] },
    { code: "U12", name: "Station, north", kind: "platform_station", area: "B", industry: null, employees: "10-49", enteredOn: "2026-11-23", market: null, status: ["active 2026-11-23.."] },
  ]);

  expect(await presses("Undo")).toBe("↩️ Units: undone. The register is as it was before.");
  expect(await register()).toEqual([]);
});

test("a Chinese table in GBK says the same", async () => {
  // “编号,类型,片区\nU1,个体,甲” in GBK.
  const gbk = new Uint8Array([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc0, 0xe0, 0xd0, 0xcd, 0x2c, 0xc6, 0xac, 0xc7, 0xf8, 0x0a, 0x55, 0x31, 0x2c, 0xb8, 0xf6, 0xcc, 0xe5, 0x2c, 0xbc, 0xd7]);
  expect(await sends(gbk)).toContain("New 1 · changed 0");
  await presses("Apply 1 rows");
  expect(await register()).toMatchObject([{ code: "U1", kind: "self_employed", area: "甲" }]);
});

test("UTF-16 with its mark is read, and the lead is answered in Chinese", async () => {
  bench.emulator.markAllSeen();
  await bench.as(at.lead).types("/lang");
  await bench.as(at.lead).taps(bench.as(at.lead).reads(), "中文");
  bench.emulator.markAllSeen();
  const utf16 = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("编号\t类型\t片区\t状态\r\nU1\t市场\tA\t歇业", "utf16le")]));
  expect(await sends(utf16)).toBe("📄 单位：文件读完了，还没有写入。\n新增 1 · 变更 0 · 无变化 0 · 有误 0\n\n点“应用”会一次写入全部好的行；24 小时内可以撤销。");
  expect(await presses("应用 1 行")).toContain("✅ 单位：已写入。");
  expect(await presses("撤销")).toBe("↩️ 单位：已撤销，登记与写入前一样。");
});

test("wrong rows are named with their reason and left out", async () => {
  const shown = await sends("code,kind,area,market,entered,status\nU1,restaurant,A,,,\nU2,market,A,,2026-02-30,\nU2,market,A,,,\nU3,market,A,U9,,\nU4,self-employed,A,U5,,\nU5,micro,A,,2027-01-01,\nU6,market,,,,closed 2026-01-01; active 2025-01-01\nU7,market,A,,,\n");
  expect(shown.split("\n").slice(0, 10).join("\n")).toBe(`📄 Units: the file is read; nothing is written yet.
New 1 · changed 0 · unchanged 0 · wrong 7

These rows are wrong and would be left out:
Line 2: “restaurant” is no value of “Kind”; the template's second sheet lists them
Line 3: “2026-02-30” is no date (“Entered on”); please write 2026-11-22
Line 4: the same as line 3
Line 5: “Market”: there is no market U9; import it among the units first
Line 6: “Market”: there is no market U5; import it among the units first
2 more are wrong.`);
  await presses("Apply 1 rows");
  expect(await register()).toMatchObject([{ code: "U7" }]);
});

test("a second table changes what it says and leaves what it leaves out; undoing brings the old back", async () => {
  await sends(FILE);
  await presses("Apply 3 rows");
  const before = await register();
  const shown = await sends("Code,Kind,Area,Name,Industry,Market,Status\nU06,self-employed,B,-,,U11,active 2024-01-05; dormant 2026-09-01; active 2026-11-01\nU11,market,A,,,,\nU12,delivery station,B,,,,\n");
  expect(shown).toContain("New 0 · changed 1 · unchanged 2 · wrong 0");
  await presses("Apply 1 rows");
  expect((await register())[0]).toMatchObject({
    code: "U06", name: null, area: "B", industry: "food", market: "U11", status: ["active 2024-01-05..2026-08-31", "dormant 2026-09-01..2026-10-31", "active 2026-11-01.."],
  });
  await presses("Undo");
  expect(await register()).toEqual(before);
});

test("what the register says of the past is not overwritten by a table", async () => {
  await sends(FILE);
  await presses("Apply 3 rows");
  const shown = await sends("Code,Kind,Area,Entered on,Status\nU06,self-employed,A,2024-01-06,\nU11,market,A,,closed 2019-01-01\nU12,micro,A,,\n");
  expect(shown).toContain("Line 2: “Entered on” is recorded as 2024-01-05 and stays so");
  expect(shown).toContain("Line 3: “Status”: the register says something else for 2019-01-01");
  expect(shown).toContain("New 0 · changed 1 · unchanged 0 · wrong 2");
});

test("what changed between the preview and the button stops the whole import", async () => {
  await sends("Code,Kind,Area\nU1,market,A\nU2,market,A\n");
  const preview = bench.as(at.lead).reads();
  await bench.as(at.lead).types("/unit add U2 | Shop | market | B");
  bench.emulator.markAllSeen();
  await bench.as(at.lead).taps(preview, "Apply 2 rows");
  const stopped = bench.emulator.message(preview);
  expect(stopped.text).toBe("The register has changed meanwhile, so nothing was written.");
  expect((await register()).map(({ code }) => code)).toEqual(["U2"]);
  await bench.as(at.lead).taps(preview, "Compare again");
  expect(bench.emulator.message(preview).text).toContain("New 1 · changed 1 · unchanged 0 · wrong 0");
});

test("an import that others lean on by now is not undone, and a day later none is", async () => {
  await sends("Code,Kind,Area\nU1,market,A\n");
  await presses("Apply 1 rows");
  const applied = bench.as(at.lead).reads();
  await bench.as(at.lead).types("/unit add U2 | Shop | self-employed | A | food | market U1");
  bench.emulator.markAllSeen();
  await bench.as(at.lead).taps(applied, "Undo");
  expect(bench.emulator.message(applied).text).toBe("It cannot be undone: something entered later refers to U1. Please see to that first.");
  bench.emulator.markAllSeen();
  await bench.advance(24 * 3_600_000);
  expect(await bench.database.db.select().from(importRow)).toEqual([]);
  expect(await bench.database.db.select().from(importBatch)).toEqual([]);
});

test("a unit that has a contact is neither closed by a table nor taken back with the import that made it", async () => {
  await sends("Code,Kind,Area,Entered on\nU1,market,A,2026-01-01\n");
  await presses("Apply 1 rows");
  const applied = bench.as(at.lead).reads();
  await contactOf(bench, at, "U1");
  expect(await sends("Code,Kind,Area,Status\nU1,market,A,closed\n")).toContain("“Status”: U1 still has an organization, an instructor, a mass organization or a contact");
  expect(await sends("Code,Kind,Area,Status\nU1,market,A,dormant\n")).toContain("New 0 · changed 1 · unchanged 0 · wrong 0");
  await bench.as(at.lead).taps(applied, "Undo");
  expect(bench.emulator.message(applied).text).toBe("It cannot be undone: something entered later refers to U1. Please see to that first.");
  bench.emulator.markAllSeen();
});

test("who is neither lead nor organizer has nothing imported, nor reads somebody else's file", async () => {
  const member = await enrol(bench, at, "Mei");
  expect(await sends(FILE, "units.csv", member)).toBe("Not found, or not yours to use.");
  await sends(FILE);
  const [batch] = await bench.database.db.select().from(importBatch);
  await bench.as(member).types("/help");
  await bench.as(member).forges(bench.as(member).reads(), `importing:${at.stationId}:apply:${batch?.id}`);
  expect(bench.as(member).reads().text).toBe("Not found, or not yours to use.");
  expect(await register()).toEqual([]);
});

test("what is no table is told so", async () => {
  expect(await sends("just some words")).toBe("I do not recognize this table: its first line must name the columns. /import says which.");
  expect(await sends("\n\n")).toBe("The file is empty.");
  expect(await sends('Code,Kind,Area\nU1,"market,A')).toBe("A quotation mark in the file is never closed. Please look and send it again.");
  expect(await sends(new Uint8Array([0x50, 0x4b, 0, 0, 0, 1, 2, 0, 0]))).toBe("The file is damaged and could not be read. Please save it anew and send it again.");
  expect(await sends(new Uint8Array([0x41, 0, 0, 0x42, 0, 0]))).toBe("This is not a table. Please send Excel (.xlsx) or CSV.");
  expect(await sends(`Code,Kind,Area\n${"x,".repeat(100)}`)).toBe("The file has too many columns (at most 60).");
  bench.emulator.upload(at.lead, at.lead, { name: "big.csv", bytes: new Uint8Array([65]), claimedSize: 25 * 1024 * 1024 });
  await bench.run();
  expect(bench.as(at.lead).reads().text).toBe("The file is too large (at most 10 MB, and 80 MB unpacked). Please split it.");
});

test("a table that fits no template is told which one it is most like, and what it lacks", async () => {
  expect(await sends("编号,片区,备注\nU1,A,x")).toBe("This table is most like “Units”, but it lacks “Kind”. Please add that and send it again, or take the template.");
  expect(await sends("Unit,From,Through\nU1,2026-01-01,")).toContain("is most like “Coverage links”, but it lacks “Organization”");
});
