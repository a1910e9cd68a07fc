import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { announceActivity } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { jumpTo, remindersOf, walkTo } from "../telegram/reminders.ts";
import { noteReply } from "../telegram/replies.ts";
import { labels, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

const readSteps = async (activityId: number) => {
  const [row] = await bench.database.db.select().from(activity).where(eq(activity.id, activityId));
  return { kinds: row?.reminders, group: row?.groupReminder };
};
const ALL = { kinds: ["decide", "day_before", "same_day", "half_hour"], group: true };

test("an organizer turns single reminders of one activity on and off by buttons", async () => {
  const activityId = await announceActivity(bench, at);
  const lead = bench.as(at.lead);
  await lead.types("/announce list");
  const list = lead.reads();
  await lead.taps(list, list.keyboard[0]?.[0]?.text ?? "");
  await lead.taps(lead.reads(), "🔔 Reminders");
  const page = lead.reads();
  expect(page.text).toContain("🔔 Reminders of “Visit to the market”");
  expect(labels(page)).toEqual([
    ["☑️ Day before, 11:00: maybes decide"], ["☑️ Day before, 11:00: those going confirm"], ["☑️ On the day, 08:00"], ["☑️ Half an hour before"],
    ["☑️ Day before, 18:00: once in the groups"], ["🙋 Remind who has not answered"],
  ]);
  await lead.taps(page, "☑️ On the day, 08:00");
  await lead.taps(page, "☑️ Day before, 18:00: once in the groups");
  expect(labels(bench.emulator.message(page)).slice(2, 5)).toEqual([["⬜️ On the day, 08:00"], ["☑️ Half an hour before"], ["⬜️ Day before, 18:00: once in the groups"]]);
  expect(await readSteps(activityId)).toEqual({ kinds: ["decide", "day_before", "half_hour"], group: false });
  const ben = await enrol(bench, at, "Ben");
  await noteReply(bench, activityId, ben, { answer: "going" });
  await jumpTo(bench, "27 11:00");
  await walkTo(bench, "28 14:30");
  expect(remindersOf(bench, ben).map((line) => line.slice(0, 8))).toEqual(["27 11:00", "28 14:30"]);
});

test.each([
  ["Visit of the theme day", ALL.kinds], ["General meeting", ALL.kinds], ["Committee meeting", ALL.kinds], ["Training for riders", ALL.kinds], ["Joint activity", ALL.kinds],
  ["Volunteers clean up", ALL.kinds], ["Something else", ALL.kinds], ["Lecture on safety", ["decide", "day_before", "half_hour"]],
  ["Group meeting", ["decide", "day_before", "half_hour"]], ["Care for riders", ["same_day", "half_hour"]], ["Lecture | any time", []],
])("what an announcement begins with goes by its type: %s", async (title, kinds) => {
  const lead = bench.as(at.lead);
  await lead.types(`/announce ${title} | Sat 15:00-17:00 | market`);
  await lead.taps(lead.reads(), "📤 Send (60 s to undo)");
  lead.reads();
  expect((await bench.database.db.select().from(activity)).map(({ reminders }) => reminders)).toEqual([kinds]);
});

test("one line does it too, in either language; unclear words change nothing and are told what would be right", async () => {
  const activityId = await announceActivity(bench, at);
  const lead = bench.as(at.lead);
  await lead.types("/announce remind day before, group");
  expect(labels(lead.reads())[1]).toEqual(["☑️ Day before, 11:00: those going confirm"]);
  expect(await readSteps(activityId)).toEqual({ kinds: ["day_before"], group: true });
  await lead.types("/announce 提醒 半小时、待定");
  lead.reads();
  expect(await readSteps(activityId)).toEqual({ kinds: ["decide", "half_hour"], group: false });
  await lead.types("/announce remind at noon");
  expect(lead.reads().text).toContain("For example: /announce remind day before, half hour");
  expect(await readSteps(activityId)).toEqual({ kinds: ["decide", "half_hour"], group: false });
  await lead.types("/announce remind none");
  lead.reads();
  expect(await readSteps(activityId)).toEqual({ kinds: [], group: false });
});

test("with several activities it is asked which is meant", async () => {
  await announceActivity(bench, at);
  await announceActivity(bench, at, { title: "走访" });
  const lead = bench.as(at.lead);
  await lead.types("/announce 提醒");
  const asked = lead.reads();
  expect(labels(asked)).toEqual([["Visit to the market"], ["走访"]]);
  await lead.taps(asked, "走访");
  expect(lead.reads().text).toContain("🔔 Reminders of “走访”");
});

test("nobody else may: not a member, not another organizer, not by a forged button; nor of what is over", async () => {
  const activityId = await announceActivity(bench, at);
  const [ben, olga] = [await enrol(bench, at, "Ben"), await withRole(bench, at, "Olga", "organizer")];
  for (const person of [ben, olga]) {
    await bench.as(person).types("/announce remind none");
    expect(bench.as(person).reads().text).toBe("No activity is in your hands now. Start one: /announce");
    const said = await bench.as(person).forges(bench.as(person).reads(), `sequence:group:${activityId}:off`);
    expect(said.toast).toBe("This activity was not found, or it is not in your hands.");
  }
  await bench.as(at.lead).types("/announce remind");
  const page = bench.as(at.lead).reads();
  await bench.database.db.update(activity).set({ cancelledAt: bench.now() });
  expect((await bench.as(at.lead).taps(page, "☑️ On the day, 08:00")).toast).toBe("This activity is over or cancelled; nothing more will be sent.");
  expect(await readSteps(activityId)).toEqual(ALL);
});
