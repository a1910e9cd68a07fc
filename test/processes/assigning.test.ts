import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { assignment, instructor, unit } from "../../src/db/schema-register.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enters, entersInstructor } from "../telegram/instructors.ts";
import { organizerOf } from "../telegram/register.ts";
import { onServer } from "../setup/needs.ts";
import { dice, disorder, readHandled } from "./disorder.ts";
import { freePort, openFleet } from "./fleet.ts";
import { allSent } from "./spread.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off", autoWebhooks: true } });
const CAPACITY = 3;
const INSTRUCTORS = ["I1", "I2"];
const UNITS = Array.from({ length: 8 }, (_, at) => `U0${at + 1}`);
/** Days that overlap each other, so that no two of them can stand for one pair. */
const PERIODS = ["", " through 2027-03-31", " from tomorrow through 2027-06-30"];
const ORGANIZERS = 4;

onServer("four organizers give the same units to the same two instructors at once, through two processes: no period overlaps, nobody has more than fits, everybody is answered", async () => {
  bench.expectFailures();
  const station = await establish(bench, { locale: "en" });
  const organizers: Person[] = [];
  for (let at = 0; at < ORGANIZERS; at += 1) organizers.push(await organizerOf(bench, station, `Organizer ${at}`));
  await enters(bench, station, UNITS);
  for (const code of INSTRUCTORS) await entersInstructor(bench, station, code, { capacity: CAPACITY });
  bench.emulator.markAllSeen();
  bench.goLive();
  const wentLive = new Date();
  const fleet = await openFleet(bench);
  const ports = await Promise.all([freePort(), freePort()]);
  const front = await disorder(ports);
  try {
    await Promise.all(ports.map((port) => fleet.start({ PORT: String(port), WEBHOOK_URL: `${front.url}/telegram`, WEBHOOK_SECRET: "s3cret-of-the-test" })));
    const throwDice = dice(23);
    const lines = organizers.flatMap((organizer) => INSTRUCTORS.flatMap((who) => UNITS.map((which) => ({ organizer, text: `/assign ${who} ${which}${PERIODS[throwDice(PERIODS.length)]}`, at: throwDice(1_000_000) }))));
    for (const { organizer, text } of lines.toSorted((a, b) => a.at - b.at)) bench.emulator.say(organizer, organizer, text);
    await expect.poll(() => readHandled(bench, wentLive), { timeout: 120_000, interval: 500 }).toBe(lines.length);
    await allSent(bench);
    const rows = await bench.database.db.select({ who: instructor.code, which: unit.code }).from(assignment)
      .innerJoin(instructor, eq(instructor.id, assignment.instructorId)).innerJoin(unit, eq(unit.id, assignment.unitId));
    const pairs = rows.map(({ who, which }) => `${who} ${which}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(INSTRUCTORS.map((code) => rows.filter(({ who }) => who === code).length)).toEqual([CAPACITY, CAPACITY]);
    const answers = organizers.flatMap((organizer) => bench.emulator.messages(organizer, { peek: true }).filter(({ fromBot, sentAt }) => fromBot && new Date(sentAt) >= wentLive));
    expect({ answers: answers.length, given: answers.filter(({ text }) => text.startsWith("✅")).length }).toEqual({ answers: lines.length, given: INSTRUCTORS.length * CAPACITY });
  } finally {
    await fleet.stop();
    front.close();
    bench.emulator.markAllSeen();
  }
}, 240_000);
