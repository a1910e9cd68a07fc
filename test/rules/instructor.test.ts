import { expect, test } from "vitest";
import { absenceOn, parseAbsences } from "../../src/features/absence/rules.ts";
import { parseAssignCommand } from "../../src/features/assignment/rules.ts";
import { parseInstructorCommand } from "../../src/features/instructor/rules.ts";

const clock = { now: new Date("2026-11-23T02:00:00Z"), zone: "Asia/Shanghai" };

test("a line about an instructor is read in either language, with or without a code", () => {
  const read = (line: string) => parseInstructorCommand(line, clock);
  const fields = { capacity: 5, areas: ["A", "B"], industries: ["食品"], languages: ["中文", "English"], visitEveryDays: 92 };
  expect(read("add I1 | 最多 5 家 | 片区 A、B | 行业 食品 | 语言 中文，English | 每季度")).toEqual({ verb: "add", code: "I1", fields });
  expect(read("新增 ｜ 上限：5 ｜ 网格 A/B")).toEqual({ verb: "add", code: null, fields: { capacity: 5, areas: ["A", "B"] } });
  expect(read("add i7 | up to 3 units | liaison | visits every 30 days")).toEqual({ verb: "add", code: "I7", fields: { capacity: 3, role: "liaison", visitEveryDays: 30 } });
  expect(read("add\ncapacity 4\nareas East and West")).toEqual({ verb: "add", code: null, fields: { capacity: 4, areas: ["East", "West"] } });
  expect(read("I7")).toEqual({ verb: "show", code: "I7" });
  expect(read("i7 | max 6")).toEqual({ verb: "change", code: "I7", fields: { capacity: 6 } });
  expect(read("retire I7")).toEqual({ verb: "retire", code: "I7", lastOn: "2026-11-22" });
  expect(read("retire I7 on 2027-01-01")).toEqual({ verb: "retire", code: "I7", lastOn: "2026-12-31" });
  expect(read("卸任 I7 至 2027-01-01")).toEqual({ verb: "retire", code: "I7", lastOn: "2027-01-01" });
  expect(read("")).toEqual({ verb: "list" });
  expect(read("add I7 | up to 1000")).toMatchObject({ verb: "unclear", reason: "badCapacity" });
  expect(read("add I7 | cadence sometimes")).toMatchObject({ verb: "unclear", reason: "badCadence" });
  expect(read("somebody")).toMatchObject({ verb: "unclear", reason: "unclear" });
});

test("away is read as stretches of days, as days, or as never; what cannot be read is not half read", () => {
  const read = (text: string) => parseAbsences(text, clock);
  expect(read("2026-12-01 – 2026-12-10, 2027-01-04")).toEqual([{ fromOn: "2026-12-01", throughOn: "2026-12-10" }, { fromOn: "2027-01-04", throughOn: "2027-01-04" }]);
  expect(read("2026-12-01 至 2026-12-10；明天")).toEqual([{ fromOn: "2026-11-24", throughOn: "2026-11-24" }, { fromOn: "2026-12-01", throughOn: "2026-12-10" }]);
  expect([read("none"), read("没有")]).toEqual([[], []]);
  for (const text of ["", "2026-12-10 to 2026-12-01", "2026-12-01, soon", "2026-02-30", Array.from({ length: 13 }, () => "2026-12-01").join(",")]) expect(read(text)).toBeNull();
  expect(absenceOn([{ fromOn: "2026-12-01", throughOn: "2026-12-10" }], "2026-12-10")?.throughOn).toBe("2026-12-10");
  expect(absenceOn([{ fromOn: "2026-12-01", throughOn: "2026-12-10" }], "2026-12-11")).toBeNull();
});

test("a line of /assign is read with its codes, days and reason, in either language", () => {
  const read = (line: string) => parseAssignCommand(line, clock);
  const plain = { verb: "assign", pair: ["I1", "U06"], fromOn: null, throughOn: null, isOpen: false, reason: null };
  expect(read("i1 u06")).toEqual(plain);
  expect(read("I1 给 U06 从 2026-12-01 到 2027-05-31")).toEqual({ ...plain, fromOn: "2026-12-01", throughOn: "2027-05-31" });
  expect(read("I1 to U06 until 2027-05-31 because it is next door to U07")).toEqual({ ...plain, throughOn: "2027-05-31", reason: "it is next door to U07" });
  expect(read("I1 U06 至 不限 因为 同一条街")).toEqual({ ...plain, isOpen: true, reason: "同一条街" });
  expect(read("u06")).toEqual({ verb: "propose", unit: "U06" });
  expect(read("")).toEqual({ verb: "overview" });
  expect(read("area Old Town")).toEqual({ verb: "plan", area: "Old Town" });
  expect(read("片区 A")).toEqual({ verb: "plan", area: "A" });
  expect(read("end I1 U06")).toEqual({ verb: "end", pair: ["I1", "U06"], lastOn: "2026-11-22" });
  expect(read("end I1 U06 on 2027-01-01")).toEqual({ verb: "end", pair: ["I1", "U06"], lastOn: "2026-12-31" });
  expect(read("renew I1 U06 through 2027-06-30")).toEqual({ verb: "renew", pair: ["I1", "U06"], throughOn: "2027-06-30", reason: null });
  expect(read("hand over U06 from I1 to I2 14 days")).toEqual({ verb: "handover", unit: "U06", from: "I1", to: "I2", overlapDays: 14, reason: null });
  expect(read("交接 U06 I1 I2 0天")).toEqual({ verb: "handover", unit: "U06", from: "I1", to: "I2", overlapDays: 0, reason: null });
  expect(read("swap I1 U06 and I2 U09")).toEqual({ verb: "swap", one: ["I1", "U06"], other: ["I2", "U09"], reason: null });
  expect(read("征询 U06")).toEqual({ verb: "ask", unit: "U06" });
  expect(read("stop u06")).toEqual({ verb: "stop", unit: "U06" });
  for (const line of ["I1 U06 U07", "end U06", "renew", "handover U06 I1", "swap I1 U06 I2", "plan", "ask somebody else"]) expect(read(line)).toMatchObject({ verb: "unclear" });
  expect(read("I1 U06 through 2027-02-30")).toMatchObject({ verb: "unclear", reason: "badDay" });
});
