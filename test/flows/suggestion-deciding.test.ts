import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { organization } from "../../src/db/schema-register.ts";
import { suggestion } from "../../src/db/schema-suggestion.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { recordSurvey, type NewSurvey } from "../../src/features/survey/actions.ts";
import { keepNight } from "../../src/features/suggestion/actions.ts";
import { grantRole } from "../../src/features/role/actions.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { addUnits, scopeOf } from "../telegram/golden.ts";
import { covers } from "../telegram/register.ts";
import { answers, labels } from "../telegram/talk.ts";

const DAY_MS = 24 * 3_600_000;
const bench = useBench();
let at: Established;
const shop = (code: string, area = "B") => ({ code, area, kind: "self_employed" as const, industry: "catering", enteredOn: "2024-03-01" });

beforeEach(async () => {
  at = await establish(bench);
});

async function survey(code: string, found: Omit<NewSurvey, "on"> & { on?: string }): Promise<void> {
  const recorded = await recordSurvey(await scopeOf(bench, at), code, { on: "2026-11-20", ...found });
  if (!recorded.ok) throw new Error(recorded.reason);
}

/** Two neighbours who could have a joint organization. */
async function neighbours(): Promise<void> {
  await addUnits(bench, at, [shop("U09"), shop("U10")]);
  await survey("U09", { fullMembers: 1, willing: "yes" });
  await survey("U10", { fullMembers: 2, willing: "yes", hasSecretaryCandidate: true });
}

const lead = () => bench.as(at.lead);
const said = () => lead().reads().text;
const rows = () => bench.database.db.select().from(suggestion).orderBy(asc(suggestion.id));
const statuses = async () => (await rows()).map(({ action, units, status }) => `${action} ${units.join("+")} ${status}`);

