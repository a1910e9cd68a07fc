import fc from "fast-check";
import { expect, test } from "vitest";
import { afterWaking, ANSWER_MS, awakeFrom } from "../../src/features/assignoffer/rules.ts";
import { localTime } from "../../src/features/time/rules.ts";

const ZONE = "Asia/Shanghai";
const HOUR = 3_600_000;
const at = (text: string) => new Date(`${text}+08:00`);

test("forty-eight waking hours are nearly four days: thirteen of each count, nights stand still", () => {
  expect(afterWaking(at("2026-11-23T10:00"), ANSWER_MS, ZONE)).toEqual(at("2026-11-26T19:00"));
  expect(afterWaking(at("2026-11-23T08:00"), 13 * HOUR, ZONE)).toEqual(at("2026-11-23T21:00"));
  expect(afterWaking(at("2026-11-23T20:59"), HOUR, ZONE)).toEqual(at("2026-11-24T08:59"));
  expect(afterWaking(at("2026-11-23T23:00"), HOUR, ZONE)).toEqual(at("2026-11-24T09:00"));
  expect(awakeFrom(at("2026-11-24T03:00"), ZONE)).toEqual(at("2026-11-24T08:00"));
  expect(awakeFrom(at("2026-11-24T21:00"), ZONE)).toEqual(at("2026-11-25T08:00"));
  expect(awakeFrom(at("2026-11-24T20:59"), ZONE)).toEqual(at("2026-11-24T20:59"));
});

test("the end lies in waking hours, later for more time, in parts as in one, where clocks change too", () => {
  const zone = fc.constantFrom(ZONE, "Europe/Berlin", "America/New_York", "Pacific/Chatham");
  fc.assert(fc.property(fc.date({ min: at("2026-01-01T00:00"), max: at("2027-12-31T00:00"), noInvalidDate: true }), fc.integer({ min: 1, max: 60 * HOUR }), fc.integer({ min: 1, max: 30 * HOUR }), zone, (from, ms, more, where) => {
    const end = afterWaking(from, ms, where);
    const time = localTime(end, where);
    expect(time >= "08:00" && time <= "21:00").toBe(true);
    expect(end.getTime() - from.getTime()).toBeGreaterThanOrEqual(ms);
    expect(afterWaking(end, more, where)).toEqual(afterWaking(from, ms + more, where));
  }));
});
