import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { massOrganization, unit } from "../../src/db/schema-register.ts";
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

describe("/orgs", () => {
  const codes = (text: string) => [...text.matchAll(/^(G\d+) /gm)].map((match) => match[1]);

  test("lists organizations by code, and is filtered by kind, area, state, term and words, in both languages", async () => {
    await enterUnits(bench, at, { code: "U02" }, { code: "U03" });
    for (const line of [
      "G1 | 海港支部 | 单独 | 支部 | 片区 A | 届期 2024-02-16 3年 | 单位 U02", "G2 | 市场联合支部 | 联合 | 支部 | 片区 A | 届期 2023-11-16 3年", "G3 | Street committee | 单独 | 党委 | 片区 B",
      "G4 | Riders | functional | group | area B", "G5 | Old one | joint | branch | area B",
    ]) await says(`/org add ${line}`);
    await says("/org G5 dissolve");
    expect(await says("/orgs")).toBe([
      "4 organizations", "G1 海港支部", "  Branch · separate · area A · 1 unit in operation · due, 84 days left",
      "G2 市场联合支部", "  Branch · joint · area A · 0 units in operation · overdue for 8 days",
      "G3 Street committee", "  Committee · separate · area B · 0 units in operation", "G4 Riders", "  Group · functional · area B · 0 units in operation",
    ].join("\n"));
    const asked = async (words: string) => codes(await says(`/orgs ${words}`));
    expect(await asked("joint")).toEqual(["G2"]);
    expect(await asked("支部 A")).toEqual(["G1", "G2"]);
    expect(await asked("b")).toEqual(["G3", "G4"]);
    expect(await asked("overdue")).toEqual(["G2"]);
    expect(await asked("应换届")).toEqual(["G1"]);
    expect(await asked("dissolved")).toEqual(["G5"]);
    expect(await asked("street")).toEqual(["G3"]);
    expect(await asked("无单位")).toEqual(["G2", "G3"]);
    expect(await says("/orgs 100%")).toContain("There is no such organization.\nYou can filter:");
    await says("/orgs g2");
    await answers(lead(), "G2");
    expect(lead().reads().text).toContain("G2 市场联合支部\nKind: Branch · joint");
    bench.emulator.markAllSeen();
  });

  test("is paged by buttons that keep the filter", async () => {
    for (let number = 1; number <= 18; number += 1) await says(`/org add G${String(number).padStart(2, "0")} | Branch ${number} of ours | joint | branch | area A`);
    bench.emulator.markAllSeen();
    expect(await says("/orgs joint a")).toContain("18 organizations, page 1 of 3\nG01 Branch 1 of ours");
    expect(labels(lead().reads())).toEqual([["G01", "G02", "G03", "G04"], ["G05", "G06", "G07", "G08"], ["On ›"]]);
    await answers(lead(), "On ›");
    expect(lead().reads().text).toContain("page 2 of 3\nG09");
    await answers(lead(), "On ›");
    expect(lead().reads().text).toContain("page 3 of 3\nG17");
    expect(labels(lead().reads())).toEqual([["G17", "G18"], ["‹ Back"]]);
    expect(await says(`/orgs joint ${"branch of ours ".repeat(4)}`)).toContain("There are more. Please use fewer words");
    await says("/org");
    await answers(lead(), "List");
    expect(lead().reads().text).toContain("18 organizations, page 1 of 3");
    bench.emulator.markAllSeen();
  });

  test("shows nothing to a member, and nothing of another station", async () => {
    await says("/org add G1 | One | joint | branch");
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.types("/orgs");
    expect(ben.reads().text).toBe("Not found, or not yours to use.");
    const other = await establish(bench, { name: "Second station" });
    await bench.as(other.lead).types("/orgs");
    expect(bench.as(other.lead).reads().text).toContain("There is no such organization.");
    bench.emulator.markAllSeen();
  });
});

