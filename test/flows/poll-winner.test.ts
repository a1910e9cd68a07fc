import { describe, expect, test } from "vitest";
import { activity, activitySlot, post } from "../../src/db/schema-activity.ts";
import { draft } from "../../src/db/schema.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { askPoll, MINUTE_MS, pollIn } from "../telegram/polls.ts";
import { HOUR_MS, labels, linkGroup, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();

/** A poll of an hour that ended with one vote for each of these; what the asker is told. */
async function ended(at: Established, line: string, ...chosen: string[]) {
  const people: Person[] = [];
  for (const [i] of chosen.entries()) people.push(await enrol(bench, at, `P${i}`));
  const { id } = await askPoll(bench, at, `${line} | for 1h`);
  const posted = pollIn(bench, at.memberGroup);
  for (const [i, option] of chosen.entries()) bench.emulator.vote(people[i] ?? 0, posted, [option]);
  await bench.advance(HOUR_MS);
  await bench.settle();
  const outcome = bench.as(at.lead).reads();
  bench.emulator.markAllSeen();
  return { id, outcome };
}

describe("announcing what won", () => {
  test("of a date poll with hours: the slot is filled in, and one tap sends it", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    const { outcome } = await ended(at, "Market visit | Wed 15:00-17:00 | Fri 15:00-17:00", "Fri 27 Nov, 15:00–17:00");
    expect(labels(outcome)).toEqual([["📣 Announce: Fri 27 Nov, 15:00–17:00"]]);
    expect((await lead.taps(outcome, labels(outcome)[0]?.[0] ?? "")).toast).toBe("A draft is filled in; please look at it below");
    await bench.settle();
    const preview = lead.reads();
    expect(preview.text).toContain("📣 Market visit\n");
    expect(preview.text).toContain("🗓 Fri 27 Nov, 15:00–17:00 (China Time)");
    await lead.taps(preview, preview.keyboard[0]?.[0]?.text ?? "");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    expect(await bench.database.db.select().from(activity)).toMatchObject([{ title: "Market visit" }]);
    expect(await bench.database.db.select().from(activitySlot)).toMatchObject([{ startsAt: new Date("2026-11-27T07:00:00Z"), endsAt: new Date("2026-11-27T09:00:00Z") }]);
    bench.emulator.markAllSeen();
  });

  test("of a date poll with days only: the hours are asked for, on that day", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const lead = bench.as(at.lead);
    await ended(at, "走访市场 | 周三 | 周五", "11月27日（周五）");
    const outcome = lead.reads();
    await lead.taps(outcome, labels(outcome)[0]?.[0] ?? "");
    await bench.settle();
    expect(lead.reads().text).toContain("“11月27日（周五）”是几点？");
    await lead.types("15:00-17:00");
    expect(lead.reads().text).toContain("🗓 11月27日（周五）15:00–17:00（北京时间）");
    expect(lead.reads().text).toContain("📣 走访市场\n");
  });

  test("of any other poll: the answer is the title, and the time is asked for", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    const { outcome } = await ended(at, "What shall we do? | Hiking | Museum", "Hiking", "Hiking", "Museum");
    expect(labels(outcome)).toEqual([["📣 Announce: Hiking"]]);
    await lead.taps(outcome, "📣 Announce: Hiking");
    await bench.settle();
    expect(lead.reads().text).toContain("📣 Hiking\nWhen?");
    await lead.types("Sat 9:00-12:00");
    expect(lead.reads().text).toContain("🗓 Sat 28 Nov, 09:00–12:00 (China Time)");
  });

  test("of a tie whoever asked chooses", async () => {
    const at = await establish(bench, { locale: "en" });
    const { outcome } = await ended(at, "What shall we do? | Hiking | Museum | Cinema", "Hiking", "Museum");
    expect(labels(outcome)).toEqual([["📣 Announce: Hiking"], ["📣 Announce: Museum"]]);
  });

  test("where nobody voted there is nothing to announce", async () => {
    const at = await establish(bench, { locale: "en" });
    expect(labels((await ended(at, "What shall we do? | Hiking | Museum")).outcome)).toEqual([]);
  });

  test("a time that passed meanwhile is asked for again", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    const { outcome } = await ended(at, "Visit | today 12:00-13:00 | Fri 15:00-17:00", "Mon 23 Nov, 12:00–13:00");
    await bench.advance(3 * HOUR_MS);
    await lead.taps(outcome, labels(outcome)[0]?.[0] ?? "");
    await bench.settle();
    expect(lead.reads().text).toContain("is already past");
  });

  test("it goes to the groups of the poll, unless changed", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const lead = bench.as(at.lead);
    const ben = await enrol(bench, at, "Ben");
    bench.emulator.join(ben, second);
    await bench.as(at.lead, second).types("/poll Visit | Wed 15:00-17:00 | Fri 15:00-17:00 | for 1h");
    await lead.taps(lead.reads(), "✅ Send");
    await bench.advance(MINUTE_MS);
    await bench.settle();
    bench.emulator.vote(ben, pollIn(bench, second), [0]);
    await bench.advance(HOUR_MS);
    await bench.settle();
    const outcome = lead.reads();
    await lead.taps(outcome, labels(outcome)[0]?.[0] ?? "");
    await bench.settle();
    expect(lead.reads().text).toContain("📨 Goes to: Second");
    expect(await bench.database.db.select().from(post)).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("a forged one makes no draft: not of what lost, not before the end, not by others", async () => {
    const at = await establish(bench, { locale: "en" });
    const { id, outcome } = await ended(at, "What shall we do? | Hiking | Museum", "Hiking");
    const refused = "Not found, or not yours to use.";
    expect((await bench.as(at.lead).forges(outcome, `winner:${id}:1`)).toast).toBe(refused);
    expect((await bench.as(at.lead).forges(outcome, `winner:${id}:7`)).toast).toBe(refused);
    const olga = await withRole(bench, at, "Olga", "organizer");
    await bench.as(olga).types("/help");
    expect((await bench.as(olga).forges(bench.as(olga).reads(), `winner:${id}:0`)).toast).toBe(refused);
    const next = await askPoll(bench, at, "And now? | this | that");
    expect((await bench.as(at.lead).forges(next.report, `winner:${next.id}:0`)).toast).toBe(refused);
    expect(await bench.database.db.select().from(draft)).toEqual([]);
    bench.emulator.markAllSeen();
  });
});
