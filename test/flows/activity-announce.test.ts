import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { activity, activityHost, activityLimit, activitySlot } from "../../src/db/schema-activity.ts";
import { organization } from "../../src/db/schema-register.ts";
import { chat, draft } from "../../src/db/schema.ts";
import { establish, enrol } from "../telegram/arrange.ts";
import { announcementIn, readPosts } from "../telegram/activities.ts";
import { useBench } from "../telegram/bench.ts";
import { labels, linkGroup, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const LINE = "/announce 主题党日：走访市场 | 周六 15:00-17:00 | 社区中心 | 名额 20";
const MINUTE_MS = 60_000;

const readActivities = () => bench.database.db.select().from(activity);
const readDrafts = () => bench.database.db.select().from(draft);

describe("one line", () => {
  test("is shown as it will be posted, with weekday, date and zone, and to how many groups", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    await linkGroup(bench, at, "骑手一群");
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const preview = lead.reads();
    expect(preview.text).toBe([
      "👁 预览：下面是 2 个群里将看到的内容。", "────────",
      "📣 主题党日：走访市场", "主题党日 · 线下", "🗓 11月28日（周六）15:00–17:00（北京时间）", "📍 社区中心", "", "👥 会来 0 人 · 余 20 个名额", "", "报名自愿，这里只显示人数。",
      "［✅ 我会来］ ［🤔 待定］ ［✖️ 不来］", "［加入（自愿）］", "────────",
      "📨 发到：Members、骑手一群", "ℹ️ 类型是按名称猜的：主题党日（可以改）", "⚠️ 请不要写涉密和内部信息。", "要改，点按钮，或直接写，例如：名额 30",
    ].join("\n"));
    expect(labels(preview)).toEqual([["📤 发送（60 秒内可撤回）"], ["💬 选群 2/2", "⏰ 定时发布"], ["✏️ 修改", "🗂 存为模板"], ["🗑 放弃"]]);
    expect(await readActivities()).toEqual([]);
  });

  test("what was previewed is word for word what the groups see, a minute after Send", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const second = await linkGroup(bench, at, "骑手一群");
    const lead = bench.as(at.lead);
    await lead.types(LINE);
    const preview = lead.reads();
    expect(await lead.taps(preview, "📤 发送（60 秒内可撤回）")).toMatchObject({ toast: "好的" });
    expect(bench.emulator.message(preview).text).toBe("📤 “主题党日：走访市场”60 秒后发到 2 个群。\n发现写错了，现在还可以撤回。");
    expect((await readPosts(bench)).map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    await bench.advance(59_000);
    expect(bench.as(at.lead, at.memberGroup).glances()?.text).not.toContain("📣");
    await bench.advance(1_000);
    const [, shown = ""] = preview.text.split("────────\n");
    for (const group of [at.memberGroup, second]) {
      const board = await announcementIn(bench, group);
      expect(shown.startsWith(board.text)).toBe(true);
      expect(shown.slice(board.text.length).trim()).toBe(labels(board).map((row) => row.map((label) => `［${label}］`).join(" ")).join("\n"));
    }
    expect((await readPosts(bench)).map(({ state }) => state)).toEqual(["posted", "posted"]);
    bench.emulator.markAllSeen();
  });

  test("in English, with everything that can be said", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types([
      "/announce Safety on the road", "off-peak: Sat 14:00-14:30", "short: 12:00-12:30", "rest station East gate", "online", "places 20, instructors 2", "guests 2",
      "reply by Fri 6pm", "with the market association and branch 3", "contact Ann", "about: bring your helmet", "type: training",
    ].join("\n"));
    const preview = lead.reads();
    expect(preview.text).toContain([
      "📣 Safety on the road", "Training · online · hosted by the market association, branch 3", "📍 rest station East gate", "bring your helmet", "☎️ Contact: Ann",
    ].join("\n"));
    expect(preview.text).toContain("🗓 short: Sat 28 Nov, 12:00–12:30 (China Time)");
    expect(preview.text).toContain("👥 instructor: at most 2");
    expect(preview.text).not.toContain("guess");
    await lead.taps(preview, "📤 Send (60 s to undo)");
    lead.reads();
    const [made] = await readActivities();
    expect(made).toMatchObject({
      type: "training", mode: "online", place: "rest station East gate", capacity: 20, guestsMax: 2, contact: "Ann", details: "bring your helmet",
      repliesCloseAt: new Date("2026-11-27T10:00:00Z"), announcedAt: new Date(bench.now().getTime() + MINUTE_MS),
    });
    const slots = await bench.database.db.select().from(activitySlot);
    expect(slots.map(({ label, startsAt }) => [label, startsAt.toISOString()])).toEqual([["short", "2026-11-28T04:00:00.000Z"], ["off-peak", "2026-11-28T06:00:00.000Z"]]);
    expect((await bench.database.db.select().from(activityLimit)).map(({ role, places }) => [role, places])).toEqual([["instructor", 2]]);
    expect((await bench.database.db.select().from(organization)).map(({ name }) => name).toSorted()).toEqual(["branch 3", "the market association"]);
    expect(await bench.database.db.select().from(activityHost)).toHaveLength(2);
  });

  test("without an end the usual length is taken, and the preview says so", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/announce Lecture on safety | Sat 15:00");
    expect(lead.reads().text).toContain("🗓 Sat 28 Nov, 15:00–16:00 (China Time)");
    expect(lead.reads().text).toContain("ℹ️ The type is a guess from the title: Lecture. No end was said, so the usual length is taken. You can change it.");
  });

  test("pressing Send twice sends once", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/announce Visit | Sat 15:00 | market");
    const preview = lead.reads();
    const data = preview.keyboard[0]?.[0]?.callback_data ?? "";
    await lead.taps(preview, "📤 Send (60 s to undo)");
    expect((await lead.forges(preview, data)).toast).toBe("This draft was sent, discarded or has expired. Please send /announce again.");
    expect(await readActivities()).toHaveLength(1);
    lead.reads();
  });

  test("only organizers and leads announce, and whoever lost the role cannot send", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).types("/announce Mine | Sat 15:00");
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
    expect(await readDrafts()).toEqual([]);
    const olga = await withRole(bench, at, "Olga", "organizer");
    await bench.as(olga).types("/announce Mine | Sat 15:00");
    const preview = bench.as(olga).reads();
    await bench.as(at.lead).types("/role");
    bench.emulator.markAllSeen();
    await bench.as(at.lead, at.organizerGroup).types("/role revoke organizer", { replyTo: bench.emulator.say(olga, at.organizerGroup, "hello") });
    bench.emulator.markAllSeen();
    expect((await bench.as(olga).taps(preview, "📤 Send (60 s to undo)")).toast).toBe("Not found, or not yours to use.");
    expect(await readActivities()).toEqual([]);
  });

  test("without a member group the answer says how to link one", async () => {
    const at = await establish(bench, { locale: "en" });
    await bench.database.db.update(chat).set({ kind: "organizer" }).where(eq(chat.stationId, at.stationId));
    await bench.as(at.lead).types("/announce Visit | Sat 15:00");
    expect(bench.as(at.lead).reads().text).toContain("No member group is linked yet");
  });
});

