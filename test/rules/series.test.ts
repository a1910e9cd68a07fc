import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { occurrences, parseRecurringTime, type Recurrence } from "../../src/features/recurrence/rules.ts";
import {
  announceInstant, contentOn, dueOccurrences, formatRhythm, isDateOf, isOver, movedRhythm, nextOccurrences, startRhythm, type Course, type Rhythm, type SeriesContent,
} from "../../src/features/series/rules.ts";
import { spanOn } from "../../src/features/span/rules.ts";
import { instantOf, isQuiet, localDate, localTime } from "../../src/features/time/rules.ts";

const HOUR_MS = 3_600_000;
const SHANGHAI = "Asia/Shanghai";
const SATURDAYS: Recurrence = { every: "week", interval: 1, weekdays: [6] };
const RHYTHM: Rhythm = { recurrence: SATURDAYS, from: "15:00", minutes: 120, startsOn: "2026-11-28", endsOn: null, exceptions: [] };
const COURSE: Course = { ...RHYTHM, announceDaysBefore: 7, announceAt: "10:00", plannedThroughOn: null };

const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }).map((each) => each.toSorted());
const interval = fc.integer({ min: 1, max: 4 });
const recurrences: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ every: fc.constant("week" as const), interval, weekdays }),
  fc.record({ every: fc.constant("month" as const), interval, day: fc.constantFrom(-1, 1, 15, 28, 29, 30, 31) }),
  fc.record({ every: fc.constant("month" as const), interval, weekday: fc.integer({ min: 1, max: 7 }), nth: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const) }),
);
const dates = fc.integer({ min: 0, max: 500 }).map((days) => Temporal.PlainDate.from("2026-09-01").add({ days }).toString());
const zones = fc.constantFrom("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", SHANGHAI);
const times = fc.integer({ min: 0, max: 95 }).map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`);
const minutes = fc.integer({ min: 15, max: 600 });
const courses: fc.Arbitrary<Course> = fc.record({
  recurrence: recurrences, from: times, minutes, startsOn: dates, endsOn: fc.option(dates), exceptions: fc.uniqueArray(dates, { maxLength: 30 }),
  announceDaysBefore: fc.constantFrom(1, 3, 7, 14), announceAt: fc.constantFrom("08:00", "10:00", "20:00"), plannedThroughOn: fc.constant(null),
});

interface Announced {
  readonly on: string;
  readonly startsAt: Date;
  readonly at: Date;
}

/** Lets the clock tick at these instants, each process as the one before left the series. */
function run(course: Course, ticks: readonly Date[], zone: string): { announced: Announced[]; course: Course } {
  let current = course;
  const announced = ticks.flatMap((at) => {
    const { due, throughOn } = dueOccurrences(current, at, zone);
    current = { ...current, plannedThroughOn: throughOn };
    return due.map(({ on, startsAt }) => ({ on, startsAt, at }));
  });
  return { announced, course: current };
}

const hourly = (from: Date, hours: number) => Array.from({ length: hours }, (_, hour) => new Date(from.getTime() + hour * HOUR_MS));

describe("what is announced of a series", () => {
  test("comes a week before at ten, one after the other", () => {
    const { announced } = run(COURSE, hourly(instantOf("2026-11-20", "00:00", SHANGHAI), 24 * 22), SHANGHAI);
    expect(announced.map(({ on, at }) => [on, localDate(at, SHANGHAI), localTime(at, SHANGHAI)])).toEqual([
      ["2026-11-28", "2026-11-21", "10:00"], ["2026-12-05", "2026-11-28", "10:00"], ["2026-12-12", "2026-12-05", "10:00"],
    ]);
  });

  test("never twice, never before its time, never once it has begun, never at night, never an exception or after the end; whatever the outages", () => {
    const outages = fc.array(fc.integer({ min: 1, max: 30 * 24 }), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(courses, zones, outages, (course, zone, steps) => {
      let at = instantOf(course.startsOn, "00:00", zone).getTime() - 20 * 24 * HOUR_MS;
      const ticks = steps.map((hours) => new Date(at += hours * HOUR_MS));
      const { announced } = run(course, ticks, zone);
      expect(new Set(announced.map(({ on }) => on)).size).toBe(announced.length);
      for (const { on, startsAt, at: told } of announced) {
        expect(told >= announceInstant(course, on, zone) && told < startsAt).toBe(true);
        expect(isDateOf(course, on)).toBe(true);
        expect(course.exceptions.includes(on) || on < course.startsOn || (course.endsOn !== null && on > course.endsOn)).toBe(false);
        // At night only what has begun by the morning.
        if (isQuiet(told, zone, "21:30", "08:00")) expect(startsAt.getTime() - told.getTime()).toBeLessThanOrEqual(12 * HOUR_MS);
      }
    }), { numRuns: 300 });
  });

  test("leaves none out while the bot runs, also where clocks change and months end", () => {
    fc.assert(fc.property(courses, zones, (course, zone) => {
      const from = instantOf(course.startsOn, "00:00", zone);
      const begins = new Date(from.getTime() - 15 * 24 * HOUR_MS);
      const days = 70;
      // The bot looks every minute; here every three hours and when the night ends, which some are only a quarter of an hour after.
      const mornings = Array.from({ length: days }, (_, day) => instantOf(localDate(new Date(begins.getTime() + day * 24 * HOUR_MS), zone), "08:00", zone));
      const ticks = [...hourly(begins, days * 24).filter((_, hour) => hour % 3 === 0), ...mornings].toSorted((a, b) => a.getTime() - b.getTime());
      const { announced } = run(course, ticks, zone);
      const until = new Date(begins.getTime() + (days - 16) * 24 * HOUR_MS);
      const wanted = occurrences(course.recurrence, course, "2000-01-01", 200).filter((on) => spanOn(on, course.from, course.minutes, zone).startsAt < until);
      expect(announced.map(({ on }) => on).filter((on) => wanted.includes(on))).toEqual(wanted);
    }), { numRuns: 80 });
  });

  test("after an outage the ones that are past are passed over, and what is still to come is told at once", () => {
    const late = instantOf("2026-12-12", "12:00", SHANGHAI);
    const { announced, course } = run(COURSE, [late], SHANGHAI);
    expect(announced.map(({ on }) => on)).toEqual(["2026-12-12", "2026-12-19"]);
    expect(course.plannedThroughOn).toBe("2026-12-19");
    expect(run(COURSE, [instantOf("2026-12-12", "16:00", SHANGHAI)], SHANGHAI).announced.map(({ on }) => on)).toEqual(["2026-12-19"]);
  });

  test("waits for the morning where the bot comes back at night, unless it begins before", () => {
    const night = instantOf("2026-11-26", "23:00", SHANGHAI);
    expect(dueOccurrences(COURSE, night, SHANGHAI).due).toEqual([]);
    expect(dueOccurrences(COURSE, night, SHANGHAI, true).due).toHaveLength(1);
    expect(dueOccurrences({ ...COURSE, from: "06:00" }, instantOf("2026-11-28", "02:00", SHANGHAI), SHANGHAI).due).toHaveLength(1);
  });

  test("closes its replies as long before the start as the first one did", () => {
    const content: SeriesContent = {
      type: "lecture", title: "Lecture", mode: "onsite", place: null, details: null, capacity: null, guestsMax: 0, limits: [], contact: null, hosts: [],
      closesMsBefore: 21 * HOUR_MS, chatIds: [1],
    };
    const [first] = nextOccurrences(RHYTHM, instantOf("2026-11-23", "10:00", SHANGHAI), SHANGHAI, 1);
    if (!first) throw new Error("no occurrence");
    expect(contentOn(content, first)).toMatchObject({ repliesCloseAt: instantOf("2026-11-27", "18:00", SHANGHAI), slots: [{ label: null, startsAt: first.startsAt, endsAt: first.endsAt }] });
    expect(contentOn(content, first)).not.toHaveProperty("chatIds");
    expect(contentOn({ ...content, closesMsBefore: null }, first).repliesCloseAt).toBeNull();
  });
});

describe("a rhythm", () => {
  test("begins with the first one to come: every other week counts from there", () => {
    const sunday = instantOf("2026-11-29", "12:00", SHANGHAI);
    const rhythm = startRhythm({ recurrence: { ...SATURDAYS, interval: 2 }, from: "15:00", minutes: 120, endsOn: null }, sunday, SHANGHAI);
    expect(rhythm?.startsOn).toBe("2026-12-05");
    expect(nextOccurrences(rhythm ?? RHYTHM, sunday, SHANGHAI, 3).map(({ on }) => on)).toEqual(["2026-12-05", "2026-12-19", "2027-01-02"]);
    expect(startRhythm({ recurrence: SATURDAYS, from: "15:00", minutes: 120, endsOn: "2026-12-04" }, sunday, SHANGHAI)).toBeNull();
  });

  test("begins today while its hour is ahead, and is over after its end", () => {
    const said = { recurrence: SATURDAYS, from: "15:00", minutes: 120, endsOn: "2026-12-05" };
    expect(startRhythm(said, instantOf("2026-11-28", "14:59", SHANGHAI), SHANGHAI)?.startsOn).toBe("2026-11-28");
    expect(startRhythm(said, instantOf("2026-11-28", "15:00", SHANGHAI), SHANGHAI)?.startsOn).toBe("2026-12-05");
    expect([null, "2026-11-28", "2026-12-05"].map((plannedThroughOn) => isOver({ ...COURSE, endsOn: "2026-12-05", plannedThroughOn }))).toEqual([false, false, true]);
  });

  test("is written so that it can be read back, in both languages", () => {
    fc.assert(fc.property(recurrences, times, fc.integer({ min: 15, max: 300 }), fc.constantFrom("zh-CN" as const, "en" as const), (recurrence, from, length, locale) => {
      const read = parseRecurringTime(formatRhythm({ recurrence, from, minutes: length }, locale));
      expect(read).toEqual({ ok: true, recurrence, from, minutes: length });
    }), { numRuns: 300 });
    expect(formatRhythm(RHYTHM, "zh-CN")).toBe("每周六 15:00–17:00");
    expect(formatRhythm({ ...RHYTHM, from: "22:00" }, "en")).toBe("every Sat 22:00–24:00");
    expect(formatRhythm({ ...RHYTHM, from: "22:00", minutes: 240 }, "zh-CN")).toBe("每周六 22:00–次日02:00");
  });

  test("takes a new time, and a new day of the same week or month, from one that was moved", () => {
    const to = (date: string, time: string) => spanOn(date, time, 90, SHANGHAI);
    expect(movedRhythm(RHYTHM, "2026-11-28", to("2026-11-28", "14:00"), SHANGHAI)).toEqual({ recurrence: SATURDAYS, from: "14:00", minutes: 90 });
    expect(movedRhythm(RHYTHM, "2026-11-28", to("2026-11-29", "14:00"), SHANGHAI)).toEqual({ recurrence: { ...SATURDAYS, weekdays: [7] }, from: "14:00", minutes: 90 });
    expect(movedRhythm(RHYTHM, "2026-11-28", to("2026-11-30", "14:00"), SHANGHAI)).toBeNull();
    const twice = { ...RHYTHM, recurrence: { ...SATURDAYS, weekdays: [3, 6] } };
    expect(movedRhythm(twice, "2026-11-28", to("2026-11-27", "14:00"), SHANGHAI)?.recurrence).toEqual({ ...SATURDAYS, weekdays: [3, 5] });
    const monthly = { ...RHYTHM, recurrence: { every: "month" as const, interval: 1, day: 20 } };
    expect(movedRhythm(monthly, "2026-11-20", to("2026-11-22", "14:00"), SHANGHAI)?.recurrence).toEqual({ every: "month", interval: 1, day: 22 });
    expect(movedRhythm(monthly, "2026-11-20", to("2026-12-01", "14:00"), SHANGHAI)).toBeNull();
    const nth = { ...RHYTHM, recurrence: { every: "month" as const, interval: 1, weekday: 5, nth: 1 as const } };
    expect(movedRhythm(nth, "2026-12-04", to("2026-12-10", "14:00"), SHANGHAI)?.recurrence).toEqual({ every: "month", interval: 1, weekday: 4, nth: 2 });
    expect(movedRhythm(nth, "2026-12-04", to("2026-12-31", "14:00"), SHANGHAI)?.recurrence).toEqual({ every: "month", interval: 1, weekday: 4, nth: -1 });
  });

  test("moved, it still meets the date to which the one was moved", () => {
    fc.assert(fc.property(recurrences, dates, fc.integer({ min: -6, max: 6 }), times, (recurrence, after, shift, time) => {
      const [on] = occurrences(recurrence, { startsOn: after, endsOn: null, exceptions: [] }, after, 1);
      if (on === undefined) return;
      const date = Temporal.PlainDate.from(on).add({ days: shift }).toString();
      const rhythm = { ...RHYTHM, recurrence, startsOn: after };
      const moved = movedRhythm(rhythm, on, spanOn(date, time, 60, SHANGHAI), SHANGHAI);
      if (moved) expect(isDateOf({ ...rhythm, ...moved, startsOn: after < date ? after : date }, date)).toBe(true);
    }), { numRuns: 300 });
  });
});
