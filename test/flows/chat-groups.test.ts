import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { account, chat, outbox } from "../../src/db/schema.ts";
import { followMigration, greet, markChatUnreachable } from "../../src/features/group/actions.ts";
import { foundStation, keepQuestion } from "../../src/features/setup/actions.ts";
import { onServer } from "../setup/needs.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

/** Groups that are lost are told together. */
const GATHER_MS = 5 * 60_000;
const bench = useBench();
const said = (group: { id: number }) => bench.emulator.messages(group).filter((message) => message.fromBot);
const chatOf = async (group: { id: number }) => (await bench.database.db.select().from(chat).where(eq(chat.telegramChatId, group.id)))[0];

test("a group without a station gets one polite message, then silence", async () => {
  const owner = bench.emulator.addPerson({ firstName: "Olga", languageCode: "en" });
  await bench.as(owner).starts();
  bench.as(owner).reads();
  const group = bench.emulator.addGroup({ title: "New", owner });
  await bench.settle();
  expect(said(group).map((message) => message.text)).toEqual([
    "Hello, I help with roll calls; everything is voluntary.\nAn admin of this group can start with /setup. Until then I stay silent.",
  ]);
  for (const line of ["/rollcall", "/checkin", "/join", "/chat", "/role list", "/start hello", "/setup@OtherBot"]) {
    const { reactions } = await bench.as(owner, group).types(line);
    expect(reactions).toEqual([]);
  }
  await bench.settle();
  expect(said(group)).toHaveLength(1);
});

test("a group that the bot was in already is greeted when it first speaks to the bot, and may always ask for help and privacy", async () => {
  const owner = bench.emulator.addPerson({ firstName: "Olga", languageCode: "en" });
  const group = bench.emulator.addGroup({ title: "Old", owner, quietly: true });
  await bench.as(owner, group).types("/checkin");
  await bench.as(owner, group).types("/checkin");
  await bench.settle();
  expect(said(group)).toHaveLength(1);
  await bench.as(owner, group).types("/help");
  expect(bench.as(owner, group).reads().text).toBe("/privacy – How privacy works here\n/setup – Set the bot up in this group");
  await bench.as(owner, group).types("/privacy");
  expect(bench.as(owner, group).reads().text).toContain("Everything is voluntary");
});

test("an anonymous admin of a group without a station is greeted like everybody, and asked nothing", async () => {
  const owner = bench.emulator.addPerson({ firstName: "Olga", languageCode: "en" });
  const group = bench.emulator.addGroup({ title: "Old", owner, quietly: true });
  await bench.as(owner, group).types("/rollcall", { asAnonymousAdmin: true });
  await bench.settle();
  expect(said(group)).toHaveLength(1);
  expect(said(group)[0]?.keyboard).toEqual([]);
});

test("a group that was set up before the greeting went out is not greeted", async () => {
  const owner = bench.emulator.addPerson({ firstName: "Olga", languageCode: "en" });
  const group = bench.emulator.addGroup({ title: "Quick", owner, quietly: true });
  await greet(bench.scope(), group.id, "en");
  const confirmCode = await keepQuestion(bench.scope(), group.id, "/setup");
  const press = { confirmCode, userId: owner.id, telegramChatId: group.id, threadId: null, title: "Quick" };
  await foundStation(bench.scope(), press, { name: "Quick", timeZone: "Asia/Shanghai", locale: "en" });
  await bench.settle();
  expect(said(group)).toEqual([]);
});

test("removed and added again, the bot keeps the group's settings; its lead hears of it once", async () => {
  const { lead, memberGroup } = await establish(bench);
  const before = await chatOf(memberGroup);
  bench.emulator.removeBot(lead, memberGroup);
  await bench.run();
  await bench.advance(GATHER_MS);
  expect(bench.as(lead).reads().text).toContain("I am no longer in the group “Members” of “Example station”");
  expect((await chatOf(memberGroup))?.state).toBe("left");
  bench.emulator.addBot(lead, memberGroup);
  await bench.settle();
  expect(await chatOf(memberGroup)).toEqual(before);
  expect(said(memberGroup).filter((message) => message.text.startsWith("Hello"))).toEqual([]);
});

