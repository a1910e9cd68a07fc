import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { AccountId } from "../../src/context.ts";
import { account, member, outbox, rollCall, rollCallBoard, station } from "../../src/db/schema.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { withdrawConsent } from "../../src/features/consent/actions.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { boardIn, labels, linkGroup, openRollCall, readCheckIns } from "../telegram/rollcalls.ts";

const bench = useBench();
const owedBoards = () => bench.database.db.select().from(outbox).where(eq(outbox.kind, "rollcall.board"));

async function offerAll(stationId: number): Promise<void> {
  await bench.database.db.update(station).set({ offersOnWay: true, offersNotToday: true }).where(eq(station.id, stationId));
}

describe("a member taps the board", () => {
  test("the tap is counted, the presser sees it at once and the group a second later", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const { board, id } = await openRollCall(bench, at);
    expect(await bench.as(ben, at.memberGroup).taps(board, "✅ I'm here")).toEqual({ toast: "✅ You are counted. Thank you!", alert: false, url: undefined });
    expect(await readCheckIns(bench)).toMatchObject([{ rollCallId: id, answer: "here", method: "button", at: bench.now() }]);
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
  });

  test("twice is once, and owes no second edit", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    const { board } = await openRollCall(bench, at);
    await ben.taps(board, "✅ I'm here");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
    expect((await ben.taps(board, "✅ I'm here")).toast).toBe("You are counted already; once is enough.");
    expect(await owedBoards()).toEqual([]);
    expect(await readCheckIns(bench)).toHaveLength(1);
  });

  test("ten people who tap together are one edit", async () => {
    const at = await establish(bench, { locale: "en" });
    const people = [];
    for (const name of ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"]) people.push(await enrol(bench, at, name));
    const { board } = await openRollCall(bench, at);
    for (const person of people) await bench.as(person, at.memberGroup).taps(board, "✅ I'm here");
    const after = await boardIn(bench, at.memberGroup);
    expect(after.text).toContain("✅ 10 here\n");
    expect(bench.emulator.journal({ method: "editMessageText" }).filter(({ messageId }) => messageId === board.id)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("on the way, then here; and what is taken back leaves no row", async () => {
    const at = await establish(bench, { locale: "en" });
    await offerAll(at.stationId);
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    const { board } = await openRollCall(bench, at);
    expect((await ben.taps(board, "🚶 On my way")).toast).toBe("🚶 Noted: on your way. Tap “I'm here” when you arrive.");
    expect((await ben.taps(board, "🚶 On my way")).toast).toBe("Already noted: on your way.");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 0 here\n🚶 1 on the way\n");
    expect((await ben.taps(board, "✅ I'm here")).toast).toBe("✅ You are counted. Thank you!");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n🚶 0 on the way\n");
    expect((await ben.taps(board, "Not today")).toast).toBe("All right, taken back. Nothing is kept.");
    expect(await readCheckIns(bench)).toEqual([]);
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 0 here\n🚶 0 on the way\n");
    expect((await ben.taps(board, "Not today")).toast).toBe("All right. Nothing is recorded.");
    expect(await owedBoards()).toEqual([]);
  });

  test("saying “not today” stores nothing, of nobody", async () => {
    const at = await establish(bench, { locale: "en" });
    await offerAll(at.stationId);
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    const { board } = await openRollCall(bench, at);
    await ben.taps(board, "Not today");
    expect(await readCheckIns(bench)).toEqual([]);
    expect(await owedBoards()).toEqual([]);
  });

  test("a stranger is led to the private chat, the roll call kept; nothing of them is stored", async () => {
    const at = await establish(bench, { locale: "en" });
    const { board, id } = await openRollCall(bench, at);
    const before = await bench.database.db.select().from(account);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    bench.emulator.join(sid, at.memberGroup);
    const tap = await bench.as(sid, at.memberGroup).taps(board, "✅ I'm here");
    expect(tap).toMatchObject({ toast: "", url: `https://t.me/MusterBot?start=${at.joinPayload}-${id}` });
    expect(bench.as(sid).reads().keyboard.length).toBeGreaterThan(0);
    expect(await bench.database.db.select().from(account)).toEqual(before);
    expect(await readCheckIns(bench)).toEqual([]);
    expect(await owedBoards()).toEqual([]);
  });

  test("whoever comes back by that link after joining is counted by one tap in private", async () => {
    const at = await establish(bench, { locale: "en" });
    const { id } = await openRollCall(bench, at);
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).starts(`${at.joinPayload}-${id}`);
    const joined = bench.as(ben).reads();
    const here = joined.keyboard.flat().find(({ callback_data: data }) => data === `checkin:${id}:here`);
    expect((await bench.as(ben).taps(joined, here?.text ?? "")).toast).toBe("✅ You are counted. Thank you!");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
  });

  test("a member who has not agreed to check-in is not counted, but led to that one consent", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben", { attendance: false });
    const { board, id } = await openRollCall(bench, at);
    expect((await bench.as(ben, at.memberGroup).taps(board, "✅ I'm here")).url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-${id}`);
    const arrived = bench.as(ben).reads();
    expect(arrived.keyboard.map((row) => row.map(({ text }) => text))).toEqual([["Turn on check-in"]]);
    await bench.as(ben).forges(arrived, `checkin:${id}:here`);
    const asked = bench.as(ben).reads();
    expect(asked.text).toContain("You have not agreed to check-in");
    expect(await readCheckIns(bench)).toEqual([]);
    await bench.as(ben).taps(asked, "Turn on check-in");
    const page = bench.emulator.message(asked);
    await bench.as(ben).taps(page, page.keyboard[0]?.[0]?.text ?? "");
    bench.emulator.markAllSeen();
    expect((await bench.as(ben, at.memberGroup).taps(board, "✅ I'm here")).toast).toBe("✅ You are counted. Thank you!");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
  });

  test("a tap a moment after the end is told kindly when it ended, and is not counted", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    const { board, id } = await openRollCall(bench, at, "/rollcall Meeting until 11:00");
    await bench.database.db.update(rollCall).set({ closesAt: bench.now() }).where(eq(rollCall.id, id));
    expect(await ben.taps(board, "✅ I'm here")).toMatchObject({
      toast: "The roll call closed at 10:00, so this was not counted. No harm done, see you next time!", alert: true,
    });
    expect(await readCheckIns(bench)).toEqual([]);
    await bench.advance(60_000);
    await bench.settle();
    bench.emulator.markAllSeen();
    expect((await ben.forges(board, `checkin:${id}:here`)).toast).toContain("closed at 10:00");
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("a forged tap is answered and counts nothing", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const other = await linkGroup(bench, at, "Second");
    bench.emulator.join(ben, other);
    const { id } = await openRollCall(bench, at);
    const elsewhere = bench.emulator.say(at.lead, other, "hello");
    expect((await bench.as(ben, other).forges(elsewhere, `checkin:${id}:here`)).toast).toBe("This roll call was not found.");
    expect((await bench.as(ben, at.organizerGroup).forges(elsewhere, `checkin:${id}:here`)).toast).toBe("This roll call was not found.");
    const board = await boardIn(bench, at.memberGroup);
    expect((await bench.as(ben, at.memberGroup).forges(board, `checkin:${id + 1}:here`)).toast).toBe("This roll call was not found.");
    expect((await bench.as(ben, at.memberGroup).forges(board, `checkin:${id}:way`)).toast).toBe("This roll call was not found.");
    expect((await bench.as(ben, at.memberGroup).forges(board, `checkin:${id}:gone`)).toast).not.toBe("");
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("a member of one station cannot check in at another", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const there = await establish(bench, { locale: "en", name: "Other station" });
    const { board, id } = await openRollCall(bench, there);
    bench.emulator.join(ben, there.memberGroup);
    expect((await bench.as(ben, there.memberGroup).taps(board, "✅ I'm here")).url).toBe(`https://t.me/MusterBot?start=${there.joinPayload}-${id}`);
    const invited = bench.as(ben).reads();
    expect((await bench.as(ben).forges(invited, `checkin:${id}:here`)).toast).toBe("This roll call was not found.");
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("with one board in two groups a tap in either is seen in both, and a person counts once", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const ben = await enrol(bench, at, "Ben");
    bench.emulator.join(ben, second);
    await bench.as(at.lead).types("/rollcall Meeting for 1h");
    bench.as(at.lead).reads();
    const [here, there] = [await boardIn(bench, at.memberGroup), await boardIn(bench, second)];
    await bench.as(ben, second).taps(there, "✅ I'm here");
    expect((await bench.as(ben, at.memberGroup).taps(here, "✅ I'm here")).toast).toBe("You are counted already; once is enough.");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
    expect((await boardIn(bench, second)).text).toContain("✅ 1 here\n");
  });

  test("who withdraws their consent later stays in the number and leaves no row", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    const { board } = await openRollCall(bench, at);
    await bench.as(ben, at.memberGroup).taps(board, "✅ I'm here");
    const [row] = await readCheckIns(bench);
    await withdrawConsent(bench.scope(), row?.accountId as AccountId, { stationId: at.stationId, purpose: "attendance" });
    expect(await readCheckIns(bench)).toEqual([]);
    await bench.as(cid, at.memberGroup).taps(board, "✅ I'm here");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 2 here\n");
  });

  test("the toast speaks the group's language", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    await bench.as(at.lead, at.memberGroup).types("/rollcall 学习 1小时");
    bench.emulator.markAllSeen();
    const board = await boardIn(bench, at.memberGroup);
    expect((await ben.taps(board, "✅ 我到了")).toast).toBe("✅ 已签到，谢谢！");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 已到 1 人");
    bench.emulator.markAllSeen();
  });
});

