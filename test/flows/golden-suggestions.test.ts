import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { coverageLink, organization, unit } from "../../src/db/schema-register.ts";
import { suggestion } from "../../src/db/schema-suggestion.ts";
import { decide, readSuggestions } from "../../src/features/suggestion/actions.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { EXPECTED, GOLDEN_DAY, loadGolden, scopeOf } from "../telegram/golden.ts";
import { answers } from "../telegram/talk.ts";

const bench = useBench({ start: GOLDEN_DAY });
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

/** The suggestions of the day as the example writes them. */
async function suggested() {
  const result = await readSuggestions(await scopeOf(bench, at));
  if (!result.ok) throw new Error(result.reason);
  return result.listed.open.map(({ suggestion: { action, units, organization: of, basis } }) => ({
    action, units: units.map(({ code }) => code), ...of !== null && { organization: of }, ...basis !== null && { basis },
  }));
}
const about = async (code: string) => (await suggested()).filter(({ units }) => units.includes(code)).map(({ action }) => action);

describe("the worked example", () => {
  test("every suggestion of the example comes out exactly, in its order", async () => {
    await loadGolden(bench, at);
    expect(await suggested()).toEqual(EXPECTED.suggestions);
  });

  test("they are the same where the link of the closed unit was left open", async () => {
    await loadGolden(bench, at);
    const { db } = bench.database;
    const ofClosed = db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U07"));
    const opened = await db.update(coverageLink).set({ throughOn: null, endReason: null }).where(and(eq(coverageLink.stationId, at.stationId), sql`unit_id in ${ofClosed}`)).returning({ id: coverageLink.id });
    expect(opened).toHaveLength(1);
    expect(await suggested()).toEqual(EXPECTED.suggestions);
  });

  test("a unit that declines is not spoken of, whatever its members", async () => {
    await loadGolden(bench, at, { unit: "U08", on: "2026-11-18", found: { willing: "no" } });
    expect(await suggested()).toEqual(EXPECTED.suggestions.filter(({ units }) => !units.includes("U08")));
  });

  test("without somebody for secretary an instructor prepares it first", async () => {
    await loadGolden(bench, at, { unit: "U08", on: "2026-11-18", found: { hasSecretaryCandidate: false } });
    expect(await about("U08")).toEqual(["cultivate_with_instructor"]);
    expect(await suggested()).toHaveLength(EXPECTED.suggestions.length);
  });

  test("one day later a survey has become stale, and that unit is surveyed first", async () => {
    await loadGolden(bench, at);
    await bench.advance(24 * 3_600_000);
    expect(await about("U04")).toEqual(["survey_first"]);
    expect((await suggested()).map(({ action, units }) => [action, ...units].join(" "))).toEqual([
      "split_to_separate U03", "separate U08", "joint U10 U09", "instructor_only U06", "survey_first U04", "survey_first U05", "survey_first U14", "review_dissolution",
    ]);
    // The terms of the example are told of that morning.
    bench.emulator.markAllSeen();
  });

  test("when a unit of the joint one closes, the rest of it is as it was", async () => {
    await loadGolden(bench, at);
    expect(await changeStatus(await scopeOf(bench, at), "U02", { status: "closed", on: "2026-11-22" })).toMatchObject({ ok: true });
    expect(await suggested()).toEqual(EXPECTED.suggestions);
  });

  test("the lead is told the same eight, without a number of members, and each on its card with its reasons", async () => {
    await loadGolden(bench, at);
    const lead = bench.as(at.lead);
    await lead.types("/suggest");
    expect(lead.reads().text.split("\n").slice(0, 10)).toEqual([
      "💡 “Example station”: 8 suggestions of what could be formed:", "",
      "1. U03: could leave G2 for an organization of its own", "2. U08: could have an organization of its own", "3. U10, U09: could have a joint organization",
      "4. U04: could join G2", "5. U06: an instructor could look after it", "6. U05: survey it first", "7. U14: survey it first", "8. G3: should it be dissolved?",
    ]);
    await answers(lead, "1");
    expect(lead.reads().text).toContain("Note: without it, the other units of G2 have fewer than 3 full members.");
    await answers(lead, "Back to the list", "4");
    expect(lead.reads().text).toContain("• U04 · A · U11 · textile · Last surveyed: Mon 24 Aug · 2 full members · willing\nWhy these: same market\nOrganization: G2");
    await answers(lead, "Take up", "Link U04 to G2 from today");
    const made = await bench.database.db.select({ throughOn: coverageLink.throughOn }).from(coverageLink).where(eq(coverageLink.fromOn, "2026-11-22"));
    expect(made).toEqual([{ throughOn: null }]);
    expect(await about("U04")).toEqual([]);
    expect(await suggested()).toHaveLength(7);
    await lead.types("/suggest");
    await answers(lead, "4", "Take up", "See who could");
    expect(lead.reads().text).toContain("U06");
    await lead.types("/suggest");
    await answers(lead, "6", "Take up", "Look at G3");
    expect(lead.reads().text).toContain("G3");
    bench.emulator.markAllSeen();
  });

  test("taking every one of them up founds, links and dissolves nothing", async () => {
    await loadGolden(bench, at);
    const { db } = bench.database;
    const registered = async () => [await db.select().from(organization), await db.select().from(coverageLink)];
    const before = await registered();
    await suggested();
    for (const { id } of await db.select({ id: suggestion.id }).from(suggestion)) expect(await decide(await scopeOf(bench, at), id, "accepted")).toMatchObject({ ok: true });
    expect(await registered()).toEqual(before);
    expect(await suggested()).toEqual([]);
  });
});