test("a bot that was removed and is back before the notice went out disturbs nobody", async () => {
  const { lead, memberGroup } = await establish(bench);
  const before = bench.emulator.messages(lead).length;
  bench.emulator.removeBot(lead, memberGroup);
  bench.emulator.addBot(lead, memberGroup);
  await bench.settle();
  expect(bench.emulator.messages(lead)).toHaveLength(before);
  expect((await chatOf(memberGroup))?.state).toBe("active");
});

test("a bot that may not write tells the lead what to do, and goes on when it may again", async () => {
  const { lead, memberGroup } = await establish(bench);
  bench.emulator.restrictBot(memberGroup);
  await bench.run();
  await bench.advance(GATHER_MS);
  expect(bench.as(lead).reads().text).toContain("I may no longer write in the group “Members”");
  expect((await chatOf(memberGroup))?.state).toBe("unreachable");
  bench.emulator.restrictBot(memberGroup, true);
  await bench.settle();
  expect((await chatOf(memberGroup))?.state).toBe("active");
});

test("many groups that are lost together are told in one message, in either language", async () => {
  const { lead, memberGroup, stationId } = await establish(bench, { locale: "zh-CN" });
  const others = ["骑手一群", "骑手二群"].map((title) => bench.emulator.addGroup({ title, owner: lead, quietly: true }));
  await bench.database.db.insert(chat).values(others.map(({ id, title }) => ({
    stationId, telegramChatId: id, kind: "member" as const, title: title ?? "", linkedAt: bench.now(),
  })));
  for (const group of [memberGroup, ...others]) bench.emulator.restrictBot(group);
  await bench.run();
  await bench.advance(GATHER_MS);
  const notices = bench.emulator.messages(lead, { peek: true }).filter(({ text }) => text.includes("不能发言了"));
  expect(notices.map(({ text }) => text)).toEqual([
    "⚠️ 我在“Example station”的 3 个群里不能发言了：\n· Members\n· 骑手一群\n· 骑手二群\n请允许我发言，或把我重新加进去；没发出的内容会补发。不再需要的群，请用 /chat 取消关联。",
  ]);
  bench.emulator.markAllSeen();
});

test("where only the members' rights were changed, the lead says that the bot may write again, and what waited goes out", async () => {
  const { lead, memberGroup, stationId } = await establish(bench);
  bench.emulator.letMembersSend(memberGroup, false);
  await bench.scope().act(async (tx) => {
    await markChatUnreachable(tx, memberGroup.id, bench.now());
    await tx.insert(outbox).values({
      kind: "group.greeting", key: "kept", stationId, payload: { telegramChatId: memberGroup.id, locale: "en" }, lane: 0,
      state: "blocked", telegramChatId: memberGroup.id, runAt: bench.now(), createdAt: bench.now(),
    });
  });
  await bench.advance(GATHER_MS);
  expect(bench.as(lead).reads().text).toContain("I may no longer write in the group “Members”");
  bench.emulator.letMembersSend(memberGroup, true);
  await bench.as(lead).types("/chat");
  await bench.as(lead).taps(bench.as(lead).reads(), "2. Members");
  const tap = await bench.as(lead).taps(bench.as(lead).reads(), "Done, try again");
  expect(tap.toast).toBe("Good; what was waiting will now be sent.");
  expect(bench.as(lead).reads().text).toBe("Members\nPurpose: member group\nState: working");
  expect(await bench.database.db.select().from(outbox)).toEqual([]);
});

test("what was kept for a group goes when the group is unlinked", async () => {
  const { lead, memberGroup, stationId } = await establish(bench);
  await bench.database.db.insert(outbox).values({
    kind: "group.greeting", key: "kept", stationId, payload: { telegramChatId: memberGroup.id, locale: "en" }, lane: 0,
    state: "blocked", telegramChatId: memberGroup.id, runAt: bench.now(), createdAt: bench.now(),
  });
  await bench.as(lead).types("/chat");
  await bench.as(lead).taps(bench.as(lead).reads(), "2. Members");
  await bench.as(lead).taps(bench.as(lead).reads(), "Unlink…");
  await bench.as(lead).taps(bench.as(lead).reads(), "Yes, unlink it");
  expect(bench.as(lead).reads().text).toBe("“Members” is no longer linked.");
  expect(await bench.database.db.select().from(outbox)).toEqual([]);
});

