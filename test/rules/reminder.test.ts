import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWithinLimit, UNLIMITED } from "../../src/features/budget/rules.ts";
import { afterQuiet, isQuietFor } from "../../src/features/quiet/rules.ts";
import { gather, planReminders, REMINDER_KINDS, windowOf, type Answer, type Planned, type Reminded } from "../../src/features/reminder/rules.ts";
import { instantOf, localDate, localTime } from "../../src/features/time/rules.ts";

const ZONE = "Asia/Shanghai";
const AT_DESK = { ridesAtMeals: false };
const RIDER = { ridesAtMeals: true };

/** November 2026 in Shanghai: "28 15:00" is Saturday's afternoon. */
function on(text: string, zone = ZONE): Date {
  const [day = "", time = ""] = text.split(" ");
  return instantOf(`2026-11-${day}`, time, zone);
}
const said = (at: Date) => `${localDate(at, ZONE).slice(8)} ${localTime(at, ZONE)}`;

const slot = (startsAt: string, more: Partial<Reminded> = {}): Reminded => ({ startsAt: on(startsAt), zone: ZONE, kinds: REMINDER_KINDS, movedAt: null, placeChangedAt: null, ...more });
const going = (answeredAt = "23 10:00", more: Partial<Answer> = {}): Answer => ({ answer: "going", answeredAt: on(answeredAt), confirmedAt: null, ...more });
const maybe = (answeredAt = "23 10:00"): Answer => ({ answer: "maybe", answeredAt: on(answeredAt), confirmedAt: null });

const listed = (planned: readonly Planned[]) => planned.map(({ kind, at }) => `${kind} ${said(at)}`);

describe("quiet time", () => {
  test.each([
    ["25 21:29", AT_DESK, "25 21:29"], ["25 21:30", AT_DESK, "26 08:00"], ["25 23:59", AT_DESK, "26 08:00"], ["26 03:00", AT_DESK, "26 08:00"],
    ["26 07:59", AT_DESK, "26 08:00"], ["26 08:00", AT_DESK, "26 08:00"], ["26 11:00", AT_DESK, "26 11:00"], ["26 18:00", AT_DESK, "26 18:00"],
    ["26 10:59", RIDER, "26 10:59"], ["26 11:00", RIDER, "26 13:30"], ["26 13:29", RIDER, "26 13:30"], ["26 17:00", RIDER, "26 20:00"],
    ["26 19:59", RIDER, "26 20:00"], ["26 20:00", RIDER, "26 20:00"], ["26 21:30", RIDER, "27 08:00"],
  ])("what is due at %s may be said at %o's %s", (due, habits, loud) => {
    expect(said(afterQuiet(on(due), ZONE, habits))).toBe(loud);
  });
});

