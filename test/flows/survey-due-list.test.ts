import { beforeEach, expect, test } from "vitest";
import { recordSurvey } from "../../src/features/survey/actions.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { addUnits, scopeOf } from "../telegram/golden.ts";
import { answers, labels, told } from "../telegram/talk.ts";

const HOUR_MS = 3_600_000;
/** The last day of November at the station, at noon. */
const bench = useBench({ start: new Date("2026-11-30T04:00:00Z") });
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const lists = () => told(bench, at.lead).filter((text) => text.includes("to survey this month"));
const firm = (code: string) => ({ code, area: "A", kind: "micro_enterprise" as const, enteredOn: "2026-01-01" });

test("on the first of the month whoever surveys is told once, in private, what is due, and begins from there", async () => {
  await addUnits(bench, at, [{ ...firm("U05"), name: "Corner shop" }, firm("U11"), firm("U12"), { ...firm("U13"), status: "dormant" }]);
  const scope = await scopeOf(bench, at);
  await recordSurvey(scope, "U11", { on: "2026-07-01", fullMembers: 0 });
  await recordSurvey(scope, "U12", { on: "2026-11-01", fullMembers: 0 });
  await bench.advance(20 * HOUR_MS);
  expect(lists()).toEqual([]);
  await bench.advance(HOUR_MS);
  expect(lists()).toEqual([[
    "📋 “Example station”: 2 units in operation to survey this month (never, or more than 90 days ago):",
    "• U05 Corner shop · A · never surveyed", "• U11 · A · Last surveyed: Wed 1 Jul", "",
    "Go through them one by one, or write many in one message, for example:\n/survey\nU05 0 undecided\nU06 3 yes secretary",
  ].join("\n")]);
  expect(labels(bench.as(at.lead).reads())).toEqual([["Start the survey"]]);
  await answers(bench.as(at.lead), "Start the survey");
  expect(bench.as(at.lead).reads().text).toContain("📋 U05 Corner shop");
  for (let hour = 0; hour < 50; hour += 5) await bench.advance(5 * HOUR_MS);
  expect(lists()).toHaveLength(1);
  expect(bench.emulator.messages(at.organizerGroup).some(({ text }) => text.includes("U05"))).toBe(false);
  await bench.advance(29 * 24 * HOUR_MS);
  expect(lists()).toHaveLength(2);
});

test("members are told nothing, and where nothing is due nobody is", async () => {
  const ben = await enrol(bench, at, "Ben");
  await bench.advance(21 * HOUR_MS);
  expect([...lists(), ...told(bench, ben).filter((text) => text.includes("survey"))]).toEqual([]);
  await addUnits(bench, at, [firm("U05")]);
  await bench.advance(31 * 24 * HOUR_MS);
  expect(lists()).toHaveLength(1);
  expect(told(bench, ben).filter((text) => text.includes("survey"))).toEqual([]);
});

test("a bot that was away on the first sends the list on the third, and not in the middle of the month", async () => {
  await addUnits(bench, at, [firm("U05")]);
  await bench.advance((24 + 24 + 21) * HOUR_MS);
  expect(lists()).toHaveLength(1);
  await bench.advance(40 * 24 * HOUR_MS);
  expect(lists()).toHaveLength(1);
});