describe("the lead", () => {
  test("sees what could be formed, with its rule, its reasons and who approves, and takes it up; nothing is founded by that", async () => {
    await neighbours();
    await lead().types("/suggest");
    expect(said()).toBe([
      "💡 “Example station”: 1 suggestion of what could be formed:", "", "1. U10, U09: could have a joint organization", "",
      "These are suggestions; nothing is founded or dissolved by itself. Tap a number for the reasons.",
    ].join("\n"));
    await answers(lead(), "1");
    expect(said()).toBe([
      "💡 U10, U09: could have a joint organization", "",
      "Neighbouring units with 1 or 2 full members each, all willing, can have a joint organization once they have 3 together; 5 units at most.", "",
      "• U10 · B · catering · Last surveyed: Fri 20 Nov · 2 full members · willing · somebody for secretary",
      "• U09 · B · catering · Last surveyed: Fri 20 Nov · 1 full member · willing", "Why these: same area and industry", "",
      "The superior organization approves it, and every unit has to agree.",
    ].join("\n"));
    expect(labels(lead().reads())).toEqual([["Take up", "Not now"], ["Back to the list"]]);
    const card = lead().reads();
    await answers(lead(), "Take up");
    expect(said()).toContain("✅ Taken up: U10, U09: could have a joint organization\n\nNext: ");
    expect(said()).toContain("Nothing has been founded yet.");
    expect(await bench.database.db.select().from(organization)).toEqual([]);
    expect(await statuses()).toEqual(["joint U10+U09 accepted"]);
    const trail = await bench.database.db.select({ action: auditEvent.action }).from(auditEvent).where(eq(auditEvent.objectKind, "suggestion"));
    expect(trail).toEqual([{ action: "unit.members_read" }, { action: "suggestion.taken_up" }]);
    const again = await lead().forges(card, `suggestion:decide:${at.stationId}:${(await rows())[0]?.id}:declined`);
    expect(again.toast).toBe("This was decided already, or something has changed. Please open it anew: /suggest");
    expect(await statuses()).toEqual(["joint U10+U09 accepted"]);
    await answers(lead(), "Back to the list");
    expect(said()).toBe("“Example station”: there is nothing to suggest now.");
  });

  test("what is taken up becomes a draft with all that is known; only a person who completes it founds something", async () => {
    await neighbours();
    await lead().types("/suggest");
    await answers(lead(), "1", "Take up", "Open the draft");
    expect(said()).toContain("Formation: joint\nLevel: Branch\nArea: B\nIndustry: catering\nUnits: U10, U09\n");
    expect(await bench.database.db.select().from(organization)).toEqual([]);
    await lead().types("East lane branch");
    expect(await bench.database.db.select().from(organization)).toEqual([]);
    await answers(lead(), labels(lead().reads())[0]?.[0] ?? "");
    const made = await bench.database.db.select({ name: organization.name, formation: organization.formation, area: organization.area }).from(organization);
    expect(made).toEqual([{ name: "East lane branch", formation: "joint", area: "B" }]);
    await lead().types("/suggest");
    expect(said()).toContain("there is nothing to suggest now");
    bench.emulator.markAllSeen();
  });

  test("from a unit that is to be surveyed first it is one tap to the survey", async () => {
    await addUnits(bench, at, [shop("U14")]);
    await lead().types("/suggest");
    await answers(lead(), "1", "Take up", "Start the survey");
    expect(said()).toContain("📋 U14 · B · catering");
    bench.emulator.markAllSeen();
  });

  test("puts one off: it stays silent for 180 days, whatever is found again, and comes back then", async () => {
    await neighbours();
    await lead().types("/suggest");
    await answers(lead(), "1", "Not now");
    expect(said()).toContain("It stays silent for 180 days, unless something changes.");
    await survey("U10", { on: "2026-11-22", fullMembers: 2, willing: "yes", hasSecretaryCandidate: true });
    await lead().types("/suggest");
    expect(said()).toContain("there is nothing to suggest now");
    await bench.advance(179 * DAY_MS);
    for (const [code, fullMembers, hasSecretaryCandidate] of [["U09", 1, null], ["U10", 2, true]] as const) await survey(code, { on: "2027-05-20", fullMembers, willing: "yes", hasSecretaryCandidate });
    await lead().types("/suggest");
    expect(said()).toContain("there is nothing to suggest now");
    await bench.advance(DAY_MS);
    await lead().types("/suggest");
    expect(said()).toContain("1. U10, U09: could have a joint organization");
    bench.emulator.markAllSeen();
  });

  test("hears of it again at once when the facts change", async () => {
    await neighbours();
    await lead().types("/suggest");
    await answers(lead(), "1", "Not now");
    await survey("U09", { on: "2026-11-22", fullMembers: 2, willing: "yes" });
    await lead().types("/suggest");
    expect(said()).toContain("1. U09, U10: could have a joint organization");
    bench.emulator.markAllSeen();
  });

  test("is reminded of one that was taken up and not done after thirty days", async () => {
    await neighbours();
    await lead().types("/suggest");
    await answers(lead(), "1", "Take up");
    await bench.advance(29 * DAY_MS);
    await lead().types("/suggest");
    expect(said()).toContain("there is nothing to suggest now");
    await bench.advance(DAY_MS);
    await lead().types("/suggest");
    expect(said()).toContain("1. U10, U09");
    bench.emulator.markAllSeen();
  });

  test("a unit that declines is in no suggestion", async () => {
    await addUnits(bench, at, [shop("U08")]);
    await survey("U08", { fullMembers: 9, willing: "yes", hasSecretaryCandidate: true });
    await lead().types("/suggest");
    expect(said()).toContain("1. U08: could have an organization of its own");
    await survey("U08", { on: "2026-11-21", fullMembers: 9, willing: "no", hasSecretaryCandidate: true });
    await answers(lead(), "1");
    expect((await lead().forges(lead().reads(), `suggestion:decide:${at.stationId}:${(await rows())[0]?.id}:accepted`)).toast).toContain("something has changed");
    await lead().types("/suggest");
    expect(said()).toContain("there is nothing to suggest now");
    expect(await statuses()).toEqual(["separate U08 expired"]);
    bench.emulator.markAllSeen();
  });

  test("turns pages where there are many", async () => {
    await addUnits(bench, at, Array.from({ length: 11 }, (_, index) => shop(`U${10 + index}`)));
    await lead().types("/suggest");
    expect(labels(lead().reads())).toEqual([["1", "2", "3", "4"], ["5", "6", "7", "8"], ["More ▶"]]);
    await answers(lead(), "More ▶");
    expect(said()).toContain("11. U20: survey it first");
    expect(labels(lead().reads())).toEqual([["9", "10", "11"], ["◀ Before"]]);
    await answers(lead(), "11");
    expect(said()).toContain("• U20 · B · catering · Never surveyed");
    bench.emulator.markAllSeen();
  });

  test("names at most twenty units on a card, and says how many more there are", async () => {
    const codes = Array.from({ length: 23 }, (_, index) => `U${index + 10}`);
    await addUnits(bench, at, codes.map((code) => shop(code)));
    await covers(bench, at, "G2", "U10", { fromOn: "2026-01-01" });
    for (const code of codes.slice(1)) await covers(bench, at, "G2", code, { fromOn: "2026-01-01" });
    await lead().types("/suggest");
    expect(said()).toContain("1. G2: has many units, could be divided");
    await answers(lead(), "1");
    expect(said().split("\n").filter((line) => line.startsWith("• "))).toHaveLength(20);
    expect(said()).toContain("• U29 · B · catering · Never surveyed\n… and 3 units more\nOrganization: G2");
    bench.emulator.markAllSeen();
  });

  test("reads it in Chinese", async () => {
    const zh = await establish(bench, { locale: "zh-CN", name: "示例站" });
    await addUnits(bench, zh, [shop("U06")]);
    await recordSurvey(await scopeOf(bench, zh), "U06", { on: "2026-11-20", fullMembers: 0, willing: "undecided" });
    const actor = bench.as(zh.lead);
    await actor.types("/suggest");
    expect(actor.reads().text).toContain("💡 “示例站”的组建建议，共 1 条：\n\n1. U06：可以先派指导员");
    await answers(actor, "1");
    expect(actor.reads().text).toBe([
      "💡 U06：可以先派指导员", "还没有任何覆盖，也还不能组建：先派指导员；也可以先建工会、共青团或妇联。",
      "• U06 · B · catering · 上次摸排：11月20日（周五） · 正式党员 0 名 · 未定", "由站长选派指导员。",
    ].join("\n\n"));
    await answers(actor, "暂不");
    expect(actor.reads().text).toBe("好的，暂不考虑：U06：可以先派指导员\n180 天内不再提；情况有变会再提。");
    bench.emulator.markAllSeen();
  });
});