describe("what somebody has coming", () => {
  test.each<[string, Reminded, Answer, boolean, string[]]>([
    ["all three for whoever said early that they come", slot("28 15:00"), going(), false, ["day_before 27 11:00", "same_day 28 08:00", "half_hour 28 14:30"]],
    ["only the question for a maybe", slot("28 15:00"), maybe(), false, ["decide 27 11:00"]],
    ["what is left for an answer after eleven the day before", slot("28 15:00"), going("27 11:00"), false, ["same_day 28 08:00", "half_hour 28 14:30"]],
    ["what is left for an answer on the day", slot("28 15:00"), going("28 08:30"), false, ["half_hour 28 14:30"]],
    ["nothing for an answer in the last half hour", slot("28 15:00"), going("28 14:31"), false, []],
    ["nothing for a maybe after the question's time", slot("28 15:00"), maybe("27 11:30"), false, []],
    ["none on the day where it begins within an hour of eight", slot("28 09:00"), going(), false, ["day_before 27 11:00", "half_hour 28 08:30"]],
    ["at eight where half an hour before would be quiet", slot("28 08:20"), going(), false, ["day_before 27 11:00", "half_hour 28 08:00"]],
    ["no half hour for what begins in the quiet time", slot("28 06:00"), going(), false, ["day_before 27 11:00"]],
    ["no half hour for what begins at ten at night", slot("28 22:00"), going(), false, ["day_before 27 11:00", "same_day 28 08:00"]],
    ["after the meal for those who deliver", slot("28 15:00"), going(), true, ["day_before 27 13:30", "same_day 28 08:00", "half_hour 28 14:30"]],
    ["not at all where the meal ends too late", slot("28 12:00"), going(), true, ["day_before 27 13:30", "same_day 28 08:00"]],
    ["still in time at the meal's end", slot("28 13:45"), going(), true, ["day_before 27 13:30", "same_day 28 08:00", "half_hour 28 13:30"]],
    ["only the kinds that the activity asks for", slot("28 15:00", { kinds: ["half_hour"] }), going(), false, ["half_hour 28 14:30"]],
    ["nothing where the activity asks for none", slot("28 15:00", { kinds: [] }), going(), false, []],
    ["no question to whoever has confirmed", slot("28 15:00"), going("23 10:00", { confirmedAt: on("27 10:00") }), false, ["same_day 28 08:00", "half_hour 28 14:30"]],
    ["the question again where it was moved after they confirmed", slot("28 15:00", { movedAt: on("26 12:00") }), going("23 10:00", { confirmedAt: on("25 10:00") }), false,
      ["day_before 27 11:00", "same_day 28 08:00", "half_hour 28 14:30"]],
    ["no question the day before where the news of a change went out that day", slot("28 15:00", { movedAt: on("27 09:00") }), going(), false, ["same_day 28 08:00", "half_hour 28 14:30"]],
    ["no question where it was moved to tomorrow this afternoon", slot("28 15:00", { movedAt: on("27 16:00") }), going(), false, ["same_day 28 08:00", "half_hour 28 14:30"]],
    ["no morning reminder where it was moved that day, but the half hour", slot("28 15:00", { movedAt: on("28 06:00") }), going(), false, ["half_hour 28 14:30"]],
    ["nothing where it was moved into the next half hour", slot("28 15:00", { movedAt: on("28 14:40") }), going(), false, []],
    ["everything for whoever answered after the change", slot("28 15:00", { movedAt: on("27 08:00") }), going("27 09:00"), false, ["day_before 27 11:00", "same_day 28 08:00", "half_hour 28 14:30"]],
    ["no question to a maybe whom the news of a change asked that day", slot("28 15:00", { movedAt: on("27 09:00") }), maybe(), false, []],
    ["the question to a maybe where the change was the day before", slot("28 15:00", { movedAt: on("26 16:00") }), maybe(), false, ["decide 27 11:00"]],
    ["no question the day before where the news of a move came that morning, because the night was kept", slot("28 15:00", { movedAt: on("26 23:00") }), going(), false,
      ["same_day 28 08:00", "half_hour 28 14:30"]],
    ["no morning reminder where a new place was told that morning, but the half hour", slot("28 15:00", { placeChangedAt: on("28 07:00") }), going(), false,
      ["half_hour 28 14:30"]],
    ["no question where a new place was told that day", slot("28 15:00", { placeChangedAt: on("27 09:00") }), going(), false, ["same_day 28 08:00", "half_hour 28 14:30"]],
    ["no second question to whoever has confirmed before the place changed", slot("28 15:00", { placeChangedAt: on("26 12:00") }), going("23 10:00", { confirmedAt: on("25 10:00") }), false,
      ["same_day 28 08:00", "half_hour 28 14:30"]],
    ["everything for whoever answered after the place had changed", slot("28 15:00", { placeChangedAt: on("27 08:00") }), going("27 09:00"), false,
      ["day_before 27 11:00", "same_day 28 08:00", "half_hour 28 14:30"]],
  ])("%s", (_name, reminded, answer, ridesAtMeals, expected) => {
    expect(listed(planReminders(reminded, answer, { ridesAtMeals }))).toEqual(expected);
  });

  test.each([
    ["decide", "27 20:30"], ["day_before", "27 20:30"], ["same_day", "28 14:00"], ["half_hour", "28 15:00"],
  ] as const)("after an outage %s is said until %s", (kind, last) => {
    expect(said(windowOf(kind, on("28 15:00"), ZONE).until)).toBe(last);
  });

  test.each([
    ["Europe/Berlin", "2026-03-29", "2026-03-28T10:00:00.000Z", "2026-03-29T06:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25", "2026-10-24T09:00:00.000Z", "2026-10-25T07:00:00.000Z"],
    ["America/New_York", "2026-03-08", "2026-03-07T16:00:00.000Z", "2026-03-08T12:00:00.000Z"],
  ])("in %s on %s the clock on the wall counts", (zone, date, eve, morning) => {
    const planned = planReminders({ startsAt: instantOf(date, "15:00", zone), zone, kinds: REMINDER_KINDS, movedAt: null, placeChangedAt: null },
      { answer: "going", answeredAt: new Date("2026-01-01T00:00:00Z"), confirmedAt: null }, AT_DESK);
    expect(planned.slice(0, 2).map(({ at }) => at.toISOString())).toEqual([eve, morning]);
  });
});

