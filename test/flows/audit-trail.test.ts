import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { account, auditEvent } from "../../src/db/schema.ts";
import { AUDIT_ACTIONS } from "../../src/features/audit/actions.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();

async function grants(at: Established, role: string, to: ReturnType<typeof bench.as>): Promise<void> {
  await bench.as(at.lead).types(`/role grant ${role}`);
  await to.starts(/start=(\S+)/.exec(bench.as(at.lead).reads().text)?.[1]);
  await answers(to, to.reads().keyboard[0]?.[0]?.text ?? "");
  bench.emulator.markAllSeen();
}

const linesOf = (text: string) => text.split("\n").filter((line) => line.includes(" · ")).slice(1);
const accountOf = async (userId: number) =>
  (await bench.database.db.select().from(account).where(eq(account.userHash, bench.seal.fingerprint(userId))))[0]?.id ?? 0;

async function fill(at: Established, count: number): Promise<void> {
  await bench.database.db.insert(auditEvent).values(Array.from({ length: count }, () => ({
    stationId: at.stationId, at: bench.now(), action: "rollcall.opened", objectKind: "roll_call", objectId: 1,
  })));
}

describe("/audit", () => {
  test("tells the lead in words who did what and when, newest first", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben", { aliasShown: true }));
    await bench.as(at.lead).types("/audit");
    const { text } = bench.as(at.lead).reads();
    const lines = linesOf(text);
    expect(text).toContain("Audit trail · Example station");
    expect(lines[0]).toMatch(/^Mon 23 Nov, 10:\d\d · somebody joined$/);
    expect(lines.at(-1)).toMatch(/^Mon 23 Nov, 10:\d\d · set up the station · you$/);
    expect(text).not.toContain(ben.person.firstName);
  });

  test("names somebody who holds a role by the alias they chose to show", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben", { aliasShown: true }));
    await grants(at, "organizer", ben);
    await ben.types("/rollcall Secret title for 2h");
    await bench.settle();
    bench.emulator.markAllSeen();
    await bench.as(at.lead).types("/audit");
    expect(linesOf(bench.as(at.lead).reads().text)[0]).toMatch(/opened a roll call · an organizer \(Member-\w{4}\)$/);
  });

  test("names an alias only where it is shown, else the role", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await grants(at, "organizer", ben);
    await ben.types("/rollcall Secret title for 2h");
    await bench.settle();
    bench.emulator.markAllSeen();
    await bench.as(at.lead).types("/audit");
    const { text } = bench.as(at.lead).reads();
    expect(linesOf(text)[0]).toContain("opened a roll call · an organizer");
    expect(text).not.toContain("Secret title");
    expect(text).not.toContain("Member-");
  });

  test("shows an erased person as erased", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben", { aliasShown: true }));
    await ben.types("/forgetme");
    await answers(ben, "Erase everything about me");
    ben.reads();
    await bench.as(at.lead).types("/audit");
    expect(linesOf(bench.as(at.lead).reads().text).slice(0, 2)).toEqual([
      expect.stringContaining("somebody erased all their data · an erased person"),
      expect.stringContaining("somebody joined · an erased person"),
    ]);
  });

  test("shows what the night deleted, as the bot's own doing", async () => {
    const at = await establish(bench);
    await bench.database.db.insert(auditEvent).values({ stationId: at.stationId, at: bench.now(), action: "retention.ran", objectKind: "check_in", amount: 12 });
    await bench.as(at.lead).types("/audit");
    expect(linesOf(bench.as(at.lead).reads().text)[0]).toContain("check-ins deleted by age: 12 · automatic");
  });

  test("is itself recorded, each page of it", async () => {
    const at = await establish(bench);
    await fill(at, 30);
    const lead = bench.as(at.lead);
    await lead.types("/audit");
    await answers(lead, "Older");
    lead.reads();
    const looks = await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "audit.read"));
    expect(looks.map((line) => line.actorId)).toEqual([await accountOf(at.lead.id), await accountOf(at.lead.id)]);
  });

  test("is turned page by page, twenty lines each, down to the first", async () => {
    const at = await establish(bench);
    await fill(at, 45);
    const lead = bench.as(at.lead);
    await lead.types("/audit");
    const seen: number[] = [];
    for (let page = 0; page < 2; page += 1) {
      seen.push(linesOf(lead.reads().text).length);
      await answers(lead, "Older");
    }
    expect(seen).toEqual([20, 20]);
    const last = lead.reads();
    expect(linesOf(last.text).at(-1)).toContain("set up the station");
    expect(labels(last)).toEqual([]);
  });

  test("is open to an auditor, and to nobody below", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await grants(at, "auditor", ben);
    await ben.types("/audit");
    expect(ben.reads().text).toContain("Audit trail");
    const wen = bench.as(await enrol(bench, at, "Wen"));
    await grants(at, "organizer", wen);
    await wen.types("/audit");
    expect(wen.reads().text).toContain("Not found");
    const stranger = bench.as(bench.emulator.addPerson({ firstName: "Stranger", languageCode: "en" }));
    await stranger.types("/audit");
    expect(stranger.reads().text).toBe(wen.reads().text);
  });

  test("gives no page of another station to a forged button", async () => {
    const mine = await establish(bench);
    const other = await establish(bench, { name: "Second station" });
    const lead = bench.as(mine.lead);
    await lead.types("/audit");
    const shown = lead.reads();
    const tap = await lead.forges(shown, `audit:page:${other.stationId}:999999`);
    expect(tap.toast).toContain("Not found");
    expect(bench.emulator.message(shown).text).toBe(shown.text);
  });

  test("has words for everything that can be recorded", () => {
    expect(Object.keys(zhCN.audit.actions).toSorted()).toEqual([...AUDIT_ACTIONS].toSorted());
  });

  test("speaks Chinese to whoever does", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    await bench.as(at.lead).types("/audit");
    expect(bench.as(at.lead).reads().text).toMatch(/审计记录 · Example station\n\n11月23日（周一）10:\d\d · .+ · 您/);
  });
});
