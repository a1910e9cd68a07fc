import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { chat, draft } from "../../src/db/schema.ts";
import { establish } from "../telegram/arrange.ts";
import { announcementIn } from "../telegram/activities.ts";
import { useBench, type Actor } from "../telegram/bench.ts";
import { labels, linkGroup } from "../telegram/rollcalls.ts";

const bench = useBench();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const readActivities = () => bench.database.db.select().from(activity);
const readDrafts = () => bench.database.db.select().from(draft);

async function english(): Promise<{ at: Awaited<ReturnType<typeof establish>>; lead: Actor }> {
  const at = await establish(bench, { locale: "en" });
  return { at, lead: bench.as(at.lead) };
}

describe("what is not sure is asked about", () => {
  test("a time with two readings has a button for each, and the rest of the line is kept", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | 周六3点到5点 | market");
    const question = lead.reads();
    expect(question.text).toBe("📣 Visit\n“周六3点到5点” can be read in more than one way. Which one do you mean? Choose, or write it again.");
    expect(labels(question)).toEqual([["Sat 28 Nov, 03:00–05:00"], ["Sat 28 Nov, 15:00–17:00"], ["🗑 Discard"]]);
    await lead.taps(question, "Sat 28 Nov, 15:00–17:00");
    expect(lead.reads().text).toContain("🗓 Sat 28 Nov, 15:00–17:00 (China Time)\n📍 market");
  });

  test("a past time is asked about in Chinese, and what it may mean is a button", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const lead = bench.as(at.lead);
    await lead.types("/announce 走访 | 周一 8:00-9:00 | 市场");
    const question = lead.reads();
    expect(question.text).toBe("📣 走访\n“周一 8:00-9:00”已经过去了。\n什么时候？例如：周六 15:00-17:00；定期的写：每周六 15:00-17:00。\n有几个场次就用“；”隔开，例如：短时：周六 12:00-12:30；错峰：14:00-14:30");
    expect(labels(question)[0]).toEqual(["11月30日（周一）08:00–09:00"]);
    await lead.types("后天 8:00-9:00");
    expect(lead.reads().text).toContain("🗓 11月25日（周三）08:00–09:00（北京时间）");
  });

  test("an impossible date is told, and words that are no time change nothing", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | 30 Feb 15:00 | market");
    expect(lead.reads().text).toContain("There is no such time as “30 Feb 15:00”.");
    await lead.types("whenever");
    expect(lead.reads().text).toContain("I could not read “whenever”.");
    await lead.types("Sat 15:00-17:00");
    expect(lead.reads().text).toContain("Sat 28 Nov, 15:00–17:00 (China Time)");
  });

  test("of two parts that could be the place the organizer says which", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | Sat 15:00-17:00 | market | south gate");
    const question = lead.reads();
    expect(question.text).toContain("Which one is the place? The rest goes into the details.");
    await lead.taps(question, "south gate");
    expect(lead.reads().text).toContain("📍 south gate\nmarket");
  });

  test("a button of an earlier question does nothing any more", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | 12/5 14:00 | market | south gate");
    const first = lead.reads();
    const data = first.keyboard[0]?.[0]?.callback_data ?? "";
    await lead.taps(first, "Sat 5 Dec, 14:00");
    expect((await lead.forges(first, data)).toast).toBe("This button has been used. Please look at the newest message.");
    expect(lead.reads().text).toContain("Which one is the place?");
  });

  test("a time that passes while the draft lies is asked about before it is sent", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | today 15:00-17:00 | market");
    const preview = lead.reads();
    await bench.advance(6 * HOUR_MS);
    await lead.taps(preview, "📤 Send (60 s to undo)");
    expect(lead.reads().text).toContain("This time has passed.");
    expect(await readActivities()).toEqual([]);
  });

  test("a cut-off after the start is asked about", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | Sat 15:00-17:00 | market | reply by Sun 12:00");
    const question = lead.reads();
    expect(question.text).toContain("That is after the activity starts.");
    await lead.taps(question, "Until it starts");
    expect(lead.reads().text).not.toContain("⏰");
  });
});

