import { describe, expect, test } from "vitest";
import { announceActivity, announcementIn } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { noteReply } from "../telegram/replies.ts";
import { told } from "../telegram/talk.ts";

const bench = useBench();

describe("those who replied hear of a change", () => {
  test("late in the evening the board changes at once, and those who replied hear of it in the morning", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await noteReply(bench, await announceActivity(bench, at), ben, { answer: "going" });
    await bench.advance(13 * 3_600_000);
    const lead = bench.as(at.lead);
    await lead.types("/announce cancel Storm warning");
    await lead.taps(lead.reads(), "Cancel the activity");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("❌ Cancelled: Visit to the market");
    expect(told(bench, ben).filter((text) => text.startsWith("❌"))).toEqual([]);
    await bench.advance(9 * 3_600_000);
    await bench.settle();
    expect(told(bench, ben).filter((text) => text.startsWith("❌"))).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("whoever replies after the change has seen it, and is not told in the morning", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    const activityId = await announceActivity(bench, at);
    await noteReply(bench, activityId, ben, { answer: "going" });
    await bench.advance(13 * 3_600_000);
    const lead = bench.as(at.lead);
    await lead.types("/announce move Sun 10:00");
    await lead.taps(lead.reads(), "Change it");
    await bench.advance(60_000);
    await bench.as(cid, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), "✅ I'm going");
    await bench.advance(9 * 3_600_000);
    await bench.settle();
    expect([ben, cid].map((person) => told(bench, person).filter((text) => text.startsWith("🕒")).length)).toEqual([1, 0]);
    bench.emulator.markAllSeen();
  });

  test("news that an outage has overtaken is told to nobody", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await noteReply(bench, await announceActivity(bench, at), ben, { answer: "going" });
    bench.expectFailures();
    const lead = bench.as(at.lead);
    await lead.types("/announce place Town hall");
    bench.emulator.fault({ kind: "serverErrorBefore", method: "sendMessage", chatId: ben.id });
    await lead.taps(lead.reads(), "Change it");
    await bench.run();
    await bench.advance(6 * 24 * 3_600_000);
    await bench.settle();
    expect(told(bench, ben).filter((text) => text.startsWith("📍"))).toEqual([]);
    bench.emulator.markAllSeen();
  });
});
