import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { unit } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { addUnit } from "../../src/features/unit/actions.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { leadScope, unitId } from "../telegram/register.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
  const scope = await leadScope(bench, at);
  await addUnit(scope, { code: "U11", kind: "market", area: "A", enteredOn: "2024-03-01" });
  await addUnit(scope, { code: "U06", name: "Noodles", kind: "self_employed", area: "A", industry: "food", enteredOn: "2024-03-01" });
});

const lead = () => bench.as(at.lead);
const factsOf = async (code: string) => (await bench.database.db.select().from(unit).where(eq(unit.id, await unitId(bench, at, code))))[0];
async function leadSays(line: string): Promise<string> {
  await lead().types(line);
  return lead().reads().text;
}

test("one line changes several things that are said of a unit, in either language, and leaves the rest", async () => {
  expect(await leadSays("/unit u06 area B | 行业 食品 | market u11 | 12 人")).toBe("✅ U06 Noodles: saved.");
  expect(await factsOf("U06")).toMatchObject({ name: "Noodles", area: "B", industry: "食品", marketId: await unitId(bench, at, "U11"), employees: "10-49", kind: "self_employed" });
  expect(await leadSays("/unit U06 市场 无 | name New noodles | industry none | 3-9 people")).toBe("✅ U06 New noodles: saved.");
  expect(await factsOf("U06")).toMatchObject({ name: "New noodles", area: "B", industry: null, marketId: null, employees: "3-9" });
  expect(await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "unit.changed"))).toHaveLength(2);
  bench.emulator.markAllSeen();
});

test.each([
  ["/unit U06 blue", "I did not understand “blue”."], ["/unit U06 area none | blue", "I did not understand “blue”."], ["/unit U06 market U77", "There is no such market"],
  ["/unit U06 market U06", "cannot be its own market"], ["/unit U11 self-employed", "so its kind stays"], ["/unit U99 area B", "There is no such unit"],
  ["/unit U06 since 2024-01-01", "I did not understand"], ["/unit U06 code U11", "Another unit has this code."], ["/unit U06 code ***", "I did not understand"],
])("“%s” changes nothing and says what would be right", async (line, told) => {
  await addUnit(await leadScope(bench, at), { code: "U12", kind: "micro_enterprise", area: "A", market: "U11" });
  const before = [await factsOf("U06"), await factsOf("U11")];
  expect(await leadSays(line)).toContain(told);
  expect([await factsOf("U06"), await factsOf("U11")]).toEqual(before);
  bench.emulator.markAllSeen();
});

test("a unit that was entered as a market by mistake becomes what it is, as long as nothing is in it", async () => {
  expect(await leadSays("/unit U11 self-employed")).toBe("✅ U11: saved.");
  expect(await factsOf("U11")).toMatchObject({ kind: "self_employed" });
  await leadSays("/unit U11 market");
  await leadSays("/org add G2 | Two | joint | branch | market U11");
  expect(await leadSays("/unit U11 self-employed")).toContain("so its kind stays");
  bench.emulator.markAllSeen();
});

test("a code that was entered wrongly is put right, by a line or a button, and all that is known of the unit stays with it", async () => {
  const id = await unitId(bench, at, "U06");
  expect(await leadSays("/unit u06 code U60 | area B")).toBe("✅ U60 Noodles: saved.");
  expect(await leadSays("/unit U06")).toContain("There is no such unit");
  await leadSays("/unit U60");
  await answers(lead(), "Edit", "Code: U60");
  expect(lead().reads().text).toBe("Please write the right code, for example: U06. All that is registered stays.");
  expect(labels(lead().reads())).toEqual([["Back to the unit"]]);
  expect(await leadSays("U11")).toBe("Another unit has this code. Please write a different one.");
  expect(await leadSays("u6")).toBe("✅ U6 Noodles: saved.");
  expect(await factsOf("U6")).toMatchObject({ id, name: "Noodles", area: "B", enteredOn: "2024-03-01" });
  bench.emulator.markAllSeen();
});

test("each field is changed by a button, with what it is now beside it", async () => {
  await leadSays("/unit U06");
  await answers(lead(), "Edit");
  expect(labels(lead().reads()).flat()).toEqual(["Name: Noodles", "Area: A", "Industry: food", "Industry chain: –", "People working there: –", "Market: –", "Code: U06", "Back to the unit"]);
  await answers(lead(), "People working there: –", "10-49", "Back to the unit", "Edit", "Industry: food", "Take it away", "Back to the unit", "Edit", "Area: A");
  expect(lead().reads().text).toBe("Please write the area, for example: B");
  expect(labels(lead().reads())).toEqual([["Back to the unit"]]);
  expect(await leadSays("B 片区")).toBe("✅ U06 Noodles: saved.");
  await answers(lead(), "Back to the unit", "Edit", "Market: –");
  expect(await leadSays("nowhere at all")).toContain("I did not understand that");
  expect(await leadSays("u11")).toBe("✅ U06 Noodles: saved.");
  await answers(lead(), "Back to the unit", "Edit", "Name: Noodles");
  expect(await leadSays("Golden noodles")).toBe("✅ U06 Golden noodles: saved.");
  expect(await factsOf("U06")).toMatchObject({ name: "Golden noodles", area: "B", industry: null, employees: "10-49", marketId: await unitId(bench, at, "U11") });
  bench.emulator.markAllSeen();
});

test("another station's unit is not found by any of the buttons", async () => {
  const other = await establish(bench, { name: "Second station" });
  const foreign = `${other.stationId}:${await unitId(bench, at, "U06")}`;
  await bench.as(other.lead).types("/unit add X1 | market | area Z");
  const card = bench.as(other.lead).reads();
  for (const data of [`unitfield:edit:${foreign}`, `unitfield:ask:${foreign}:name`, `unitfield:clear:${foreign}:name`, `unitfield:employees:${foreign}:3-9`]) {
    expect((await bench.as(other.lead).forges(card, data)).toast).toContain("There is no such unit");
  }
  expect(await factsOf("U06")).toMatchObject({ name: "Noodles", employees: null });
  bench.emulator.markAllSeen();
});
