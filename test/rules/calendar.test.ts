import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedAt, feedWindow, sequenceOf, statusOf, uidOf, type EventFacts } from "../../src/features/calendar/rules.ts";
import { calendarText } from "../../src/features/calendar/view.ts";
import { messages } from "../../src/i18n/messages.ts";

const CREATED = new Date("2026-11-23T02:00:00Z");
const EVENT: EventFacts = {
  stationId: 1, activityId: 12, slotId: 34, title: "Visit", label: null, place: null, isWaiting: false,
  startsAt: new Date("2026-11-28T07:00:00Z"), endsAt: new Date("2026-11-28T09:00:00Z"), createdAt: CREATED, movedAt: null, placeChangedAt: null, cancelledAt: null,
};
const io = { botUsername: "MusterBot" };
const unfold = (text: string) => text.replaceAll("\r\n ", "");
const valueOf = (text: string, name: string) => unfold(text).split("\r\n").find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);

const instant = fc.integer({ min: 0, max: 10 * 365 * 86_400 }).map((seconds) => new Date(CREATED.getTime() + seconds * 1000));
const words = fc.string({ unit: fc.constantFrom("主", "题", "é", "👩‍👩‍👧", "a", ";", ",", "\\", ":", " ", "\n"), minLength: 1, maxLength: 120 });

describe("an activity in a calendar", () => {
  test("is the same event whatever becomes of it, and another for another slot or bot", () => {
    fc.assert(fc.property(instant, instant, fc.string(), (movedAt, cancelledAt, title) => {
      expect(uidOf({ ...EVENT, movedAt, cancelledAt, title }, "MusterBot")).toBe(uidOf(EVENT, "MusterBot"));
    }));
    const others = [{ ...EVENT, stationId: 2 }, { ...EVENT, activityId: 13 }, { ...EVENT, slotId: 35 }];
    expect(new Set([EVENT, ...others].map((event) => uidOf(event, "MusterBot")).concat(uidOf(EVENT, "OtherBot"))).size).toBe(5);
  });

  test("gets a higher number with every later change, within what calendars read", () => {
    fc.assert(fc.property(instant, instant, (one, other) => {
      const [first, second] = [one, other].toSorted((a, b) => a.getTime() - b.getTime());
      if (!first || !second || first.getTime() === second.getTime()) return;
      const [before, after] = [sequenceOf({ ...EVENT, movedAt: first }), sequenceOf({ ...EVENT, movedAt: first, cancelledAt: second })];
      expect(after).toBeGreaterThan(before);
      expect(sequenceOf({ ...EVENT, movedAt: first, placeChangedAt: second })).toBe(after);
      expect(Number.isInteger(after) && after < 2 ** 31).toBe(true);
    }));
    expect(sequenceOf(EVENT)).toBe(0);
    expect(changedAt(EVENT)).toEqual(CREATED);
  });

  test("is certain, tentative while one waits, and cancelled", () => {
    expect([EVENT, { ...EVENT, isWaiting: true }, { ...EVENT, isWaiting: true, cancelledAt: CREATED }].map(statusOf)).toEqual(["CONFIRMED", "TENTATIVE", "CANCELLED"]);
  });

  test("is told for the last thirty days and the next ninety", () => {
    expect(feedWindow(CREATED)).toEqual({ from: new Date("2026-10-24T02:00:00Z"), until: new Date("2027-02-21T02:00:00Z") });
  });

  test("is written so that every calendar reads it: in UTC, no line above 75 bytes, all signs kept", () => {
    fc.assert(fc.property(words, words, instant, (title, place, startsAt) => {
      const endsAt = new Date(startsAt.getTime() + 3_600_000);
      const text = calendarText(messages("zh-CN"), [{ ...EVENT, title, place, startsAt, endsAt }], io);
      expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
      for (const line of text.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      const written = (said: string) => said.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll("\n", "\\n");
      expect(valueOf(text, "SUMMARY")).toBe(written(title));
      expect(valueOf(text, "LOCATION")).toBe(written(place));
      expect(valueOf(text, "DTSTART")).toBe(startsAt.toISOString().replaceAll(/[-:]|\.\d+/g, ""));
      expect(valueOf(text, "DTEND")).toBe(endsAt.toISOString().replaceAll(/[-:]|\.\d+/g, ""));
    }));
  });

  test("does not change by itself: the same facts are the same file", () => {
    expect(calendarText(messages("en"), [EVENT], io)).toBe(calendarText(messages("en"), [{ ...EVENT }], io));
  });
});
