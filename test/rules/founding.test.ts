import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EMPTY_SKETCH, readAddLine, readChange, readFoundingLine, settleWords } from "../../src/features/founding/rules.ts";
import { parseOrgCommand } from "../../src/features/organization/rules.ts";
import { readValidity } from "../../src/features/validity/rules.ts";
import { parseLinkCommand } from "../../src/features/coverlink/rules.ts";
import { readFilter } from "../../src/features/organizations/rules.ts";

const clock = { now: new Date("2026-11-23T02:00:00Z"), zone: "Asia/Shanghai" };
const read = (line: string) => readFoundingLine(line, clock);

describe("a line that registers an organization", () => {
  const PARTS = ["联合", "支部", "片区 A", "行业 纺织", "市场 U11", "上级 G0", "届期 2023-11-16 3年", "单位 U02 U03", "批准 街道党工委", "自 2023-11-16", "拟建"];
  const WHOLE = {
    code: "G2", name: "市场联合支部", formation: "joint", level: "branch", area: "A", industry: "纺织", market: "U11", parent: "G0", approvedBy: "街道党工委", counts: null,
    status: "proposed", since: "2023-11-16", term: { startedOn: "2023-11-16", years: 3 }, units: ["U02", "U03"], words: [],
  };

  test("may say its parts in any order after code and name", () => {
    fc.assert(fc.property(fc.shuffledSubarray(PARTS, { minLength: PARTS.length }), fc.constantFrom(" | ", "｜", "\n"), (parts, bar) => {
      expect(read(["G2", "市场联合支部", ...parts].join(bar))).toEqual({ sketch: WHOLE, doubts: [] });
    }));
  });

  test.each([
    ["G2 | Market branch | joint branch", { code: "G2", name: "Market branch", formation: "joint", level: "branch" }],
    ["g2 Market branch | joint | general branch", { code: "G2", name: "Market branch", formation: "joint", level: "general_branch" }],
    ["Harbour | separate | committee", { code: null, name: "Harbour", formation: "separate", level: "committee" }],
    ["G4 | 骑手 | 流动党支部", { name: "骑手", formation: "floating", level: "branch" }],
    ["联合 | 支部", { code: null, name: null, formation: "joint", level: "branch" }],
    ["G6 | Riders | functional | group | counts", { counts: true }],
    ["G6 | Riders | functional | group | does not count | under G1", { counts: false, parent: "G1" }],
    ["G6 | Riders | by area | branch | area: Harbour | industry: food", { formation: "area", area: "Harbour", industry: "food" }],
    ["G6 | Riders | 区域组建 | 党总支 | 区域", { formation: "area", level: "general_branch" }],
    ["G6 | Riders | separate | branch | since 16 Nov 2023", { since: "2023-11-16" }],
    ["编号 G9 | 名称 市场 | 单独 | 支部", { code: "G9", name: "市场" }],
    ["G6 | Riders | separate | branch | no parent", { parent: null }],
  ] as const)("“%s”", (line, known) => {
    const { sketch } = read(line);
    expect(sketch).toMatchObject(known);
  });

  test("“add” is a word of its own", () => {
    expect([readAddLine("add G2 | x"), readAddLine("登记 G2"), readAddLine("address"), readAddLine("G2")]).toEqual(["G2 | x", "G2", null, null]);
  });
});

describe("words of which it is not said what they are", () => {
  const known = { areas: ["Harbour"], industries: ["food"] };
  const sketch = { ...EMPTY_SKETCH, name: "One", formation: "joint" as const, level: "branch" as const };
  test("take the place that the station knows for them", () => {
    expect(settleWords({ ...sketch, words: ["food", "Harbour"] }, known)).toMatchObject({ area: "Harbour", industry: "food", words: [] });
  });
  test("are the area where one is left and nothing else is open, and are asked otherwise", () => {
    expect(settleWords({ ...sketch, words: ["Hill"] }, known)).toMatchObject({ area: "Hill", words: [] });
    expect(settleWords({ ...sketch, words: ["Hill", "toys"] }, known)).toMatchObject({ area: null, words: ["Hill", "toys"] });
    expect(settleWords({ ...sketch, level: null, words: ["brnch"] }, known)).toMatchObject({ area: null, words: ["brnch"] });
  });
});

test.each([
  ["片区 B | 上级 G1", { area: "B", parent: "G1" }], ["无上级", { parent: null }], ["parent none", { parent: null }], ["does not count", { counts: false }],
  ["name New name | industry food", { name: "New name", industry: "food" }], ["joint", { formation: "joint" }], ["支部 | 编号 g5", { level: "branch", code: "G5" }],
])("“%s” changes an organization", (line, change) => expect(readChange(line, clock)).toEqual(change));

