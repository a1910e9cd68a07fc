import { and, eq, isNotNull, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvent, member, outbox, roleGrant, rollCall, station } from "../../src/db/schema.ts";
import { readRows } from "../../src/db/client.ts";
import { findOwnStation, giveAnswer } from "../../src/features/checkin/actions.ts";
import { closeDue } from "../../src/features/closing/actions.ts";
import { findAccount } from "../../src/features/member/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { onServer } from "../setup/needs.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { boardIn, HOUR_MS, labels, openRollCall, readRollCalls, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const trail = async () => (await bench.database.db.select({ action: auditEvent.action }).from(auditEvent)).map(({ action }) => action);

/** So many members are here. */
async function checkedIn(at: Established, board: { id: number; chatId: number }, names: readonly string[]): Promise<Person[]> {
  const people: Person[] = [];
  for (const name of names) {
    const person = await enrol(bench, at, name, { aliasShown: name.startsWith("S") });
    const { toast } = await bench.as(person, at.memberGroup).taps(board, "✅ I'm here");
    if (!toast.includes("counted")) throw new Error(`not counted: ${toast}`);
    people.push(person);
  }
  return people;
}

function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => { open = resolve; });
  return { open, opened };
}

/** Looks until so many transactions wait for another's lock; gives up where they never will. */
async function untilWaiting(count: number): Promise<void> {
  for (let look = 0; look < 2_000; look += 1) {
    const rows = await readRows(bench.database.db, sql`select distinct waiting.pid from pg_locks waiting join pg_stat_activity one using (pid) where not waiting.granted and one.datname = current_database()`);
    if (rows.length >= count) return;
  }
}

