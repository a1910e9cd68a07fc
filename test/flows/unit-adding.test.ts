import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { instructor, unit, unitStatus } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { addUnit, enterUnit, findUnit, holdUnit, readStatusNow } from "../../src/features/unit/actions.ts";
import { stationScope } from "../../src/features/station/actions.ts";
import type { StationId } from "../../src/context.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { entersInstructor } from "../telegram/instructors.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const unitsOf = (stationId: number) => bench.database.db.select().from(unit).where(eq(unit.stationId, stationId)).orderBy(unit.code);
async function leadSays(line: string): Promise<string> {
  await bench.as(at.lead).types(line);
  return bench.as(at.lead).reads().text;
}

test("a unit is entered with one line in either language, in any order after code and name, and its card is shown", async () => {
  await leadSays("/unit add u11 | 东门市场 | 市场 | A 片区 | 纺织");
  const card = await leadSays("/unit add U06 | 便民小店 | 个体 | A 片区 | 食品 | 市场 U11 | 3-9 人");
  expect(card).toBe("🏪 U06 便民小店\nself-employed business · area A\nIndustry: 食品\nIn market: U11\nPeople working there: 3-9\n\nfrom Mon 23 Nov: in operation\n\nNo organization, instructor or mass organization yet\nNever surveyed");
  await leadSays("/unit add U07 | Corner shop | 12 people | industry food | market u11 | area a | self-employed | since 2026-05-01");
  const [shop, market, other] = await unitsOf(at.stationId).then((rows) => [rows[0], rows[2], rows[1]]);
  expect(shop).toMatchObject({ code: "U06", name: "便民小店", kind: "self_employed", area: "A", industry: "食品", marketId: market?.id, employees: "3-9", enteredOn: "2026-11-23" });
  expect(other).toMatchObject({ code: "U07", name: "Corner shop", area: "A", industry: "food", employees: "10-49", enteredOn: "2026-05-01" });
  const periods = await bench.database.db.select().from(unitStatus).where(eq(unitStatus.unitId, other?.id ?? 0));
  expect(periods).toEqual([{ stationId: at.stationId, unitId: other?.id, status: "active", fromOn: "2026-05-01", throughOn: null }]);
  const trail = await bench.database.db.select().from(auditEvent).where(and(eq(auditEvent.stationId, at.stationId), eq(auditEvent.action, "unit.added")));
  expect(trail).toHaveLength(3);
  bench.emulator.markAllSeen();
});

test("without a code the next free one is given, and without a name the code is the name", async () => {
  await leadSays("/unit add U14 | 小微 | B 片区");
  expect(await leadSays("/unit add 便民小店 | 个体 | B 片区")).toContain("🏪 U15 便民小店");
  expect(await leadSays("/unit add delivery station | area B")).toContain("🏪 U16\n");
  bench.emulator.markAllSeen();
});

test("a word that the station knows needs no label; one that it does not know is asked about", async () => {
  await leadSays("/unit add U01 | firm | area A | industry food");
  expect(await leadSays("/unit add U02 | Corner shop | firm | food | area A")).toContain("Industry: food");
  expect(await leadSays("/unit add U03 | Corner shop | firm | toys")).toContain("Is “toys” the area or the industry? Please write “area toys” or “industry toys”.");
  expect((await unitsOf(at.stationId)).map(({ code }) => code)).toEqual(["U01", "U02"]);
  bench.emulator.markAllSeen();
});

