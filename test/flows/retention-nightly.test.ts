import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  account, auditEvent, consent, consentProof, draft, greetedChat, inbox, invitation, member, outbox, pace, pendingCommand, periodRun, rollCall,
} from "../../src/db/schema.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { due } from "../../src/features/retention/jobs.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { answers } from "../telegram/talk.ts";

const bench = useBench();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const ago = (ms: number) => new Date(bench.now().getTime() - ms);
const later = (ms: number) => new Date(bench.now().getTime() + ms);
const amounts = async () => (await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "retention.ran")))
  .map(({ stationId, objectKind, amount, actorId }) => ({ stationId, objectKind, amount, actorId }));

/** Turns the clock and looks away from what other features say on the way. */
async function turns(ms: number): Promise<void> {
  await bench.advance(ms);
  await bench.settle();
  bench.emulator.markAllSeen();
}

describe("what is kept, and for how long", () => {
  test("check-ins go after 180 days, and the head count stays", async () => {
    const ben = await enrol(bench, at, "Ben");
    await bench.as(at.lead, at.organizerGroup).types("/rollcall Meeting for 2h");
    await bench.settle();
    const inGroup = bench.as(ben, at.memberGroup);
    await inGroup.taps(inGroup.reads(), "✅ I'm here");
    await turns(3 * HOUR);
    const count = () => bench.database.db.$count(checkIn);
    await turns(179 * DAY);
    expect(await count()).toBe(1);
    await turns(DAY);
    expect(await count()).toBe(0);
    expect(await bench.database.db.select({ headCount: rollCall.headCount }).from(rollCall)).toEqual([{ headCount: 1 }]);
    expect(await amounts()).toEqual([{ stationId: at.stationId, objectKind: "check_in", amount: 1, actorId: null }]);
  });

  test("proofs of consent go three years after the withdrawal", async () => {
    await enrol(bench, at, "Ben");
    const proof = (withdrawnAt: Date) => ({
      stationId: at.stationId, proofHash: "x", purpose: "service" as const, textVersion: "1", givenAt: withdrawnAt, withdrawnAt,
    });
    await bench.database.db.insert(consentProof).values([proof(new Date("2023-11-23T00:00:00Z")), proof(new Date("2023-11-24T00:00:00Z"))]);
    await turns(MINUTE);
    expect(await bench.database.db.select({ at: consentProof.withdrawnAt }).from(consentProof)).toEqual([{ at: new Date("2023-11-24T00:00:00Z") }]);
    expect(await amounts()).toMatchObject([{ objectKind: "consent_proof", amount: 1 }]);
  });

  test("lines of the trail go after three years, though nobody else may delete them", async () => {
    await bench.database.db.insert(auditEvent).values([
      { stationId: at.stationId, at: new Date("2023-11-23T00:00:00Z"), action: "reach.read" },
      { stationId: at.stationId, at: new Date("2023-11-24T00:00:00Z"), action: "reach.read" },
    ]);
    await expect(bench.database.db.delete(auditEvent)).rejects.toThrow();
    await turns(MINUTE);
    const reads = await bench.database.db.select({ at: auditEvent.at }).from(auditEvent).where(eq(auditEvent.action, "reach.read"));
    expect(reads).toEqual([{ at: new Date("2023-11-24T00:00:00Z") }]);
    expect(await amounts()).toMatchObject([{ objectKind: "audit_event", amount: 1 }]);
    await expect(bench.database.db.delete(auditEvent)).rejects.toThrow();
  });

  test("a night on which nothing is old enough says nothing in the trail", async () => {
    await turns(DAY);
    expect(await amounts()).toEqual([]);
  });

  test("ids of settled updates go after 48 hours, so that a repeat is known until then", async () => {
    const settled = (updateId: number, ms: number) => ({ updateId, state: "done" as const, readyAt: ago(ms), receivedAt: ago(ms), settledAt: ago(ms) });
    await bench.database.db.insert(inbox).values([settled(1, 49 * HOUR), settled(2, 47 * HOUR), { ...settled(3, 49 * HOUR), state: "ignored" }]);
    await turns(MINUTE);
    const left = await bench.database.db.select({ id: inbox.updateId }).from(inbox).where(sql`${inbox.updateId} < 10`);
    expect(left).toEqual([{ id: 2 }]);
  });

  test("the body of an update that failed for good is gone within a day", async () => {
    const body = { update_id: 1, message: { text: "personal" } };
    await bench.database.db.insert(inbox).values({ updateId: 1, state: "parked", body, readyAt: bench.now(), receivedAt: bench.now(), settledAt: bench.now() });
    const read = async () => (await bench.database.db.select({ body: inbox.body }).from(inbox).where(eq(inbox.updateId, 1))).map((row) => row.body);
    await turns(22 * HOUR);
    expect(await read()).toEqual([body]);
    await turns(2 * HOUR);
    expect(await read()).toEqual([null]);
    await turns(30 * DAY);
    expect(await read()).toEqual([]);
  });

  test("a message that could not be sent is shown for 30 days", async () => {
    await bench.database.db.insert(outbox).values({
      kind: "rollcall.board", key: "dead", payload: {}, lane: 0, state: "dead", runAt: bench.now(), createdAt: bench.now(),
    });
    await turns(29 * DAY);
    expect(await bench.database.db.$count(outbox, eq(outbox.key, "dead"))).toBe(1);
    await turns(2 * DAY);
    expect(await bench.database.db.$count(outbox, eq(outbox.key, "dead"))).toBe(0);
  });

  test("invitations, kept commands and drafts go once they have expired", async () => {
    const { db } = bench.database;
    const ben = await enrol(bench, at, "Ben");
    const [own] = await db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(ben.id)));
    const hash = (name: string) => ({ codeHash: name, expiresAt: name === "old" ? ago(1) : later(2 * HOUR) });
    await db.insert(invitation).values(["old", "new"].map((name) => ({
      ...hash(name), stationId: at.stationId, purpose: "chat" as const, terms: {}, createdAt: ago(HOUR),
    })));
    await db.insert(pendingCommand).values(["old", "new"].map((name) => ({ ...hash(name), telegramChatId: 1, text: "/setup" })));
    await db.insert(draft).values({ accountId: own?.id ?? 0, kind: "alias", content: {}, expiresAt: ago(1) });
    await turns(HOUR);
    expect((await db.select().from(invitation)).map((row) => row.codeHash)).toEqual(["new"]);
    expect((await db.select().from(pendingCommand)).map((row) => row.codeHash)).toEqual(["new"]);
    expect(await db.select().from(draft)).toEqual([]);
  });

  test("the pace of a group that has been idle for an hour goes, unless Telegram's pause still holds", async () => {
    const row = (scope: string, updatedAt: Date, pausedUntil: Date | null) => ({ scope, recent: [], updatedAt, pausedUntil });
    await bench.database.db.insert(pace).values([
      row("group:-1", ago(2 * HOUR), null), row("group:-2", bench.now(), null), row("group:-3", ago(2 * HOUR), later(HOUR)),
    ]);
    await turns(MINUTE);
    expect((await bench.database.db.select().from(pace).orderBy(pace.scope)).map((left) => left.scope).filter((scope) => /-[123]$/.test(scope)))
      .toEqual(["group:-2", "group:-3"]);
  });

  test("a group that was greeted once stays greeted", async () => {
    await bench.database.db.insert(greetedChat).values({ telegramChatId: -5, greetedAt: ago(900 * DAY) });
    await turns(DAY);
    expect(await bench.database.db.$count(greetedChat, eq(greetedChat.telegramChatId, -5))).toBe(1);
  });

  test("the ledger of what was done forgets after two months", async () => {
    await bench.database.db.insert(periodRun).values({ name: "retention.hour", period: "old", at: ago(61 * DAY) });
    await turns(MINUTE);
    expect(await bench.database.db.$count(periodRun, eq(periodRun.period, "old"))).toBe(0);
  });
});