test("a renamed group is shown by its new name, without tricks", async () => {
  const { lead, memberGroup } = await establish(bench);
  bench.emulator.rename(memberGroup, "Riverside \u202Eelbat");
  await bench.run();
  await bench.as(lead).types("/chat");
  expect(bench.as(lead).reads().text).toContain("2. Riverside elbat (member group, working)");
});

test("a group that was made public is marked and its lead told once", async () => {
  const { lead, memberGroup } = await establish(bench);
  bench.emulator.makePublic(memberGroup, "example_members");
  await bench.as(lead, memberGroup).types("/setup");
  await bench.as(lead, memberGroup).types("/setup");
  await bench.settle();
  const notices = bench.emulator.messages(lead).filter((message) => message.text.includes("is public now"));
  expect(notices).toHaveLength(1);
  await bench.as(lead).types("/chat");
  expect(bench.as(lead).reads().text).toContain("⚠️ everybody can read it");
  bench.emulator.makePublic(memberGroup, null);
  await bench.as(lead, memberGroup).types("/setup");
  await bench.as(lead).types("/chat");
  expect(bench.as(lead).reads().text).not.toContain("everybody can read it");
  bench.emulator.markAllSeen();
});

test("somebody who blocks the bot is not written to, and is reachable when they come back", async () => {
  const { lead } = await establish(bench);
  bench.emulator.block(lead);
  await bench.run();
  const since = async () => (await bench.database.db.select({ since: account.unreachableSince }).from(account))[0]?.since;
  expect(await since()).toEqual(bench.now());
  bench.emulator.unblock(lead);
  await bench.run();
  expect(await since()).toBeNull();
});

test("a group that becomes a supergroup keeps its station, purpose and roles, whichever signal comes first or twice", async () => {
  const lead = bench.emulator.addPerson({ firstName: "Olga", languageCode: "en" });
  await bench.as(lead).starts();
  const group = bench.emulator.addGroup({ title: "Small", owner: lead, kind: "group", quietly: true });
  await bench.as(lead, group).types("/setup Small station");
  await bench.as(lead, group).taps(bench.as(lead, group).reads(), "Confirm as myself");
  const before = await chatOf(group);
  const supergroup = bench.emulator.migrate(group);
  await bench.database.db.transaction((tx) => followMigration(tx, group.id, supergroup.id));
  await bench.run();
  await bench.database.db.transaction((tx) => followMigration(tx, group.id, supergroup.id));
  expect(await bench.database.db.select().from(chat)).toEqual([
    { ...before, telegramChatId: supergroup.id, migratedFrom: group.id },
  ]);
  await bench.as(lead, supergroup).types("/setup");
  expect(bench.as(lead, supergroup).reads().text).toContain("already belongs to “Small station”, as its organizer group");
  await bench.as(lead).types("/chat");
  expect(bench.as(lead).reads().text).toContain("1. Small (organizer group, working)");
  bench.emulator.markAllSeen();
});

onServer("three signals of one move at the same moment are one move", async () => {
  const { memberGroup } = await establish(bench);
  const before = await chatOf(memberGroup);
  for (let round = 0; round < 30; round += 1) {
    const [from, to] = [memberGroup.id - round, memberGroup.id - round - 1];
    await Promise.all([1, 2, 3].map(() => bench.database.db.transaction((tx) => followMigration(tx, from, to))));
    expect(await bench.database.db.select().from(chat).where(eq(chat.telegramChatId, to))).toEqual([{ ...before, telegramChatId: to, migratedFrom: from }]);
    expect(await bench.database.db.select().from(chat)).toHaveLength(2);
  }
});

test("a question asked before the group became a supergroup can still be answered there", async () => {
  const lead = bench.emulator.addPerson({ firstName: "Olga", languageCode: "en" });
  const group = bench.emulator.addGroup({ title: "Small", owner: lead, kind: "group", quietly: true });
  await bench.as(lead, group).types("/setup");
  const asked = bench.as(lead, group).reads();
  const supergroup = bench.emulator.migrate(group);
  await bench.run();
  await bench.as(lead, supergroup).types("/help");
  const tap = await bench.as(lead, supergroup).forges(bench.as(lead, supergroup).reads(), asked.keyboard[0]?.[0]?.callback_data ?? "");
  expect(tap.toast).toBe("Done.");
  expect((await chatOf(supergroup))?.kind).toBe("organizer");
  bench.emulator.markAllSeen();
});
