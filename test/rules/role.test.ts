import { expect, test } from "vitest";
import { isInForce, laterEnd, parseRoleCommand, readTerms } from "../../src/features/role/rules.ts";

const TODAY = "2026-11-23";

test.each([
  ["", { verb: "list" }],
  ["list", { verb: "list" }],
  ["列表", { verb: "list" }],
  ["grant organizer", { verb: "grant", role: "organizer", throughOn: null }],
  ["grant 组织员 至 2027-05-31", { verb: "grant", role: "organizer", throughOn: "2027-05-31" }],
  ["授予 站长", { verb: "grant", role: "station_lead", throughOn: null }],
  ["Grant Station Lead through 2027-05-31", { verb: "grant", role: "station_lead", throughOn: "2027-05-31" }],
  ["grant unit contact until 2026-11-23", { verb: "grant", role: "unit_contact", throughOn: TODAY }],
  ["revoke organizer", { verb: "revoke", role: "organizer" }],
  ["撤销 指导员", { verb: "revoke", role: "instructor" }],
] as const)("“/role %s” is read", (rest, command) => {
  expect(parseRoleCommand(rest, TODAY)).toEqual(command);
});

test.each([
  ["dance", "unclear"],
  ["grant", "noSuchRole"],
  ["grant king", "noSuchRole"],
  ["grant constructor", "noSuchRole"],
  ["revoke organizer through 2027-05-31", "noSuchRole"],
  ["grant organizer through 2027-02-30", "noSuchDate"],
  ["grant organizer through tomorrow", "noSuchDate"],
  ["grant organizer through 2026-11-22", "pastDate"],
] as const)("“/role %s” is refused: %s", (rest, reason) => {
  expect(parseRoleCommand(rest, TODAY)).toEqual({ verb: "unclear", reason });
});

test("both end dates belong to a role", () => {
  const held = { fromOn: "2026-11-01", throughOn: "2026-11-23" };
  expect(["2026-10-31", "2026-11-01", "2026-11-23", "2026-11-24"].map((day) => isInForce(held, day))).toEqual([false, true, true, false]);
  expect(isInForce({ fromOn: "2026-11-01", throughOn: null }, "2036-01-01")).toBe(true);
});

test("a new grant never shortens the one that is held", () => {
  expect(laterEnd("2026-12-31", "2027-05-31")).toBe("2027-05-31");
  expect(laterEnd("2027-05-31", "2026-12-31")).toBe("2027-05-31");
  expect(laterEnd(null, "2027-05-31")).toBeNull();
});

test("what an invitation carries is read back, and nothing else passes for it", () => {
  expect(readTerms({ role: "organizer", throughOn: null })).toEqual({ role: "organizer", throughOn: null });
  expect(readTerms({ role: "organizer", throughOn: "2027-05-31" })).toEqual({ role: "organizer", throughOn: "2027-05-31" });
  for (const other of [null, 7, [], {}, { role: "king" }, { kind: "member" }]) expect(readTerms(other)).toBeNull();
});
