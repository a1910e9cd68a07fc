import { fileURLToPath } from "node:url";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { StationId } from "../../src/context.ts";
import { account, member, rollCallBoard, station } from "../../src/db/schema.ts";
import * as attend from "../../src/features/attend/actions.ts";
import * as board from "../../src/features/board/actions.ts";
import * as checkin from "../../src/features/checkin/actions.ts";
import * as closing from "../../src/features/closing/actions.ts";
import * as door from "../../src/features/door/actions.ts";
import * as headcount from "../../src/features/headcount/actions.ts";
import * as opening from "../../src/features/opening/actions.ts";
import * as presence from "../../src/features/presence/actions.ts";
import * as rollcall from "../../src/features/rollcall/actions.ts";
import { stationScope } from "../../src/features/station/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { readSources } from "../architecture/source.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { boardIn, HOUR_MS, openRollCall, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const sources = readSources(fileURLToPath(new URL("../..", import.meta.url)), "src");

/** Ways to ask for the rows that are not there. */
const ABSENCE: readonly RegExp[] = [
  /\b(?:left|right|full)Join(?:Lateral)?\(\s*(?:checkIn\b|member\b[\s\S]{0,80}checkIn\b)/,
  /\b(?:right|full)Join(?:Lateral)?\(/,
  /\b(?:left|right|full)\s+(?:outer\s+)?join\s+(?:lateral\s+)?(?:\(\s*)?(?:check_in|\$\{checkIn)/i,
  /\bnot\s+exists\s*\([^)]*(?:check_in|checkIn)/i,
  /\bnot\s+in\s*\(\s*select/i,
  /\bexcept(?:All)?\s*\(|\bexcept\s+(?:all\s+)?select/i,
];

/** What a person sees and erases of their own, and what the night deletes by age. */
const OWN_DATA = /^src\/features\/(?:consent|erasure|mycopy|mydata|retention|trace)\//;

describe("nobody is listed for not coming", () => {
  test("no query of the bot asks which members have no check-in", () => {
    const offences = sources.flatMap(({ path, code }) => ABSENCE.filter((pattern) => pattern.test(code)).map((pattern) => `${path}: ${String(pattern)}`));
    expect(offences).toEqual([]);
    const joined = sources.filter(({ path, code }) => !OWN_DATA.test(path) && /\bcheck(?:In|_in)\b/.test(code) && /\bnotExists\(|\bnotInArray\(|\bisNull\(\s*checkIn\b/.test(code));
    expect(joined.map(({ path }) => path)).toEqual([]);
  });

  test("the inspector sees such a query", () => {
    const asked = [
      `tx.select().from(member).leftJoin(checkIn, on)`, `sql\`select 1 from member m left join check_in c on true\``,
      `sql\`select alias from member where not exists (select 1 from check_in)\``, `sql\`select a from member where a not in (select b from check_in)\``,
      `one.except(other)`, `tx.select().from(checkIn).rightJoin(member, on)`,
    ];
    expect(asked.map((code) => ABSENCE.some((pattern) => pattern.test(code)))).toEqual(asked.map(() => true));
    expect(ABSENCE.some((pattern) => pattern.test(`tx.select().from(checkIn).innerJoin(member, on)`))).toBe(false);
  });

  test("members and check-ins are brought together in these files only", () => {
    const both = sources.filter(({ path, code }) => path.startsWith("src/features/") && !OWN_DATA.test(path)
      && /\bcheckIn\b/.test(code) && /\bmember\b/.test(code) && path.endsWith("/actions.ts"));
    expect(both.map(({ path }) => path)).toEqual(["src/features/attend/actions.ts", "src/features/checkin/actions.ts", "src/features/presence/actions.ts"]);
  });

  test("every verb about being there is known here, so that a new one is looked at", () => {
    const verbs = [attend, board, checkin, closing, door, headcount, opening, presence, rollcall].flatMap((page) =>
      Object.entries(page).filter(([, value]) => typeof value === "function").map(([name]) => name));
    expect(verbs.toSorted()).toEqual([
      "atItsStation", "attachMessage", "attend", "awaitCount", "closeDue", "closeRollCall", "comeHere", "comeIn", "countByLine", "detachMessage",
      "extendRollCall", "findAwaited", "findOwnStation", "findOwnStation", "giveAnswer", "makeActivityDoor", "makeDoorCode", "openChosen",
      "oweBoards", "oweHint", "oweHint", "readActivityDoors", "readAttendable", "readBoard", "readBoardChats", "readCopy", "readCount",
      "readCountable", "readDoors", "readHint", "readOpen", "readOpened", "readPresence", "readSlotsAround", "readStanding", "readSteerable",
      "readSummary", "setCount", "startRollCall", "stopRollCall", "turnWindows",
    ]);
  });

  test("whatever is asked about a roll call, the answer is the same however many members stay away", async () => {
    const at = await establish(bench, { locale: "en" });
    const { id, board: shown } = await openRollCall(bench, at, "/rollcall Meeting for 2h");
    const ben = await enrol(bench, at, "Ben", { aliasShown: true });
    await bench.as(ben, at.memberGroup).taps(shown, "✅ I'm here");
    await bench.settle();
    const before = await askEverything(at, id);
    for (const name of ["Xu", "Yi", "Zoe"]) await enrol(bench, at, name, { aliasShown: true });
    expect(await askEverything(at, id)).toEqual(before);
    const lead = await scopeOf(at);
    expect(await rollcall.extendRollCall(lead, { kind: "private" }, id, HOUR_MS)).toMatchObject({ ok: true, extended: { title: "Meeting" } });
    expect(await rollcall.stopRollCall(lead, { kind: "private" }, id)).toEqual({ ok: true, title: "Meeting", headCount: 1 });
    await bench.settle();
    bench.emulator.markAllSeen();
  });
});

async function scopeOf(at: Established) {
  const scope = bench.scope();
  const [facts] = await bench.database.db.select({ stationName: station.name, timeZone: station.timeZone, stationLocale: station.locale })
    .from(station).where(eq(station.id, at.stationId));
  const [lead] = await bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, scope.seal.fingerprint(at.lead.id)));
  if (!facts || !lead) throw new Error("no lead");
  return stationScope(scope, { ...facts, stationId: at.stationId as StationId }, lead.id as NonNullable<Parameters<typeof stationScope>[2]>);
}

/** Every read about a roll call, asked by the lead, who may ask most. */
async function askEverything(at: Established, id: number): Promise<unknown> {
  const lead = await scopeOf(at);
  const { db } = bench.database;
  const [copy] = await db.select({ chatId: rollCallBoard.chatId }).from(rollCallBoard).where(eq(rollCallBoard.rollCallId, id));
  const ref = { stationId: at.stationId, rollCallId: id, chatId: copy?.chatId ?? 0 };
  const inGroup = { kind: "member", chatId: ref.chatId, telegramChatId: at.memberGroup.id } as const;
  const inPrivate = { kind: "private" } as const;
  return JSON.parse(JSON.stringify([
    await board.readBoard(db, ref), await board.readBoardChats(db, at.stationId, id),
    await closing.readSummary(db, ref), await presence.readPresence(lead, inPrivate, id), await checkin.readHint(db, ref, lead.now),
    await rollcall.readOpen(db, lead, inGroup), await rollcall.readOpen(db, lead, inPrivate),
    await rollcall.readSteerable(lead, inPrivate), await door.readDoors(lead, inPrivate), await checkin.readStanding(lead, inPrivate),
  ]));
}

/** Gives somebody an alias that would be recognised anywhere. */
async function rename(person: Person, alias: string): Promise<void> {
  const hash = bench.seal.fingerprint(person.id);
  await bench.database.db.update(member).set({ alias }).where(sql`${member.accountId} = (select id from account where user_hash = ${hash})`);
}

describe("in a whole roll call, whoever asks", () => {
  test("no message to lead, organizer or auditor names anybody who did not come or did not choose to be shown", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.database.db.update(station).set({ offersOnWay: true, offersNotToday: true }).where(eq(station.id, at.stationId));
    const [olga, ann] = [await withRole(bench, at, "Olga", "organizer"), await withRole(bench, at, "Ann", "auditor")];
    const people: Record<string, Person> = {};
    for (const [alias, aliasShown] of Object.entries({ CanaryShown: true, CanaryHidden: false, CanaryAbsent: true, CanaryOnWay: true, CanaryNotToday: true })) {
      const person = await enrol(bench, at, "Somebody", { aliasShown });
      await rename(person, alias);
      people[alias] = person;
    }
    const inGroup = (alias: string) => bench.as(people[alias] ?? at.lead, at.memberGroup);
    const { board: shown, control, id } = await openRollCall(bench, at, "/rollcall Meeting for 1h");
    for (const alias of ["CanaryShown", "CanaryHidden"]) await inGroup(alias).taps(shown, "✅ I'm here");
    await inGroup("CanaryOnWay").taps(shown, "🚶 On my way");
    await inGroup("CanaryNotToday").taps(shown, "Not today");
    await inGroup("CanaryNotToday").types("/checkin@OtherBot");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 2 here\n🚶 1 on the way");
    const commands = ["/rollcall", "/rollcall qr", "/reach", "/audit", "/role list", "/chat", "/station", "/help", "/mydata", "/checkin", "/rollcall extend 30m"];
    for (const person of [at.lead, olga, ann]) {
      for (const command of commands) await bench.as(person).types(command);
      for (const command of ["/rollcall", "/reach", "/role list"]) await bench.as(person, at.organizerGroup).types(command);
      for (const data of [`presence:show:${id}`, `door:show:${id}`, `rollcall:extend:${id}:30`]) await bench.as(person).forges(control, data);
    }
    await bench.as(at.lead).types("/rollcall close");
    await bench.settle();
    await bench.advance(24 * HOUR_MS);
    await bench.settle();
    // The trail says who joined, by the alias that they show; it knows no roll call's answers and has tests of its own.
    const said = bench.emulator.journal().filter(({ params }) => !JSON.stringify(params).includes("Audit trail"));
    const naming = (alias: string) => said.filter(({ params }) => JSON.stringify(params).includes(alias));
    for (const alias of ["CanaryHidden", "CanaryAbsent", "CanaryOnWay", "CanaryNotToday"]) expect(naming(alias)).toEqual([]);
    expect(naming("CanaryShown").map(({ chatId }) => chatId)).toEqual([at.lead.id]);
    expect(JSON.stringify(said.map(({ params }) => params))).not.toMatch(/absent|missing|did not come|not yet here|未到|缺席|没来/i);
    bench.emulator.markAllSeen();
  }, 60_000);
});
