import { describe, expect, test } from "vitest";
import { parseDigestCommand } from "../../src/features/digestplan/rules.ts";

const at = (weekday: number | null, hour: number, minute = 0) => ({ verb: "change", patch: { ...(weekday === null ? {} : { weekday }), minute: hour * 60 + minute, isOff: false } });

describe("when the digest comes is said in the words of the house", () => {
  test.each([
    ["周一 09:00", at(1, 9)], ["每周五 17:30", at(5, 17, 30)], ["星期天晚上8点", at(7, 20)], ["周三早上九点半", at(3, 9, 30)], ["周一９：００", at(1, 9)], ["週五 下午5點", at(5, 17)],
    ["Fri 17:30", at(5, 17, 30)], ["every Monday at 9am", at(1, 9)], ["on wednesday 00:00", at(3, 0)], ["Sunday noon", at(7, 12)], ["18:15", at(null, 18, 15)], ["周一 9点", at(1, 9)], ["mon 23:59", at(1, 23, 59)],
    ["周二", { verb: "change", patch: { weekday: 2, isOff: false } }], ["Thursday", { verb: "change", patch: { weekday: 4, isOff: false } }],
    ["off", { verb: "change", patch: { isOff: true } }], ["关", { verb: "change", patch: { isOff: true } }], ["On", { verb: "change", patch: { isOff: false } }], ["开", { verb: "change", patch: { isOff: false } }],
    ["here", { verb: "here" }], ["这里", { verb: "here" }], ["", { verb: "show" }],
    ["lang zh", { verb: "change", patch: { locale: "zh-CN" } }], ["语言 英文", { verb: "change", patch: { locale: "en" } }],
  ])("“%s”", (rest, command) => expect(parseDigestCommand(rest)).toEqual(command));

  test.each([
    ["blue", "unclear"], ["周一 周二 09:00", "unclear"], ["tomorrow 09:00", "unclear"], ["2026-11-30 09:00", "unclear"], ["周一 09:00 10:00", "unclear"], ["周五 17", "unclear"], ["x".repeat(5000), "unclear"],
    ["周一 25:00", "noSuchHour"], ["Mon 9:75", "noSuchHour"], ["周一 24:00", "noSuchHour"], ["lang fr", "noSuchLanguage"], ["语言", "noSuchLanguage"],
  ])("“%s” changes nothing: %s", (rest, reason) => expect(parseDigestCommand(rest)).toEqual({ verb: "doubt", reason }));

  test("an hour that may be in the morning or in the evening is asked about", () => {
    expect(parseDigestCommand("周五 5点")).toEqual({ verb: "doubt", reason: "whichHour", hours: ["05:00", "17:00"] });
    expect(parseDigestCommand("Fri 5:30")).toEqual({ verb: "doubt", reason: "whichHour", hours: ["05:30", "17:30"] });
  });
});
