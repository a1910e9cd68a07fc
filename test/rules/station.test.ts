import * as fc from "fast-check";
import { expect, test } from "vitest";
import { KIND_DATA, kindData, parseChatCommand } from "../../src/features/chat/rules.ts";
import { parseSetup } from "../../src/features/setup/rules.ts";
import { cleanName, MAX_NAME_LENGTH, parseLanguage, parseStationCommand } from "../../src/features/station/rules.ts";

test.each([
  ["  North   Station ", "North Station"],
  ["城北\n指导站", "城北 指导站"],
  ["evil\u202Eemag", "evilemag"],
  ["a\u0000b\u200Bc", "a bc"],
  ["👨‍👩‍👧 families", "👨‍👩‍👧 families"],
  [" \u200F ", ""],
])("the name %j is shown as %j", (typed, shown) => {
  expect(cleanName(typed)).toBe(shown);
});

test("a cleaned name is short, on one line, and clean already", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (typed) => {
    const name = cleanName(typed);
    expect(cleanName(name)).toBe(name);
    expect(name).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    expect(Array.from(new Intl.Segmenter("und").segment(name)).length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
  }));
});

test.each([
  ["", { verb: "found", name: null }],
  ["North Station", { verb: "found", name: "North Station" }],
  ["12-abcdefghijklmnopqrstuv", { verb: "link", code: "12-abcdefghijklmnopqrstuv" }],
  ["12-abcdefghij", { verb: "link", code: "12-abcdefghij" }],
  ["2nd-station of the north", { verb: "found", name: "2nd-station of the north" }],
] as const)("“/setup %s” is read", (rest, command) => {
  expect(parseSetup(rest)).toEqual(command);
});

test.each([
  ["", { verb: "show" }],
  ["name 新名字", { verb: "name", value: "新名字" }],
  ["时区 Europe/Berlin", { verb: "zone", value: "Europe/Berlin" }],
  ["lang en", { verb: "lang", value: "en" }],
  ["name", { verb: "name", value: "" }],
  ["constructor", { verb: "unclear" }],
] as const)("“/station %s” is read", (rest, command) => {
  expect(parseStationCommand(rest)).toEqual(command);
});

test.each([
  ["", { verb: "list" }],
  ["link", { verb: "link", kind: "member" }],
  ["link  Organizer", { verb: "link", kind: "organizer" }],
  ["here", { verb: "here" }],
  ["toString", { verb: "unclear" }],
] as const)("“/chat %s” is read", (rest, command) => {
  expect(parseChatCommand(rest)).toEqual(command);
});

test("languages are known by several names", () => {
  expect(["zh", "中文", "EN", "English", "fr"].map(parseLanguage)).toEqual(["zh-CN", "zh-CN", "en", "en", null]);
});

test("the purpose button is read back and fits Telegram's 64 bytes", () => {
  const data = kindData({ stationId: 999_999_999_999_999, chatId: 999_999_999_999_999 }, "organizer");
  expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
  expect(KIND_DATA.exec(data)?.slice(1)).toEqual(["999999999999999", "999999999999999", "organizer"]);
});
