import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { pollPost } from "../../src/db/schema-poll.ts";
import { account, auditEvent, consent, member } from "../../src/db/schema.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { askPoll, MINUTE_MS, pollIn, readPolls, readPosts } from "../telegram/polls.ts";
import { HOUR_MS, labels, linkGroup, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();

async function members(at: Established, count: number, options: Parameters<typeof enrol>[3] = {}) {
  const people = [];
  for (let i = 0; i < count; i += 1) people.push(await enrol(bench, at, `P${i}`, options));
  await bench.database.db.update(consent).set({ textVersion: "2" });
  return people;
}

const resultsIn = (chat: { id: number }) => bench.emulator.messages(chat).filter(({ text }) => /^📊 (?:Result|投票结果)/.test(text));

describe("when its time has come", () => {
  test("a poll is stopped and its result posted once, under it, with bars; whoever asked has it too", async () => {
    const at = await establish(bench, { locale: "en" });
    const [a, b, c] = await members(at, 3);
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | soup | for 2h");
    bench.emulator.vote(a ?? 0, posted, ["rice"]);
    bench.emulator.vote(b ?? 0, posted, ["rice"]);
    bench.emulator.vote(c ?? 0, posted, ["noodles"]);
    await bench.advance(2 * HOUR_MS - MINUTE_MS);
    expect(bench.emulator.message(posted).poll?.is_closed).toBe(false);
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(bench.emulator.message(posted).poll?.is_closed).toBe(true);
    const [result, ...more] = resultsIn(at.memberGroup);
    expect(more).toEqual([]);
    expect(result?.replyToId).toBe(posted.id);
    expect(result?.text).toBe([
      "📊 Result: Lunch?", "", "noodles: 1 vote, 33%", "▓▓▓░░░░░░░", "rice: 2 votes, 67%", "▓▓▓▓▓▓▓░░░", "soup: 0 votes, 0%", "░░░░░░░░░░",
      "", "🏆 rice", "3 people voted",
    ].join("\n"));
    expect(bench.as(at.lead).reads().text).toMatch(/^📊 Result: Lunch\?\nEnded: Mon 23 Nov, 12:01\n/);
    await bench.advance(HOUR_MS);
    await bench.settle();
    expect(bench.emulator.journal({ method: "stopPoll" })).toHaveLength(1);
    expect(resultsIn(at.memberGroup)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("several groups are added up, and the result says so in each", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const second = await linkGroup(bench, at, "Second");
    const [a, b] = await members(at, 2);
    if (b) bench.emulator.join(b, second);
    await askPoll(bench, at, "吃什么？ | 面 | 饭 | 持续1小时");
    bench.emulator.vote(a ?? 0, pollIn(bench, at.memberGroup), ["面"]);
    bench.emulator.vote(b ?? 0, pollIn(bench, second), ["饭"]);
    await bench.advance(HOUR_MS);
    await bench.settle();
    for (const group of [at.memberGroup, second]) {
      expect(resultsIn(group).map(({ text }) => text)).toEqual([
        "📊 投票结果：吃什么？\n\n面：1 票，50%\n▓▓▓▓▓░░░░░\n饭：1 票，50%\n▓▓▓▓▓░░░░░\n\n🤝 并列：面、饭\n共 2 人投票（2 个群合计）",
      ]);
    }
    expect(bench.as(at.lead).reads().text).toContain("（同时在几个群里的人可能投了不止一次）");
    bench.emulator.markAllSeen();
  });

  test("nobody voted: that is said kindly", async () => {
    const at = await establish(bench, { locale: "en" });
    await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    await bench.advance(HOUR_MS);
    await bench.settle();
    expect(resultsIn(at.memberGroup).map(({ text }) => text)).toEqual(["📊 Result: Lunch?\n\nNobody voted this time, and that is fine."]);
    bench.emulator.markAllSeen();
  });

  test("what Telegram says when it stops the poll is final, also for votes that never reached us", async () => {
    const at = await establish(bench, { locale: "en" });
    const [a, b] = await members(at, 2);
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    bench.emulator.vote(a ?? 0, posted, ["rice"]);
    bench.emulator.vote(b ?? 0, posted, ["rice"]);
    bench.emulator.dropPending();
    await bench.advance(HOUR_MS);
    await bench.settle();
    expect(resultsIn(at.memberGroup)[0]?.text).toContain("rice: 2 votes, 100%");
    expect(await readPosts(bench)).toMatchObject([{ totals: [0, 2], voters: 2, stoppedAt: expect.any(Date) as Date }]);
    bench.emulator.markAllSeen();
  });

  test("a poll that was stopped while the answer got lost is not asked to stop for ever, and its totals count", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    const [a] = await members(at, 1);
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    bench.emulator.vote(a ?? 0, posted, ["rice"]);
    bench.emulator.fault({ kind: "dropAfter", method: "stopPoll" });
    await bench.advance(HOUR_MS);
    await bench.settle();
    expect(resultsIn(at.memberGroup)[0]?.text).toContain("rice: 1 vote, 100%");
    bench.emulator.markAllSeen();
  });

  test("a copy that somebody deleted does not keep the result back", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    const second = await linkGroup(bench, at, "Second");
    const [a] = await members(at, 1);
    await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    bench.emulator.vote(a ?? 0, pollIn(bench, at.memberGroup), ["rice"]);
    bench.emulator.erase(pollIn(bench, second));
    await bench.advance(HOUR_MS);
    await bench.settle();
    expect(resultsIn(at.memberGroup)).toHaveLength(1);
    expect(resultsIn(second)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("a group that is out of reach holds nobody up; when it is back within the day its poll is stopped and it has the result", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    const second = await linkGroup(bench, at, "Second");
    await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    const there = pollIn(bench, second);
    bench.emulator.removeBot(at.lead, second);
    await bench.advance(HOUR_MS);
    await bench.settle();
    expect(resultsIn(at.memberGroup)).toHaveLength(1);
    bench.emulator.addBot(at.lead, second);
    await bench.run();
    await bench.settle();
    expect(bench.emulator.message(there).poll?.is_closed).toBe(true);
    expect(resultsIn(second)).toHaveLength(1);
    expect(resultsIn(at.memberGroup)).toHaveLength(1);
    expect(bench.emulator.messages(at.lead).filter(({ text }) => text.startsWith("📊 Result"))).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("a poll that was due during an outage is stopped when the bot is back, and then its result is posted", async () => {
    const at = await establish(bench, { locale: "en" });
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    await bench.advance(5 * 24 * HOUR_MS);
    await bench.settle();
    expect(bench.emulator.message(posted).poll?.is_closed).toBe(true);
    expect(resultsIn(at.memberGroup)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("a copy that reached its group just when the poll ended is stopped a little later, and has the result too", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    const late = pollIn(bench, second);
    const post = (await readPosts(bench)).at(-1);
    const isLate = eq(pollPost.chatId, post?.chatId ?? 0);
    await bench.database.db.update(pollPost).set({ state: "waiting", messageId: null, telegramPollId: null }).where(isLate);
    await bench.advance(HOUR_MS);
    await bench.settle();
    await bench.database.db.update(pollPost).set({ state: "posted", messageId: late.id, telegramPollId: post?.telegramPollId ?? "" }).where(isLate);
    await bench.advance(11 * MINUTE_MS);
    await bench.settle();
    expect(bench.emulator.message(late).poll?.is_closed).toBe(true);
    expect([resultsIn(at.memberGroup).length, resultsIn(second).length]).toEqual([1, 1]);
    bench.emulator.markAllSeen();
  });

  test("a result whose answer was lost is not posted twice", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    await bench.advance(HOUR_MS - 1);
    await bench.advance(1);
    bench.emulator.fault({ kind: "dropAfter", method: "sendMessage" });
    await bench.settle();
    await bench.advance(HOUR_MS);
    await bench.settle();
    expect(resultsIn(at.memberGroup)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });
});

describe("ending early", () => {
  test("by the button under the report", async () => {
    const at = await establish(bench, { locale: "en" });
    const { posted, report } = await askPoll(bench, at, "Lunch? | noodles | rice");
    expect((await bench.as(at.lead).taps(report, "⏹ End the poll now")).toast).toBe("Ended; the result follows at once");
    expect(bench.emulator.message(report).text).toBe("⏹ “Lunch?” has ended; the result follows at once.");
    await bench.settle();
    expect(bench.emulator.message(posted).poll?.is_closed).toBe(true);
    expect(resultsIn(at.memberGroup)).toHaveLength(1);
    const [closed] = await readPolls(bench);
    expect((await bench.as(at.lead).forges(report, `poll:close:${closed?.id}`)).toast).toBe("This poll has ended already.");
    bench.emulator.markAllSeen();
  });

  test("by /poll close, in the group or in private; of several the one is chosen", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.as(at.lead).types("/poll close");
    expect(bench.as(at.lead).reads().text).toBe("There is no open poll that you could end.");
    await askPoll(bench, at, "Lunch? | noodles | rice");
    await askPoll(bench, at, "Dinner? | soup | bread");
    bench.emulator.markAllSeen();
    await bench.as(at.lead).types("/poll close");
    const which = bench.as(at.lead).reads();
    expect(labels(which)).toEqual([["⏹ End “Lunch?”"], ["⏹ End “Dinner?”"]]);
    await bench.as(at.lead).taps(which, "⏹ End “Lunch?”");
    await bench.settle();
    const said = await bench.as(at.lead, at.memberGroup).types("/poll 结束");
    expect(said.reactions).toEqual(["👌"]);
    await bench.settle();
    expect(resultsIn(at.memberGroup).map(({ text }) => text.split("\n")[0])).toEqual(["📊 Result: Lunch?", "📊 Result: Dinner?"]);
    bench.emulator.markAllSeen();
  });

  test("only by whoever asked while an organizer, or a lead", async () => {
    const at = await establish(bench, { locale: "en" });
    const [olga, otto] = [await withRole(bench, at, "Olga", "organizer"), await withRole(bench, at, "Otto", "organizer")];
    await bench.as(olga).types("/poll Lunch? | noodles | rice");
    await bench.as(olga).taps(bench.as(olga).reads(), "✅ Send");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    const report = bench.as(olga).reads();
    const [made] = await readPolls(bench);
    await bench.as(otto).types("/poll close");
    const refused = bench.as(otto).reads();
    expect(refused.text).toBe("There is no open poll that you could end.");
    expect((await bench.as(otto).forges(refused, `poll:close:${made?.id}`)).toast).toBe("Not found, or not yours to use.");
    expect((await bench.as(olga).taps(report, "⏹ End the poll now")).toast).toBe("Ended; the result follows at once");
    await bench.settle();
    bench.emulator.markAllSeen();
  });
});

describe("who chose what", () => {
  async function named(at: Established) {
    const [a, b, c] = await members(at, 3);
    const sid = bench.emulator.addPerson({ firstName: "Sid" });
    bench.emulator.join(sid, at.memberGroup);
    const { posted, id } = await askPoll(bench, at, "Lunch? | noodles | rice | soup | named | for 1h");
    const shown = await bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(a?.id ?? 0)));
    await bench.database.db.update(member).set({ aliasShown: true, alias: "Sunny" }).where(eq(member.accountId, shown[0]?.id ?? 0));
    for (const person of [a, b, sid]) bench.emulator.vote(person ?? 0, posted, ["rice"]);
    bench.emulator.vote(c ?? 0, posted, ["noodles"]);
    await bench.advance(HOUR_MS);
    await bench.settle();
    return { id, outcome: bench.as(at.lead).reads() };
  }

  test("is seen by whoever asked, in private: aliases of those who show them, the rest as numbers; the look is recorded", async () => {
    const at = await establish(bench, { locale: "en" });
    const { outcome } = await named(at);
    expect(resultsIn(at.memberGroup)[0]?.text).not.toContain("Sunny");
    await bench.as(at.lead).taps(outcome, "👥 Who chose what");
    expect(bench.as(at.lead).reads().text).toBe([
      "👥 Lunch?", "noodles: 1", "rice: Sunny and 2 more", "soup: nobody", "",
      "Only members who show their alias are named, the others are counted. This look is recorded in the audit trail.",
    ].join("\n"));
    expect(await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "poll.votes_read"))).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("by nobody else, and not in a group", async () => {
    const at = await establish(bench, { locale: "en" });
    const { id } = await named(at);
    const olga = await withRole(bench, at, "Olga", "organizer");
    await bench.as(olga).types("/help");
    expect((await bench.as(olga).forges(bench.as(olga).reads(), `poll:who:${id}`)).toast).toBe("Not found, or not yours to use.");
    const said = bench.emulator.say(at.lead, at.organizerGroup, "hello");
    expect((await bench.as(at.lead, at.organizerGroup).forges(said, `poll:who:${id}`)).toast).toBe("This button has expired. Please start again.");
    expect(await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "poll.votes_read"))).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("of an anonymous poll there is nothing to see", async () => {
    const at = await establish(bench, { locale: "en" });
    const [a] = await members(at, 1);
    const { posted, id } = await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
    bench.emulator.vote(a ?? 0, posted, ["rice"]);
    await bench.advance(HOUR_MS);
    await bench.settle();
    const outcome = bench.as(at.lead).reads();
    expect(labels(outcome).flat()).not.toContain("👥 Who chose what");
    expect((await bench.as(at.lead).forges(outcome, `poll:who:${id}`)).toast).toBe("Not found, or not yours to use.");
    bench.emulator.markAllSeen();
  });
});

test("where every copy is uncertain or gone, whoever asked is told that there is no result", async () => {
  const at = await establish(bench, { locale: "en" });
  await askPoll(bench, at, "Lunch? | noodles | rice | for 1h");
  await bench.database.db.update(pollPost).set({ state: "refused", messageId: null, telegramPollId: null });
  await bench.advance(HOUR_MS);
  await bench.settle();
  expect(bench.as(at.lead).reads().text).toContain("The poll could not be posted in any group, so there is no result.");
  bench.emulator.markAllSeen();
});
