import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { activity, activityGrant } from "../../src/db/schema-activity.ts";
import { roleGrant } from "../../src/db/schema.ts";
import { acceptHandOffer, makeHandLink, takeBack } from "../../src/features/handover/actions.ts";
import { announceActivity, scopeOf } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { accountIdOf } from "../telegram/replies.ts";
import { labels, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const ROUNDS = 8;

/** Opens the card of an activity in the lead's private chat. */
async function openCard(at: Established, activityId: number) {
  const lead = bench.as(at.lead);
  await lead.types("/help");
  await lead.forges(lead.reads(), `manage:card:${activityId}`);
  return lead.reads();
}

describe("an activity is put into somebody's hands", () => {
  async function handLink(at: Established, activityId: number, right: string): Promise<string> {
    const lead = bench.as(at.lead);
    await lead.taps(await openCard(at, activityId), "🤝 Hand over");
    await lead.taps(lead.reads(), right);
    return /start=(hand-\S+)/.exec(lead.reads().text)?.[1] ?? "";
  }

  test("whoever opens the link and accepts may take its attendance, and nothing else", async () => {
    const at = await establish(bench, { locale: "en" });
    const [activityId, other] = [await announceActivity(bench, at), await announceActivity(bench, at, { title: "Another" })];
    const link = await handLink(at, activityId, "Attendance only");
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    await bench.as(sid).starts(link);
    await bench.as(sid).taps(bench.as(sid).reads(), "Accept (I am 18 or over)");
    expect(bench.as(sid).reads().text).toBe("✅ Thank you! “Visit to the market”: you can take its attendance only.");
    expect(await bench.database.db.select({ right: activityGrant.right, activityId: activityGrant.activityId }).from(activityGrant))
      .toEqual([{ right: "attendance", activityId }]);
    const any = bench.as(sid).reads();
    await bench.as(sid).taps(any, "Open the activity");
    expect(labels(bench.as(sid).reads())).toEqual([]);
    expect((await bench.as(sid).forges(any, `manage:who:${activityId}`)).toast).toMatch(/not found/);
    await bench.as(sid).types("/announce list");
    expect(labels(bench.as(sid).reads())).toEqual([["Visit to the m… · Sat 28 Nov, 15:00"]]);
    expect((await bench.as(sid).forges(any, `manage:card:${other}`)).toast).toMatch(/not found/);
    expect((await bench.as(sid).forges(any, `change:ask:${activityId}:cancel`)).toast).toMatch(/not found/);
  });

  test("whoever has the whole activity moves it and sees counts; aliases, announcing and other activities stay closed to them", async () => {
    const at = await establish(bench, { locale: "en" });
    const [activityId, other] = [await announceActivity(bench, at), await announceActivity(bench, at, { title: "Another" })];
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    await bench.as(sid).starts(await handLink(at, activityId, "The whole activity"));
    await bench.as(sid).taps(bench.as(sid).reads(), "Accept (I am 18 or over)");
    await bench.as(sid).taps(bench.as(sid).reads(), "Open the activity");
    const card = bench.as(sid).reads();
    expect(labels(card)).toEqual([["🕒 Move", "📍 Place"], ["👥 Places", "❌ Cancel it"], ["🔔 Reminders"]]);
    for (const data of [`handover:ask:${activityId}`, `handover:link:${activityId}:attendance`, `handover:end:${activityId}`]) {
      expect((await bench.as(sid).forges(card, data)).toast).toMatch(/not found/);
    }
    expect((await bench.as(sid).forges(card, `manage:who:${activityId}`)).toast).toMatch(/not found/);
    await bench.as(sid).types("/announce move Sun 10:00");
    await bench.as(sid).taps(bench.as(sid).reads(), "Change it");
    await bench.settle();
    expect(bench.emulator.messages(at.memberGroup).map(({ text }) => text.split("\n").slice(0, 3)))
      .toContainEqual(["📣 Visit to the market", "Theme day · on site", "🗓 Sun 29 Nov, 10:00–12:00 (China Time)"]);
    expect((await bench.as(sid).forges(card, `manage:card:${other}`)).toast).toMatch(/not found/);
    await bench.as(sid).types("/announce Mine | Sat 15:00");
    expect(bench.as(sid).reads().text).toBe("Not found, or not yours to use.");
    bench.emulator.markAllSeen();
  });

  test("in one line: with what is handed over at once the link, else what there is to choose, and which of several", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/announce hand over");
    expect(lead.reads().text).toBe("No activity is in your hands now. Start one: /announce");
    await announceActivity(bench, at);
    await lead.types("/announce hand over attendance");
    expect(lead.reads().text).toMatch(/to take its attendance only\.[^]*start=hand-/);
    await lead.types("/announce 转交");
    expect(labels(lead.reads())).toEqual([["Attendance only"], ["The whole activity"], ["Take it back from all"]]);
    await announceActivity(bench, at, { title: "Lecture" });
    await lead.types("/announce 交给别人 签到");
    await lead.taps(lead.reads(), "Lecture");
    expect(lead.reads().text).toContain("Hand “Lecture” to somebody who helps?");
    for (const title of ["Delegate meeting", "Hand sewing class"]) {
      await lead.types(`/announce ${title}`);
      expect(lead.reads().text).toContain(`📣 ${title}`);
    }
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).types("/announce hand over all");
    expect(bench.as(ben).reads().text).toBe("No activity is in your hands now. Start one: /announce");
    bench.emulator.markAllSeen();
  });

  test("a link ends with the right of whoever made it, and one for less takes nothing away", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    const olga = await withRole(bench, at, "Olga", "organizer");
    const ofOlga = bench.as(olga);
    await bench.database.db.update(activity).set({ announcedBy: await accountIdOf(bench, olga) });
    await ofOlga.types("/announce hand over all");
    const link = /start=(hand-\S+)/.exec(ofOlga.reads().text)?.[1] ?? "";
    await bench.database.db.update(roleGrant).set({ revokedAt: bench.now() }).where(eq(roleGrant.accountId, await accountIdOf(bench, olga)));
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    await bench.as(sid).starts(link);
    expect(bench.as(sid).reads().text).toContain("This link has ended or was used.");
    for (const right of ["The whole activity", "Attendance only"]) {
      await bench.as(sid).starts(await handLink(at, activityId, right));
      await bench.as(sid).taps(bench.as(sid).reads(), "Accept (I am 18 or over)");
      expect(bench.as(sid).reads().text).toContain("you can manage this activity");
    }
    expect(await bench.database.db.select({ right: activityGrant.right }).from(activityGrant)).toEqual([{ right: "manage" }]);
    bench.emulator.markAllSeen();
  });

  test("“no thanks” keeps nothing, and the link is good until it is withdrawn, which ends nothing else", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    const [sid, tom] = ["Sid", "Tom"].map((firstName) => bench.as(bench.emulator.addPerson({ firstName, languageCode: "en" })));
    if (!sid || !tom) throw new Error("nobody");
    await tom.starts(await handLink(at, activityId, "Attendance only"));
    await tom.taps(tom.reads(), "Accept (I am 18 or over)");
    const helping = tom.reads();
    const link = await handLink(at, activityId, "The whole activity");
    const made = bench.as(at.lead).reads();
    await sid.starts(link);
    await sid.taps(sid.reads(), "No thanks");
    expect(sid.reads().text).toBe("All right, nothing was stored or changed. If you change your mind, open the link again.");
    await sid.starts(link);
    const offered = sid.reads();
    const data = made.keyboard.flat()[0]?.callback_data ?? "";
    expect((await tom.forges(helping, data)).toast).toBe("This link was used, has expired or was withdrawn already.");
    await bench.as(at.lead).taps(await openCard(at, activityId), "🤝 Hand over");
    expect(bench.as(at.lead).reads().text).toContain("1 person helps now.\n1 link is not used yet.");
    await bench.as(at.lead).taps(made, "Withdraw this link");
    expect(bench.emulator.message(made).text).toBe("This link no longer works.");
    await sid.taps(offered, "Accept (I am 18 or over)");
    expect(sid.reads().text).toContain("This link has ended or was used.");
    expect(await bench.database.db.select({ right: activityGrant.right }).from(activityGrant)).toEqual([{ right: "attendance" }]);
    bench.emulator.markAllSeen();
  });

  test("a link works once, ends after a day, and can be taken back", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    const [used, late] = [await handLink(at, activityId, "The whole activity"), await handLink(at, activityId, "The whole activity")];
    const [sid, tom] = ["Sid", "Tom"].map((firstName) => bench.emulator.addPerson({ firstName, languageCode: "en" }));
    if (!sid || !tom) throw new Error("nobody");
    await bench.as(sid).starts(used);
    await bench.as(sid).taps(bench.as(sid).reads(), "Accept (I am 18 or over)");
    bench.as(sid).reads();
    await bench.as(tom).starts(used);
    expect(bench.as(tom).reads().text).toContain("This link has ended or was used.");
    await bench.as(at.lead).taps(await openCard(at, activityId), "🤝 Hand over");
    await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Take it back from all");
    expect(bench.as(at.lead).reads().text).toBe("Taken back. Links that nobody used have ended too.");
    expect(await bench.database.db.select().from(activityGrant)).toEqual([]);
    await bench.as(tom).starts(late);
    expect(bench.as(tom).reads().text).toContain("This link has ended or was used.");
    const fresh = await handLink(at, activityId, "Attendance only");
    await bench.advance(24 * 3_600_000);
    await bench.as(tom).starts(fresh);
    expect(bench.as(tom).reads().text).toContain("This link has ended or was used.");
    bench.emulator.markAllSeen();
  });

  test("taken back at the instant of being accepted, it is in nobody's hands afterwards", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    const scope = await scopeOf(bench, at, at.lead);
    for (let round = 0; round < ROUNDS; round += 1) {
      const link = await makeHandLink(scope, { kind: "private" }, { activityId, right: "manage" });
      if (!link.ok) throw new Error(link.reason);
      const results = await Promise.all([
        acceptHandOffer(scope, link.code, { userId: 7_000 + round, locale: "en" }),
        takeBack(scope, { kind: "private" }, activityId),
      ]);
      expect(results[1]).toEqual({ ok: true });
      expect(await bench.database.db.$count(activityGrant)).toBe(0);
    }
  });
});