describe("what is said now", () => {
  const item = (at: string, until: string) => ({ at: on(at), until: on(until), zone: ZONE });
  const gathered = (now: string, ...items: ReturnType<typeof item>[]) => gather(items, AT_DESK, on(now)).map(({ at }) => said(at));

  test("nothing before its time, and nothing only because something comes soon", () => {
    expect(gathered("27 10:59", item("27 11:00", "27 20:30"))).toEqual([]);
  });

  test("what comes within half an hour goes with what is due", () => {
    expect(gathered("27 11:00", item("27 11:00", "27 20:30"), item("27 11:30", "27 12:00"), item("27 11:31", "27 12:00"))).toEqual(["27 11:00", "27 11:30"]);
  });

  test("after an outage only what has not had its last moment", () => {
    expect(gathered("27 20:30", item("27 11:00", "27 20:30"), item("27 20:00", "27 21:00"))).toEqual(["27 20:00"]);
  });

  test("not when the outage ends in quiet time", () => {
    expect(gathered("27 21:30", item("27 21:00", "27 22:00"))).toEqual([]);
  });
});

test("the limit looks back over seven days, and the day it leaves them a message is free again", () => {
  const pings = ["20 11:00", "21 11:00", "22 11:00"].map((text) => on(text));
  expect([isWithinLimit(pings, 3, on("27 10:59")), isWithinLimit(pings, 3, on("27 11:00"))]).toEqual([false, true]);
  expect([isWithinLimit([], 0, on("27 11:00")), isWithinLimit(pings, 5, on("22 12:00")), isWithinLimit(pings, UNLIMITED, on("22 12:00"))]).toEqual([false, true, true]);
});

/** Somebody's week: slots with their answers, the instants at which the clock ticks (with outages between), their habits and limit. */
const ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca"];
const MINUTE_MS = 60_000;
/** Around the changes of summer time, in both hemispheres. */
const BEGINNINGS = ["2026-03-07", "2026-03-28", "2026-04-03", "2026-09-04", "2026-10-03", "2026-10-24", "2026-10-31", "2026-11-23"].map((date) => new Date(`${date}T00:00:00Z`).getTime());
const DAYS = 5;

const week = fc.record({
  zone: fc.constantFrom(...ZONES), from: fc.constantFrom(...BEGINNINGS), ridesAtMeals: fc.boolean(), limit: fc.constantFrom(0, 3, 5, 10, UNLIMITED),
  slots: fc.array(fc.record({
    startsIn: fc.integer({ min: 60, max: DAYS * 1440 }), answeredIn: fc.integer({ min: -2880, max: 2880 }), answer: fc.constantFrom("going" as const, "maybe" as const),
    movedIn: fc.option(fc.integer({ min: 0, max: DAYS * 1440 }), { freq: 1 }), placedIn: fc.option(fc.integer({ min: 0, max: DAYS * 1440 }), { freq: 1 }), confirmedIn: fc.option(fc.integer({ min: 0, max: DAYS * 1440 }), { freq: 1 }),
  }), { minLength: 1, maxLength: 6 }),
  steps: fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 5, max: 60 }) }, fc.integer({ min: 60, max: 900 })), { minLength: 40, maxLength: 60 }),
});

