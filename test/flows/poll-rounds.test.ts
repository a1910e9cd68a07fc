import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { pollRound } from "../../src/db/schema-poll.ts";
import { chat } from "../../src/db/schema.ts";
import { openDue } from "../../src/features/round/actions.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { MINUTE_MS, optionsOf, pollIn, readPolls } from "../telegram/polls.ts";
import { HOUR_MS, labels, linkGroup, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const DAY_MS = 24 * HOUR_MS;
/** The bench begins on Monday at 10:00; this comes on Tuesdays at 9:00. */
const LINE = "/poll Duty this week? | yes | no | every Tue 9:00 | for 6 hours";

async function plan(at: Awaited<ReturnType<typeof establish>>, line = LINE) {
  const lead = bench.as(at.lead);
  await lead.types(line);
  const preview = lead.reads();
  await lead.taps(preview, preview.keyboard[0]?.[0]?.text ?? "");
  return bench.emulator.message(preview);
}

const pollsIn = (group: { id: number }) => bench.emulator.messages(group).filter(({ poll }) => poll !== undefined);

describe("a recurring poll", () => {
  test("says its rhythm in the preview, goes out each time once, and each time has its own end and result", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const preview = lead.reads();
    expect(preview.text).toContain("🔁 Goes out every Tue 09:00, open for 6 h each time\nFirst: Tue 24 Nov, 09:00 (China Time)");
    await lead.taps(preview, "✅ Send");
    expect(bench.emulator.message(preview).text).toContain("🔁 “Duty this week?” goes out every Tue 09:00, first: Tue 24 Nov, 09:00");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(pollsIn(at.memberGroup)).toEqual([]);
    await bench.advance(23 * HOUR_MS - 2 * MINUTE_MS);
    expect(pollsIn(at.memberGroup)).toEqual([]);
    await bench.advance(MINUTE_MS);
    await bench.settle();
    await bench.advance(MINUTE_MS);
    expect(pollsIn(at.memberGroup)).toHaveLength(1);
    expect(pollIn(bench, at.memberGroup).poll?.description).toContain("Ends: Tue 24 Nov, 15:00");
    await bench.advance(6 * HOUR_MS);
    await bench.settle();
    expect(pollIn(bench, at.memberGroup).poll?.is_closed).toBe(true);
    await bench.advance(7 * DAY_MS - 6 * HOUR_MS);
    await bench.settle();
    expect(pollsIn(at.memberGroup)).toHaveLength(2);
    expect((await readPolls(bench)).map(({ roundOn, closesAt }) => [roundOn, closesAt.toISOString()])).toEqual([
      ["2026-11-24", "2026-11-24T07:00:00.000Z"], ["2026-12-01", "2026-12-01T07:00:00.000Z"],
    ]);
    bench.emulator.markAllSeen();
  });

  test("several processes open one round", async () => {
    const at = await establish(bench, { locale: "en" });
    await plan(at);
    const scope = { ...bench.scope(), now: new Date("2026-11-24T01:00:00Z") };
    await Promise.all([openDue(scope, MINUTE_MS), openDue(scope, MINUTE_MS), openDue(scope, MINUTE_MS)]);
    expect(await readPolls(bench)).toHaveLength(1);
  });

  test("what an outage made much too late is left out, and the next one comes on time", async () => {
    const at = await establish(bench, { locale: "en" });
    await plan(at);
    await bench.advance(8 * DAY_MS + 4 * HOUR_MS);
    await bench.settle();
    expect(await readPolls(bench)).toEqual([]);
    await bench.advance(6 * DAY_MS + 19 * HOUR_MS);
    await bench.settle();
    expect((await readPolls(bench)).map(({ roundOn }) => roundOn)).toEqual(["2026-12-08"]);
    bench.emulator.markAllSeen();
  });

  test("a little late it is still opened, and ends when it was to end", async () => {
    const at = await establish(bench, { locale: "en" });
    await plan(at);
    await bench.advance(25 * HOUR_MS);
    await bench.settle();
    expect((await readPolls(bench)).map(({ closesAt }) => closesAt.toISOString())).toEqual(["2026-11-24T07:00:00.000Z"]);
    bench.emulator.markAllSeen();
  });

  test("days in words are other days each time", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    await plan(at, "/poll 下周哪天方便？ | 周一 | 周三 | 每周五 9:00");
    await bench.advance(4 * DAY_MS - HOUR_MS);
    await bench.settle();
    expect(optionsOf(pollIn(bench, at.memberGroup))).toEqual(["11月30日（周一）", "12月2日（周三）"]);
    await bench.advance(7 * DAY_MS);
    await bench.settle();
    expect(optionsOf(pollIn(bench, at.memberGroup))).toEqual(["12月7日（周一）", "12月9日（周三）"]);
    bench.emulator.markAllSeen();
  });

  test("an hour that can be two is asked about", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.as(at.lead).types("/poll Duty? | yes | no | every Mon at 5");
    const asked = bench.as(at.lead).reads();
    expect(labels(asked)).toEqual([["05:00"], ["17:00"]]);
    await bench.as(at.lead).taps(asked, "17:00");
    expect(bench.emulator.message(asked).text).toContain("🔁 Goes out every Mon 17:00, open for 1 d each time\nFirst: Mon 23 Nov, 17:00");
  });

  test("a group that was unlinked meanwhile is left out, the others have it", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    await plan(at);
    await bench.database.db.delete(chat).where(eq(chat.title, "Second"));
    await bench.advance(23 * HOUR_MS);
    await bench.settle();
    expect([pollsIn(at.memberGroup).length, pollsIn(second).length]).toEqual([1, 0]);
    bench.emulator.markAllSeen();
  });
});

