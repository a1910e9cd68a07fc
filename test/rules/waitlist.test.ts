import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localTime } from "../../src/features/time/rules.ts";
import { isFrozen, leftBehind, mayOffer, movedOfferEnd, offerEndsAt, whomToOffer, type Waiting } from "../../src/features/waitlist/rules.ts";

const ZONE = "Asia/Shanghai";
const local = (text: string) => new Date(`${text}:00+08:00`);
const SLOT = local("2026-11-28T15:00");

describe("how long an offer stands", () => {
  test.each([
    ["days ahead: a day", "2026-11-23T10:00", "2026-11-24T10:00"],
    ["exactly two days ahead: still a day", "2026-11-26T15:00", "2026-11-27T15:00"],
    ["less than two days: two hours", "2026-11-26T16:00", "2026-11-26T18:00"],
    ["the day before: two hours", "2026-11-27T10:00", "2026-11-27T12:00"],
    ["the evening before: the night does not count", "2026-11-27T20:30", "2026-11-28T09:30"],
    ["on the day: half an hour", "2026-11-28T08:00", "2026-11-28T08:30"],
    ["on the day, late: half an hour", "2026-11-28T12:45", "2026-11-28T13:15"],
  ])("%s", (_, now, end) => expect(offerEndsAt(SLOT, ZONE, local(now))).toEqual(local(end)));

  test("where the morning would be too late, it ends in the evening", () => {
    expect(offerEndsAt(local("2026-11-28T10:00"), ZONE, local("2026-11-27T20:30"))).toEqual(local("2026-11-27T21:00"));
  });

  test.each([
    ["a morning slot, late the evening before", "2026-11-28T10:00", "2026-11-27T20:45"],
    ["a slot late in the evening of the same day", "2026-11-27T23:30", "2026-11-27T20:45"],
  ])("nobody is asked who would have only minutes to answer: %s", (_, startsAt, now) => {
    expect(mayOffer(local(startsAt), ZONE, local(now))).toBe(false);
    expect(mayOffer(local(startsAt), ZONE, new Date(local(now).getTime() - 15 * 60_000))).toBe(true);
  });
});

describe("an offer whose slot has moved", () => {
  test.each([
    ["from tomorrow to next week: a day", "2026-11-27T12:00", "2026-12-04T15:00", "2026-11-27T10:30", "2026-11-28T10:30"],
    ["from next week to tomorrow: two hours", "2026-11-27T10:00", "2026-11-27T15:00", "2026-11-26T11:00", "2026-11-26T13:00"],
    ["at night: from the morning on", "2026-11-28T08:30", "2026-11-28T15:00", "2026-11-27T23:00", "2026-11-28T08:30"],
    ["so near that nobody is asked: half an hour", "2026-11-29T10:00", "2026-11-28T11:30", "2026-11-28T10:00", "2026-11-28T10:30"],
    ["so near that less was left: what was left", "2026-11-28T10:10", "2026-11-28T11:30", "2026-11-28T10:00", "2026-11-28T10:10"],
    ["into the next half hour: at once", "2026-11-28T12:00", "2026-11-28T10:20", "2026-11-28T10:00", "2026-11-28T10:00"],
  ])("%s", (_, end, startsAt, now, expected) => expect(movedOfferEnd(local(end), local(startsAt), ZONE, local(now))).toEqual(local(expected)));
});

test("before a morning that would come too late to ask, what is free is there from the evening on", () => {
  const morning = local("2026-11-28T09:00");
  const frozen = ["20:30", "20:31", "21:00", "23:59"].map((time) => isFrozen(morning, ZONE, local(`2026-11-27T${time}`)));
  expect(frozen).toEqual([false, true, true, true]);
  expect(isFrozen(local("2026-11-28T10:30"), ZONE, local("2026-11-27T23:00"))).toBe(false);
  expect(isFrozen(local("2026-11-28T10:00"), ZONE, local("2026-11-27T23:00"))).toBe(true);
});

test("nobody is asked at night, nor in the last two hours", () => {
  const asked = ["07:59", "08:00", "12:59", "13:00", "20:59"].map((time) => mayOffer(SLOT, ZONE, local(`2026-11-28T${time}`)));
  expect(asked).toEqual([false, true, true, false, false]);
  expect(mayOffer(SLOT, ZONE, local("2026-11-27T21:00"))).toBe(false);
  expect(isFrozen(SLOT, ZONE, local("2026-11-28T13:00"))).toBe(true);
});

