import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isNudgeLine } from "../../src/features/nudge/rules.ts";
import { REMINDER_KINDS } from "../../src/features/reminder/rules.ts";
import { applyChange, readSequenceLine, STEPS } from "../../src/features/sequence/rules.ts";

test.each([
  ["remind", "page"], ["Reminders", "page"], ["提醒", "page"], ["remind none", { only: [] }], ["提醒 不要", { only: [] }], ["remind all", { only: STEPS }], ["提醒 全部", { only: STEPS }],
  ["remind day before, half hour", { only: ["day_before", "half_hour"] }], ["remind same day and group", { only: ["same_day", "group"] }], ["提醒 前一天、半小时", { only: ["day_before", "half_hour"] }],
  ["提醒 待定，群", { only: ["decide", "group"] }], ["remind 30 min", { only: ["half_hour"] }], ["remind at noon", "unclear"], ["提醒 前一天、中午", "unclear"],
  ["remind | Sat 15:00", null], ["reminder of things | Sat 15:00", null], ["提醒大家开会 | 周六 15:00", null], ["remindme", null], ["Reminder workshop", null], ["reminders half hour, noon", "unclear"], ["Visit", null], ["", null],
])("“/announce %s” is read", (text, expected) => {
  expect(readSequenceLine(text)).toEqual(expected);
});

test.each([["nudge", true], ["Nudge ", true], ["催一下", true], ["提醒未回复", true], ["nudge them | Sat", false], ["提醒", false], ["", false]])("“/announce %s” reminds those who have not answered: %s", (text, isLine) => {
  expect(isNudgeLine(text)).toBe(isLine);
});

test("turning one on or off leaves the others, and the order is the usual one", () => {
  const steps = fc.record({ kinds: fc.subarray([...REMINDER_KINDS]), group: fc.boolean() });
  fc.assert(fc.property(steps, fc.constantFrom(...STEPS), fc.boolean(), (before, step, isOn) => {
    const after = applyChange(before, { step, isOn });
    const on = (one: typeof before) => STEPS.filter((each) => (each === "group" ? one.group : one.kinds.includes(each)));
    expect(on(after)).toEqual(STEPS.filter((each) => (each === step ? isOn : on(before).includes(each))));
    expect(after.kinds).toEqual(REMINDER_KINDS.filter((kind) => after.kinds.includes(kind)));
  }));
});