describe("a roll call ends", () => {
  test("by itself at its time: the number is folded, the board says so without buttons, and the opener gets counts", async () => {
    const at = await establish(bench, { locale: "en" });
    const { board, id } = await openRollCall(bench, at, "/rollcall Meeting until 11:00");
    await checkedIn(at, board, ["Ben", "Cid", "Dee"]);
    await bench.settle();
    await bench.advance(HOUR_MS);
    const closed = await boardIn(bench, at.memberGroup);
    expect(closed.text).toBe("📋 Meeting\n🔒 Roll call closed: 3 here\nClosed Mon 23 Nov, 11:00 (China Time)");
    expect(closed.keyboard).toEqual([]);
    expect(bench.as(at.lead).reads().text).toBe(
      "📋 “Meeting” has closed\n3 people here (1 group)\nMon 23 Nov, 10:00 – 11:00");
    const [made] = await readRollCalls(bench);
    expect(made).toMatchObject({ id, headCount: 3, closedAt: made?.closesAt });
  });

  test("once, also when two processes come for it, and however late the clock", async () => {
    const at = await establish(bench, { locale: "en" });
    const { board } = await openRollCall(bench, at, "/rollcall Meeting until 11:00");
    await checkedIn(at, board, ["Ben"]);
    await bench.settle();
    await bench.database.db.update(rollCall).set({ closesAt: new Date(bench.now().getTime() - HOUR_MS) });
    await Promise.all([closeDue(bench.scope()), closeDue(bench.scope())]);
    const [made] = await readRollCalls(bench);
    expect(made).toMatchObject({ headCount: 1, closedAt: made?.closesAt });
    expect(await bench.database.db.select().from(outbox).where(eq(outbox.kind, "rollcall.summary"))).toHaveLength(1);
    await bench.settle();
    expect((await boardIn(bench, at.memberGroup)).text).toContain("Roll call closed: 1 here");
    expect(bench.as(at.lead).reads().text).toContain("1 person here (1 group)");
  });

  test("by the opener's button: the control turns into the result", async () => {
    const at = await establish(bench, { locale: "en" });
    const { board, control } = await openRollCall(bench, at);
    await checkedIn(at, board, ["Ben", "Cid"]);
    expect((await bench.as(at.lead).taps(control, "⏹ Close")).toast).toBe("Closed: 2 people here");
    const result = bench.emulator.message(control);
    expect([result.text, result.keyboard]).toEqual(["🔒 “Meeting” is closed: 2 people here.", []]);
    expect((await boardIn(bench, at.memberGroup)).text).toContain("🔒 Roll call closed: 2 here\nClosed Mon 23 Nov, 10:00");
    expect(bench.as(at.lead).reads().text).toContain("2 people here");
    expect(await trail()).toContain("rollcall.closed");
  });

  test("a second press, and a late extension, are told when it ended", async () => {
    const at = await establish(bench, { locale: "en" });
    const { control, id } = await openRollCall(bench, at);
    await bench.as(at.lead).taps(control, "⏹ Close");
    await bench.settle();
    bench.emulator.markAllSeen();
    for (const data of [`rollcall:close:${id}`, `rollcall:extend:${id}:30`, `door:show:${id}`]) {
      expect((await bench.as(at.lead).forges(control, data)).toast).toMatch(/^This roll call closed Mon 23 Nov, 10:0\d\.$/);
    }
    expect((await trail()).filter((action) => action === "rollcall.closed")).toHaveLength(1);
  });

  test("/rollcall close in the group is answered by a reaction", async () => {
    const at = await establish(bench, { locale: "en" });
    await openRollCall(bench, at);
    expect((await bench.as(at.lead, at.memberGroup).types("/rollcall close")).reactions).toEqual(["👌"]);
    expect((await boardIn(bench, at.memberGroup)).text).toContain("Roll call closed: 0 here");
    expect(bench.as(at.lead).reads().text).toContain("0 people here");
    await bench.as(at.lead, at.memberGroup).types("/rollcall close");
    expect(bench.as(at.lead).reads().text).toBe("There is no open roll call that you can manage.");
  });

  onServer("a tap that was answered “counted” is in the number, though it closes in the same moment", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const { board, id } = await openRollCall(bench, at, "/rollcall Meeting until 11:00");
    const actor = (await findAccount(bench.database.db, bench.scope(), ben.id))?.id ?? null;
    const there = await findOwnStation(bench.scope(), actor, id);
    if (!there) throw new Error("no station");
    const held = gate();
    const release = gate();
    // Nothing can be written to check_in while this is held: the tap has found it open and stands before its write.
    const holding = bench.database.db.transaction(async (tx) => {
      await tx.execute(sql`lock table check_in in share mode`);
      held.open();
      await release.opened;
    });
    await held.opened;
    const tap = giveAnswer(there, { rollCallId: id, choice: "here", method: "button", board: null });
    await untilWaiting(1);
    const closing = closeDue({ ...bench.scope(), now: new Date(bench.now().getTime() + 2 * HOUR_MS) });
    await untilWaiting(2);
    release.open();
    await holding;
    expect(await tap).toMatchObject({ ok: true, changed: true });
    await closing;
    expect((await readRollCalls(bench))[0]?.headCount).toBe(1);
    await bench.settle();
    expect(bench.emulator.message(board).text).toContain("closed: 1 here");
    bench.emulator.markAllSeen();
  });
});