const zones = fc.constantFrom("Asia/Shanghai", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut", "UTC");
const instants = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 11, 31) / 60_000 }).map((minutes) => new Date(minutes * 60_000));

test("no offer begins or ends outside its hours, none is without time, none runs past the start", () => {
  fc.assert(fc.property(zones, instants, fc.integer({ min: 1, max: 20 * 1_440 }), (zone, now, minutes) => {
    const startsAt = new Date(now.getTime() + minutes * 60_000);
    if (!mayOffer(startsAt, zone, now)) return;
    const end = offerEndsAt(startsAt, zone, now);
    expect(localTime(now, zone) >= "08:00" && localTime(now, zone) < "21:00").toBe(true);
    expect(localTime(end, zone) >= "08:00" && localTime(end, zone) <= "21:00").toBe(true);
    expect(end.getTime() - now.getTime()).toBeGreaterThanOrEqual(30 * 60_000);
    expect(end < startsAt).toBe(true);
  }), { numRuns: 2_000 });
});

test("an offer whose slot moves ends in the hours for it and before the start, or at once", () => {
  fc.assert(fc.property(zones, instants, fc.integer({ min: 1, max: 20 * 1_440 }), fc.integer({ min: 1, max: 2_880 }), (zone, now, minutes, left) => {
    const startsAt = new Date(now.getTime() + minutes * 60_000);
    const end = movedOfferEnd(new Date(now.getTime() + left * 60_000), startsAt, zone, now);
    if (end.getTime() === now.getTime()) return;
    expect(end > now && end < startsAt).toBe(true);
    expect(localTime(end, zone) >= "08:00" && localTime(end, zone) <= "21:00").toBe(true);
  }), { numRuns: 2_000 });
});

const waiting = fc.array(fc.record({
  guests: fc.integer({ min: 0, max: 5 }), limitedAs: fc.constantFrom(null, "member", "instructor"), isReachable: fc.boolean(),
}), { maxLength: 12 }).map((rows) => rows.map((row, index): Waiting => ({ ...row, accountId: index + 1 })));
const sizeOf = (one: Waiting) => 1 + one.guests;

test("never more are asked than there is room for, in all and of each role", () => {
  fc.assert(fc.property(waiting, fc.option(fc.nat(15)), fc.nat(6), (line, places, ofInstructors) => {
    const asked = line.filter(({ accountId }) => whomToOffer(line, { places, forRole: new Map([["instructor", ofInstructors]]) }).includes(accountId));
    const sum = (rows: readonly Waiting[]) => rows.reduce((total, one) => total + sizeOf(one), 0);
    if (places !== null) expect(sum(asked)).toBeLessThanOrEqual(places);
    expect(sum(asked.filter(({ limitedAs }) => limitedAs === "instructor"))).toBeLessThanOrEqual(ofInstructors);
  }));
});

test("whoever is passed over could not be written to, or did not fit into what those before them had left", () => {
  fc.assert(fc.property(waiting, fc.nat(15), (line, places) => {
    const asked = new Set(whomToOffer(line, { places, forRole: new Map() }));
    let left = places;
    for (const one of line) {
      if (asked.has(one.accountId)) left -= sizeOf(one);
      else expect(!one.isReachable || sizeOf(one) > left).toBe(true);
    }
  }));
});

test("what is left behind the line is all that those in it do not take, and whoever takes it takes nobody's turn", () => {
  fc.assert(fc.property(waiting, fc.nat(15), fc.nat(6), fc.constantFrom(null, "member", "instructor"), (line, places, ofInstructors, role) => {
    const free = { places, forRole: new Map([["instructor", ofInstructors]]) };
    const asked = new Set(whomToOffer(line, free));
    const sum = (rows: readonly Waiting[]) => rows.filter(({ accountId }) => asked.has(accountId)).reduce((total, one) => total + sizeOf(one), 0);
    const left = leftBehind(line, free, role);
    const inAll = places - sum(line);
    const ofRole = ofInstructors - sum(line.filter(({ limitedAs }) => limitedAs === "instructor"));
    expect(left).toBe(role === "instructor" ? Math.min(inAll, ofRole) : inAll);
    const after = { places: places - left, forRole: new Map([["instructor", role === "instructor" ? ofInstructors - left : ofInstructors]]) };
    expect(whomToOffer(line, after)).toEqual([...asked]);
  }));
});
