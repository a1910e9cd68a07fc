import { describe, expect, test } from "vitest";
import { activitySlot } from "../../src/db/schema-activity.ts";
import { station } from "../../src/db/schema.ts";
import { establish } from "../telegram/arrange.ts";
import { announcementIn } from "../telegram/activities.ts";
import { useBench, type Actor } from "../telegram/bench.ts";

const bench = useBench();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function english(): Promise<{ at: Awaited<ReturnType<typeof establish>>; lead: Actor }> {
  const at = await establish(bench, { locale: "en" });
  return { at, lead: bench.as(at.lead) };
}

describe("announcing at a later time", () => {
  test("waits until then, is apart from the activity's own time, and can be taken back until then", async () => {
    const { at, lead } = await english();
    await lead.types("/announce Visit | Sat 15:00-17:00 | market");
    await lead.taps(lead.reads(), "⏰ Announce at…");
    await lead.types("Wed 9:00");
    expect(lead.reads().text).toContain("⏰ To be announced: Wed 25 Nov, 09:00 (China Time)");
    await lead.taps(lead.reads(), "📤 Announce Wed 25 Nov, 09:00");
    const sent = lead.reads();
    expect(sent.text).toContain("“Visit” goes out to 1 group on Wed 25 Nov, 09:00 (China Time).");
    await bench.advance(24 * HOUR_MS);
    await lead.taps(sent, "↩️ Undo");
    expect(lead.reads().text).toContain("⏰ To be announced: Wed 25 Nov, 09:00 (China Time)");
    await lead.taps(lead.reads(), "📤 Announce Wed 25 Nov, 09:00");
    await bench.advance(23 * HOUR_MS);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("📣 Visit");
    bench.emulator.markAllSeen();
  });

  test("is said in the line too, and outlives a restart", async () => {
    const { at, lead } = await english();
    await lead.types("/announce Visit | Sat 15:00-17:00 | market | announce at Thu 9am");
    expect(lead.reads().text).toContain("🗓 Sat 28 Nov, 15:00–17:00 (China Time)");
    expect(lead.reads().text).toContain("⏰ To be announced: Thu 26 Nov, 09:00 (China Time)");
    await lead.taps(lead.reads(), "📤 Announce Thu 26 Nov, 09:00");
    lead.reads();
    await bench.restart();
    await bench.advance(71 * HOUR_MS - 1);
    expect(bench.as(at.lead, at.memberGroup).glances()?.text).not.toContain("📣");
    await bench.advance(1);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("📣 Visit");
    bench.emulator.markAllSeen();
  });

  test("after an outage that ends at night the groups have it in the morning, but what begins early at once", async () => {
    const { at, lead } = await english();
    for (const [title, time] of [["Visit", "Sat 15:00-17:00"], ["Early run", "Thu 06:00-07:00"]]) {
      await lead.types(`/announce ${title} | ${time} | market | announce at Wed 9am`);
      await lead.taps(lead.reads(), "📤 Announce Wed 25 Nov, 09:00");
    }
    const posted = () => bench.emulator.messages(at.memberGroup).filter(({ fromBot, text }) => fromBot && text.startsWith("📣")).map(({ text }) => text.split("\n")[0]);
    await bench.advance(61 * HOUR_MS);
    await bench.settle();
    expect(posted()).toEqual(["📣 Early run"]);
    await bench.advance(9 * HOUR_MS);
    await bench.settle();
    expect(posted()).toEqual(["📣 Early run", "📣 Visit"]);
    bench.emulator.markAllSeen();
  });

  test("after an outage it still goes out while it is of use, and not once it is over", async () => {
    const { at, lead } = await english();
    for (const [title, time] of [["Lecture", "Thu 15:00-17:00"], ["Visit", "Sat 15:00-17:00"]]) {
      await lead.types(`/announce ${title} | ${time} | market | announce at Wed 9am`);
      await lead.taps(lead.reads(), "📤 Announce Wed 25 Nov, 09:00");
    }
    await bench.advance(96 * HOUR_MS);
    await bench.settle();
    const posted = bench.emulator.messages(at.memberGroup).filter(({ fromBot, text }) => fromBot && text.startsWith("📣"));
    expect(posted.map(({ text }) => text.split("\n")[0])).toEqual(["📣 Visit"]);
    bench.emulator.markAllSeen();
  });
});

describe("where the clocks change", () => {
  test("an hour that does not exist is asked about, and of an hour that comes twice the first is meant and said with its zone", async () => {
    const { lead } = await english();
    await bench.database.db.update(station).set({ timeZone: "Europe/Berlin" });
    await lead.types("/announce Night walk | 28 Mar 2027 02:30-04:00 | market");
    expect(lead.reads().text).toContain("There is no such time as “28 Mar 2027 02:30-04:00”.");
    await lead.types("28 Mar 2027 01:00 for 2 hours");
    expect(lead.reads().text).toContain("🗓 Sun 28 Mar 2027, 01:00–04:00 (");
    await lead.types("/announce Night walk | 31 Oct 2027 02:30 for 2 hours | market");
    expect(lead.reads().text).toContain("🗓 Sun 31 Oct 2027, 02:30–03:30 (");
    await lead.taps(lead.reads(), "📤 Send (60 s to undo)");
    lead.reads();
    expect((await bench.database.db.select().from(activitySlot)).map(({ startsAt, endsAt }) => [startsAt.toISOString(), endsAt.toISOString()]))
      .toEqual([["2027-10-31T00:30:00.000Z", "2027-10-31T02:30:00.000Z"]]);
  });
});
