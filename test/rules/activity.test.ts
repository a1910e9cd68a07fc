import { expect, test } from "vitest";
import { checkInWindow, freePlaces, isCheckInOpen, mayHold, repliesCloseAt, stateOf } from "../../src/features/activity/rules.ts";

const at = (time: string) => new Date(`2026-11-28T${time}:00Z`);
const SLOT = { startsAt: at("07:00"), endsAt: at("09:00") };

test("check-in opens a quarter of an hour before a slot and closes half an hour after it", () => {
  expect(checkInWindow(SLOT)).toEqual({ opensAt: at("06:45"), closesAt: at("09:30") });
  expect(["06:44", "06:45", "09:29", "09:30"].map((time) => isCheckInOpen(SLOT, at(time)))).toEqual([false, true, true, false]);
});

test("replies close at the start, or before it where the organizer said so, never after it", () => {
  expect(repliesCloseAt({ repliesCloseAt: null }, SLOT)).toEqual(at("07:00"));
  expect(repliesCloseAt({ repliesCloseAt: at("05:00") }, SLOT)).toEqual(at("05:00"));
  expect(repliesCloseAt({ repliesCloseAt: at("08:00") }, SLOT)).toEqual(at("07:00"));
});

test("free places are never fewer than none", () => {
  expect([freePlaces(null, { taken: 7 }), freePlaces(10, { taken: 7 }), freePlaces(5, { taken: 7 })]).toEqual([null, 3, 0]);
});

test("an activity is planned until it goes out, then announced, and ends held or cancelled", () => {
  const life = { announcedAt: at("05:00"), cancelledAt: null, heldAt: null };
  expect([stateOf(life, at("04:59")), stateOf(life, at("05:00"))]).toEqual(["planned", "announced"]);
  expect([stateOf({ ...life, cancelledAt: at("05:30") }, at("06:00")), stateOf({ ...life, heldAt: at("09:30") }, at("10:00"))]).toEqual(["cancelled", "held"]);
});

test.each([
  ["a lead", { roles: ["station_lead"], isAnnouncer: false, granted: null }, [true, true]],
  ["the announcer while an organizer", { roles: ["organizer"], isAnnouncer: true, granted: null }, [true, true]],
  ["the announcer who is no organizer any more", { roles: [], isAnnouncer: true, granted: null }, [false, false]],
  ["another organizer", { roles: ["organizer"], isAnnouncer: false, granted: null }, [false, false]],
  ["whoever was handed it", { roles: [], isAnnouncer: false, granted: "manage" as const }, [true, true]],
  ["whoever was handed its attendance", { roles: [], isAnnouncer: false, granted: "attendance" as const }, [false, true]],
])("%s may do what is theirs", (_, who, may) => {
  expect([mayHold("manage", who), mayHold("attendance", who)]).toEqual(may);
});
