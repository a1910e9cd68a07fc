import { expect, test } from "vitest";
import { eraseMe } from "../../src/features/erasure/actions.ts";
import { attachPost } from "../../src/features/post/actions.ts";
import { establish } from "../telegram/arrange.ts";
import { announceActivity, readPosts, scopeOf } from "../telegram/activities.ts";
import { useBench } from "../telegram/bench.ts";
import { labels, linkGroup, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const MINUTE_MS = 60_000;

const told = (text: string) => text.startsWith("✅") || text.startsWith("📣");

test("the announcer is told once when all copies are out", async () => {
  const at = await establish(bench, { locale: "en" });
  await linkGroup(bench, at, "Riders");
  await announceActivity(bench, at);
  const messages = bench.emulator.messages(at.lead, { peek: true }).filter(({ text }) => told(text));
  expect(messages.map(({ text }) => text)).toEqual(["✅ “Visit to the market” is out in all 2 groups."]);
  expect(messages.map(labels)).toEqual([[["⚙️ Manage this activity"]]]);
});

test("groups that cannot be written to are named in one message, in Chinese too, and the rest go on", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  const riders = [await linkGroup(bench, at, "骑手一群"), await linkGroup(bench, at, "骑手二群")];
  await linkGroup(bench, at, "市场群");
  bench.expectFailures();
  for (const group of riders) bench.emulator.restrictBot(group);
  await announceActivity(bench, at);
  const messages = bench.emulator.messages(at.lead, { peek: true }).filter(({ text }) => told(text));
  expect(messages.map(({ text }) => text)).toEqual(["📣 “Visit to the market”已发到 2 个群（共 4 个）。\n🚫 发不进去：骑手一群、骑手二群\n允许我在群里发言后，会自动补发。"]);
  expect((await readPosts(bench)).map(({ state }) => state)).toEqual(["posted", "unreachable", "unreachable", "posted"]);
});

test("a copy that is not certain is named with a button that posts it again, once", async () => {
  const at = await establish(bench, { locale: "en" });
  const olga = await withRole(bench, at, "Olga", "organizer");
  bench.expectFailures();
  bench.emulator.fault({ kind: "dropBefore", method: "sendMessage" });
  await announceActivity(bench, at);
  const report = bench.as(at.lead).reads();
  expect(report.text).toBe("📣 “Visit to the market” is out in 0 of 1 groups.\n❓ It is not certain that it arrived: Members\nPlease look in the group; if it is not there, post it again.");
  const data = report.keyboard[0]?.[0]?.callback_data ?? "";
  await bench.as(olga).types("/help");
  expect((await bench.as(olga).forges(bench.as(olga).reads(), data)).toast).toBe("Not found, or not yours to use.");
  expect(await bench.as(at.lead).taps(report, "🔁 Post again: Members")).toMatchObject({ toast: "All right, posting in “Members”." });
  await bench.settle();
  expect(await bench.as(at.lead).taps(report, "🔁 Post again: Members")).toMatchObject({ toast: "It is in that group already; no need to repeat it." });
  expect(bench.emulator.messages(at.memberGroup).filter(({ text }) => text.startsWith("📣"))).toHaveLength(1);
  expect(bench.as(at.lead).reads().text).toBe("✅ “Visit to the market” is out in the group.");
});

test("a copy that turned out to be there is not posted again", async () => {
  const at = await establish(bench, { locale: "en" });
  bench.expectFailures();
  bench.emulator.fault({ kind: "dropAfter", method: "sendMessage" });
  const activityId = await announceActivity(bench, at);
  const report = bench.as(at.lead).reads();
  const [copy] = await readPosts(bench);
  const there = bench.emulator.messages(at.memberGroup).findLast(({ text }) => text.startsWith("📣"));
  const ref = { stationId: at.stationId, activityId, chatId: copy?.chatId ?? 0 };
  await bench.scope().act((tx) => attachPost(tx, ref, there?.id ?? 0));
  expect(await bench.as(at.lead).taps(report, "🔁 Post again: Members")).toMatchObject({ toast: "It is in that group already; no need to repeat it." });
  await bench.settle();
  expect(bench.emulator.messages(at.memberGroup).filter(({ text }) => text.startsWith("📣"))).toHaveLength(1);
});

test("a group that can be written to again gets its copy by itself, and the announcer hears it", async () => {
  const at = await establish(bench, { locale: "en" });
  const riders = await linkGroup(bench, at, "Riders");
  bench.expectFailures();
  bench.emulator.restrictBot(riders);
  await announceActivity(bench, at);
  bench.emulator.restrictBot(riders, true);
  await bench.settle();
  expect(bench.emulator.messages(riders).filter(({ text }) => text.startsWith("📣"))).toHaveLength(1);
  expect(bench.as(at.lead).reads().text).toBe("✅ “Visit to the market” is out in all 2 groups.");
});

test("an announcer who was erased is told nothing", async () => {
  const at = await establish(bench, { locale: "en" });
  const olga = await withRole(bench, at, "Olga", "organizer");
  const olgas = bench.as(olga);
  await olgas.types("/announce Visit | Sat 15:00-17:00 | market");
  await olgas.taps(olgas.reads(), "📤 Send (60 s to undo)");
  olgas.reads();
  await bench.advance(MINUTE_MS);
  bench.emulator.messages(at.memberGroup);
  const scope = await scopeOf(bench, at, olga);
  if (scope.actor !== null) await eraseMe(scope, scope.actor);
  await bench.settle();
  expect(olgas.glances()?.text).not.toContain("✅");
});
