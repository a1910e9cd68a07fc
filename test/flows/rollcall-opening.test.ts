import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { chat, draft, rollCallBoard, station } from "../../src/db/schema.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { boardIn, HOUR_MS, labels, linkGroup, openRollCall, readRollCalls, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
describe("an organizer opens a roll call", () => {
  test("one line in the members' group posts the board there, with count, closing time, weekday, zone and the way in", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead, at.memberGroup);
    const said = await lead.types("/rollcall Canvass team for 2h");
    expect(said.reactions).toEqual(["👌"]);
    const openedAt = bench.now();
    const board = await boardIn(bench, at.memberGroup);
    expect(board.text).toBe(
      "📋 Canvass team\n✅ 0 here\n⏰ Closes Mon 23 Nov, 12:00 (China Time)\n\n"
      + "Checking in is voluntary. Only the count is shown; nothing is kept of people who do not tap.",
    );
    expect(labels(board)).toEqual([["✅ I'm here"], ["Join (voluntary)"]]);
    const [made] = await readRollCalls(bench);
    expect(board.keyboard[1]?.[0]?.url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-${made?.id}`);
    expect(made).toMatchObject({ title: "Canvass team", closedAt: null, headCount: null, closesAt: new Date(openedAt.getTime() + 2 * HOUR_MS) });
    const control = bench.as(at.lead).reads();
    expect(control.text).toContain("👌 “Canvass team” is open in 1 group.\n⏰ Closes Mon 23 Nov, 12:00 (China Time)\n");
    expect(labels(control)).toEqual([["⏹ Close"], ["Extend 30 min", "Extend 1 h"], ["🚪 Door QR", "👥 Who is here"]]);
    expect(bench.emulator.messages(at.organizerGroup, { peek: true }).filter(({ fromBot, text }) => fromBot && text.includes("Canvass"))).toEqual([]);
  });

  test("everything is said in Chinese where the station speaks Chinese", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const lead = bench.as(at.lead, at.memberGroup);
    expect((await lead.types("/rollcall 支部学习到18:30")).reactions).toEqual(["👌"]);
    const board = await boardIn(bench, at.memberGroup);
    expect(board.text).toBe(
      "📋 支部学习\n✅ 已到 0 人\n⏰ 截止：11月23日（周一）18:30（北京时间）\n\n签到自愿。这里只显示人数；没有点的人不会被记录。");
    expect(labels(board)).toEqual([["✅ 我到了"], ["加入（自愿）"]]);
    expect(bench.as(at.lead).reads().text).toContain("👌 已在 1 个群发起“支部学习”。\n⏰ 截止：11月23日（周一）18:30（北京时间）\n");
  });

  test("written in the organizers' group it goes to all member groups, into the topic that the bot posts to", async () => {
    const at = await establish(bench, { locale: "en" });
    const forum = await linkGroup(bench, at, "Forum", ["Roll calls"]);
    const second = await linkGroup(bench, at, "Second");
    const said = await bench.as(at.lead, at.organizerGroup).types("/rollcall Meeting for 1h");
    expect(said.reactions).toEqual(["👌"]);
    await bench.settle();
    for (const group of [at.memberGroup, forum, second]) expect((await boardIn(bench, group)).text).toContain("📋 Meeting");
    expect(bench.as(at.lead).reads().text).toContain("is open in 3 groups");
    expect(await bench.database.db.select().from(rollCallBoard)).toHaveLength(3);
  });

  test("in a forum the board goes to the topic that the bot posts to", async () => {
    const at = await establish(bench, { locale: "en" });
    const forum = await linkGroup(bench, at, "Forum", ["Roll calls"]);
    const threadId = bench.emulator.addTopic(forum, "Today");
    await bench.database.db.update(chat).set({ threadId }).where(eq(chat.title, "Forum"));
    await bench.as(at.lead).types("/rollcall Meeting for 1h");
    bench.as(at.lead).reads();
    expect((await boardIn(bench, forum)).threadId).toBe(threadId);
    await boardIn(bench, at.memberGroup);
  });

  test("an anonymous admin confirms as themselves, and theirs is the right that counts", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    bench.emulator.promote(at.lead, at.memberGroup, { isAnonymous: true });
    bench.emulator.say(at.lead, at.memberGroup, "/rollcall Meeting for 1h", { asAnonymousAdmin: true });
    await bench.run();
    await bench.settle();
    const confirm = bench.as(at.lead, at.memberGroup).reads();
    const button = labels(confirm)[0]?.[0] ?? "";
    await bench.as(ben, at.memberGroup).taps(confirm, button);
    expect(await readRollCalls(bench)).toEqual([]);
    bench.emulator.markAllSeen();
    await bench.as(at.lead, at.memberGroup).taps(confirm, button);
    await bench.as(at.lead, at.memberGroup).taps(confirm, button);
    expect((await readRollCalls(bench)).map(({ title }) => title)).toEqual(["Meeting"]);
    expect((await boardIn(bench, at.memberGroup)).text).toContain("📋 Meeting");
    bench.emulator.markAllSeen();
  });

  test("in private it does the same, and the answer stays in private", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.as(at.lead).types("/rollcall Meeting for 1h");
    expect(bench.as(at.lead).reads().text).toContain("“Meeting” is open in 1 group");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("📋 Meeting");
  });

  test("with nothing but /rollcall the times are buttons and the title is the date", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead, at.memberGroup);
    await lead.types("/rollcall");
    const question = lead.reads();
    expect(question.text).toContain("Open a roll call: until when?");
    expect(labels(question)).toEqual([["30 min", "1 h", "2 h"], ["Until Mon 23 Nov, 21:00"]]);
    expect(await readRollCalls(bench)).toEqual([]);
    expect(await lead.taps(question, "2 h")).toMatchObject({ toast: "Opened" });
    expect(bench.emulator.message(question).text).toContain("👌 “Roll call Mon 23 Nov” is open.\n⏰ Closes Mon 23 Nov, 12:00");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("📋 Roll call Mon 23 Nov\n✅ 0 here");
    expect(labels(bench.as(at.lead).reads())[0]).toEqual(["⏹ Close"]);
  });

  test("a question opens one roll call, however often it is pressed", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/rollcall");
    const question = lead.reads();
    const data = question.keyboard[1]?.[0]?.callback_data ?? "";
    expect(await lead.taps(question, "Until Mon 23 Nov, 21:00")).toMatchObject({ toast: "Opened" });
    expect(await lead.forges(question, data)).toMatchObject({ toast: "This button has been used or has expired. Please send /rollcall again.", alert: true });
    expect(lead.reads().text).toContain("Closes Mon 23 Nov, 21:00 (China Time)");
    expect(await readRollCalls(bench)).toHaveLength(1);
    expect((await boardIn(bench, at.memberGroup)).text).toContain("⏰ Closes Mon 23 Nov, 21:00");
  });

  test("a question that nobody answers in a quarter of an hour is over", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/rollcall");
    const question = lead.reads();
    await bench.advance(16 * 60_000);
    expect((await lead.taps(question, "1 h")).toast).toContain("has expired");
    expect(await readRollCalls(bench)).toEqual([]);
  });

  test("nobody else can answer the question that an organizer was asked", async () => {
    const at = await establish(bench, { locale: "en" });
    const other = await withRole(bench, at, "Olga", "organizer");
    const member = await enrol(bench, at, "Ben");
    const lead = bench.as(at.lead, at.memberGroup);
    await lead.types("/rollcall");
    const question = lead.reads();
    expect((await bench.as(other, at.memberGroup).taps(question, "1 h")).toast).toContain("has expired");
    expect((await bench.as(member, at.memberGroup).taps(question, "1 h")).toast).toBe("Not found, or not yours to use.");
    expect(await readRollCalls(bench)).toEqual([]);
  });

  test.each([
    ["/rollcall Meeting until 9:00", "This time is already past"],
    ["/rollcall Meeting for 2 minutes", "at least 5 minutes"],
    ["/rollcall Meeting for 3 days", "at most 24 hours"],
    ["/rollcall Meeting until 25:00", "There is no such time"],
    ["/rollcall until victory", "I could not read the closing time"],
    ["/rollcall Meeting 18:30", "Should the roll call close at this time?"],
  ])("“%s” opens nothing, and the answer says what would be right", async (line, answer) => {
    const at = await establish(bench, { locale: "en" });
    await bench.as(at.lead).types(line);
    const question = bench.as(at.lead).reads();
    expect(question.text).toContain(answer);
    expect(question.keyboard.length).toBeGreaterThan(0);
    expect(await readRollCalls(bench)).toEqual([]);
    await bench.as(at.lead).taps(question, "1 h");
    expect((await readRollCalls(bench))[0]?.title).toBe(line.includes("victory") ? "until victory" : "Meeting");
    bench.as(at.lead).reads();
    await boardIn(bench, at.memberGroup);
  });

  test("a time with two readings is asked about, and the chosen one is used with the title that was written", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.advance(15 * HOUR_MS);
    await bench.as(at.lead).types("/rollcall 值班到3点");
    const question = bench.as(at.lead).reads();
    expect(labels(question).slice(0, 2)).toEqual([["Until Tue 24 Nov, 03:00"], ["Until Tue 24 Nov, 15:00"]]);
    await bench.as(at.lead).taps(question, "Until Tue 24 Nov, 15:00");
    expect((await readRollCalls(bench))[0]).toMatchObject({ title: "值班", closesAt: new Date("2026-11-24T07:00:00Z") });
    bench.as(at.lead).reads();
    await boardIn(bench, at.memberGroup);
  });

  test("a title that is too long opens nothing", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.as(at.lead).types(`/rollcall ${"x".repeat(61)} for 2h`);
    expect(bench.as(at.lead).reads().text).toBe("The title is too long: at most 60 characters. Nothing was opened.");
    expect(await readRollCalls(bench)).toEqual([]);
  });

  test("signs that turn or break the line do not reach the board", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.as(at.lead).types("/rollcall A\u202Eb\n\u200Bc <b>d</b> for 1h");
    expect((await boardIn(bench, at.memberGroup)).text).toMatch(/^📋 Ab c <b>d<\/b>\n✅ 0 here\n/);
    bench.as(at.lead).reads();
  });

  test("while one is open, a second is not opened by accident, but can be on purpose", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/rollcall First for 1h");
    lead.reads();
    await lead.types("/rollcall Second for 2h");
    const warned = lead.reads();
    expect(warned.text).toContain("A roll call is already open here, so no new one has been opened yet.");
    expect(warned.text).toContain("Open now: “First”, 0 here, closes Mon 23 Nov, 11:00");
    expect(labels(warned)).toEqual([["⏹ Close “First”", "Extend 30 min"], ["Open another one anyway"]]);
    expect(await readRollCalls(bench)).toHaveLength(1);
    expect(await lead.taps(warned, "Open another one anyway")).toMatchObject({ toast: "Opened" });
    expect((await readRollCalls(bench)).map(({ title }) => title)).toEqual(["First", "Second"]);
    expect(bench.emulator.message(warned).text).toContain("“Second” is open in 1 group.\n⏰ Closes Mon 23 Nov, 12:00");
    bench.emulator.messages(at.memberGroup);
  });

  test("without a member group the answer says how to link one", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.database.db.update(station).set({ name: "Other" }).where(eq(station.id, at.stationId));
    const { emulator } = bench;
    const alone = emulator.addPerson({ firstName: "Alone", languageCode: "en" });
    const group = emulator.addGroup({ title: "Alone", owner: alone, quietly: true });
    await bench.as(alone).starts();
    await bench.as(alone, group).types("/setup Alone station");
    const asked = bench.as(alone, group).reads();
    await bench.as(alone, group).taps(asked, asked.keyboard[0]?.[0]?.text ?? "");
    await bench.settle();
    emulator.markAllSeen();
    await bench.as(alone).types("/rollcall Meeting for 1h");
    expect(bench.as(alone).reads().text).toContain("No member group is linked yet");
    expect(await readRollCalls(bench)).toEqual([]);
  });

  test("members, auditors and strangers are told that it is not theirs, and nothing opens", async () => {
    const at = await establish(bench, { locale: "en" });
    const member = await enrol(bench, at, "Ben");
    const auditor = await withRole(bench, at, "Ann", "auditor");
    const stranger = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    bench.emulator.join(stranger, at.memberGroup);
    for (const person of [member, auditor]) {
      await bench.as(person, at.memberGroup).types("/rollcall Mine for 1h");
      expect(bench.as(person).reads().text).toBe("Not found, or not yours to use.");
      await bench.as(person, at.memberGroup).types("/rollcall close");
      expect(bench.as(person).reads().text).toBe("Not found, or not yours to use.");
    }
    expect((await bench.as(stranger, at.memberGroup).types("/rollcall Mine for 1h")).reactions).toEqual(["🤔"]);
    expect(await readRollCalls(bench)).toEqual([]);
    expect(await bench.database.db.select().from(draft)).toEqual([]);
  });

  test("an organizer who never opened the private chat gets the control in the organizers' group", async () => {
    const at = await establish(bench, { locale: "en" });
    const olga = await withRole(bench, at, "Olga", "organizer");
    bench.emulator.block(olga);
    await bench.run();
    expect((await bench.as(olga, at.organizerGroup).types("/rollcall Meeting for 1h")).reactions).toEqual(["👌"]);
    const control = bench.as(olga, at.organizerGroup).reads();
    expect(labels(control)[0]).toEqual(["⏹ Close"]);
    await boardIn(bench, at.memberGroup);
  });

  test("“on my way” and “not today” stand on the board where the lead has turned them on", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.database.db.update(station).set({ offersOnWay: true, offersNotToday: true }).where(eq(station.id, at.stationId));
    const { board } = await openRollCall(bench, at);
    expect(labels(board)).toEqual([["✅ I'm here"], ["🚶 On my way", "Not today"], ["Join (voluntary)"]]);
    expect(board.text).toContain("✅ 0 here\n🚶 0 on the way\n");
  });
});
