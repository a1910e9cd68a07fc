import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvent, chat, draft } from "../../src/db/schema.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { askPoll, MINUTE_MS, optionsOf, pollIn, readPolls, readPosts } from "../telegram/polls.ts";
import { labels, linkGroup, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const LINE = "/poll Lunch? | noodles | rice";

describe("asking a poll in one line", () => {
  test("it is shown as it will be, and after a minute each group has it once", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const lead = bench.as(at.lead);
    await lead.types(`${LINE} | multiple | until Fri 18:00`);
    const preview = lead.reads();
    expect(preview.text).toBe([
      "👀 Preview, nothing is sent yet", "", "📊 Lunch?", "1. noodles", "2. rice", "",
      "Several answers", "Anonymous: nobody sees who chose what", "⏰ Ends: Fri 27 Nov, 18:00 (China Time)", "📮 To 2 groups",
    ].join("\n"));
    await lead.taps(preview, "✅ Send");
    const sent = bench.emulator.message(preview);
    expect(sent.text).toContain("“Lunch?” goes to 2 groups in a minute");
    expect(labels(sent)).toEqual([["↩️ Undo"]]);
    await bench.advance(MINUTE_MS - 1);
    expect(bench.emulator.journal({ method: "sendPoll" })).toEqual([]);
    await bench.advance(1);
    await bench.settle();
    for (const group of [at.memberGroup, second]) {
      const { poll } = pollIn(bench, group);
      expect(poll).toMatchObject({ question: "Lunch?", is_anonymous: true, allows_multiple_answers: true, is_closed: false });
      expect(poll?.description).toBe("Ends: Fri 27 Nov, 18:00 (China Time)\nAnonymous and voluntary.");
      expect(poll?.options.map(({ text }) => text)).toEqual(["noodles", "rice"]);
    }
    expect(bench.emulator.journal({ method: "sendPoll" })).toHaveLength(2);
    expect(lead.reads().text).toBe("📊 “Lunch?” is in 2 groups.\n⏰ Ends: Fri 27 Nov, 18:00 (China Time); the result is then posted in the groups.");
    expect((await readPosts(bench)).map(({ state, optionIds }) => [state, optionIds?.length])).toEqual([["posted", 2], ["posted", 2]]);
    expect(await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "poll.asked"))).toHaveLength(1);
  });

  test("an end that was said is kept to the minute, whatever the second in which it is sent, taken back and sent anew", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await bench.advance(40_000);
    await lead.types(`${LINE} | until today 18:00`);
    const preview = lead.reads();
    for (const button of ["✅ Send", "↩️ Undo"]) await lead.taps(preview, button);
    expect(bench.emulator.message(preview).text).toContain("⏰ Ends: Mon 23 Nov, 18:00 (China Time)");
    await bench.advance(17_000);
    await lead.taps(preview, "✅ Send");
    expect((await readPolls(bench)).map(({ closesAt }) => closesAt.toISOString())).toEqual(["2026-11-23T10:00:00.000Z"]);
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(pollIn(bench, at.memberGroup).poll?.description).toContain("Ends: Mon 23 Nov, 18:00 (China Time)");
    bench.emulator.markAllSeen();
  });

  test("without an end it is 24 hours, and the preview says so", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    await bench.as(at.lead).types("/poll 吃什么？ | 面 | 饭");
    const preview = bench.as(at.lead).reads();
    expect(preview.text).toContain("⏰ 截止：11月24日（周二）10:01（北京时间）（没写截止时间，按 24 小时算）");
    expect(preview.text).toContain("单选\n匿名：谁也看不到谁选了什么");
    expect(preview.text).toContain("📮 发到“Members”");
  });

  test("several lines are one poll as well", async () => {
    const at = await establish(bench, { locale: "en" });
    const { posted } = await askPoll(bench, at, "Lunch?\n- noodles\n- rice\n- soup");
    expect(optionsOf(posted)).toEqual(["noodles", "rice", "soup"]);
    bench.emulator.markAllSeen();
  });

  test("written in a members' group it is for that group, and is put together in private", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const said = await bench.as(at.lead, second).types(LINE);
    expect(said.reactions).toEqual(["👌"]);
    const preview = bench.as(at.lead).reads();
    expect(preview.text).toContain("📮 To “Second”");
    await bench.as(at.lead).taps(preview, "✅ Send");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(optionsOf(pollIn(bench, second))).toEqual(["noodles", "rice"]);
    expect(bench.emulator.messages(at.memberGroup).some(({ poll }) => poll !== undefined)).toBe(false);
    bench.emulator.markAllSeen();
  });

  test("groups are chosen one by one", async () => {
    const at = await establish(bench, { locale: "en" });
    await linkGroup(bench, at, "Second");
    await linkGroup(bench, at, "Third");
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const preview = lead.reads();
    await lead.taps(preview, "📮 Groups");
    expect(labels(bench.emulator.message(preview))).toEqual([["☑️ Members"], ["☑️ Second"], ["☑️ Third"], ["None", "Back"]]);
    await lead.taps(preview, "None");
    expect(bench.emulator.message(preview).text).toBe("To which groups? 0 of 3 chosen.");
    await lead.taps(preview, "Back");
    expect(bench.emulator.message(preview).text).toContain("📮 No group chosen yet");
    expect((await lead.taps(preview, "✅ Send")).toast).toBe("No group is chosen yet; please choose one first.");
    await lead.taps(preview, "📮 Groups");
    await lead.taps(preview, "⬜️ Third");
    await lead.taps(preview, "Back");
    expect(bench.emulator.message(preview).text).toContain("📮 To “Third”");
    expect(await readPolls(bench)).toEqual([]);
  });

  test("taking one back leaves another that is being put together", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const first = lead.reads();
    await lead.taps(first, "✅ Send");
    await lead.types("/poll Where? | East | West");
    const second = lead.reads();
    await lead.taps(first, "↩️ Undo");
    expect(bench.emulator.message(first).text).toContain("is taken back; nothing went out. Your other draft is still there.");
    await lead.taps(second, "✅ Send");
    expect((await readPolls(bench)).map(({ question }) => question)).toEqual(["Where?"]);
    bench.emulator.markAllSeen();
  });

  test("within the minute it can be taken back, changed and sent anew; nothing was out", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const preview = lead.reads();
    await lead.taps(preview, "✅ Send");
    await bench.advance(MINUTE_MS - 1);
    await lead.taps(preview, "↩️ Undo");
    const back = bench.emulator.message(preview);
    expect(back.text).toMatch(/^↩️ Taken back; nothing was sent\.\n\n👀 Preview/);
    expect(await readPolls(bench)).toEqual([]);
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(bench.emulator.journal({ method: "sendPoll" })).toEqual([]);
    await lead.taps(preview, "Allow several answers");
    await lead.taps(preview, "✅ Send");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(pollIn(bench, at.memberGroup).poll).toMatchObject({ allows_multiple_answers: true });
    bench.emulator.markAllSeen();
  });

  test("once it is out it cannot be taken back", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const preview = lead.reads();
    await lead.taps(preview, "✅ Send");
    await bench.advance(MINUTE_MS);
    expect((await lead.taps(preview, "↩️ Undo")).toast).toBe("The poll is out already and cannot be taken back; you can end it early.");
    await bench.settle();
    expect(optionsOf(pollIn(bench, at.memberGroup))).toEqual(["noodles", "rice"]);
    bench.emulator.markAllSeen();
  });

  test("it is named only by choice, and then its question says so", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const preview = lead.reads();
    await lead.taps(preview, "Make it named");
    expect(bench.emulator.message(preview).text).toContain("📊 Lunch? (named: all see who chose what)");
    await lead.taps(preview, "✅ Send");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(pollIn(bench, at.memberGroup).poll).toMatchObject({ question: "Lunch? (named: all see who chose what)", is_anonymous: false });
    bench.emulator.markAllSeen();
  });

  test.each([
    ["/poll Lunch? | noodles | Noodles", "The option “Noodles” is there twice; please change one."],
    [`/poll Lunch? | noodles | ${"x".repeat(101)}`, `This option is too long (at most 100 characters): ${"x".repeat(101)}`],
    [`/poll ${"q".repeat(301)} | a | b`, "The question is too long: at most 300 characters, this has 301. Please shorten it."],
    [`/poll Lunch?${" | x".repeat(13).split("x").map((part, i) => (i < 13 ? `${part}${i}` : part)).join("")}`, "Too many options: at most 12, these are 13. Please take some away."],
  ])("what cannot be asked is said kindly, and nothing is kept: %#", async (line, told) => {
    const at = await establish(bench, { locale: "en" });
    await bench.as(at.lead).types(line);
    expect(bench.as(at.lead).reads().text).toBe(told);
    expect(await bench.database.db.select().from(draft)).toEqual([]);
  });
});

