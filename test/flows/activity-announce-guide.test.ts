import { describe, expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { draft } from "../../src/db/schema.ts";
import { establish } from "../telegram/arrange.ts";
import { announcementIn } from "../telegram/activities.ts";
import { useBench, type Actor } from "../telegram/bench.ts";
import { labels, linkGroup } from "../telegram/rollcalls.ts";

const bench = useBench();
const MINUTE_MS = 60_000;

const readActivities = () => bench.database.db.select().from(activity);
const readDrafts = () => bench.database.db.select().from(draft);

async function english(): Promise<{ at: Awaited<ReturnType<typeof establish>>; lead: Actor }> {
  const at = await establish(bench, { locale: "en" });
  return { at, lead: bench.as(at.lead) };
}

describe("the guided draft", () => {
  test("asks one thing after the other, each by a button or a short text, and ends in the preview", async () => {
    const { at, lead } = await english();
    await linkGroup(bench, at, "Riders");
    await lead.types("/announce");
    expect(lead.reads().text).toContain("Step 1 of 10\nWhat is the activity called?");
    expect(lead.reads().text).toContain("/cancel at any time");
    await lead.types("Visit to the market");
    expect(lead.reads().text).toContain("📣 Visit to the market\nStep 2 of 10\nWhat kind of activity is it?");
    await lead.taps(lead.reads(), "Voluntary service");
    expect(lead.reads().text).toContain("Step 3 of 10\nWhen?");
    await lead.types("Sat 3-5pm");
    expect(lead.reads().text).toContain("Step 4 of 10\nWhere?");
    await lead.types("community centre");
    expect(lead.reads().text).toContain("Step 5 of 10\nHow does one take part?");
    await lead.taps(lead.reads(), "on site");
    await lead.taps(lead.reads(), "20");
    expect(lead.reads().text).toContain("Step 7 of 10\nUntil when can people reply?");
    await lead.taps(lead.reads(), "Fri 27 Nov, 18:00");
    await lead.types("the market association");
    expect(labels(lead.reads())[0]).toEqual(["All 2 groups"]);
    await lead.taps(lead.reads(), "All 2 groups");
    expect(lead.reads().text).toContain("Step 10 of 10\nWho is the contact?");
    await lead.taps(lead.reads(), "Skip");
    const preview = lead.reads();
    expect(preview.text).toContain([
      "📣 Visit to the market", "Voluntary service · on site · hosted by the market association", "🗓 Sat 28 Nov, 15:00–17:00 (China Time)", "📍 community centre", "",
      "👥 0 going · 20 places left", "⏰ Reply by Fri 27 Nov, 18:00",
    ].join("\n"));
    await lead.taps(preview, "📤 Send (60 s to undo)");
    await bench.advance(MINUTE_MS);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("📣 Visit to the market");
    bench.emulator.markAllSeen();
  });

  test("goes back a step, and skips what is optional but not the title or the time", async () => {
    const { lead } = await english();
    await lead.types("/announce");
    expect(labels(lead.reads())).toEqual([["🔁 Like the last one", "🗂 From a template"]]);
    await lead.types("Visit");
    await lead.taps(lead.reads(), "Skip");
    expect(labels(lead.reads())).toEqual([["◀️ Back"]]);
    await lead.taps(lead.reads(), "◀️ Back");
    await lead.taps(lead.reads(), "◀️ Back");
    expect(lead.reads().text).toContain("Step 1 of 10");
    await lead.types("Another title");
    await lead.taps(lead.reads(), "Skip");
    expect(lead.reads().text).toContain("Step 3 of 10");
    await lead.types("Sat from 3 to 5");
    expect(lead.reads().text).toContain("📣 Another title\nStep 3 of 10\n“Sat from 3 to 5” can be read in more than one way");
    await lead.taps(lead.reads(), "Sat 28 Nov, 15:00–17:00");
    expect(lead.reads().text).toContain("📣 Another title\nStep 4 of 10\nWhere?");
  });

  test("in a group it goes on in private, for that group", async () => {
    const { at, lead } = await english();
    await linkGroup(bench, at, "Riders");
    expect((await bench.as(at.lead, at.memberGroup).types("/announce")).reactions).toEqual(["👌"]);
    expect(lead.reads().text).toContain("Step 1 of 10");
    expect((await readDrafts())[0]?.content).toMatchObject({ draft: { chatIds: [expect.any(Number)] } });
  });

  test("takes several times, a link, and words in the place of every button", async () => {
    const { lead } = await english();
    await lead.types("/announce");
    lead.reads();
    for (const words of ["Coffee for riders", "care", "short: Sat 12:00-12:30; off-peak: 14:00-14:30", "https://meet.example.org/abc", "hybrid", "20, instructors 2", "Fri 6pm"]) {
      await lead.types(words);
      lead.reads();
    }
    expect(lead.reads().text).toContain("📣 Coffee for riders\nStep 8 of 10");
    await lead.types("the market association and branch 3");
    expect(lead.reads().text).toContain("Step 9 of 10");
    await lead.taps(lead.reads(), "The one group");
    lead.reads();
    await lead.types("Ann");
    expect(lead.reads().text).toContain([
      "📣 Coffee for riders", "Care · on site and online · hosted by the market association, branch 3", "📍 https://meet.example.org/abc", "☎️ Contact: Ann", "",
      "🗓 short: Sat 28 Nov, 12:00–12:30 (China Time)", "👥 0 going · 20 places left", "🗓 off-peak: Sat 28 Nov, 14:00–14:30 (China Time)", "👥 0 going · 20 places left",
      "⏰ Reply by Fri 27 Nov, 18:00",
    ].join("\n"));
  });

  test("has a button for every type, and for every way to take part", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const lead = bench.as(at.lead);
    await lead.types("/announce");
    lead.reads();
    await lead.types("走访市场");
    expect(labels(lead.reads()).flat().slice(0, 10)).toEqual(["主题党日", "党课", "培训", "志愿服务", "关爱活动", "联建活动", "党员大会", "支委会", "党小组会", "活动"]);
    await lead.taps(lead.reads(), "活动");
    lead.reads();
    for (const words of ["周六 15:00-17:00", "社区中心"]) {
      await lead.types(words);
      lead.reads();
    }
    expect(labels(lead.reads()).flat().slice(0, 4)).toEqual(["线下", "线上", "线上线下", "随到随学"]);
  });

  test("/cancel drops it at any step, and in the preview", async () => {
    const { lead } = await english();
    const steps = ["Visit", "theme day", "Sat 15:00-17:00", "market", "on site", "20", "Fri 18:00", "branch 3"];
    for (let given = 0; given <= steps.length; given += 1) {
      await lead.types("/announce");
      for (const words of steps.slice(0, given)) await lead.types(words);
      expect(lead.reads().text).toContain(`Step ${given + 1} of 10`);
      await lead.types("/cancel");
      expect(lead.reads().text).toBe("All right, stopped; nothing was saved.");
      expect(await readDrafts()).toEqual([]);
      bench.emulator.markAllSeen();
    }
    await lead.types("/announce Visit | Sat 15:00-17:00 | market");
    const preview = lead.reads();
    await lead.types("/cancel");
    expect((await lead.taps(preview, "📤 Send (60 s to undo)")).toast).toContain("has expired");
    bench.emulator.markAllSeen();
    await lead.types("Visit");
    expect(lead.reads().text).not.toContain("Step");
    expect(await readActivities()).toEqual([]);
  });
});
