import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { chat, outbox } from "../../src/db/schema.ts";
import { activity, activitySlot, post } from "../../src/db/schema-activity.ts";
import { due } from "../../src/features/groupnote/jobs.ts";
import type { ChatMessage, ChatView } from "../../src/playground/emulator/views.ts";
import { announceActivity, announcementIn, hoursFrom } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { jumpTo, onDay, walkTo } from "../telegram/reminders.ts";
import { noteReply } from "../telegram/replies.ts";
import { linkGroup } from "../telegram/rollcalls.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

const notesIn = (group: ChatView): ChatMessage[] => bench.emulator.messages(group).filter(({ fromBot, text }) => fromBot && text.startsWith("⏰"));

test("the evening before, each group has one reminder, beneath its announcement, with counts only", async () => {
  const second = await linkGroup(bench, at, "Second");
  const ben = await enrol(bench, at, "Ben", { reminders: false, aliasShown: true });
  await noteReply(bench, await announceActivity(bench, at), ben, { answer: "going", guests: 2 });
  await jumpTo(bench, "27 17:50");
  expect(notesIn(at.memberGroup)).toEqual([]);
  await walkTo(bench, "28 15:10");
  for (const group of [at.memberGroup, second]) {
    const notes = notesIn(group);
    expect(notes.map(({ text }) => text)).toEqual([[
      "⏰ Tomorrow: Visit to the market", "📍 Community centre", "🗓 Sat 28 Nov, 15:00–17:00", "👥 1 going, bringing 2 · 17 places left",
      "If you'd like to come, one tap on the announcement above is enough.",
    ].join("\n")]);
    expect(notes[0]).toMatchObject({ sentAt: onDay("27 18:00"), replyToId: (await announcementIn(bench, group)).id, keyboard: [] });
  }
  bench.emulator.markAllSeen();
});

test("in a group with topics it goes into the announcement's", async () => {
  const forum = await linkGroup(bench, at, "Forum", ["News", "Talk"]);
  const talk = forum.topics.find(({ name }) => name === "Talk");
  await bench.database.db.update(chat).set({ threadId: talk?.id ?? 0 }).where(eq(chat.telegramChatId, forum.id));
  await announceActivity(bench, at);
  await jumpTo(bench, "27 18:00");
  const [note] = notesIn(forum);
  const announcement = await announcementIn(bench, forum);
  expect(note).toMatchObject({ replyToId: announcement.id, threadId: talk?.id });
  expect(announcement.threadId).toBe(talk?.id);
  bench.emulator.markAllSeen();
});

test("there is none where it was announced less than a day ahead", async () => {
  await jumpTo(bench, "27 15:10");
  await announceActivity(bench, at);
  await walkTo(bench, "27 20:40");
  expect(notesIn(at.memberGroup)).toEqual([]);
});

test("after an outage it comes until half past eight in the evening, and no more after that", async () => {
  await announceActivity(bench, at);
  await jumpTo(bench, "27 20:30");
  expect(notesIn(at.memberGroup)).toEqual([]);
  await announceActivity(bench, at, { title: "Sunday walk", slots: [{ label: null, startsAt: onDay("29 15:00"), endsAt: onDay("29 16:00") }] });
  await jumpTo(bench, "28 20:20");
  expect(notesIn(at.memberGroup).map(({ text }) => text.split("\n")[0])).toEqual(["⏰ Tomorrow: Sunday walk"]);
});

test("there is none of what was cancelled, can be done at any time, or has it turned off", async () => {
  const [cancelled, quiet] = [await announceActivity(bench, at), await announceActivity(bench, at)];
  await announceActivity(bench, at, { mode: "async" });
  await bench.database.db.update(activity).set({ cancelledAt: bench.now() }).where(eq(activity.id, cancelled));
  await bench.database.db.update(activity).set({ groupReminder: false }).where(eq(activity.id, quiet));
  await jumpTo(bench, "27 18:00");
  expect(notesIn(at.memberGroup)).toEqual([]);
});