describe("a draft", () => {
  test("is kept for 24 hours, over a restart, and not longer", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | Sat 15:00-17:00 | market");
    const preview = lead.reads();
    await bench.restart();
    await bench.advance(23 * HOUR_MS);
    await lead.taps(preview, "✏️ Edit");
    await lead.taps(lead.reads(), "◀️ Back");
    expect(lead.reads().text).toContain("📣 Visit");
    await bench.advance(24 * HOUR_MS);
    expect((await lead.taps(lead.reads(), "📤 Send (60 s to undo)")).toast).toContain("has expired");
    expect(await readActivities()).toEqual([]);
  });

  test("is edited field by field, and a text that says what it is changes it at once", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | Sat 15:00-17:00 | market");
    await lead.taps(lead.reads(), "✏️ Edit");
    expect(labels(lead.reads())[0]).toEqual(["Title", "Type"]);
    await lead.taps(lead.reads(), "Place");
    expect(lead.reads().text).toContain("Where? A place or a link.");
    await lead.types("town hall");
    expect(lead.reads().text).toContain("📍 town hall");
    await lead.types("places 30\nSun 10:00-12:00");
    expect(lead.reads().text).toContain("🗓 Sun 29 Nov, 10:00–12:00 (China Time)\n📍 town hall\n\n👥 0 going · 30 places left");
    const preview = lead.reads();
    await lead.types("hello there");
    expect(lead.reads().text).toContain("I could not read that, so nothing was changed.");
    await lead.taps(preview, "✏️ Edit");
    await lead.taps(bench.emulator.message(preview), "Places");
    await lead.taps(bench.emulator.message(preview), "Leave out");
    expect(bench.emulator.message(preview).text).toContain("👥 0 going\n");
  });

  test("is discarded by a button", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | Sat 15:00-17:00 | market");
    await lead.taps(lead.reads(), "🗑 Discard");
    expect(lead.reads().text).toBe("🗑 Discarded; nothing went out.");
    expect(await readDrafts()).toEqual([]);
  });

  test("goes to all member groups, or to those that are chosen, page by page", async () => {
    const { at, lead } = await english();
    for (let number = 2; number <= 10; number += 1) await linkGroup(bench, at, `Group ${number}`);
    await lead.types("/announce Visit | Sat 15:00-17:00 | market");
    await lead.taps(lead.reads(), "💬 Groups 10/10");
    expect(lead.reads().text).toContain("Chosen: 10 of 10");
    expect(labels(lead.reads()).slice(0, 2)).toEqual([["✅ Members"], ["✅ Group 2"]]);
    await lead.taps(lead.reads(), "None");
    await lead.taps(lead.reads(), "⬜ Members");
    await lead.taps(lead.reads(), "▶️");
    await lead.taps(lead.reads(), "⬜ Group 10");
    await lead.taps(lead.reads(), "✔️ Done");
    const preview = lead.reads();
    expect(preview.text).toContain("📨 Goes to: Members, Group 10");
    await lead.taps(preview, "📤 Send (60 s to undo)");
    await bench.advance(MINUTE_MS);
    await announcementIn(bench, at.memberGroup);
    expect(await bench.database.db.$count(activity)).toBe(1);
    bench.emulator.markAllSeen();
  });

  test("without a group cannot be sent", async () => {
    const { lead } = await english();
    await lead.types("/announce Visit | Sat 15:00-17:00 | market");
    await lead.taps(lead.reads(), "💬 Groups 1/1");
    await lead.taps(lead.reads(), "None");
    await lead.taps(lead.reads(), "✔️ Done");
    expect((await lead.taps(lead.reads(), "📤 Send (60 s to undo)")).toast).toBe("No group is chosen yet. Please choose with “Groups” first.");
    expect(await readActivities()).toEqual([]);
  });

  test("names its groups, and a name that fits none is asked about", async () => {
    const { at, lead } = await english();
    await linkGroup(bench, at, "Riders north");
    await linkGroup(bench, at, "Riders south");
    await lead.types("/announce Visit | Sat 15:00-17:00 | market | chats: north");
    expect(lead.reads().text).toContain("📨 Goes to: Riders north");
    await lead.types("/announce Visit | Sat 15:00-17:00 | market | chats: Riders");
    expect(lead.reads().text).toContain("No member group is called “Riders”, or more than one is.");
    await lead.taps(lead.reads(), "Choose…");
    await lead.taps(lead.reads(), "✅ Riders north");
    await lead.taps(lead.reads(), "✔️ Done");
    expect(lead.reads().text).toContain("📨 Goes to: Members, Riders south");
  });

  test("a group that cannot be written to is named before sending, and left out", async () => {
    const { at, lead } = await english();
    await linkGroup(bench, at, "Riders");
    await bench.database.db.update(chat).set({ state: "unreachable" }).where(eq(chat.title, "Riders"));
    await lead.types("/announce Visit | Sat 15:00-17:00 | market");
    expect(lead.reads().text).toContain("this is what 1 group will see");
    expect(lead.reads().text).toContain("🚫 Cannot be written to now, so left out: Riders");
  });

  test("written in a member group, it goes to that group and is shown in private only", async () => {
    const { at, lead } = await english();
    const riders = await linkGroup(bench, at, "Riders");
    expect((await bench.as(at.lead, riders).types("/announce Visit | Sat 15:00-17:00 | market")).reactions).toEqual(["👌"]);
    expect(lead.reads().text).toContain("📨 Goes to: Riders");
    expect(labels(lead.reads())[1]?.[0]).toBe("💬 Groups 1/2");
  });
});

describe("the last one again", () => {
  test("asks only for the new time, and a day alone keeps the hours", async () => {
    const { at, lead } = await english();
    await lead.types("/announce Visit | short: Sat 12:00-12:30; off-peak: 14:00-14:30 | market | places 20 | reply by Fri 12:00");
    await lead.taps(lead.reads(), "📤 Send (60 s to undo)");
    await bench.advance(MINUTE_MS);
    await announcementIn(bench, at.memberGroup);
    bench.emulator.markAllSeen();
    await lead.types("/announce again");
    const question = lead.reads();
    expect(question.text).toBe("📣 Visit\nWhen is it this time? A day alone keeps the hours.");
    expect(labels(question)[0]).toEqual(["Sat 5 Dec, 12:00–12:30 and 1 more"]);
    await lead.types("Sun 6 Dec");
    expect(lead.reads().text).toContain("🗓 short: Sun 6 Dec, 12:00–12:30 (China Time)\n👥 0 going · 20 places left\n🗓 off-peak: Sun 6 Dec, 14:00–14:30 (China Time)");
    expect(lead.reads().text).toContain("⏰ Reply by Sat 5 Dec, 12:00");
    await lead.types("/announce again");
    await lead.taps(lead.reads(), "Sat 5 Dec, 12:00–12:30 and 1 more");
    expect(lead.reads().text).toContain("🗓 short: Sat 5 Dec, 12:00–12:30 (China Time)");
  });

  test("says so where there is none", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    await bench.as(at.lead).types("/announce 再来一次");
    expect(bench.as(at.lead).reads().text).toBe("还没有发布过活动，所以没有可以照旧的。");
  });
});
