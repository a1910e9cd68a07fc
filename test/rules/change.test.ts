import { expect, test } from "vitest";
import { readChangeLine, readWanted } from "../../src/features/change/rules.ts";
import { isListLine } from "../../src/features/manage/rules.ts";

const CLOCK = { now: new Date("2026-11-23T02:00:00Z"), zone: "Asia/Shanghai" };
const SLOT = { startsAt: new Date("2026-11-28T07:00:00Z"), endsAt: new Date("2026-11-28T09:00:00Z") };

test.each([
  ["move Sun 3-5pm", "time", "Sun 3-5pm"], ["改期 周日 15:00", "time", "周日 15:00"], ["reschedule", "time", ""], ["place East Street 8", "place", "East Street 8"],
  ["改地点 东街", "place", "东街"], ["places 30", "places", "30"], ["改名额 30", "places", "30"], ["cancel storm", "cancel", "storm"], ["取消 台风", "cancel", "台风"],
])("“%s” asks for a change", (line, kind, text) => expect(readChangeLine(line)).toEqual({ kind, text }));

test.each(["Move to the park | Sat 15:00", "movement day", "placement", "主题党日", "取消\n周六 15:00", ""])(
  "“%s” does not", (line) => expect(readChangeLine(line)).toBeNull());

test("a new time keeps the length where no end was said", () => {
  expect(readWanted("time", "周日 10:00", CLOCK, SLOT)).toEqual({
    ok: true, wanted: { kind: "time", startsAt: "2026-11-29T02:00:00.000Z", endsAt: "2026-11-29T04:00:00.000Z" },
  });
});

test.each([
  ["30", 30], ["３０", 30], ["30人", 30], ["30 places", 30], ["不限", null], ["no limit", null],
])("“%s” places", (text, capacity) => expect(readWanted("places", text, CLOCK, SLOT)).toEqual({ ok: true, wanted: { kind: "places", capacity } }));

test.each([["places", "0", "noNumber"], ["places", "many", "noNumber"], ["place", "  ", "noText"], ["place", "x".repeat(201), "tooLong200"], ["time", "someday", "unreadable"], ["time", "昨天 15:00", "past"]] as const)(
  "%s “%s” is asked about", (kind, text, doubt) => expect(readWanted(kind, text, CLOCK, SLOT)).toMatchObject({ ok: false, doubt }));

test("no reason is a reason", () => {
  expect(readWanted("cancel", "-", CLOCK, SLOT)).toEqual({ ok: true, wanted: { kind: "cancel", reason: null } });
  expect(readWanted("cancel", "Storm", CLOCK, SLOT)).toEqual({ ok: true, wanted: { kind: "cancel", reason: "Storm" } });
});

test("the list is asked for in both languages", () => expect(["list", "列表", " LIST ", "list of things"].map(isListLine)).toEqual([true, true, true, false]));
