import { describe, expect, test } from "vitest";
import { ACTIVITY_TYPES, MODES } from "../../src/db/schema-activity.ts";
import { modeNamed, modeOfPlace, typeNamed, typeOfTitle, usualMinutes } from "../../src/features/type/rules.ts";
import { en } from "../../src/i18n/en.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";

describe("the types of the glossary", () => {
  test.each(ACTIVITY_TYPES)("%s is read back from its name in both languages, and has a usual length", (type) => {
    for (const words of [zhCN, en]) expect(typeNamed(words.activity.types[type])).toBe(type);
    expect(usualMinutes(type)).toBeGreaterThanOrEqual(60);
  });

  test.each(MODES)("the mode %s is read back from its name in both languages", (mode) => {
    for (const words of [zhCN, en]) expect(modeNamed(words.activity.modes[mode])).toBe(mode);
  });

  test.each([
    ["主题党日：走访市场", "theme_day"], ["支部党员大会", "general_meeting"], ["支委会", "committee_meeting"], ["党小组会学习", "group_meeting"], ["微党课", "lecture"],
    ["消防培训", "training"], ["志愿服务：清扫", "volunteer"], ["送清凉", "care"], ["与社区联建", "joint_activity"], ["聚餐", "other"],
    ["Theme day: visit the market", "theme_day"], ["General meeting", "general_meeting"], ["Committee meeting", "committee_meeting"], ["Group meeting", "group_meeting"],
    ["Lecture on safety", "lecture"], ["Training for riders", "training"], ["Volunteers clean up", "volunteer"], ["Care for riders", "care"], ["Joint activity", "joint_activity"],
    ["Careful driving", "other"], ["Lunch", "other"],
  ] as const)("a title speaks of its type: “%s” is %s", (title, type) => expect(typeOfTitle(title)).toBe(type));

  test.each([
    [null, "onsite"], ["社区中心", "onsite"], ["https://meet.example.org/abc", "online"], ["社区中心 https://meet.example.org/abc", "hybrid"], ["meet.example.org/abc", "online"],
  ] as const)("a place speaks of the mode: %s is %s", (place, mode) => expect(modeOfPlace(place)).toBe(mode));
});