test.each(["B", "functional | joint", "area A | area B", "term 2023-11-16 3 years", "since 2026-01-01", "", "units U1"])("“%s” is not changed that way", (line) => expect(readChange(line, clock)).toBeNull());

test.each([
  ["", { verb: "menu" }], ["g2", { verb: "show", code: "G2" }], ["G2 suspend", { verb: "status", code: "G2", status: "suspended", day: "" }],
  ["G2 暂停 2026-11-20", { verb: "status", code: "G2", status: "suspended", day: "2026-11-20" }], ["G2 恢复运行", { verb: "status", code: "G2", status: "active", day: "" }],
  ["G2 2026-11-20起撤销", { verb: "status", code: "G2", status: "dissolved", day: "2026-11-20起" }], ["G2 dissolved on 2026-11-20", { verb: "status", code: "G2", status: "dissolved", day: "on 2026-11-20" }],
  ["G2 | area B", { verb: "change", code: "G2", text: "area B" }], ["市场", { verb: "unclear" }],
])("/org %s", (rest, command) => expect(parseOrgCommand(rest)).toEqual(command));

const NO_DAYS = { fromOn: null, throughOn: null, endOn: null, refusal: null };
test.each([
  ["U02 U03", { ...NO_DAYS, head: "U02 U03" }], ["U02 from 2026-01-02", { ...NO_DAYS, head: "U02", fromOn: "2026-01-02" }], ["U02 自2026-01-02起", { ...NO_DAYS, head: "U02", fromOn: "2026-01-02" }],
  ["U02 2026-01-02起", { ...NO_DAYS, head: "U02", fromOn: "2026-01-02" }], ["U02 于2026-10-31", { ...NO_DAYS, head: "U02", endOn: "2026-10-31" }], ["U02 2026-10-31", { ...NO_DAYS, head: "U02", endOn: "2026-10-31" }],
  ["U02 from 2 Jan 2026 through 31 Oct 2026", { ...NO_DAYS, head: "U02", fromOn: "2026-01-02", throughOn: "2026-10-31" }], ["U02 自 2026-01-02 至 2026-10-31", { ...NO_DAYS, head: "U02", fromOn: "2026-01-02", throughOn: "2026-10-31" }],
  ["U02 until yesterday", { ...NO_DAYS, head: "U02", throughOn: "2026-11-22" }], ["U02 from", { ...NO_DAYS, head: "U02", refusal: "unreadableDay" }], ["U02 on 2026-02-30", { ...NO_DAYS, head: "U02", refusal: "impossibleDay" }],
  ["U02 on 5/6/2026", { ...NO_DAYS, head: "U02", refusal: "ambiguousDay" }],
])("“%s” says its days", (line, said) => expect(readValidity(line, clock)).toEqual(said));

test.each([
  ["G2 U02, U03", { verb: "link", code: "G2", units: ["U02", "U03"], fromOn: "2026-11-23", throughOn: null }], ["g2", { verb: "ask", code: "G2" }], ["", { verb: "usage" }],
  ["G2 市场U11 全部", { verb: "market", code: "G2", market: "U11", fromOn: "2026-11-23" }], ["G2 all stalls of market U11 from 2026-01-02", { verb: "market", code: "G2", market: "U11", fromOn: "2026-01-02" }],
  ["end G2 U04 on 2026-10-31", { verb: "end", code: "G2", units: ["U04"], lastOn: "2026-10-30" }], ["结束 G2 U04 至 2026-10-31", { verb: "end", code: "G2", units: ["U04"], lastOn: "2026-10-31" }],
  ["end G2 U04", { verb: "end", code: "G2", units: ["U04"], lastOn: "2026-11-22" }], ["end G2", { verb: "usage" }],
  ["G2 ON-1 TO-2", { verb: "link", code: "G2", units: ["ON-1", "TO-2"], fromOn: "2026-11-23", throughOn: null }],
])("/link %s", (rest, command) => expect(parseLinkCommand(rest, clock)).toEqual(command));

test("a filter takes kinds, states and terms, and looks for the other words", () => {
  expect(readFilter("联合支部 A 超期 海港")).toEqual({ formation: "joint", level: "branch", status: null, term: "overdue", isVacant: false, words: ["a", "海港"] });
  for (const said of ["片区 A", "A 片区", "A片区", "area A", "industry A"]) expect(readFilter(said)).toMatchObject({ words: ["a"], formation: null });
  expect(readFilter("area")).toMatchObject({ words: [], formation: "area" });
  expect(readFilter("area joint A")).toMatchObject({ words: ["a"], formation: "joint" });
  expect(readFilter("Dissolved empty")).toEqual({ formation: null, level: null, status: "dissolved", term: null, isVacant: true, words: [] });
});