describe("Undo", () => {
  test("within the minute takes everything back, and the draft is there again", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/announce Visit to the market | Sat 15:00-17:00 | market | places 20, instructors 2 | with A");
    const preview = lead.reads();
    await lead.taps(preview, "📤 Send (60 s to undo)");
    const sent = lead.reads();
    await bench.advance(59_000);
    expect(await lead.taps(sent, "↩️ Undo")).toMatchObject({ toast: "Taken back; nothing went out." });
    expect(await readActivities()).toEqual([]);
    expect(await readPosts(bench)).toEqual([]);
    await bench.advance(5 * MINUTE_MS);
    expect(bench.as(at.lead, at.memberGroup).glances()?.text).not.toContain("📣");
    const again = lead.reads();
    expect(again.text).toContain("📣 Visit to the market");
    expect(again.text).toContain("hosted by A");
    expect(again.text).toContain("instructor: at most 2");
    await lead.taps(again, "📤 Send (60 s to undo)");
    await bench.advance(MINUTE_MS);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("📣 Visit to the market");
    bench.emulator.markAllSeen();
  });

  test("after the minute it says kindly that it is out", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/announce Visit | Sat 15:00 | market");
    await lead.taps(lead.reads(), "📤 Send (60 s to undo)");
    const sent = lead.reads();
    await bench.advance(MINUTE_MS);
    await announcementIn(bench, at.memberGroup);
    await lead.taps(sent, "↩️ Undo");
    expect(bench.emulator.message(sent).text).toContain("It is out already");
    expect(labels(bench.emulator.message(sent))).toEqual([["❌ Cancel the activity…"], ["⚙️ Manage this activity"]]);
    expect(await readActivities()).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("nobody but the announcer and the leads can press it", async () => {
    const at = await establish(bench, { locale: "en" });
    const olga = await withRole(bench, at, "Olga", "organizer");
    const lead = bench.as(at.lead);
    await lead.types("/announce Visit | Sat 15:00 | market");
    await lead.taps(lead.reads(), "📤 Send (60 s to undo)");
    const data = lead.reads().keyboard[0]?.[0]?.callback_data ?? "";
    await bench.as(olga).types("/help");
    expect((await bench.as(olga).forges(bench.as(olga).reads(), data)).toast).toBe("Not found, or not yours to use.");
    expect(await readActivities()).toHaveLength(1);
  });

  test("a draft that was begun meanwhile stays", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/announce First | Sat 15:00 | market");
    const first = lead.reads();
    await lead.taps(first, "📤 Send (60 s to undo)");
    await lead.types("/announce Second | Sun 15:00 | market");
    lead.reads();
    await lead.taps(first, "↩️ Undo");
    expect(bench.emulator.message(first).text).toBe("↩️ “First” is taken back; nothing went out. Your other draft is still there.");
    expect(JSON.stringify(await readDrafts())).toContain("Second");
    expect(await readActivities()).toEqual([]);
  });
});
