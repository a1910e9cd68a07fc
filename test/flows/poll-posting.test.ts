import { describe, expect, test } from "vitest";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { MINUTE_MS, pollIn, readPosts } from "../telegram/polls.ts";
import { labels, linkGroup } from "../telegram/rollcalls.ts";

const bench = useBench();

async function sendPoll(at: Awaited<ReturnType<typeof establish>>, line = "/poll Lunch? | noodles | rice") {
  const lead = bench.as(at.lead);
  await lead.types(line);
  await lead.taps(lead.reads(), lead.reads().keyboard[0]?.[0]?.text ?? "");
  bench.emulator.markAllSeen();
}

describe("where a poll cannot be posted", () => {
  test("a group that is gone is named, the others have it; once the bot is back it goes there too", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    const second = await linkGroup(bench, at, "Second");
    await sendPoll(at);
    bench.emulator.removeBot(at.lead, second);
    await bench.advance(MINUTE_MS);
    await bench.settle();
    const texts = bench.emulator.messages(at.lead).map(({ text }) => text);
    expect(texts.find((text) => text.startsWith("📊 “Lunch?” is in 1 group."))).toContain("could not be reached (I am not in them, or may not write):\n· Second");
    expect(pollIn(bench, at.memberGroup).poll?.question).toBe("Lunch?");
    expect((await readPosts(bench)).map(({ state }) => state)).toEqual(["posted", "unreachable"]);
    bench.emulator.addBot(at.lead, second);
    await bench.run();
    await bench.settle();
    expect(pollIn(bench, second).poll?.question).toBe("Lunch?");
    expect((await readPosts(bench)).map(({ state }) => state)).toEqual(["posted", "posted"]);
    bench.emulator.markAllSeen();
  });

  test("a group that comes back after the end gets nothing any more", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    const second = await linkGroup(bench, at, "Second");
    await sendPoll(at, "/poll Lunch? | noodles | rice | for 1h");
    bench.emulator.removeBot(at.lead, second);
    await bench.advance(MINUTE_MS);
    await bench.settle();
    await bench.advance(61 * MINUTE_MS);
    bench.emulator.addBot(at.lead, second);
    await bench.run();
    await bench.settle();
    expect(bench.emulator.messages(second).some(({ poll }) => poll !== undefined)).toBe(false);
    bench.emulator.markAllSeen();
  });
});

describe("where Telegram's answer was lost", () => {
  test("the poll is not posted twice, and whoever asked is told and may post it again", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    await sendPoll(at);
    bench.emulator.fault({ kind: "dropBefore", method: "sendPoll" });
    await bench.advance(MINUTE_MS);
    await bench.settle();
    const report = bench.as(at.lead).reads();
    expect(report.text).toContain("I am not sure about these groups.");
    expect(labels(report)).toEqual([["🔁 Post again in “Members”"], ["⏹ End the poll now"]]);
    expect((await readPosts(bench)).map(({ state }) => state)).toEqual(["uncertain"]);
    expect((await bench.as(at.lead).taps(report, "🔁 Post again in “Members”")).toast).toBe("It is being posted again");
    await bench.settle();
    expect(pollIn(bench, at.memberGroup).poll?.question).toBe("Lunch?");
    expect(bench.as(at.lead).reads().text).toContain("“Lunch?” is in 1 group.");
    expect((await bench.as(at.lead).taps(report, "🔁 Post again in “Members”")).toast).toBe("The poll is in that group already; no need to post it again.");
    expect(bench.emulator.messages(at.memberGroup).filter(({ poll }) => poll !== undefined)).toHaveLength(1);
  });

  test("a vote in it shows which copy it is: its totals count, and it need not be posted again", async () => {
    const at = await establish(bench, { locale: "en" });
    bench.expectFailures();
    const ben = await enrol(bench, at, "Ben");
    await sendPoll(at);
    bench.emulator.fault({ kind: "dropAfter", method: "sendPoll" });
    await bench.advance(MINUTE_MS);
    await bench.settle();
    const report = bench.as(at.lead).reads();
    const posted = pollIn(bench, at.memberGroup);
    bench.emulator.vote(ben, posted, ["rice"]);
    await bench.run();
    expect(await readPosts(bench)).toMatchObject([{ state: "uncertain", telegramPollId: posted.poll?.id, totals: [0, 1], voters: 1 }]);
    expect((await bench.as(at.lead).taps(report, "🔁 Post again in “Members”")).toast).toBe("The poll is in that group already; no need to post it again.");
    expect(bench.emulator.journal({ method: "sendPoll" })).toHaveLength(1);
  });
});