describe("stopping it", () => {
  test("before its first time it can be taken back and changed", async () => {
    const at = await establish(bench, { locale: "en" });
    const sent = await plan(at);
    await bench.as(at.lead).taps(sent, "↩️ Undo");
    expect(bench.emulator.message(sent).text).toContain("Taken back; nothing was sent.");
    expect(bench.emulator.message(sent).text).toContain("🔁 Goes out every Tue 09:00, open for 6 h each time");
    expect(await bench.database.db.select().from(pollRound)).toEqual([]);
    await bench.as(at.lead).taps(sent, "✅ Send");
    expect(await bench.database.db.select().from(pollRound)).toHaveLength(1);
    await bench.advance(23 * HOUR_MS);
    await bench.settle();
    expect((await bench.as(at.lead).forges(sent, "round:undo:2")).toast).toContain("cannot be taken back");
    bench.emulator.markAllSeen();
  });

  test("/poll list shows it with what is open, and a button ends it; what is out runs to its end", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const lead = bench.as(at.lead);
    await lead.types("/poll 列表");
    expect(lead.reads().text).toBe("现在没有进行中的投票，也没有定期投票。");
    await plan(at, "/poll 本周值班？ | 来 | 不来 | 每周二 9:00");
    await bench.advance(23 * HOUR_MS);
    await bench.settle();
    bench.emulator.markAllSeen();
    await lead.types("/poll list");
    const list = lead.reads();
    expect(list.text).toBe("📊 “本周值班？”进行中，11月25日（周三）09:00 截止\n🔁 “本周值班？”每周二 09:00，下一次：12月1日（周二）09:00");
    expect(labels(list)).toEqual([["⏹ 结束“本周值班？”"], ["🛑 不再发起“本周值班？”"]]);
    await lead.taps(list, "🛑 不再发起“本周值班？”");
    expect(bench.emulator.message(list).text).toContain("以后不再发起");
    expect(pollIn(bench, at.memberGroup).poll?.is_closed).toBe(false);
    await bench.advance(8 * DAY_MS);
    await bench.settle();
    expect(pollsIn(at.memberGroup)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("only whoever made it while an organizer, or a lead, sees and ends it", async () => {
    const at = await establish(bench, { locale: "en" });
    await plan(at);
    const olga = await withRole(bench, at, "Olga", "organizer");
    await bench.as(olga).types("/poll list");
    const list = bench.as(olga).reads();
    expect(list.text).toBe("No poll is open, and none comes again.");
    const [round] = await bench.database.db.select().from(pollRound);
    expect((await bench.as(olga).forges(list, `round:end:${round?.id}`)).toast).toBe("Not found, or not yours to use.");
    expect((await bench.as(olga).forges(list, `round:undo:${round?.id}`)).toast).toBe("Not found, or not yours to use.");
  });
});