describe("the board in the group", () => {
  test("a first sending whose answer was lost is made again, and both copies count", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    // The group has just been written to, so its board waits a second: the control message is out before.
    await bench.as(at.lead).types("/rollcall Meeting for 1h");
    bench.as(at.lead).reads();
    bench.emulator.fault({ kind: "dropAfter", method: "sendMessage" });
    await bench.settle();
    const copies = bench.emulator.messages(at.memberGroup).filter(({ text }) => text.startsWith("📋"));
    expect(copies).toHaveLength(2);
    for (const [index, person] of [ben, cid].entries()) {
      const copy = copies[index];
      if (copy) expect((await bench.as(person, at.memberGroup).taps(copy, "✅ I'm here")).toast).toContain("You are counted");
    }
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 2 here\n");
    bench.emulator.markAllSeen();
  });

  test("a tap on a copy that the bot does not know makes it the board, and no second one is posted", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const { board } = await openRollCall(bench, at);
    await bench.database.db.update(rollCallBoard).set({ messageId: null });
    await bench.as(ben, at.memberGroup).taps(board, "✅ I'm here");
    expect((await boardIn(bench, at.memberGroup)).id).toBe(board.id);
    expect(bench.emulator.message(board).text).toContain("✅ 1 here\n");
  });

  test("a board that somebody deleted is posted anew once, and edited from then on", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    const { board, id } = await openRollCall(bench, at);
    bench.expectFailures();
    bench.emulator.erase(board);
    await bench.as(ben).starts(`${at.joinPayload}-${id}`);
    await bench.as(ben).forges(bench.as(ben).reads(), `checkin:${id}:here`);
    const renewed = await boardIn(bench, at.memberGroup);
    expect([renewed.id === board.id, renewed.text.includes("✅ 1 here")]).toEqual([false, true]);
    await bench.as(cid, at.memberGroup).taps(renewed, "✅ I'm here");
    expect((await boardIn(bench, at.memberGroup)).id).toBe(renewed.id);
    expect(bench.emulator.message(renewed).text).toContain("✅ 2 here\n");
  });

  test("a group that is unlinked while a roll call is open gets no more, the others go on", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const ben = await enrol(bench, at, "Ben");
    await bench.as(at.lead).types("/rollcall Meeting for 1h");
    bench.as(at.lead).reads();
    const [here, there] = [await boardIn(bench, at.memberGroup), await boardIn(bench, second)];
    await bench.database.db.delete(rollCallBoard).where(eq(rollCallBoard.messageId, there.id));
    await bench.as(ben, at.memberGroup).taps(here, "✅ I'm here");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
    expect((await boardIn(bench, second)).text).toContain("✅ 0 here\n");
  });

  test("the board names nobody and holds nothing but counts", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben", { aliasShown: true });
    const { board } = await openRollCall(bench, at);
    await bench.as(ben, at.memberGroup).taps(board, "✅ I'm here");
    const after = await boardIn(bench, at.memberGroup);
    const [row] = await bench.database.db.select({ alias: member.alias }).from(member).innerJoin(checkIn, eq(checkIn.accountId, member.accountId));
    expect(after.text).not.toContain(row?.alias ?? "?");
    expect(labels(after)).toEqual([["✅ I'm here"], ["Join (voluntary)"]]);
  });
});