describe("every night", () => {
  test("at two, what holds is kept, what holds no more expires and what is new is added; nobody is written to", async () => {
    await neighbours();
    await bench.advance(16 * 3_600_000 - 60_000);
    expect(await rows()).toEqual([]);
    await bench.advance(60_000);
    expect(await statuses()).toEqual(["joint U10+U09 open"]);
    const [first] = await rows();
    await survey("U10", { on: "2026-11-24", fullMembers: 3, willing: "yes", hasSecretaryCandidate: true });
    await bench.advance(DAY_MS - 60_000);
    expect(await rows()).toEqual([first]);
    await bench.advance(60_000);
    expect(await statuses()).toEqual(["joint U10+U09 expired", "separate U10 open", "instructor_only U09 open"]);
    await bench.advance(DAY_MS);
    expect(await rows()).toHaveLength(3);
  });

  test("what was decided a year ago is forgotten", async () => {
    await neighbours();
    await lead().types("/suggest");
    await answers(lead(), "1", "Not now");
    await bench.advance(365 * DAY_MS);
    expect((await rows()).map(({ status }) => status)).toContain("declined");
    await bench.advance(DAY_MS);
    expect((await rows()).map(({ status }) => status)).not.toContain("declined");
    bench.emulator.markAllSeen();
  });

  test("it is done once, however many processes come to it", async () => {
    await neighbours();
    await bench.advance(DAY_MS);
    expect(await statuses()).toEqual(["joint U10+U09 open"]);
    await survey("U09", { on: "2026-11-23", fullMembers: 0, willing: "no" });
    // Others that had looked before the night was taken come to it now.
    const scope = await scopeOf(bench, at);
    await Promise.all([1, 2, 3].map(() => keepNight(bench.scope(), { ...scope, period: "2026-11-24" })));
    await bench.advance(0);
    expect(await statuses()).toEqual(["joint U10+U09 open"]);
    await bench.advance(DAY_MS);
    expect(await statuses()).toContain("joint U10+U09 expired");
  });
});

