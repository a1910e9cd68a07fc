import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { account, outbox } from "../../src/db/schema.ts";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { checkIn, rsvp, standingReply } from "../../src/db/schema-reply.ts";
import { pollVote } from "../../src/db/schema-poll.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { makeHandLink } from "../../src/features/handover/actions.ts";
import { announceActivity, announcementIn, scopeOf } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { answers } from "../telegram/talk.ts";
import { columnsNaming, leavesTraces, personalColumns } from "../telegram/traces.ts";

const bench = useBench();

async function idOf(person: Person): Promise<number> {
  const [own] = await bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(person.id)));
  if (!own) throw new Error("nobody");
  return own.id;
}

/** Ben, who has left a trace wherever one can be left. */
async function tracedBen(at: Established) {
  const ben = bench.as(await enrol(bench, at, "Ben"));
  const id = await idOf(ben.person);
  const activityId = await announceActivity(bench, at);
  await leavesTraces(bench, at, id, activityId);
  return { ben, id, activityId };
}

async function becomesGoing(at: Established, person: Person, activityId: number): Promise<void> {
  const [slot] = await bench.database.db.select({ id: activitySlot.id }).from(activitySlot).where(eq(activitySlot.activityId, activityId));
  await bench.database.db.insert(rsvp).values({
    stationId: at.stationId, activityId, accountId: await idOf(person), slotId: slot?.id ?? 0, answer: "going", place: "held", answeredAt: bench.now(),
  });
}

const inPayloads = (id: number) => bench.database.db.$count(outbox, sql`${outbox.payload}::text like ${`%"accountId": ${id}%`}`);

describe("/forgetme, after somebody has taken part in activities", () => {
  test("leaves no column of any table naming them, and a second run changes nothing", async () => {
    const at = await establish(bench);
    const { ben, id } = await tracedBen(at);
    expect(await columnsNaming(bench, id)).toEqual(await personalColumns(bench));
    expect(await inPayloads(id)).toBe(1);
    await ben.types("/forgetme");
    expect(ben.reads().text).toContain("Your replies to activities (1) go too, and your places are free again.");
    const asked = ben.reads();
    await answers(ben, "Erase everything about me");
    const { text } = ben.reads();
    expect(text).toContain("· check-ins: 1 (only the numbers stay)");
    expect(text).toContain("· replies to activities: 2 (your places are free again)");
    expect(text).toContain("· votes in named polls: 1");
    expect(await columnsNaming(bench, id)).toEqual([]);
    expect(await inPayloads(id)).toBe(0);
    const before = await bench.database.db.select().from(activity);
    await ben.forges(asked, asked.keyboard[0]?.[0]?.callback_data ?? "");
    expect(bench.emulator.message(asked).text).toBe("There is nothing about you.");
    expect(await bench.database.db.select().from(activity)).toEqual(before);
    bench.emulator.markAllSeen();
  });

  test("keeps the check-in in the number of the activity, and frees the place on the board", async () => {
    const at = await establish(bench);
    const { ben, activityId } = await tracedBen(at);
    await becomesGoing(at, await enrol(bench, at, "Wen"), activityId);
    await ben.types("/forgetme");
    await answers(ben, "Erase everything about me");
    ben.reads();
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 1 going · 19 places left");
    const [left] = await bench.database.db.select({ folded: activity.foldedCount }).from(activity).where(eq(activity.id, activityId));
    expect(left).toEqual({ folded: 1 });
  });

  test("of an activity that is over changes nothing of its numbers", async () => {
    const at = await establish(bench);
    const { ben, activityId } = await tracedBen(at);
    await bench.database.db.update(activity).set({ heldAt: bench.now(), finalCame: 1, finalGoing: 1, finalGuests: 0 }).where(eq(activity.id, activityId));
    await ben.types("/forgetme");
    await answers(ben, "Erase everything about me");
    ben.reads();
    const [left] = await bench.database.db.select({ folded: activity.foldedCount, came: activity.finalCame, going: activity.finalGoing })
      .from(activity).where(eq(activity.id, activityId));
    expect(left).toEqual({ folded: 0, came: 1, going: 1 });
    await bench.settle();
    expect(bench.emulator.journal({ method: "editMessageText" }).filter(({ params }) => String(params["text"]).includes("📣"))).toEqual([]);
  });
});

test("somebody in whose hands an activity was put, and nothing else, can see that and erase themselves", async () => {
  const at = await establish(bench);
  const activityId = await announceActivity(bench, at);
  const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
  const link = await makeHandLink(await scopeOf(bench, at, at.lead), { kind: "private" }, { activityId, right: "attendance" });
  if (!link.ok) throw new Error(link.reason);
  await wen.starts(`hand-${link.code}`);
  await wen.taps(wen.reads(), wen.reads().keyboard[0]?.[0]?.text ?? "");
  const id = await idOf(wen.person);
  await wen.types("/mydata");
  expect(wen.reads().text).toContain("only what stands below is kept.\nActivities handed to you: 1");
  await wen.types("/forgetme");
  await answers(wen, "Erase everything about me");
  expect(wen.reads().text).toContain("Deleted (Example station):");
  expect(await columnsNaming(bench, id)).toEqual([]);
  bench.emulator.markAllSeen();
});