describe("a roll call is extended", () => {
  test("by a button, and the board says the new time", async () => {
    const at = await establish(bench, { locale: "en" });
    const { control } = await openRollCall(bench, at, "/rollcall Meeting until 11:00");
    expect((await bench.as(at.lead).taps(control, "Extend 30 min")).toast).toBe("Extended until Mon 23 Nov, 11:30");
    expect(bench.emulator.message(control).text).toContain("“Meeting” is extended.\n⏰ Closes Mon 23 Nov, 11:30 (China Time)");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("Closes Mon 23 Nov, 11:30");
    expect((await bench.as(at.lead).taps(bench.emulator.message(control), "Extend 1 h")).toast).toBe("Extended until Mon 23 Nov, 12:30");
    bench.emulator.message(control);
    await bench.advance(HOUR_MS);
    expect((await boardIn(bench, at.memberGroup)).text).toContain("Closes Mon 23 Nov, 12:30");
    expect(await trail()).toContain("rollcall.extended");
  });

  test("by words, in both languages; without a length the answer says what to write", async () => {
    const at = await establish(bench, { locale: "en" });
    await openRollCall(bench, at, "/rollcall Meeting until 11:00");
    expect((await bench.as(at.lead, at.memberGroup).types("/rollcall extend 30m")).reactions).toEqual(["👌"]);
    await bench.as(at.lead).types("/rollcall 延长 1小时");
    expect(bench.as(at.lead).reads().text).toContain("Closes Mon 23 Nov, 12:30");
    await bench.as(at.lead).types("/rollcall extend");
    expect(bench.as(at.lead).reads().text).toContain("/rollcall extend 30m");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("Closes Mon 23 Nov, 12:30");
  });

  test("never past a day from now", async () => {
    const at = await establish(bench, { locale: "en" });
    const { control, id } = await openRollCall(bench, at, "/rollcall Meeting for 24 hours");
    expect(await bench.as(at.lead).taps(control, "Extend 30 min")).toMatchObject({ toast: "A roll call is open until 24 hours from now at most, so it was not extended.", alert: true });
    expect((await bench.as(at.lead).forges(control, `rollcall:extend:${id}:9999`)).toast).toContain("at most");
  });

  test("with several open, the bot asks which one", async () => {
    const at = await establish(bench, { locale: "en" });
    await openRollCall(bench, at, "/rollcall First until 11:00");
    await bench.as(at.lead).types("/rollcall Second until 12:00");
    await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Open another one anyway");
    await bench.as(at.lead).types("/rollcall extend 30m");
    const which = bench.as(at.lead).reads();
    expect(labels(which)).toEqual([["⏱ “Second” +30 min"], ["⏱ “First” +30 min"]]);
    expect((await bench.as(at.lead).taps(which, "⏱ “First” +30 min")).toast).toBe("Extended until Mon 23 Nov, 11:30");
    await bench.as(at.lead).types("/rollcall 结束");
    const stop = bench.as(at.lead).reads();
    expect(labels(stop)).toEqual([["⏹ Close “Second”"], ["⏹ Close “First”"]]);
    await bench.as(at.lead).taps(stop, "⏹ Close “Second”");
    await bench.settle();
    expect((await readRollCalls(bench)).map(({ title, closedAt }) => [title, closedAt === null])).toEqual([["First", true], ["Second", false]]);
    bench.emulator.markAllSeen();
  });
});