describe("who may", () => {
  test("an organizer sees but does not decide, a member does not see", async () => {
    await neighbours();
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).types("/suggest");
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
    const scope = await scopeOf(bench, at);
    const own = await scopeOf(bench, at, ben);
    await bench.database.db.transaction((tx) => grantRole(tx, scope, { role: "organizer", throughOn: null, accountId: own.actor ?? (0 as never), grantedBy: null }));
    await bench.as(ben).types("/suggest");
    expect(bench.as(ben).reads().text).toContain("Tap a number for the reasons. The station lead decides.");
    await answers(bench.as(ben), "1");
    expect(labels(bench.as(ben).reads())).toEqual([["Back to the list"]]);
    expect(bench.as(ben).reads().text).toContain("• U09 · B · catering · Last surveyed: Fri 20 Nov · willing\n");
    expect(bench.as(ben).reads().text).not.toMatch(/\d full member(?:s? ·|$)/m);
    expect(await bench.database.db.$count(auditEvent, eq(auditEvent.action, "unit.members_read"))).toBe(0);
    const id = (await rows())[0]?.id;
    for (const decision of ["accepted", "declined"]) {
      expect((await bench.as(ben).forges(bench.as(ben).reads(), `suggestion:decide:${at.stationId}:${id}:${decision}`)).toast).toBe("The station lead decides.");
    }
    expect(await statuses()).toEqual(["joint U10+U09 open"]);
    bench.emulator.markAllSeen();
  });

  test("in a group nothing is said of it", async () => {
    await neighbours();
    await bench.as(at.lead, at.organizerGroup).types("/suggest");
    expect(said()).toContain("private chat");
    expect(bench.as(at.lead, at.organizerGroup).glances()?.text ?? "").not.toContain("U10");
    bench.emulator.markAllSeen();
  });

  test("suggestions of another station are not found, by any button", async () => {
    await neighbours();
    await lead().types("/suggest");
    const id = (await rows())[0]?.id;
    const other = await establish(bench, { name: "Other station" });
    await bench.as(other.lead).types("/suggest");
    const shown = bench.as(other.lead).reads();
    for (const data of [`page:${at.stationId}:0`, `card:${at.stationId}:${id}`, `decide:${at.stationId}:${id}:accepted`, `decide:${at.stationId}:${id}:declined`]) {
      expect((await bench.as(other.lead).forges(shown, `suggestion:${data}`)).toast).toBe("Not found, or not yours to use.");
    }
    for (const data of [`card:${other.stationId}:${id}`, `decide:${other.stationId}:${id}:accepted`]) {
      expect((await bench.as(other.lead).forges(shown, `suggestion:${data}`)).toast).toContain("This was decided already");
    }
    expect(await statuses()).toEqual(["joint U10+U09 open"]);
    bench.emulator.markAllSeen();
  });
});