test("there is none in a group whose copy was never posted, or was deleted there", async () => {
  const [second, third] = [await linkGroup(bench, at, "Second"), await linkGroup(bench, at, "Third")];
  bench.expectFailures();
  bench.emulator.restrictBot(second);
  await announceActivity(bench, at);
  bench.emulator.erase(await announcementIn(bench, third));
  await jumpTo(bench, "27 18:00");
  await bench.settle();
  expect([notesIn(at.memberGroup), notesIn(second), notesIn(third)].map((notes) => notes.length)).toEqual([1, 0, 0]);
  expect(await bench.database.db.select().from(outbox).where(eq(outbox.kind, "groupnote.message"))).toEqual([]);
  bench.emulator.markAllSeen();
});

test("of several slots the first decides when, and each has its line", async () => {
  const slots = [{ label: null, startsAt: onDay("28 15:00"), endsAt: onDay("28 16:00") }, { label: null, startsAt: onDay("29 15:00"), endsAt: onDay("29 16:00") }];
  await announceActivity(bench, at, { slots, capacity: null });
  await jumpTo(bench, "27 18:00");
  await walkTo(bench, "28 20:30");
  expect(notesIn(at.memberGroup).map(({ text }) => text)).toEqual([expect.stringContaining("🗓 Sat 28 Nov, 15:00–16:00\n👥 0 going\n🗓 Sun 29 Nov, 15:00–16:00\n👥 0 going")]);
  bench.emulator.markAllSeen();
});

test("one that was moved has its reminder the evening before the new day", async () => {
  await announceActivity(bench, at);
  await jumpTo(bench, "27 12:00");
  await bench.database.db.update(activitySlot).set({ startsAt: onDay("29 15:00"), endsAt: onDay("29 17:00") });
  await walkTo(bench, "28 20:00");
  expect(notesIn(at.memberGroup).map(({ sentAt }) => sentAt)).toEqual([onDay("28 18:00")]);
});

test("it is one also where two processes look at the same time, and where an answer of Telegram's was lost", async () => {
  bench.expectFailures();
  await announceActivity(bench, at);
  await jumpTo(bench, "27 17:59");
  const scope = { ...bench.scope(), now: onDay("27 18:00") };
  await Promise.all([due(scope), due(scope), due(scope)]);
  bench.emulator.fault({ kind: "serverErrorAfter", method: "sendMessage", chatId: at.memberGroup.id });
  await walkTo(bench, "27 20:30");
  await bench.settle();
  expect(notesIn(at.memberGroup)).toHaveLength(1);
  expect((await bench.database.db.select().from(post)).map(({ remindedAt }) => remindedAt)).toEqual([onDay("27 18:00")]);
  bench.emulator.markAllSeen();
});

test("says it in the group's language, and that replies are closed where they are", async () => {
  const there = await establish(bench, { locale: "zh-CN", name: "示例站" });
  await announceActivity(bench, there, { title: "走访市场", place: null, repliesCloseAt: onDay("27 12:00") });
  await announceActivity(bench, there, { title: "读书会", place: null, slots: [{ label: null, startsAt: onDay("28 19:00"), endsAt: hoursFrom(onDay("28 19:00"), 1) }] });
  await jumpTo(bench, "27 18:00");
  await bench.settle();
  expect(new Set(notesIn(there.memberGroup).map(({ text }) => text))).toEqual(new Set([
    "⏰ 明天：走访市场\n🗓 11月28日（周六）15:00–17:00\n👥 会来 0 人 · 余 20 个名额\n🔒 报名已截止",
    "⏰ 明天：读书会\n🗓 11月28日（周六）19:00–20:00\n👥 会来 0 人 · 余 20 个名额\n想来的话，在上面的通知里点一下就好。",
  ]));
});