test.each([
  ["/unit add U06 | Corner shop | area A", "Please say the kind"],
  ["/unit add U06 | Corner shop | firm", "Please say the area"],
  ["/unit add U01 | Other | firm | area A", "This code is taken"],
  ["/unit add U06 | Other | firm | area A | market U77", "There is no such market"],
  ["/unit add U06 | Other | firm | area A | market U01", "is not a market"],
  ["/unit add U06 | Other | market | area A | market U06", "cannot be its own market"],
  ["/unit add U06 | Other | firm | area A | since 2026-11-24", "has not come yet"],
  ["/unit add U06 | Other | firm | area A | self-employed", "said already"],
  ["/unit add U06 | Other | firm | area A | food | toys | cars", "What is “toys”?"],
  ["/unit", "You can use"],
  ["/unit U99", "There is no such unit"],
])("“%s” is refused with what would be right", async (line, told) => {
  await leadSays("/unit add U01 | firm | area A | industry food");
  expect(await leadSays(line)).toContain(told);
  expect(await unitsOf(at.stationId)).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("a unit of another station is not found, and a member finds none at all", async () => {
  const other = await establish(bench, { name: "Second station" });
  await bench.as(other.lead).types("/unit add U01 | firm | area A");
  expect(await leadSays("/unit U01")).toContain("There is no such unit");
  const ben = await enrol(bench, at, "Ben");
  await leadSays("/unit add U01 | firm | area B");
  await bench.as(ben).types("/unit U01");
  expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
  await bench.as(ben).types("/unit add U02 | firm | area B");
  expect(await unitsOf(at.stationId)).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("in the organizers' group a self-employed unit is known by its code, and how many work there is not said", async () => {
  expect(await leadSays("/unit add U01 | Wang's noodles | self-employed | area A | 0-2 people")).toContain("People working there: 0-2");
  await bench.as(at.lead, at.organizerGroup).types("/unit u01");
  expect(bench.as(at.lead, at.organizerGroup).reads().text).toContain("🏪 U01\n");
  expect(bench.as(at.lead, at.organizerGroup).reads().text).not.toContain("0-2");
  bench.emulator.markAllSeen();
});

test("an instructor who serves no more is on the card as one who does not count, even where nobody ended what they had", async () => {
  await leadSays("/unit add U01 | firm | area A");
  await entersInstructor(bench, at, "I1");
  await leadSays("/assign I1 U01");
  expect(await leadSays("/unit U01")).toContain("Looked after by: I1 (through");
  await bench.database.db.update(instructor).set({ activeThrough: "2026-11-20" });
  expect(await leadSays("/unit U01")).toContain("Looked after by: I1 (does not count)");
  bench.emulator.markAllSeen();
});

test("two who enter a unit without a code at once get different codes", async () => {
  const scope = stationScope(bench.scope(), { stationId: at.stationId as StationId, stationName: "S", timeZone: "Asia/Shanghai", stationLocale: "en" }, null);
  const entered = await Promise.all([1, 2, 3].map(() => scope.act((tx) => enterUnit(tx, scope, { kind: "market", area: "A" }))));
  expect(entered.flatMap((each) => each.ok ? [each.unit.code] : []).toSorted()).toEqual(["U01", "U02", "U03"]);
  const held = await scope.act(async (tx) => {
    const unitHeld = await holdUnit(tx, scope, " u02 ");
    return unitHeld && await readStatusNow(tx, unitHeld);
  });
  expect(held).toBe("active");
  expect(await findUnit(bench.database.db, at.stationId, "U04")).toBeNull();
  expect(await addUnit(scope, { kind: "market", area: "A" })).toEqual({ ok: false, reason: "notForYou" });
});

test("a button of another unit's questions, or of questions that are an hour old, enters nothing", async () => {
  await leadSays("/unit add U01 | firm | area A | industry food");
  const lead = bench.as(at.lead);
  await leadSays("/unit add Corner shop");
  await answers(lead, "self-employed business");
  const old = lead.reads();
  await leadSays("/unit add Other shop");
  await answers(lead, "specialised market");
  expect((await lead.taps(old, "A")).toast).toBe("That question is over. /unit add begins anew.");
  await answers(lead, "A");
  const asked = lead.reads();
  await bench.advance(61 * 60_000);
  expect((await lead.taps(asked, "food")).toast).toBe("That question is over. /unit add begins anew.");
  expect(await unitsOf(at.stationId)).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("a unit is entered question by question in private, with what the station knows to tap", async () => {
  await leadSays("/unit add U01 | firm | area A | industry food");
  const lead = bench.as(at.lead);
  expect(await leadSays("/unit add")).toBe("What is the new unit called?");
  expect(await leadSays("Corner shop")).toBe("Which kind is it?");
  await answers(lead, "self-employed business");
  expect(lead.reads().text).toBe("In which area? Tap one or write it.");
  expect(labels(lead.reads())).toEqual([["A"]]);
  expect(await leadSays("B 片区")).toBe("Which industry? Tap one or write it.");
  const asked = lead.reads();
  await answers(lead, "food");
  expect(lead.reads().text).toBe("✅ U02 Corner shop is entered.");
  await answers(lead, "Back to the unit");
  expect(lead.reads().text).toContain("self-employed business · area B\nIndustry: food");
  expect((await lead.forges(asked, "unitdraft:skip:industry:00000000")).toast).toBe("That question is over. /unit add begins anew.");
  expect(await leadSays("/unit add U77")).toBe("What is the new unit called?");
  await answers(lead, "Leave it out", "specialised market", "A", "Leave it out");
  expect(lead.reads().text).toBe("✅ U77 is entered.");
  expect((await unitsOf(at.stationId)).map(({ code }) => code)).toEqual(["U01", "U02", "U77"]);
  bench.emulator.markAllSeen();
});