describe("who may steer it", () => {
  test("the opener while they are an organizer, and the lead; nobody else, and all refusals read the same", async () => {
    const at = await establish(bench, { locale: "en" });
    const [olga, oscar, ann] = [await withRole(bench, at, "Olga", "organizer"), await withRole(bench, at, "Oscar", "organizer"), await withRole(bench, at, "Ann", "auditor")];
    const ben = await enrol(bench, at, "Ben");
    const there = await establish(bench, { locale: "en", name: "Other station" });
    await bench.as(olga, at.memberGroup).types("/rollcall Meeting for 1h");
    const control = bench.as(olga).reads();
    const id = (await readRollCalls(bench))[0]?.id ?? 0;
    for (const person of [oscar, ann, ben, there.lead]) {
      for (const data of [`rollcall:close:${id}`, `rollcall:extend:${id}:30`, `presence:show:${id}`, `door:show:${id}`]) {
        expect((await bench.as(person).forges(control, data)).toast).toBe("Not found, or not yours to use.");
      }
    }
    expect((await bench.as(at.lead).forges(control, `rollcall:extend:${id}:30`)).toast).toContain("Extended");
    await bench.database.db.update(roleGrant).set({ revokedAt: bench.now() }).where(and(eq(roleGrant.role, "organizer"), isNotNull(roleGrant.accountId)));
    expect((await bench.as(olga).taps(bench.emulator.message(control), "⏹ Close")).toast).toBe("Not found, or not yours to use.");
    expect((await bench.as(at.lead).forges(control, `rollcall:close:${id}`)).toast).toBe("Closed: 0 people here");
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("in private a lead of two stations steers both, whichever they speak of", async () => {
    const at = await establish(bench, { locale: "en" });
    const { control } = await openRollCall(bench, at);
    const group = bench.emulator.addGroup({ title: "Elsewhere", owner: at.lead, quietly: true });
    await bench.as(at.lead, group).types("/setup Second station");
    const asked = bench.as(at.lead, group).reads();
    await bench.as(at.lead, group).taps(asked, labels(asked).flat().at(-1) ?? "");
    await bench.settle();
    bench.emulator.markAllSeen();
    expect(await bench.database.db.select().from(station)).toHaveLength(2);
    expect((await bench.as(at.lead).taps(control, "Extend 30 min")).toast).toContain("Extended until");
    await bench.as(at.lead).taps(bench.emulator.message(control), "👥 Who is here");
    expect(bench.as(at.lead).reads().text).toContain("nobody has checked in yet");
    expect((await bench.as(at.lead).taps(bench.emulator.message(control), "⏹ Close")).toast).toBe("Closed: 0 people here");
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("another organizer's words close nothing of yours", async () => {
    const at = await establish(bench, { locale: "en" });
    const oscar = await withRole(bench, at, "Oscar", "organizer");
    await openRollCall(bench, at);
    await bench.as(oscar, at.memberGroup).types("/rollcall close");
    expect(bench.as(oscar).reads().text).toBe("There is no open roll call that you can manage.");
    expect((await readRollCalls(bench))[0]?.closedAt).toBeNull();
  });

  test("in the organizers' group the buttons ask for the same right", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    const [olga, oscar] = [await withRole(bench, at, "Olga", "organizer"), await withRole(bench, at, "Oscar", "organizer")];
    bench.emulator.block(olga);
    await bench.run();
    await bench.as(olga, at.organizerGroup).types("/rollcall Meeting for 1h");
    const control = bench.as(olga, at.organizerGroup).reads();
    expect((await bench.as(oscar, at.organizerGroup).taps(control, "⏹ Close")).toast).toBe("Not found, or not yours to use.");
    expect((await bench.as(olga, at.organizerGroup).taps(control, "👥 Who is here")).toast).toContain("This can only be seen in private.");
    expect((await bench.as(olga, at.organizerGroup).taps(control, "⏹ Close")).toast).toBe("Closed: 0 people here");
    await bench.settle();
    bench.emulator.markAllSeen();
  });
});

describe("who is here", () => {
  test("the opener sees the count, and the aliases only of those who chose to be shown; the look is in the trail", async () => {
    const at = await establish(bench, { locale: "en" });
    const { board, control } = await openRollCall(bench, at);
    await checkedIn(at, board, ["Sue", "Sam", "Ben"]);
    await enrol(bench, at, "Stan", { aliasShown: true });
    await bench.settle();
    await bench.as(at.lead).taps(control, "👥 Who is here");
    const { text } = bench.as(at.lead).reads();
    const aliases = await bench.database.db.select({ alias: member.alias, shown: member.aliasShown }).from(member).orderBy(member.joinedAt, member.accountId);
    const [sue, sam, ben, stan] = aliases.map(({ alias }) => alias);
    expect(text).toContain("“Meeting”: 3 people here.\nShow their alias: ");
    expect([sue, sam, ben, stan].map((alias) => text.includes(alias ?? "?"))).toEqual([true, true, false, false]);
    expect(text).toContain("1 person chose not to show an alias.\nThis look has been noted in the audit trail.");
    expect(await trail()).toContain("rollcall.aliases_read");
    bench.emulator.message(board);
  });

  test("nobody yet is said so", async () => {
    const at = await establish(bench, { locale: "en" });
    const { control } = await openRollCall(bench, at);
    await bench.as(at.lead).taps(control, "👥 Who is here");
    expect(bench.as(at.lead).reads().text).toBe("“Meeting”: nobody has checked in yet.\nThis look has been noted in the audit trail.");
  });
});
