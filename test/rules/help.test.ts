import { expect, test } from "vitest";
import { ROLE_ORDER } from "../../src/features/role/rules.ts";
import { MENU_SCOPES, menuCommands, usableCommands } from "../../src/features/help/rules.ts";
import { COMMANDS, isPlacedAt, mayUse, type Where } from "../../src/features/command/rules.ts";
import { messages } from "../../src/i18n/messages.ts";

const PLACES: readonly Where[] = ["private", "organizer", "member", "unlinked"];
const READERS = [
  { roles: [], isMember: false, hasAccount: false },
  { roles: [], isMember: true, hasAccount: true },
  ...ROLE_ORDER.map((role) => ({ roles: [role], isMember: false, hasAccount: true })),
];

test("help shows only what the person may use here", () => {
  for (const place of PLACES) {
    for (const reader of READERS) {
      const shown = usableCommands(place, reader);
      expect(shown.filter((name) => !isPlacedAt(name, place) || !mayUse(name, reader))).toEqual([]);
      expect(shown.length).toBeGreaterThan(0);
    }
  }
});

test("help takes at most six lines in a group", () => {
  for (const place of ["organizer", "member", "unlinked"] as const) {
    for (const reader of READERS) expect(usableCommands(place, reader).length).toBeLessThanOrEqual(6);
  }
});

test("a stranger is not offered to see or erase data that nobody has", () => {
  const shown = usableCommands("private", { roles: [], isMember: false, hasAccount: false });
  expect(shown).toEqual(["join", "privacy", "station"]);
});

test("a unit's contact who is nothing else is offered what a contact can do; who has joined too is offered all of that as well", () => {
  const contact = { roles: ["unit_contact" as const], isMember: false, hasAccount: true };
  expect(usableCommands("private", contact)).toEqual(["join", "request", "mydata", "privacy", "leave", "forgetme", "lang", "headcount", "myunits", "cancel"]);
  expect(usableCommands("private", { ...contact, isMember: true })).toEqual(expect.arrayContaining(["checkin", "activities", "reminders", "headcount"]));
  for (const role of ROLE_ORDER.filter((each) => each !== "unit_contact")) expect(mayUse("headcount", { roles: [role], isMember: true })).toBe(false);
});

test("the menu of ordinary people has nothing that needs a role, and every scope fits Telegram's limits", () => {
  for (const scope of MENU_SCOPES) {
    const names = menuCommands(scope);
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThanOrEqual(100);
    if (scope !== "all_chat_administrators") expect(names.filter((name) => COMMANDS[name].who !== "anyone")).toEqual([]);
    for (const locale of ["zh-CN", "en"] as const) {
      for (const name of names) expect(messages(locale).command[name].length).toBeLessThanOrEqual(60);
    }
  }
});
