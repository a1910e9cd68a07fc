import { expect, test } from "vitest";
import { messages } from "../../src/i18n/messages.ts";

test("a time without an end is said plainly inside other brackets", () => {
  const { succession } = messages("zh-CN").assignment;
  expect(succession.handedOver("U06", "I1", "I2", "2026-11-23", "2026-11-30", null)).toBe("✅ U06：I2 从 2026-11-23 起联系（不限期），I1 陪到 2026-11-30。");
  expect(messages("zh-CN").assignment.renewed("I1", "U06", "2026-11-23", null)).toBe("✅ 已续派：I1 联系 U06，2026-11-23 起，不限期。");
});