function live({ zone, from, ridesAtMeals, limit, slots, steps }: (typeof week) extends fc.Arbitrary<infer W> ? W : never) {
  const at = (minutes: number) => new Date(from + minutes * MINUTE_MS);
  const habits = { ridesAtMeals };
  const messages: { at: Date; items: { slot: number; kind: string; startsAt: Date; answeredAt: Date; nominal: Date; until: Date }[] }[] = [];
  const told = new Set<string>();
  const plans = new Map<string, (Planned & { zone: string; slot: number; answeredAt: Date; startsAt: Date; nominal: Date })[]>();
  const planOf = (one: (typeof slots)[number], number: number, now: Date) => {
    const past = (minutes: number | null) => (minutes === null || now < at(minutes) ? null : at(minutes));
    const [movedAt, confirmedAt, startsAt, answeredAt] = [past(one.movedIn), past(one.confirmedIn), at(one.startsIn), at(one.answeredIn)];
    const key = [number, movedAt, confirmedAt, past(one.placedIn)].join("|");
    const known = plans.get(key);
    if (known) return known;
    const planned = planReminders({ startsAt, zone, kinds: REMINDER_KINDS, movedAt, placeChangedAt: past(one.placedIn) }, { answer: one.answer, answeredAt, confirmedAt }, habits)
      .map((item) => ({ ...item, zone, slot: number, answeredAt, startsAt, nominal: windowOf(item.kind, startsAt, zone).at }));
    plans.set(key, planned);
    return planned;
  };
  let minutes = 0;
  for (const step of [...steps, ...steps]) {
    minutes += step;
    const now = at(minutes);
    const coming = slots.flatMap((one, number) => now < at(one.answeredIn) ? [] : planOf(one, number, now))
      .filter(({ slot: number, kind }) => !told.has(`${number} ${kind}`));
    const items = gather(coming, habits, now);
    if (items.length === 0 || !isWithinLimit(messages.map((message) => message.at), limit, now)) continue;
    for (const item of items) told.add(`${item.slot} ${item.kind}`);
    messages.push({ at: now, items });
  }
  return messages;
}

describe("whatever the week, the outages and the zone", () => {
  test("the weeks are lively: messages, some of them for several things", () => {
    const lived = fc.sample(week, { numRuns: 50, seed: 7 }).flatMap(live);
    expect(lived.length).toBeGreaterThan(50);
    expect(lived.filter(({ items }) => items.length > 1).length).toBeGreaterThan(3);
  });

  test("nothing goes out in quiet time", () => {
    fc.assert(fc.property(week, (lived) => {
      for (const message of live(lived)) expect(isQuietFor(message.at, lived.zone, lived)).toBe(false);
    }));
  });

  test("nobody gets more than their limit within any seven days", () => {
    fc.assert(fc.property(week, (lived) => {
      const sent = live(lived).map((message) => message.at.getTime());
      for (const last of sent) expect(sent.filter((at) => at <= last && at > last - 7 * 1440 * MINUTE_MS).length).toBeLessThanOrEqual(lived.limit);
    }));
  });

  test("each kind comes at most once for a slot, after the answer was given, never after its last moment or the start", () => {
    fc.assert(fc.property(week, (lived) => {
      const seen = new Set<string>();
      for (const { at, items } of live(lived)) {
        for (const { slot: number, kind, startsAt, answeredAt, nominal, until } of items) {
          expect(seen.has(`${number} ${kind}`)).toBe(false);
          seen.add(`${number} ${kind}`);
          expect(at < until && at < startsAt && answeredAt < nominal).toBe(true);
          // Half an hour early at most, where it goes with another.
          expect(at.getTime()).toBeGreaterThanOrEqual(nominal.getTime() - 30 * MINUTE_MS);
        }
      }
    }));
  });

  test("the question before the day is asked in daylight of that day, by the clock on the wall", () => {
    fc.assert(fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 1440 * 366 }), fc.boolean(), (zone, minutes, ridesAtMeals) => {
      const startsAt = new Date(Date.UTC(2026, 0, 1) + minutes * MINUTE_MS);
      const planned = planReminders({ startsAt, zone, kinds: ["day_before"], movedAt: null, placeChangedAt: null }, { answer: "going", answeredAt: new Date(0), confirmedAt: null }, { ridesAtMeals });
      expect(planned.map(({ at }) => localTime(at, zone))).toEqual([ridesAtMeals ? "13:30" : "11:00"]);
      expect(planned.every(({ at }) => localDate(at, zone) < localDate(startsAt, zone))).toBe(true);
    }));
  });
});
