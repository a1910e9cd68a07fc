import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { organizationTerm, termReminder, unit } from "../../src/db/schema-register.ts";
import { isOrganizationCovered } from "../../src/features/coverage/actions.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enterUnits } from "../telegram/organizations.ts";
import { answers, labels, told } from "../telegram/talk.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const DAY_MS = 24 * 3_600_000;
const lead = () => bench.as(at.lead);
async function says(line: string): Promise<string> {
  await lead().types(line);
  return lead().reads().text;
}
const terms = () => bench.database.db.select().from(organizationTerm).orderBy(asc(organizationTerm.startedOn));

const reminders = () => told(bench, at.lead).filter((text) => text.startsWith("📅"));
async function register(...lines: string[]): Promise<void> {
  for (const line of lines) await says(`/org add ${line}`);
  bench.emulator.markAllSeen();
}

describe("/term", () => {
  test("lists what is overdue and what is due within ninety days, the earliest end first", async () => {
    await register(
      "G1 | One | separate | branch | term 2024-02-16 3 years", "G2 | Two | joint | branch | term 2023-11-16 3 years",
      "G3 | Three | separate | branch | term 2024-06-01 3 years", "G4 | Four | separate | branch | term 2020-01-01 3 years",
    );
    await says("/org G4 dissolve");
    expect(await says("/term")).toBe("Due or overdue:\nG2 Two: overdue for 8 days (last day 2026-11-15)\nG1 One: due, 84 days left (last day 2027-02-15)");
    await answers(lead(), "G2");
    expect(lead().reads().text).toBe("G2 Two: overdue for 8 days (last day 2026-11-15)\nThis term began on 2023-11-16.");
    bench.emulator.markAllSeen();
  });

  test("extends a term in one line or by button, by a year at most, and the card says so", async () => {
    await register("G2 | Two | joint | branch | term 2023-11-16 3 years");
    expect(await says("/term G2 extend through 2027-11-16")).toContain("by a year at most, here through 2027-11-15");
    expect(await says("/term G2 extend through 2026-11-15")).toContain("an extension goes beyond that day");
    expect(await says("/term G2 延期至 2027-05-15")).toBe("✅ Recorded\nG2 Two: 173 days left (extended through 2027-05-15)\nThis term began on 2023-11-16.");
    expect(await says("/org G2")).toContain("Term: 2023-11-16 through 2027-05-15 (extended), 173 days left");
    await answers(lead(), "Extend the term");
    expect(labels(lead().reads())[0]).toEqual(["through 2027-05-15", "through 2027-11-15"]);
    await answers(lead(), "through 2027-11-15");
    expect(lead().reads().text).toContain("extended through 2027-11-15");
    bench.emulator.markAllSeen();
  });

  test("records a new term in one line or by button, and the one before stays for every day that it ran", async () => {
    await register("G2 | Two | joint | branch | term 2023-11-16 3 years");
    expect(await says("/term G2 2026-11-16 3年")).toContain("✅ Recorded\nG2 Two: 1088 days left (last day 2029-11-15)");
    expect((await terms()).map(({ startedOn, endsOn }) => [startedOn, endsOn])).toEqual([["2023-11-16", "2026-11-15"], ["2026-11-16", "2029-11-15"]]);
    expect(await says("/term G2 2025-01-01 3 years")).toContain("The newest term began on 2026-11-16");
    expect(await says("/term G2 2030-01-01 3 years")).toContain("more than a year ahead");
    expect(await says("/term G2 next week sometime")).toContain("I did not understand");
    bench.emulator.markAllSeen();
  });

  test("a newest term that was recorded wrongly is put right, and the refusal of an earlier one says how", async () => {
    await register("G2 | Two | joint | branch | term 2023-11-16 3 years");
    await says("/term G2 2027-10-16 3 years");
    expect(await says("/term G2 2026-10-16")).toContain("If that day is wrong, write: /term G2 correct and the right day");
    expect(await says("/term G2 correct 2026-10-16")).toContain("✅ Recorded\nG2 Two: 1057 days left (last day 2029-10-15)");
    expect(await says("/term G2 correct 2023-11-16")).toContain("The term before began on 2023-11-16");
    expect(await says("/term G2 correct 2030-01-01")).toContain("more than a year ahead");
    expect((await terms()).map(({ startedOn, endsOn }) => [startedOn, endsOn])).toEqual([["2023-11-16", "2026-11-15"], ["2026-10-16", "2029-10-15"]]);
    await register("G3 | Three | joint | branch");
    expect(await says("/term G3 更正 2026-10-16")).toContain("No term of G3 is recorded yet");
    bench.emulator.markAllSeen();
  });

  test("an extension stays when its term is recorded once more or put right, where it still fits", async () => {
    await register("G2 | Two | joint | branch | term 2023-11-16 3 years");
    await says("/term G2 extend through 2027-05-15");
    expect(await says("/term G2 2023-11-16起3年")).toContain("extended through 2027-05-15");
    expect(await says("/term G2 correct 2023-10-16 3 years")).toContain("extended through 2027-05-15");
    expect(await says("/term G2 correct 2023-10-16 2 years")).toContain("last day 2025-10-15");
    bench.emulator.markAllSeen();
  });

  test("no button begins a term on a day that would be refused", async () => {
    await register("G2 | Two | joint | branch | term 2026-01-01 3 years");
    await says("/org G2");
    await answers(lead(), "New term");
    expect(labels(lead().reads())).toEqual([["3 years from 2026-11-23"], ["Look at it"]]);
    bench.emulator.markAllSeen();
  });

  test("begins a first term by button, with the usual years of its level", async () => {
    await register("G0 | Above | separate | committee");
    expect(await says("/term G0")).toBe("No term of G0 is recorded yet.");
    expect(await says("/term G0 extend through 2027-05-15")).toContain("Please record it first");
    await says("/org G0");
    await answers(lead(), "New term", "5 years from 2026-11-23");
    expect(lead().reads().text).toContain("(last day 2031-11-22)");
    bench.emulator.markAllSeen();
  });

  test("speaks Chinese", async () => {
    await register("G2 | 市场联合支部 | 联合 | 支部 | 届期 2023-11-16 3年");
    await says("/lang");
    await answers(lead(), "中文");
    expect(await says("/term")).toBe("应换届和已超期：\nG2 市场联合支部：已超期 8 天（届满日 2026-11-15）");
    await says("/term g2");
    await answers(lead(), "登记新一届…", "2026-11-16 起 3 年");
    expect(lead().reads().text).toBe("✅ 已登记\nG2 市场联合支部：还有 1088 天（届满日 2029-11-15）\n本届从 2026-11-16 开始。");
    expect(await says("/term")).toContain("90 天内没有应换届的");
    bench.emulator.markAllSeen();
  });
});