describe("asking a poll step by step", () => {
  test("question, options, preview: each a short text", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const lead = bench.as(at.lead);
    await lead.types("/poll");
    expect(lead.reads().text).toContain("想问什么？");
    await lead.types("吃什么？");
    expect(lead.reads().text).toContain("有哪些选项？每行写一个");
    await lead.types("面");
    expect(lead.reads().text).toContain("有哪些选项？每行写一个");
    await lead.types("面\n饭\n饺子");
    expect(lead.reads().text).toContain("📊 吃什么？\n1. 面\n2. 饭\n3. 饺子");
    await lead.taps(lead.reads(), "✅ 发出");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(optionsOf(pollIn(bench, at.memberGroup))).toEqual(["面", "饭", "饺子"]);
    bench.emulator.markAllSeen();
  });

  test("an end that cannot be read is asked about, with times to choose", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types(`${LINE} | until Friday`);
    const asked = lead.reads();
    expect(labels(asked)).toEqual([["Until Fri 27 Nov, 12:00"], ["Until Fri 27 Nov, 18:00"], ["Until Fri 27 Nov, 21:00"]]);
    await lead.taps(asked, "Until Fri 27 Nov, 18:00");
    const preview = bench.emulator.message(asked);
    expect(preview.text).toContain("⏰ Ends: Fri 27 Nov, 18:00 (China Time)\n");
    await lead.taps(preview, "⏰ End");
    expect(labels(bench.emulator.message(asked))).toEqual([["1 h", "1 d", "3 d", "7 d"]]);
    await lead.types("whenever");
    expect(lead.reads().text).toContain("I could not read when it ends.");
    await lead.types("tomorrow 6pm");
    expect(lead.reads().text).toContain("⏰ Ends: Tue 24 Nov, 18:00 (China Time)\n");
  });

  test("an ambiguous day is asked about; the options of a date poll carry weekday and date", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/poll When? | next Fri | Sat 5 Dec");
    const asked = lead.reads();
    expect(asked.text).toBe("Which day is “next Fri”?");
    expect(labels(asked)).toEqual([["Fri 27 Nov"], ["Fri 4 Dec"], ["As plain words"]]);
    await lead.taps(asked, "Fri 4 Dec");
    const preview = bench.emulator.message(asked);
    expect(preview.text).toContain("1. Fri 4 Dec\n2. Sat 5 Dec");
    expect(preview.text).toContain("🗓 A date poll");
    await lead.taps(preview, "✅ Send");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(optionsOf(pollIn(bench, at.memberGroup))).toEqual(["Fri 4 Dec", "Sat 5 Dec"]);
    expect(await readPolls(bench)).toMatchObject([{ isDated: true }]);
    bench.emulator.markAllSeen();
  });

  test("days may stay plain words", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const lead = bench.as(at.lead);
    await lead.types("/poll 值班哪天？ | 周三 | 2月30日");
    const asked = lead.reads();
    expect(asked.text).toContain("没有“2月30日”这一天");
    await lead.taps(asked, "当普通文字");
    expect(bench.emulator.message(asked).text).toContain("1. 周三\n2. 2月30日");
  });

  test("/cancel stops it, and so does the button", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/poll");
    expect(lead.reads().text).toContain("Write the question.");
    await lead.types("/cancel");
    expect(lead.reads().text).toBe("All right, stopped; nothing was saved.");
    await lead.types(LINE);
    const preview = lead.reads();
    await lead.taps(preview, "Do not send");
    expect(bench.emulator.message(preview).text).toBe("All right, not sent; nothing was kept.");
    expect(await bench.database.db.select().from(draft)).toEqual([]);
  });

  test("what is put together is kept for a day, over a newer one its buttons are void", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const first = lead.reads();
    await lead.types("/poll Dinner? | soup | bread");
    const second = lead.reads();
    expect((await lead.taps(first, "✅ Send")).toast).toBe("This button has expired. Please send /poll again.");
    await bench.advance(24 * 60 * MINUTE_MS);
    expect((await lead.taps(second, "✅ Send")).toast).toBe("This button has expired. Please send /poll again.");
    expect(await readPolls(bench)).toEqual([]);
    bench.emulator.markAllSeen();
  });
});

describe("who may ask", () => {
  test("organizers and leads, nobody else", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).types(LINE);
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
    const olga = await withRole(bench, at, "Olga", "organizer");
    await bench.as(olga).types(LINE);
    expect(bench.as(olga).reads().text).toContain("👀 Preview");
  });

  test("where no group is linked, the way to link one is told", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.database.db.update(chat).set({ kind: "organizer" });
    await bench.as(at.lead).types(LINE);
    expect(bench.as(at.lead).reads().text).toContain("No member group is linked yet");
  });

  test("a forged button changes nothing of somebody else's", async () => {
    const at = await establish(bench, { locale: "en" });
    const olga = await withRole(bench, at, "Olga", "organizer");
    await bench.as(at.lead).types(LINE);
    const send = bench.as(at.lead).reads().keyboard[0]?.[0]?.callback_data ?? "";
    await bench.as(olga).types("/help");
    expect((await bench.as(olga).forges(bench.as(olga).reads(), send)).toast).toBe("This button has expired. Please send /poll again.");
    expect(await readPolls(bench)).toEqual([]);
  });
});
