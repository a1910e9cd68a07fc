import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { account, auditEvent, outbox } from "../../src/db/schema.ts";
import { activity } from "../../src/db/schema-activity.ts";
import { activityMark, ping } from "../../src/db/schema-reply.ts";
import { nudge } from "../../src/features/nudge/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { scopeOf } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { announceQuietly, jumpTo, onDay, readPings, walkTo } from "../telegram/reminders.ts";
import { accountIdOf, dropReply, noteReply } from "../telegram/replies.ts";
import { labels, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

const questionsOf = (person: Person) => bench.emulator.messages(person).filter(({ text }) => text.startsWith("🙋"));

/** The lead presses the two buttons that it takes. */
async function pressNudge(): Promise<string> {
  const lead = bench.as(at.lead);
  await lead.types("/announce nudge");
  const asked = lead.reads();
  await lead.taps(asked, "🙋 Remind them");
  await bench.settle();
  return bench.emulator.message(asked).text;
}

describe("reminding those who have not answered", () => {
  test("goes privately to exactly those who joined, want reminders, can be reached and have not answered, with one tap to each answer", async () => {
    const names = ["Silent", "Going", "Maybe", "Said no", "Unwilling", "Blocked", "Limit"] as const;
    const people = new Map<string, Person>();
    for (const name of names) people.set(name, await enrol(bench, at, name, { reminders: name !== "Unwilling" }));
    const of = (name: (typeof names)[number]) => people.get(name) as Person;
    const stranger = bench.emulator.addPerson({ firstName: "Stranger" });
    bench.emulator.join(stranger, at.memberGroup);
    const activityId = await announceQuietly(bench, at);
    await noteReply(bench, activityId, of("Going"), { answer: "going" });
    await noteReply(bench, activityId, of("Maybe"), { answer: "maybe" });
    await noteReply(bench, activityId, of("Said no"), { answer: "going" });
    await dropReply(bench, activityId, of("Said no"));
    bench.emulator.block(of("Blocked"));
    await bench.run();
    await bench.database.db.update(account).set({ pingsPerWeek: 0 }).where(eq(account.id, await accountIdOf(bench, of("Limit"))));
    await pressNudge();
    expect(names.filter((name) => questionsOf(of(name)).length > 0)).toEqual(["Silent"]);
    expect(questionsOf(stranger)).toEqual([]);
    const [question] = questionsOf(of("Silent"));
    expect(question?.text).toBe([
      "🙋 Are you coming? “Visit to the market”", "🗓 Sat 28 Nov, 15:00–17:00 · 19 places left", "📍 Community centre", "", "One tap is enough, and not coming is fine. Once you answer you are not asked again.",
    ].join("\n"));
    expect(question?.keyboard.flat().map(({ callback_data: data }) => data)).toEqual([
      expect.stringMatching(/^reply:\d+:\d+:going$/), expect.stringMatching(/^reply:\d+:\d+:maybe$/), expect.stringMatching(/^reply:\d+:0:no$/),
    ]);
    expect(await readPings(bench, of("Silent"))).toEqual(["23 10:00"]);
    expect(await bench.database.db.select().from(ping)).toHaveLength(1);
  });

  test("is once for each activity, and says to nobody whom it reached or how many", async () => {
    const people = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await announceQuietly(bench, at);
    const lead = bench.as(at.lead);
    await lead.types("/announce nudge");
    const asked = lead.reads();
    expect(asked.text).toContain("Who they are, or how many, is not shown.");
    await lead.taps(asked, "🙋 Remind them");
    await bench.settle();
    const said = bench.emulator.message(asked);
    expect(said.text).toBe("✅ All right: whoever has not answered “Visit to the market” is reminded once in private; where it is quiet time, afterwards.");
    expect(said.keyboard).toEqual([]);
    expect((await lead.forges(asked, `nudge:send:${(await bench.database.db.select().from(activity))[0]?.id}`)).toast).toBe("Those who had not answered were reminded already; once is enough.");
    await lead.types("/announce nudge");
    expect(lead.reads().text).toBe("Those who had not answered were reminded already; once is enough.");
    await lead.types("/announce remind");
    const page = lead.reads();
    expect(page.text).toContain("🙋 Those who had not answered were reminded once, on Mon 23 Nov, 10:00.");
    expect(labels(page).flat()).not.toContain("🙋 Remind who has not answered");
    for (const person of people) expect(questionsOf(person)).toHaveLength(1);
    const marks = await bench.database.db.select().from(activityMark);
    expect(marks.map(({ kind }) => kind)).toEqual(["nudged", "nudged"]);
    // What is kept names nobody, and neither does the trail.
    const ids = await Promise.all(people.map((person) => accountIdOf(bench, person)));
    expect(marks.filter(({ mark }) => ids.some((id) => mark.includes(`|${id}`)) || mark.length < 40)).toEqual([]);
    expect((await bench.database.db.select().from(auditEvent)).filter(({ action }) => action === "activity.nudged")).toMatchObject([{ amount: null, objectKind: "activity" }]);
  });

  test("says the same where it reached nobody", async () => {
    await announceQuietly(bench, at);
    expect(await pressNudge()).toBe("✅ All right: whoever has not answered “Visit to the market” is reminded once in private; where it is quiet time, afterwards.");
  });

  test("waits for the end of each person's quiet time, and counts for when it goes out", async () => {
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await bench.database.db.update(account).set({ ridesAtMeals: true }).where(eq(account.id, await accountIdOf(bench, cid)));
    await announceQuietly(bench, at);
    await jumpTo(bench, "24 12:00");
    await pressNudge();
    expect([questionsOf(ben).length, questionsOf(cid).length]).toEqual([1, 0]);
    await walkTo(bench, "24 13:30");
    expect(questionsOf(cid).map(({ sentAt }) => sentAt)).toEqual([onDay("24 13:30")]);
    expect(await readPings(bench, cid)).toEqual(["24 13:30"]);
  });

  test("pressed at night it goes out in the morning, but not to whoever has answered by then, nor after a cancellation", async () => {
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    const activityId = await announceQuietly(bench, at);
    await jumpTo(bench, "24 22:00");
    await pressNudge();
    await noteReply(bench, activityId, ben, { answer: "going" });
    await walkTo(bench, "25 08:00");
    expect([questionsOf(ben).length, questionsOf(cid).length]).toEqual([0, 1]);
    const other = await announceQuietly(bench, at, { title: "Another" });
    await bench.database.db.update(activity).set({ nudgedAt: null });
    await jumpTo(bench, "25 22:00");
    const scope = await scopeOf(bench, at, at.lead);
    expect((await nudge(scope, { kind: "private" }, other)).ok).toBe(true);
    await bench.settle();
    await bench.database.db.update(activity).set({ cancelledAt: bench.now() }).where(eq(activity.id, other));
    await walkTo(bench, "26 08:00");
    expect([questionsOf(ben).length, questionsOf(cid).length]).toEqual([0, 1]);
    expect(await bench.database.db.select().from(outbox)).toEqual([]);
  });

  test("is not sent where replies are closed by the time the quiet is over", async () => {
    const ben = await enrol(bench, at, "Ben");
    await announceQuietly(bench, at, { repliesCloseAt: onDay("25 07:00") });
    await jumpTo(bench, "24 22:00");
    await pressNudge();
    await walkTo(bench, "25 08:00");
    expect(questionsOf(ben)).toEqual([]);
    await bench.as(at.lead).types("/announce nudge");
    expect(bench.as(at.lead).reads().text).toBe("Nobody can answer this activity now, so nothing was sent.");
  });

  test("is refused to everybody in whose hands the activity is not", async () => {
    const [ben, olga] = [await enrol(bench, at, "Ben"), await withRole(bench, at, "Olga", "organizer")];
    const activityId = await announceQuietly(bench, at);
    for (const person of [ben, olga]) {
      await bench.as(person).types("/announce nudge");
      expect(bench.as(person).reads().text).toBe("No activity is in your hands now. Start one: /announce");
      for (const data of [`nudge:ask:${activityId}`, `nudge:send:${activityId}`]) {
        expect((await bench.as(person).forges(bench.as(person).reads(), data)).toast).toBe("This activity was not found, or it is not in your hands.");
      }
    }
    expect(await bench.database.db.select().from(activity)).toMatchObject([{ nudgedAt: null }]);
  });

  test("two leads who press at the same moment remind once", async () => {
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceQuietly(bench, at);
    const scope = await scopeOf(bench, at, at.lead);
    const results = await Promise.all([1, 2, 3].map(() => nudge(scope, { kind: "private" }, activityId)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    await bench.settle();
    expect(questionsOf(ben)).toHaveLength(1);
  });

  test("can be left, and asks which where there are several; in Chinese too", async () => {
    await announceQuietly(bench, at);
    await announceQuietly(bench, at, { title: "读书会" });
    await enrol(bench, at, "Ben");
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    const lead = bench.as(at.lead);
    await lead.types("/announce 催一下");
    const which = lead.reads();
    expect(labels(which)).toEqual([["Visit to the market"], ["读书会"]]);
    await lead.taps(which, "读书会");
    const asked = lead.reads();
    expect(asked.text).toContain("私聊提醒还没回复“读书会”的人？");
    await lead.taps(asked, "先不要");
    expect(bench.emulator.message(asked).text).toBe("好的，没有发送。");
    expect((await bench.database.db.select().from(activity)).map(({ nudgedAt }) => nudgedAt)).toEqual([null, null]);
  });
});
