import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayAfter } from "../../src/features/date/rules.ts";
import { isLate, isMissed, newestOccasion, nextOccasion, occasionOf, timeText, USUAL_SCHEDULE, type Schedule } from "../../src/features/digest/rules.ts";
import { localDate, localTime } from "../../src/features/time/rules.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const ZONES = [
  "Asia/Shanghai", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe", "America/New_York",
  "Europe/Berlin", "America/Havana", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Chatham", "UTC",
];
const minuteOf = (hour: number, minute: number) => hour * 60 + minute;
const at = (text: string) => new Date(text);

describe("each week is told of in the week after it", () => {
  test.each([
    ["on Monday at nine, of the week that ended the day before", "2026-11-23T01:00:00Z", USUAL_SCHEDULE, "2026-11-16"],
    ["a minute before that, of the week before", "2026-11-23T00:59:59Z", USUAL_SCHEDULE, "2026-11-09"],
    ["on Friday, of the last whole week", "2026-11-27T09:30:00Z", { weekday: 5, minute: minuteOf(17, 30) }, "2026-11-16"],
    ["on Sunday, of the week before, for its own is not over", "2026-11-29T01:00:00Z", { weekday: 7, minute: minuteOf(9, 0) }, "2026-11-16"],
    ["in the first days of January, of the week over New Year", "2027-01-04T01:00:00Z", USUAL_SCHEDULE, "2026-12-28"],
  ])("%s", (_, now, schedule, weekOn) => {
    expect(newestOccasion(at(now), "Asia/Shanghai", schedule).weekOn).toBe(weekOn);
  });

  test.each([
    ["in an hour that the clocks jump over, at the first instant after it", "America/New_York", "2027-03-01", { weekday: 7, minute: minuteOf(2, 30) }, "2027-03-14T07:00:00.000Z"],
    ["in a midnight that the clocks jump over", "America/Santiago", "2026-08-24", { weekday: 7, minute: 0 }, "2026-09-06T04:00:00.000Z"],
    ["in a midnight that the clocks jump over on a Friday", "Africa/Cairo", "2027-04-19", { weekday: 5, minute: 0 }, "2027-04-29T22:00:00.000Z"],
    ["in an hour that comes twice, the first time", "America/New_York", "2026-10-19", { weekday: 7, minute: minuteOf(1, 30) }, "2026-11-01T05:30:00.000Z"],
    ["in half an hour that comes twice, the first time", "Australia/Lord_Howe", "2027-03-22", { weekday: 7, minute: minuteOf(1, 45) }, "2027-04-03T14:45:00.000Z"],
  ])("%s", (_, zone, weekOn, schedule, dueAt) => {
    expect(occasionOf(weekOn, zone, schedule).dueAt.toISOString()).toBe(dueAt);
  });
});

test("a digest is late after a quarter of an hour, and missed after two days", () => {
  const due = at("2026-11-23T01:00:00Z");
  const after = (ms: number) => new Date(due.getTime() + ms);
  expect([isLate(due, after(15 * MINUTE_MS)), isLate(due, after(15 * MINUTE_MS + 1))]).toEqual([false, true]);
  expect([isMissed(due, after(48 * HOUR_MS)), isMissed(due, after(48 * HOUR_MS + 1))]).toEqual([false, true]);
});

/** Every week from January 2020 on, in each of the zones. */
const WEEKS = Array.from({ length: 1_000 }, (_, week) => dayAfter("2019-12-30", 7 * week));

/** What is wrong with the digests of a zone, by their weeks. */
function brokenWeeks(zone: string, schedule: Schedule): string[] {
  let before = new Date(0);
  return WEEKS.filter((weekOn) => {
    const { dueAt } = occasionOf(weekOn, zone, schedule);
    const isBroken = dueAt <= before || localDate(dueAt, zone) !== dayAfter(weekOn, 6 + schedule.weekday)
      || newestOccasion(dueAt, zone, schedule).weekOn !== weekOn || newestOccasion(new Date(dueAt.getTime() - 1), zone, schedule).weekOn !== dayAfter(weekOn, -7);
    before = dueAt;
    return isBroken;
  });
}

test.each(ZONES)("over a thousand weeks in %s each digest is due in the week after its own, and is the newest one until the next is due", (zone) => {
  expect(brokenWeeks(zone, USUAL_SCHEDULE)).toEqual([]);
  expect(brokenWeeks(zone, { weekday: 7, minute: 0 })).toEqual([]);
});

test("whatever the instant, the schedule and the zone, the newest digest is over, the next one is not, and they are neighbours", () => {
  const anywhere = fc.record({
    now: fc.date({ min: at("2020-01-06T00:00:00Z"), max: at("2039-01-01T00:00:00Z"), noInvalidDate: true }), zone: fc.constantFrom(...ZONES),
    schedule: fc.record({ weekday: fc.integer({ min: 1, max: 7 }), minute: fc.integer({ min: 0, max: 1439 }) }),
  });
  fc.assert(fc.property(anywhere, ({ now, zone, schedule }) => {
    const [newest, next] = [newestOccasion(now, zone, schedule), nextOccasion(now, zone, schedule)];
    expect(newest.dueAt <= now && now < next.dueAt).toBe(true);
    expect(next.weekOn).toBe(dayAfter(newest.weekOn, 7));
    expect(dayAfter(newest.weekOn, 6) < localDate(newest.dueAt, zone)).toBe(true);
    expect(localTime(next.dueAt, zone) >= timeText(schedule.minute)).toBe(true);
  }), { numRuns: 1_000 });
});
