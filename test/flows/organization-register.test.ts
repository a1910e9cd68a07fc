import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { coverageLink, organization, organizationStatus, organizationTerm, unit } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { isOrganizationCovered } from "../../src/features/coverage/actions.ts";
import { announceActivity } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enterUnits } from "../telegram/organizations.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const lead = () => bench.as(at.lead);
async function says(line: string): Promise<string> {
  await lead().types(line);
  return lead().reads().text;
}
const organizations = () => bench.database.db.select().from(organization).orderBy(asc(organization.code));
const statuses = () => bench.database.db.select({ status: organizationStatus.status, from: organizationStatus.fromOn, through: organizationStatus.throughOn })
  .from(organizationStatus).orderBy(asc(organizationStatus.fromOn));

describe("/org add", () => {
  test("registers from one line in Chinese, in any order after code and name, and the card shows all of it", async () => {
    await enterUnits(bench, at, { code: "U11", kind: "market" });
    await says("/lang");
    await answers(lead(), "中文");
    await says("/org add G0 | 市场党委 | 党委 | 单独 | 自 2020-01-01");
    expect(await says("/org add G2 | 市场联合支部 | 联合 | 支部 | A | 市场 U11 | 上级 G0 | 届期 2023-11-16 3年"))
      .toBe("✅ 已登记组织\n编号：G2\n名称：市场联合支部\n组建方式：联合组建\n层级：党支部\n状态：运行\n片区：A\n市场：U11\n上级：G0\n自：2023-11-16\n届期：2023-11-16 起 3 年\n组织覆盖：计入");
    await answers(lead(), "查看组织");
    expect(lead().reads().text).toBe([
      "G2 市场联合支部", "类型：党支部 · 联合组建", "片区：A", "市场：U11", "上级：G0 市场党委", "", "运行：2023-11-16 起", "",
      "届期：2023-11-16 至 2026-11-15，已超期 8 天", "单位：目前没有挂接的单位",
    ].join("\n"));
    expect(await says("/org g0")).toContain("下级：G2 市场联合支部");
    bench.emulator.markAllSeen();
  });

  test("registers from one line in English, in another order, with its units", async () => {
    await enterUnits(bench, at, { code: "U10" }, { code: "U09" });
    const said = await says("/org add G7 | Harbour branch | term 3 years from 2026-06-01 | approved by the street committee | units U10 u09 | joint branch | area B | since 2026-06-01");
    expect(said).toContain("✅ Registered\nCode: G7\nName: Harbour branch\nFormation: joint\nLevel: Branch\nStatus: active\nArea: B\nSince: 2026-06-01\nTerm: from 2026-06-01 for 3 years\nUnits: U10, U09\nApproved by: the street committee\nCoverage: counts");
    expect(await bench.database.db.select({ from: coverageLink.fromOn }).from(coverageLink)).toEqual([{ from: "2026-06-01" }, { from: "2026-06-01" }]);
    expect(await says("/org G7")).toContain("Term: 2026-06-01 through 2029-05-31, 920 days left\nUnits (2): U09 U10");
    const actions = await bench.database.db.select({ action: auditEvent.action }).from(auditEvent);
    expect(actions.map(({ action }) => action)).toEqual(expect.arrayContaining(["organization.added", "link.added"]));
    bench.emulator.markAllSeen();
  });

  test("gives the next free code where none is said, and a new organization that begins today is active from today", async () => {
    await says("/org add G4 | One | separate | branch");
    expect(await says("/org add Two | separate | branch")).toContain("Code: G05");
    expect(await statuses()).toEqual([{ status: "active", from: "2026-11-23", through: null }, { status: "active", from: "2026-11-23", through: null }]);
    bench.emulator.markAllSeen();
  });

  test("asks what is missing by buttons, one thing after the other, and takes what is written beside", async () => {
    await says("/org add");
    expect(lead().reads().text).toBe("A new organization\n\nWhat is it called? Please write the name.");
    expect(await says("Market branch")).toContain("How is it formed?");
    await answers(lead(), "joint");
    expect(lead().reads().text).toContain("Which level is it?");
    await answers(lead(), "Branch");
    expect(lead().reads().text).toContain("Ready to register.");
    expect(await says("area A | term 2026-01-01")).toContain("Area: A\nTerm: from 2026-01-01");
    await answers(lead(), "✅ Register");
    expect(lead().reads().text).toContain("✅ Registered\nCode: G01\nName: Market branch");
    expect(await bench.database.db.select().from(organizationTerm)).toMatchObject([{ startedOn: "2026-01-01", years: 3, endsOn: "2028-12-31" }]);
    bench.emulator.markAllSeen();
  });

  test("asks kindly about every doubt and registers nothing before", async () => {
    expect(await says("/org add G2 | Market branch | joint | branche | Area 51 | toys")).toContain("Which level is it?");
    await answers(lead(), "Branch");
    expect(lead().reads().text).toContain("What is “branche”?");
    await answers(lead(), "Leave it out");
    expect(lead().reads().text).toContain("What is “toys”?");
    await answers(lead(), "The industry");
    expect(lead().reads().text).toContain("Area: 51\nIndustry: toys\n\nReady to register.");
    await answers(lead(), "Drop it");
    expect(await says("/org add G2 | Market branch | joint | branch | since 2026-02-31")).toContain("“since 2026-02-31”: there is no such day.");
    expect(await says("/org add G2 | Market branch | joint | branch | term sometime")).toContain("Please write a term like");
    expect(await says("/org add G2 | Market branch | joint | branch | separate")).toContain("“separate” says something a second time");
    expect(await organizations()).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test.each([
    ["/org add G1 | Other | joint | branch", "Another organization has the code G1"],
    ["/org add G2 | first | joint | branch", "Another organization is called “first”"],
    ["/org add G2 | Other | joint | branch | parent G9", "There is no organization G9"],
    ["/org add G2 | Other | joint | branch | parent G1", "G1 does not stand above it"],
    ["/org add G2 | Other | joint | branch | market U77", "There is no market U77"],
    ["/org add G2 | Other | joint | branch | since 2027-01-01", "2027-01-01 is still to come"],
    ["/org add G2 | Other | joint | branch | units U77", "There is no unit U77"],
    ["/org add G2 | Other | separate | branch | units U01 U02", "A separate organization is linked to one unit"],
  ])("%s is answered with what would be right, and nothing of it stays", async (line, answer) => {
    await enterUnits(bench, at, { code: "U01" }, { code: "U02" });
    await says("/org add G1 | First | joint | branch");
    expect(await says(line)).toContain(answer);
    expect((await organizations()).map(({ code }) => code)).toEqual(["G1"]);
    bench.emulator.markAllSeen();
  });

  test("after a refusal what is written mends it", async () => {
    await says("/org add G1 | First | joint | branch | parent G9");
    await says("code G5 | parent none");
    expect(await says("parent G9")).toContain("Ready to register");
    await says("/org add G9 | Above | separate | committee");
    bench.emulator.markAllSeen();
  });

  test("an organization that so far only hosted activities is registered under its name, and stays the same one", async () => {
    await announceActivity(bench, at, { hosts: ["Harbour Branch"] });
    const [host] = await organizations();
    expect(host).toMatchObject({ name: "Harbour Branch", code: null });
    await says("/org add G3 | harbour branch | separate | branch");
    expect(await organizations()).toMatchObject([{ id: host?.id, code: "G3", name: "harbour branch", level: "branch" }]);
    bench.emulator.markAllSeen();
  });
});

describe("the state of an organization", () => {
  test("is changed in one line with a day, and its history is kept", async () => {
    await says("/org add G1 | First | separate | branch | proposed | since 2026-01-01");
    expect(await says("/org G1 active 2026-02-01")).toBe("✅ G1 is active from 2026-02-01.");
    expect(await says("/org G1 暂停 2026-09-01")).toBe("✅ G1 is suspended from 2026-09-01.");
    expect(await says("/org G1")).toContain("suspended since 2026-09-01\nactive 2026-02-01 through 2026-08-31\nproposed 2026-01-01 through 2026-01-31");
    expect(await says("/org G1 active 2026-08-31")).toContain("before the last change of status");
    expect(await says("/org G1 suspend")).toContain("That is its status already");
    expect(await says("/org G1 dissolve 2026-12-24")).toContain("still to come");
    expect(await says("/org G1 dissolve 2026-02-31")).toContain("no such day");
    bench.emulator.markAllSeen();
  });

  test("is changed by buttons, and dissolving ends its links the day before and tells which", async () => {
    await enterUnits(bench, at, { code: "U02" }, { code: "U03" });
    await says("/org add G2 | Market branch | joint | branch | since 2024-01-01 | units U02 U03");
    await says("/org G2");
    expect(labels(lead().reads())).toEqual([["Suspend", "Dissolve"], ["New term"], ["Link units", "End a link"]]);
    await answers(lead(), "Dissolve");
    expect(lead().reads().text).toContain("From which day is G2 dissolved?");
    expect(lead().reads().text).toContain("Its links end the day before (2 units).");
    await answers(lead(), "Yesterday, 2026-11-22");
    expect(lead().reads().text).toBe("✅ G2 is dissolved from 2026-11-22.\nLinks that ended the day before (2): U02 U03");
    const links = await bench.database.db.select({ through: coverageLink.throughOn, reason: coverageLink.endReason }).from(coverageLink);
    expect(links).toEqual([{ through: "2026-11-21", reason: "organization_dissolved" }, { through: "2026-11-21", reason: "organization_dissolved" }]);
    bench.emulator.markAllSeen();
  });
});

describe("a state that was recorded by mistake", () => {
  const history = async () => (await bench.database.db.select().from(organizationStatus).orderBy(asc(organizationStatus.fromOn)))
    .map(({ status, fromOn, throughOn }) => [status, fromOn, throughOn]);

  test("is taken back on its day: what was before goes on, and the links that ended are named with what links them again", async () => {
    await enterUnits(bench, at, { code: "U02" }, { code: "U03" });
    await says("/org add G2 | Market branch | joint | branch | since 2024-01-01 | units U02 U03");
    await says("/org G2 dissolve");
    const told = await says("/org G2 active");
    expect(told).toBe("✅ G2 is active from 2026-11-23.\nLinks that ended when it was dissolved do not come back by themselves. To link them again: /link G2 U02 U03 from 2026-11-23");
    expect(await history()).toEqual([["active", "2024-01-01", null]]);
    expect(await says(told.slice(told.indexOf("/link")))).toBe("✅ Linked to G2 (2): U02 U03\nfrom 2026-11-23");
    bench.emulator.markAllSeen();
  });

  test("gives way to another one on its day, and says nothing of links where none were lost", async () => {
    await says("/org add G2 | Market branch | joint | branch | since 2024-01-01");
    await says("/org G2 suspend 2026-11-20");
    await says("/org G2 dissolve 2026-11-20");
    expect(await history()).toEqual([["active", "2024-01-01", "2026-11-19"], ["dissolved", "2026-11-20", null]]);
    expect(await says("/org G2 active 2026-11-22")).toBe("✅ G2 is active from 2026-11-22.");
    expect(await history()).toHaveLength(3);
    bench.emulator.markAllSeen();
  });
});

describe("what has no history of its own", () => {
  test("is changed in one line", async () => {
    await says("/org add G0 | The street | separate | committee");
    await says("/org add G6 | Riders | functional | branch");
    expect(await says("/org G6")).toContain("Coverage: does not count");
    const card = await says("/org G6 name Riders of the harbour | area B | parent G0 | counts");
    expect(card).toContain("G6 Riders of the harbour\nKind: Branch · functional\nArea: B\nSuperior: G0 The street\n");
    expect(card).not.toContain("does not count");
    expect(await says("/org G6 no parent")).not.toContain("Superior");
    expect(await says("/org G6 片区 无 | industry none | market none | approved by none")).toContain("G6 Riders of the harbour\nKind: Branch · functional\n\n");
    expect(await says("/org G0 parent G6")).toContain("stands a level above");
    expect(await says("/org G6 name the street")).toContain("Another organization has this name");
    expect(await says("/org G6 units U01")).toContain("I did not understand “units U01”");
    bench.emulator.markAllSeen();
  });

  test("a code, a formation or a level that was registered wrongly is put right, and its links stay", async () => {
    await enterUnits(bench, at, { code: "U01" }, { code: "U02" });
    await says("/org add G6 | Riders | functional | branch | units U01 U02");
    expect(await says("/org G6 code G7 | joint | general branch")).toMatch(/^G7 Riders\nKind: General branch · joint\n[^]*Units \(2\): U01 U02/);
    expect(await says("/org G6")).toContain("There is no such organization");
    expect(await organizations()).toMatchObject([{ code: "G7", formation: "joint", level: "general_branch", counts: true }]);
    expect(await bench.database.db.select({ formation: coverageLink.formation }).from(coverageLink)).toEqual([{ formation: "joint" }, { formation: "joint" }]);
    expect(await says("/org G7 功能型 | 编号 g6")).toContain("does not count");
    await says("/org G6 joint | does not count");
    expect(await says("/org G6 floating")).toContain("does not count");
    bench.emulator.markAllSeen();
  });

  test.each([
    ["/org G1 code G2", "Another organization has this code."],
    ["/org G1 code ***", "I did not understand"],
    ["/org G1 separate", "this one has covered several at once"],
    ["/org G1 group", "must stand a level below"],
    ["/org G2 committee", "A superior organization stands a level above"],
  ])("%s is refused, and nothing is changed", async (line, told) => {
    await enterUnits(bench, at, { code: "U01" }, { code: "U02" });
    await says("/org add G1 | Above | joint | general branch | units U01 U02");
    await says("/org add G2 | Below | separate | branch | parent G1");
    const before = await organizations();
    expect(await says(line)).toContain(told);
    expect(await organizations()).toEqual(before);
    bench.emulator.markAllSeen();
  });
});

describe("invariants of organizations", () => {
  test("6: a proposed, suspended or dissolved organization, or one that does not count, covers nobody", async () => {
    await enterUnits(bench, at, { code: "U02" });
    await says("/org add G2 | Market branch | joint | branch | proposed | since 2026-01-01 | units U02");
    await says("/org G2 active 2026-03-01");
    await says("/org G2 suspend 2026-05-01");
    await says("/org G2 active 2026-07-01");
    const covered = (day: string) => bench.database.db.$count(unit, isOrganizationCovered(day));
    expect([await covered("2026-02-28"), await covered("2026-03-01"), await covered("2026-04-30"), await covered("2026-05-01"), await covered("2026-07-01")]).toEqual([0, 1, 1, 0, 1]);
    await says("/org G2 does not count");
    expect(await covered("2026-07-01")).toBe(0);
    bench.emulator.markAllSeen();
  });

  test("7: a functional organization does not count unless it is said, every other one does", async () => {
    await says("/org add G1 | One | functional | branch");
    await says("/org add G2 | Two | functional | branch | counts");
    await says("/org add G3 | Three | floating | branch");
    expect((await organizations()).map(({ counts }) => counts)).toEqual([false, true, true]);
    bench.emulator.markAllSeen();
  });

  test("8: a parent stands a level above its child, so there is no ring, and the database itself refuses another order", async () => {
    await says("/org add G1 | One | separate | branch");
    await says("/org add G2 | Two | separate | branch");
    const [one, two] = await organizations();
    const put = (id: number | undefined, parentId: number | undefined, parentLevel: "branch" | "committee") =>
      bench.database.db.update(organization).set({ parentId: parentId ?? 0, parentLevel }).where(eq(organization.id, id ?? 0));
    await expect(put(one?.id, two?.id, "branch")).rejects.toThrow();
    await expect(put(one?.id, two?.id, "committee")).rejects.toThrow();
    await expect(put(one?.id, one?.id, "branch")).rejects.toThrow();
    bench.emulator.markAllSeen();
  });
});

describe("station walls", () => {
  test("another station's organization is not found, by code or by button, and a member may do nothing", async () => {
    await says("/org add G1 | First | separate | branch");
    await says("/org G1");
    const card = lead().reads();
    const other = await establish(bench, { name: "Second station" });
    const stranger = bench.as(other.lead);
    await stranger.types("/org G1");
    expect(stranger.reads().text).toContain("There is no such organization");
    await stranger.types("/org add G1 | First | separate | branch");
    expect(stranger.reads().text).toContain("✅ Registered");
    const shown = stranger.reads();
    const [own] = await organizations();
    for (const data of ["organization:show:S", "orgstatus:ask:S:dissolved", "orgstatus:set:S:dissolved:2026-11-23"]) {
      expect((await stranger.forges(shown, data.replace("S", `${other.stationId}:${own?.id}`))).toast).toMatch(/There is no such organization/);
      expect((await stranger.forges(shown, data.replace("S", `${at.stationId}:${own?.id}`))).toast).toBe("Not found, or not yours to use.");
    }
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).types("/org add G5 | Mine | separate | branch");
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
    expect((await bench.as(ben).forges(card, `orgstatus:set:${at.stationId}:${own?.id}:dissolved:2026-11-23`)).toast).toBe("Not found, or not yours to use.");
    expect((await organizations()).map(({ code, stationId }) => `${stationId}:${code}`)).toEqual([`${at.stationId}:G1`, `${other.stationId}:G1`]);
    bench.emulator.markAllSeen();
  });

  test("in the organizers' group the answer stands in the group, in a members' group nothing is said", async () => {
    await bench.as(at.lead, at.organizerGroup).types("/org add G1 | First | separate | branch");
    expect(bench.as(at.lead, at.organizerGroup).reads().text).toContain("✅ Registered");
    await bench.as(at.lead, at.organizerGroup).types("/org add G2 | Second");
    expect(lead().reads().text).toContain("How is it formed?");
    const before = bench.emulator.messages(at.memberGroup).length;
    await bench.as(at.lead, at.memberGroup).types("/org add G3 | Third | separate | branch");
    expect(bench.emulator.messages(at.memberGroup)).toHaveLength(before + 1);
    expect((await organizations()).map(({ code }) => code)).toEqual(["G1"]);
    bench.emulator.markAllSeen();
  });
});