describe("/massorg", () => {
  beforeEach(() => enterUnits(bench, at, { code: "U04" }, { code: "U05" }));
  const all = () => bench.database.db.select({ kind: massOrganization.kind, from: massOrganization.fromOn, through: massOrganization.throughOn }).from(massOrganization)
    .orderBy(asc(massOrganization.fromOn), asc(massOrganization.kind));

  test("records and ends a mass organization in one line, in both languages", async () => {
    expect(await says("/massorg u04 工会 自 2025-03-01")).toBe("Mass organizations of U04\nTrade union: since 2025-03-01");
    expect(await says("/massorg U04 youth league from 2025-05-04 through 2026-05-03")).toContain("Youth league: 2025-05-04 through 2026-05-03\nTrade union: since 2025-03-01");
    expect(await says("/massorg end U04 union on 2026-10-31")).toContain("Trade union: 2025-03-01 through 2026-10-30");
    expect(await says("/massorg U04 工会 自 2026-10-30")).toContain("recorded for that time already");
    expect(await says("/massorg U04 工会 自 2026-10-31")).toContain("Trade union: since 2026-10-31");
    await says("/lang");
    await answers(lead(), "中文");
    expect(await says("/massorg 结束 U04 工会 至 2026-11-20")).toContain("工会：2026-10-31 至 2026-11-20");
    expect(await all()).toEqual([
      { kind: "trade_union", from: "2025-03-01", through: "2026-10-30" }, { kind: "youth_league", from: "2025-05-04", through: "2026-05-03" },
      { kind: "trade_union", from: "2026-10-31", through: "2026-11-20" },
    ]);
    bench.emulator.markAllSeen();
  });

  test("by buttons begins what a unit lacks and ends what it has", async () => {
    expect(await says("/massorg U04")).toBe("Mass organizations of U04\nNone recorded yet.");
    await answers(lead(), "➕ Women's federation, from today");
    expect(lead().reads().text).toContain("Women's federation: since 2026-11-23");
    expect(labels(lead().reads())[1]).toEqual(["End: Women's federation…", "➕ Business association, from today"]);
    await answers(lead(), "End: Women's federation…");
    expect(lead().reads().text).toContain("/massorg end U04 women's federation through 2026-10-31");
    await answers(lead(), "Yesterday, 2026-11-22");
    expect(lead().reads().text).toBe("Mass organizations of U04\nNone recorded yet.");
    await says("/massorg U04 women's federation through 2027-05-31");
    expect(labels(lead().reads())[1]).toEqual(["End: Women's federation…", "➕ Business association, from today"]);
    bench.emulator.markAllSeen();
  });

  test.each([
    ["/massorg", "You can use:"], ["/massorg U77 union", "There is no such unit"], ["/massorg U04 choir", "I did not understand “choir”"],
    ["/massorg U04 union from 2026-02-30", "There is no such day"], ["/massorg U04 union from 2026-05-01 through 2026-04-01", "The last day is before the first one"],
    ["/massorg end U04 union", "There is none to end"],
  ])("%s is answered with what would be right", async (line, answer) => {
    expect(await says(line)).toContain(answer);
    expect(await all()).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("is not recorded for a unit that is gone, nor found from another station, nor by a member", async () => {
    await says("/unit U05 closed 2026-11-10");
    expect(await says("/massorg U05 union")).toContain("no longer in operation");
    expect(await says("/massorg U05 union from 2026-01-01 through 2026-11-09")).toContain("Trade union: 2026-01-01 through 2026-11-09");
    const [own] = await bench.database.db.select().from(unit).where(eq(unit.code, "U04"));
    await says("/massorg U04");
    const shown = lead().reads();
    const other = await establish(bench, { name: "Second station" });
    await bench.as(other.lead).types("/massorg U04");
    expect(bench.as(other.lead).reads().text).toBe("There is no such unit.");
    const ben = bench.as(await enrol(bench, at, "Ben"));
    const buttons = (stationId: number) => [`massorg:add:${stationId}:${own?.id}:trade_union`, `massorg:end:${stationId}:${own?.id}:trade_union:2026-11-23`, `massorg:show:${stationId}:${own?.id}`];
    for (const data of buttons(other.stationId)) expect((await bench.as(other.lead).forges(bench.as(other.lead).reads(), data)).toast).toBe("There is no such unit.");
    for (const data of buttons(at.stationId)) {
      expect((await bench.as(other.lead).forges(bench.as(other.lead).reads(), data)).toast).toBe("Not found, or not yours to use.");
      expect((await ben.forges(shown, data)).toast).toBe("Not found, or not yours to use.");
    }
    expect(await all()).toHaveLength(1);
    bench.emulator.markAllSeen();
  });
});