describe("term reminders", () => {
  test("come privately to the lead, all that is due in one message, and each of them once", async () => {
    await register("G1 | One | separate | branch | term 2024-02-16 3 years", "G2 | Two | joint | branch | term 2023-11-16 3 years");
    await bench.advance(0);
    const [message, ...more] = reminders();
    expect(message).toContain("📅 Terms to think of · Example station\n\nG2 Two: overdue for 8 days (last day 2026-11-15)\nG1 One: due, 84 days left (last day 2027-02-15)");
    expect(more).toEqual([]);
    for (let days = 0; days < 21; days += 1) await bench.advance(DAY_MS);
    expect(reminders()).toHaveLength(1);
    await bench.advance(DAY_MS);
    await bench.advance(DAY_MS);
    expect(reminders().at(-1)).toContain("G2 Two: overdue for 30 days");
    expect(reminders()).toHaveLength(2);
    const rows = await bench.database.db.select({ step: termReminder.step }).from(termReminder).orderBy(asc(termReminder.owedAt), asc(termReminder.step));
    expect(rows.map(({ step }) => step)).toEqual(["0", "90", "overdue-1"]);
  });

  test("come 180, 90 and 30 days before the end, on the last day, and every month after it", async () => {
    await register("G1 | One | separate | branch | term 2024-06-10 3 years");
    const said: string[] = [];
    // The day before, the day itself and the day after each.
    const looked = [18, 108, 168, 198, 228, 259].flatMap((day) => [day - 1, day, day + 1]);
    for (const [which, day] of looked.entries()) {
      await bench.advance((day - (looked[which - 1] ?? 0)) * DAY_MS);
      for (const text of reminders().slice(said.length)) said.push(text.split("\n")[2]?.slice(8) ?? "");
    }
    expect(said).toEqual([
      "180 days left (last day 2027-06-09)", "due, 90 days left (last day 2027-06-09)", "due, 30 days left (last day 2027-06-09)", "ends today (last day 2027-06-09)",
      "overdue for 30 days (last day 2027-06-09)", "overdue for 61 days (last day 2027-06-09)",
    ]);
  }, 120_000);

  test("wait for the morning, and an extension or a new term silences what is no longer true", async () => {
    await register("G2 | Two | joint | branch | term 2023-11-16 3 years");
    const before = told(bench, at.lead).length;
    await bench.advance(13 * 3_600_000);
    expect(told(bench, at.lead)).toHaveLength(before);
    await says("/term G2 2026-11-16 3 years");
    const after = told(bench, at.lead).length;
    await bench.advance(12 * 3_600_000);
    expect(told(bench, at.lead)).toHaveLength(after);
  });

  test("go to the leads only, and say nothing of another station", async () => {
    const other = await establish(bench, { name: "Second station" });
    await register("G2 | Two | joint | branch | term 2023-11-16 3 years");
    const [before, elsewhere] = [told(bench, at.lead).length, told(bench, other.lead).length];
    await bench.advance(0);
    expect(told(bench, at.lead)).toHaveLength(before + 1);
    expect(told(bench, other.lead)).toHaveLength(elsewhere);
    await bench.as(other.lead).types("/term G2");
    expect(bench.as(other.lead).reads().text).toContain("There is no such organization");
  });
});

test("9: an overdue term changes no coverage figure", async () => {
  await enterUnits(bench, at, { code: "U02" });
  await register("G2 | Two | joint | branch | term 2023-11-16 3 years | units U02");
  const covered = (day: string) => bench.database.db.$count(unit, isOrganizationCovered(day));
  expect([await covered("2026-11-15"), await covered("2026-11-16"), await covered("2028-01-01")]).toEqual([1, 1, 1]);
});

test("9: a term ends its years after it began, less a day; it is extended by a year at most; and the database itself refuses anything else", async () => {
  await register("G2 | Two | joint | branch | term 2023-11-16 3 years");
  expect((await terms())[0]).toMatchObject({ endsOn: "2026-11-15" });
  const { db } = bench.database;
  const extend = (day: string) => db.update(organizationTerm).set({ extendedThrough: day }).where(eq(organizationTerm.stationId, at.stationId));
  await expect(extend("2027-11-16")).rejects.toThrow();
  await expect(extend("2026-11-15")).rejects.toThrow();
  await extend("2027-11-15");
  await expect(db.execute("update organization_term set ends_on = '2030-01-01'")).rejects.toThrow();
});
