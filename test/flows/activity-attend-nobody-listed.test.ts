import { fileURLToPath } from "node:url";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { member } from "../../src/db/schema.ts";
import * as conclusion from "../../src/features/conclusion/actions.ts";
import * as rating from "../../src/features/rating/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { readSources } from "../architecture/source.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { accountIdOf, isGoing, minutesFrom, turnTo } from "../telegram/attending.ts";
import { useBench } from "../telegram/bench.ts";
import { withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const sources = readSources(fileURLToPath(new URL("../..", import.meta.url)), "src");
const { startsAt, endsAt } = SATURDAY;

/** Ways to set who said that they come against who came, one person at a time. */
const COMPARED: readonly RegExp[] = [
  /from\(\s*(?:rsvp|checkIn)\b[\s\S]{0,300}?Join(?:Lateral)?\(\s*(?:rsvp|checkIn)\b/,
  /\bfrom\s+rsvp\b[^`]{0,300}\bcheck_in\b/i, /\bfrom\s+check_in\b[^`]{0,300}\brsvp\b/i,
  /eq\(\s*(?:rsvp|checkIn)\.accountId\s*,\s*(?:rsvp|checkIn)\.accountId/,
];

describe("nobody is listed for not coming", () => {
  test("no query of the bot sets the replies of people against their check-ins", () => {
    expect(sources.flatMap(({ path, code }) => COMPARED.filter((pattern) => pattern.test(code)).map((pattern) => `${path}: ${String(pattern)}`))).toEqual([]);
  });

  test("the inspector sees such a query", () => {
    const asked = [
      "tx.select().from(rsvp).leftJoin(checkIn, on)", "db.select(x).from(checkIn).innerJoin(account, a).innerJoin(rsvp, b)",
      "sql`select account_id from rsvp where account_id not in (select account_id from check_in)`", "and(eq(rsvp.accountId, checkIn.accountId))",
    ];
    expect(asked.map((code) => COMPARED.some((pattern) => pattern.test(code)))).toEqual(asked.map(() => true));
  });

  test("every verb about the end of an activity is known here, so that a new one is looked at", () => {
    const verbs = [conclusion, rating].flatMap((page) => Object.entries(page).filter(([, value]) => typeof value === "function").map(([name]) => name));
    expect(verbs.toSorted()).toEqual([
      "conclude", "concludeDue", "oweInvitations", "promiseTurns", "publishDue", "rate", "readQuestion", "readResult", "readSummary", "takeTurn",
    ]);
  });

  test("from the announcement to the published rating no message to anybody names who did not come, nor anybody in a group", async () => {
    const at = await establish(bench, { locale: "en" });
    const [olga, ann] = [await withRole(bench, at, "Olga", "organizer"), await withRole(bench, at, "Ann", "auditor")];
    const people: Person[] = [];
    const aliases = ["CanaryCame", "CanaryCameHidden", "CanaryGoing", "CanaryAway", "CanaryThird", "CanaryFourth"];
    for (const alias of aliases) {
      const person = await enrol(bench, at, "Somebody", { aliasShown: alias !== "CanaryCameHidden" });
      await bench.database.db.update(member).set({ alias }).where(eq(member.accountId, await accountIdOf(bench, person)));
      people.push(person);
    }
    const [came, hidden, going, , third, fourth] = people;
    if (!came || !hidden || !going || !third || !fourth) throw new Error("nobody");
    const activityId = await announceActivity(bench, at, { guestsMax: 1 });
    for (const person of [came, going]) await isGoing(bench, at, activityId, person);
    await turnTo(bench, minutesFrom(startsAt, -15));
    const board = await announcementIn(bench, at.memberGroup);
    for (const person of [came, hidden, third, fourth]) await bench.as(person, at.memberGroup).taps(board, "✅ I'm here");
    const before = bench.emulator.journal().length;
    for (const person of [at.lead, olga, ann]) {
      for (const command of ["/announce list", "/announce count 2", "/announce qr", "/rollcall", "/reach", "/checkin", "/help"]) await bench.as(person).types(command);
    }
    await turnTo(bench, minutesFrom(endsAt, 30));
    await turnTo(bench, hoursFrom(endsAt, 60));
    for (const person of [at.lead, olga, ann]) {
      await bench.as(person).forges(bench.as(person).reads(), `manage:card:${activityId}`);
      await bench.as(person).types("/announce list");
    }
    const said = bench.emulator.journal();
    expect(said.length).toBeGreaterThan(before);
    for (const alias of aliases) expect(said.filter(({ params }) => JSON.stringify(params).includes(alias)), alias).toEqual([]);
    expect(JSON.stringify(said.map(({ params }) => params))).not.toMatch(/absent|missing|no.?show|did not come|not yet here|未到|缺席|爽约|没来的人/i);
    bench.emulator.markAllSeen();
  }, 60_000);
});