describe("somebody who has done nothing for two years", () => {
  async function silentBen(does: (ben: Person) => void = () => undefined) {
    const ben = bench.as(await enrol(bench, at, "Ben"));
    does(ben.person);
    await bench.run();
    await bench.database.db.update(account).set({ lastActiveAt: new Date("2024-11-23T00:00:00Z") })
      .where(eq(account.userHash, bench.seal.fingerprint(ben.person.id)));
    return ben;
  }
  const questions = (ben: Person) => bench.emulator.messages(ben).filter((message) => message.text.includes("two years")).length;
  const hasBen = async () => await bench.database.db.$count(member) === 1;

  test("is asked once in private, with a button to stay", async () => {
    const ben = await silentBen();
    await bench.advance(MINUTE);
    expect(ben.reads().text).toContain("You have not used me for two years.");
    await bench.advance(DAY);
    await bench.advance(5 * DAY);
    expect(questions(ben.person)).toBe(1);
    expect(await hasBen()).toBe(true);
  });

  test("is kept for another two years after “keep my data”", async () => {
    const ben = await silentBen();
    await bench.advance(MINUTE);
    await answers(ben, "Keep my data");
    expect(ben.reads().text).toContain("your data stay");
    await turns(40 * DAY);
    expect(await hasBen()).toBe(true);
    await turns(680 * DAY);
    expect(questions(ben.person)).toBe(0);
    await turns(20 * DAY);
    expect(questions(ben.person)).toBe(1);
  });

  test("is erased if 30 days pass in silence, with all that C.6 asks", async () => {
    const ben = await silentBen();
    await turns(MINUTE);
    await turns(29 * DAY);
    expect(await hasBen()).toBe(true);
    await turns(DAY);
    expect(await hasBen()).toBe(false);
    expect(await bench.database.db.$count(consent)).toBe(0);
    expect((await bench.database.db.select().from(consentProof)).length).toBe(3);
    expect(await bench.database.db.$count(account, eq(account.userHash, bench.seal.fingerprint(ben.person.id)))).toBe(0);
    expect(await bench.database.db.$count(auditEvent, eq(auditEvent.action, "member.erased"))).toBe(1);
  });

  test("is kept if they do anything else meanwhile", async () => {
    const ben = await silentBen();
    await turns(MINUTE);
    await bench.advance(20 * DAY);
    await ben.types("/mydata");
    ben.reads();
    await turns(20 * DAY);
    expect(await hasBen()).toBe(true);
  });

  test("and has blocked the bot cannot be asked, and is erased after the same time", async () => {
    await silentBen((ben) => bench.emulator.block(ben));
    bench.expectFailures();
    await turns(MINUTE);
    await turns(29 * DAY);
    expect(await hasBen()).toBe(true);
    await turns(DAY);
    expect(await hasBen()).toBe(false);
  });

  test("whose question was late has their thirty days from the question", async () => {
    await silentBen();
    bench.emulator.fault({ kind: "tooMany", method: "sendMessage", retryAfter: 10 * 24 * 3600 });
    bench.expectFailures();
    await bench.advance(MINUTE);
    await turns(10 * DAY);
    const [asked] = await bench.database.db.select({ at: account.askedToStayAt }).from(account).where(sql`${account.askedToStayAt} is not null`);
    expect(asked?.at?.getTime()).toBeGreaterThanOrEqual(ago(DAY).getTime());
    await turns(25 * DAY);
    expect(await hasBen()).toBe(true);
    await turns(6 * DAY);
    expect(await hasBen()).toBe(false);
  });
});

