import { expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { sendDraft, takeBack, writeAnnouncement } from "../../src/features/announce/actions.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { readPosts, scopeOf } from "../telegram/activities.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const ROUNDS = 8;

async function draftOf(at: Established) {
  const scope = await scopeOf(bench, at, at.lead);
  const me = scope.actor;
  const written = await writeAnnouncement(scope, { kind: "private" }, "Visit | Sat 15:00-17:00 | market");
  if (me === null || !written.ok) throw new Error("no draft");
  return { scope, me, pressed: { code: written.shown.code, turn: written.shown.turn } };
}

test("two presses of Send at the same instant send once", async () => {
  const at = await establish(bench, { locale: "en" });
  const { scope, me, pressed } = await draftOf(at);
  const results = await Promise.all([sendDraft(scope, me, pressed), sendDraft(scope, me, pressed), sendDraft(scope, me, pressed)]);
  expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, false, true]);
  expect(await bench.database.db.$count(activity)).toBe(1);
  await bench.run();
  bench.emulator.markAllSeen();
});

test("Undo against the clock: either nothing went out and nothing is left, or it is out and stays", async () => {
  const at = await establish(bench, { locale: "en" });
  for (let round = 0; round < ROUNDS; round += 1) {
    const { scope, me, pressed } = await draftOf(at);
    const sent = await sendDraft(scope, me, pressed);
    if (!sent.ok || !("sent" in sent) || !("activityId" in sent.sent.what)) throw new Error("not sent");
    const { activityId: announced } = sent.sent.what;
    await bench.run();
    const before = bench.emulator.messages(at.memberGroup).filter(({ text }) => text.startsWith("📣")).length;
    const lateEnough = bench.advance(60_000);
    const taken = await takeBack(scope, { kind: "private" }, "activity", announced);
    await lateEnough;
    await bench.settle();
    const out = bench.emulator.messages(at.memberGroup).filter(({ text }) => text.startsWith("📣")).length - before;
    const left = (await bench.database.db.select({ id: activity.id }).from(activity)).some(({ id }) => id === announced);
    const posts = (await readPosts(bench)).filter(({ activityId }) => activityId === announced).length;
    expect([taken.ok, out, left, posts]).toEqual(taken.ok ? [true, 0, false, 0] : [false, 1, true, 1]);
  }
  bench.emulator.markAllSeen();
});