describe("/leave", () => {
  test("leaves no row of that station naming them; only the trail remembers that somebody acted", async () => {
    const at = await establish(bench);
    const { ben, id } = await tracedBen(at);
    const other = await establish(bench, { name: "Second station" });
    await ben.starts(other.joinPayload);
    await answers(ben, "I am 18 or over, go on", "Yes", "Yes", "No", "No");
    bench.emulator.markAllSeen();
    await ben.types("/leave");
    await answers(ben, "Example station", "Leave");
    expect(ben.reads().text).toContain("· replies to activities: 2");
    expect(await columnsNaming(bench, id, at.stationId)).toEqual(["audit_event.actor_id", "role_grant.account_id"]);
    expect(await inPayloads(id)).toBe(0);
    expect(await columnsNaming(bench, id, other.stationId)).toContain("consent.account_id");
    await bench.settle();
    bench.emulator.markAllSeen();
  });
});

describe("withdrawing the consent to be counted", () => {
  test("takes replies, votes and check-ins along at once, and says how many", async () => {
    const at = await establish(bench);
    const { ben, activityId } = await tracedBen(at);
    await ben.types("/mydata");
    await answers(ben, "✅ Counting check-ins, replies and votes");
    expect(ben.reads().text).toContain("Your replies and your votes in named polls go too.");
    const tap = await ben.taps(ben.reads(), "Withdraw");
    expect(tap.toast).toBe("Withdrawn. Your check-ins (1) are deleted; only the numbers stay. Your replies (2) are deleted and your places free again. Your votes in named polls (1) are deleted.");
    for (const table of [rsvp, checkIn, standingReply, pollVote]) expect(await bench.database.db.$count(table)).toBe(0);
    const [left] = await bench.database.db.select({ folded: activity.foldedCount }).from(activity).where(eq(activity.id, activityId));
    expect(left).toEqual({ folded: 1 });
    bench.emulator.markAllSeen();
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 0 going · 20 places left");
  });

  test("is said in Chinese as well", async () => {
    const at = await establish(bench);
    const { ben } = await tracedBen(at);
    await ben.types("/lang");
    await answers(ben, "中文");
    await ben.types("/mydata");
    expect(ben.reads().text).toContain("活动回复：1 条，长期回复 1 条；每条保存到活动结束后 30 天\n记名投票：1 次；保存到投票结束后 30 天");
    await answers(ben, "✅ 签到、报名和投票计数");
    expect((await ben.taps(ben.reads(), "撤回同意")).toast)
      .toBe("已撤回，您的 1 条签到记录已删除，只留人数。2 条活动回复也已删除，名额已让出。1 次记名投票也已删除。");
    await bench.settle();
    bench.emulator.markAllSeen();
  });
});

describe("/mydata", () => {
  test("counts replies, standing replies, votes, what was handed over, and says that a calendar reads along", async () => {
    const at = await establish(bench);
    const { ben } = await tracedBen(at);
    await ben.types("/mydata");
    const { text } = ben.reads();
    expect(text).toContain("Replies to activities: 1, standing replies: 1; each kept 30 days after the end\nVotes in named polls: 1; kept 30 days after the end\n");
    expect(text).toContain("Activities handed to you: 1");
    expect(text).toContain("Calendar feed: on; whoever has its link can read it.");
  });

  test("hands over every table that names them in the file", async () => {
    const at = await establish(bench);
    const { ben } = await tracedBen(at);
    await ben.types("/mydata");
    await answers(ben, "As a file");
    const sent = bench.emulator.lastMessage(ben.person);
    const copy = JSON.parse(new TextDecoder().decode(bench.emulator.fileBytes(sent?.document?.id ?? "")));
    expect(copy.replies).toMatchObject([{ activity: "Visit to the market", answer: "going", place: "held", guests: 0 }]);
    expect(copy.checkIns).toMatchObject([{ activity: "Visit to the market", rollCall: null, answer: "here" }]);
    expect(copy.votes).toMatchObject([{ question: "When?", optionIds: ["a"] }]);
    for (const part of [
      "standingReplies", "activitiesHandedToMe", "activitiesHandedOn", "reminders", "writtenToUnasked", "activitiesAnnounced", "headCountsGiven", "seriesMade",
      "templatesMade", "pollsAsked", "pollRoundsMade", "groupsLinked", "invitationsMade", "rolesGranted", "roles", "drafts", "waitingMessages", "auditTrail",
    ]) expect(copy[part].length, part).toBeGreaterThan(0);
    expect(copy.calendarFeed).toMatchObject({ createdAt: bench.now().toISOString() });
    expect(JSON.stringify(copy)).not.toContain("codeHash");
  });
});
