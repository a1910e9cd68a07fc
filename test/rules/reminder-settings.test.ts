import { expect, test } from "vitest";
import { LIMITS, parseWish, UNLIMITED } from "../../src/features/budget/rules.ts";

test.each([
  ["0", 0], ["3", 3], ["5", 5], ["10", 10], ["３", 3], ["3条", 3], ["10 次", 10], ["5 a week", 5], ["5/week", 5], ["off", 0], ["OFF", 0], ["None", 0], ["关", 0], ["不要", 0],
  ["on", 5], ["开", 5], ["unlimited", UNLIMITED], ["No  limit", UNLIMITED], ["不限", UNLIMITED], ["不限制", UNLIMITED],
])("“%s” is a limit of %i", (text, limit) => {
  expect(parseWish(text)).toEqual({ limit });
});

test.each([
  ["meals quiet", true], ["meals on", true], ["Meals off", false], ["mealtimes quiet", true], ["饭点 安静", true], ["饭点关", false], ["饭点时间 免打扰", true], ["送餐 恢复", false],
])("“%s” says whether meal times are quiet", (text, quietAtMeals) => {
  expect(parseWish(text)).toEqual({ quietAtMeals });
});

test.each(["4", "7", "-3", "1000", "five", "3 4", "meals", "饭点", "10000", "5 a month", "🙂"])("“%s” is not guessed at", (text) => {
  expect(parseWish(text)).toBeNull();
});

test("the usual limit is one of those to choose from", () => {
  expect(LIMITS).toContain(5);
});