describe("the night", () => {
  const nights = async () => (await bench.database.db.select().from(periodRun).where(sql`${periodRun.name} like 'retention.station:%'`))
    .map((row) => row.period).toSorted();

  test("comes at three in the morning of the station, once", async () => {
    await turns(MINUTE);
    expect(await nights()).toEqual(["2026-11-23"]);
    await turns(16 * HOUR);
    expect(await nights()).toEqual(["2026-11-23"]);
    await turns(HOUR);
    expect(await nights()).toEqual(["2026-11-23", "2026-11-24"]);
  });

  test("is made up for after an outage", async () => {
    await turns(MINUTE);
    await turns(3 * DAY + 5 * HOUR);
    expect(await nights()).toEqual(["2026-11-23", "2026-11-26"]);
  });

  test("is done once, however many processes come to it", async () => {
    const old = (day: number) => ({ stationId: at.stationId, at: new Date(Date.UTC(2020, 0, day)), action: "reach.read" });
    await bench.database.db.insert(auditEvent).values([old(1), old(2)]);
    await Promise.all([1, 2, 3].map(() => due(bench.scope(), bench.app.setting)));
    expect(await amounts()).toEqual([{ stationId: at.stationId, objectKind: "audit_event", amount: 2, actorId: null }]);
  });
});
