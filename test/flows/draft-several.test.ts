import { beforeEach, describe, expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { draft, member } from "../../src/db/schema.ts";
import { joinStation } from "../../src/features/member/actions.ts";
import { readJoinPath } from "../../src/features/member/rules.ts";
import { CONSENT_VERSION } from "../../src/features/consent/rules.ts";
import { announceActivity } from "../telegram/activities.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench, type Actor } from "../telegram/bench.ts";
import { labels } from "../telegram/rollcalls.ts";

const bench = useBench();
const MINUTE_MS = 60_000;
let at: Established;
let lead: Actor;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
  lead = bench.as(at.lead);
});

const kinds = async () => (await bench.database.db.select({ kind: draft.kind }).from(draft)).map(({ kind }) => kind).toSorted();

/** The guided announcement as far as its place. */
async function halfwayThere(): Promise<void> {
  await lead.types("/announce");
  await lead.types("Visit to the market");
  await lead.taps(lead.reads(), "Theme day");
  await lead.types("Sat 15:00-17:00");
  expect(lead.reads().text).toContain("Step 4 of 10\nWhere?");
}

async function finish(): Promise<void> {
  for (const answer of ["town hall", "on site"]) await lead.types(answer);
  expect(lead.reads().text).toContain("📣 Visit to the market\nStep 6 of 10");
}

async function askAlias(): Promise<void> {
  const path = readJoinPath(at.joinPayload);
  if (path) await joinStation(bench.scope(), { userId: at.lead.id, locale: "en", aliasPrefix: "Member" }, { path, answers: "ayyyn", version: CONSENT_VERSION });
  await lead.types("/mydata");
  await lead.forges(lead.reads(), `mydata:alias:${at.stationId}`);
}

describe("an announcement that is being written is not lost to another question", () => {
  test("to that of a roll call, which its buttons answer: the next text goes on with the announcement", async () => {
    await halfwayThere();
    await lead.types("/rollcall Meeting until 6");
    const question = lead.reads();
    expect(labels(question).flat().length).toBeGreaterThan(0);
    expect(await kinds()).toEqual(["announce", "rollcall"]);
    await finish();
    await lead.taps(question, labels(question)[0]?.[0] ?? "");
    expect(await kinds()).toEqual(["announce"]);
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("to that of an alias: it is answered first, then the announcement goes on", async () => {
    await halfwayThere();
    await askAlias();
    expect(await kinds()).toEqual(["alias", "announce"]);
    await lead.types("Sunny");
    expect(lead.reads().text).toContain("Sunny");
    expect((await bench.database.db.select({ alias: member.alias }).from(member)).map(({ alias }) => alias)).toContain("Sunny");
    await finish();
    bench.emulator.markAllSeen();
  });

  test("to a change of another activity, a number of people, or a poll", async () => {
    const activityId = await announceActivity(bench, at);
    await halfwayThere();
    await lead.forges(lead.reads(), `change:ask:${activityId}:places`);
    await lead.types("30");
    expect(await bench.database.db.select({ capacity: activity.capacity }).from(activity)).toEqual([{ capacity: 20 }]);
    await lead.types("/poll Lunch?");
    await lead.types("noodles\nrice");
    expect(lead.reads().text).toContain("📊 Lunch?\n1. noodles\n2. rice");
    expect(await kinds()).toEqual(["announce", "change", "poll"]);
    await lead.types("/cancel");
    expect(lead.reads().text).toBe("All right, stopped; nothing was saved. What you had begun before is still there; /cancel once more drops it too.");
    await finish();
    bench.emulator.markAllSeen();
  });

  test("a button of the older one makes it the newest again", async () => {
    await halfwayThere();
    await lead.types("town hall");
    const mode = lead.reads();
    await askAlias();
    await lead.taps(mode, "on site");
    await lead.types("30");
    expect(lead.reads().text).toContain("Step 7 of 10");
    await lead.types("/cancel");
    expect(await kinds()).toEqual(["alias"]);
    await lead.types("/cancel");
    expect(lead.reads().text).toBe("All right, stopped; nothing was saved.");
    await lead.types("/cancel");
    expect(lead.reads().text).not.toContain("stopped");
    bench.emulator.markAllSeen();
  });

  test("a question that has run out does not stand in the way of the older one", async () => {
    await halfwayThere();
    await askAlias();
    await bench.advance(31 * MINUTE_MS);
    await finish();
    expect((await bench.database.db.select({ alias: member.alias }).from(member)).map(({ alias }) => alias)).not.toContain("town hall");
    bench.emulator.markAllSeen();
  });
});
