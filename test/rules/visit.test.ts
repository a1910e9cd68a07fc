import fc from "fast-check";
import { expect, test } from "vitest";
import { dueOn, isWorking, overdueDays, parseVisitLine, readNote } from "../../src/features/visit/rules.ts";
import { dayAfter } from "../../src/features/date/rules.ts";

const clock = { now: new Date("2026-11-23T02:00:00Z"), zone: "Asia/Shanghai" };
const contact = { fromOn: "2026-01-01", throughOn: "2026-12-31", newestOn: "2026-08-23", visitEveryDays: 92 };

test("an assignment works through the last day of its rhythm, not after it, not before its first visit and not beyond its end", () => {
  expect(dueOn(contact)).toBe("2026-11-23");
  expect(["2026-08-22", "2026-08-23", "2026-11-23", "2026-11-24"].map((day) => isWorking(contact, day))).toEqual([false, true, true, false]);
  expect(isWorking({ ...contact, newestOn: null }, "2026-01-02")).toBe(false);
  expect(isWorking({ ...contact, throughOn: "2026-11-22" }, "2026-11-23")).toBe(false);
  expect(isWorking({ ...contact, throughOn: null }, "2026-11-23")).toBe(true);
});

test("how late a visit is grows by one each day, and a visit makes it as early as the rhythm is long", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 366 }), (days, visitEveryDays) => {
    const day = dayAfter("2026-01-01", days);
    expect(overdueDays({ ...contact, newestOn: null, visitEveryDays }, day)).toBe(days - visitEveryDays);
    expect(overdueDays({ ...contact, newestOn: day, visitEveryDays }, day)).toBe(-visitEveryDays);
  }));
});

test("a line says unit, how, what came of it, a day and a note, in either language and order", () => {
  const read = (line: string) => parseVisitLine(line, clock);
  const plain = { verb: "record", unit: "U06", instructor: null, outcome: "ok", mode: "on_site", on: "2026-11-23", note: null };
  expect(read("u06 ok")).toEqual(plain);
  expect(read("U06 正常")).toEqual(plain);
  expect(read("U06 ok phone")).toEqual({ ...plain, mode: "phone" });
  expect(read("U06 电话 正常 一切都好")).toEqual({ ...plain, mode: "phone", note: "一切都好" });
  expect(read("I1 U06 gone on 2026-11-20")).toEqual({ ...plain, instructor: "I1", outcome: "unit_gone", on: "2026-11-20" });
  expect(read("U06 no answer: shutters down")).toEqual({ ...plain, outcome: "no_answer", note: "shutters down" });
  expect(read("U06 2026-11-20 ok")).toEqual({ ...plain, on: "2026-11-20" });
  expect(read("U06")).toEqual({ verb: "ask", unit: "U06" });
  expect(read("settle U06")).toEqual({ verb: "settle", unit: "U06" });
  expect(read("办结 u06")).toEqual({ verb: "settle", unit: "U06" });
  expect(read("needs")).toEqual({ verb: "needs" });
  expect(read(`U06 ok ${"字".repeat(200)}`)).toMatchObject({ note: "字".repeat(200) });
  expect(read(`U06 ok ${"字".repeat(201)}`)).toEqual({ verb: "unclear", reason: "noteTooLong" });
  for (const line of ["U06 okra", "U06 2026-02-30 ok", "U06 hello"]) expect(read(line)).toEqual({ verb: "unclear", reason: "unclear" });
});

test("a note is one line of 200 characters at most", () => {
  expect(readNote("a\n  b")).toBe("a b");
  expect(readNote("👍".repeat(200))).toHaveLength(400);
  expect(readNote("👍".repeat(201))).toBeNull();
});
