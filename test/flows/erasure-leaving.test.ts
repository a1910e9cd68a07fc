import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { AccountId } from "../../src/context.ts";
import { readRows } from "../../src/db/client.ts";
import {
  account, affiliation, auditEvent, consent, consentProof, draft, inbox, member, outbox, roleGrant, rollCall,
} from "../../src/db/schema.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { closeRollCall } from "../../src/features/closing/actions.ts";
import { proofStatement } from "../../src/features/consent/rules.ts";
import { eraseMe, leaveStation } from "../../src/features/erasure/actions.ts";
import { onServer } from "../setup/needs.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { answers, told } from "../telegram/talk.ts";

const bench = useBench();
const MINUTE = 60_000;
type Actor = ReturnType<typeof bench.as>;

const rows = {
  accounts: () => bench.database.db.select().from(account),
  members: () => bench.database.db.select().from(member),
  consents: () => bench.database.db.select().from(consent),
  proofs: () => bench.database.db.select().from(consentProof),
  trail: () => bench.database.db.select().from(auditEvent),
};

async function opensRollCall(at: Established): Promise<void> {
  await bench.as(at.lead, at.organizerGroup).types("/rollcall Meeting for 2h");
  await bench.settle();
  bench.emulator.markAllSeen();
}

async function checksIn(at: Established, actor: Actor): Promise<void> {
  const inGroup = bench.as(actor.person, at.memberGroup);
  await inGroup.taps(inGroup.reads(), "✅ I'm here");
  await bench.settle();
  bench.emulator.markAllSeen();
}

async function passesTwoHours(): Promise<void> {
  await bench.advance(121 * MINUTE);
  await bench.settle();
  bench.emulator.markAllSeen();
}

const headCounts = async () => (await bench.database.db.select({ headCount: rollCall.headCount }).from(rollCall)).map((row) => row.headCount);

describe("/leave", () => {
  test("one station, one confirmation, and it says what went", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await opensRollCall(at);
    await checksIn(at, ben);
    await ben.types("/leave");
    expect(ben.reads().text).toContain("Leave “Example station”?");
    await answers(ben, "Leave");
    const { text } = ben.reads();
    expect(text).toContain("You have left “Example station”. Deleted:");
    expect(text).toContain("consents: 3");
    expect(text).toContain("check-ins: 1");
    expect(await rows.members()).toEqual([]);
    expect(await bench.database.db.select().from(checkIn)).toEqual([]);
    await passesTwoHours();
    expect(await headCounts()).toEqual([1]);
  });

  test("never takes more taps than joining", async () => {
    const at = await establish(bench);
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.starts(at.joinPayload);
    const joining = ["I am 18 or over, go on", "Yes", "Yes", "Yes", "No"];
    await answers(wen, ...joining);
    expect(told(bench, wen.person).at(-2)).toContain("You have joined");
    await wen.types("/leave");
    const leaving = ["Leave"];
    await answers(wen, ...leaving);
    expect(wen.reads().text).toContain("You have left");
    expect(leaving.length).toBeLessThanOrEqual(joining.length);
  });

  test("the last station left means that nothing is known of the person any more", async () => {
    const at = await establish(bench);
    const before = await rows.accounts();
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.types("/leave");
    await answers(ben, "Leave");
    expect(ben.reads().text).toContain("I no longer know you");
    expect(await rows.accounts()).toEqual(before);
    expect((await rows.trail()).filter((line) => line.action === "member.left")).toMatchObject([{ actorId: null, actorErased: true }]);
    await ben.types("/mydata");
    expect(ben.reads().text).toBe("There is nothing about you.");
  });

  test("with several stations it asks which, and leaves the other as it was", async () => {
    const first = await establish(bench);
    const second = await establish(bench, { name: "Second station" });
    const ben = bench.as(await enrol(bench, first, "Ben"));
    await ben.starts(second.joinPayload);
    await answers(ben, "I am 18 or over, go on", "Yes", "Yes", "No", "No", "Floating");
    bench.emulator.markAllSeen();
    await ben.types("/leave");
    expect(ben.reads().text).toBe("Which one do you want to leave?");
    await answers(ben, "Second station", "Leave");
    expect(ben.reads().text).toContain("Nothing has changed at your other stations.");
    expect((await rows.members()).map((row) => row.stationId)).toEqual([first.stationId]);
    expect((await rows.consents()).map((row) => row.stationId)).toEqual([first.stationId, first.stationId, first.stationId]);
    expect(await bench.database.db.select().from(affiliation)).toEqual([]);
    expect(await rows.accounts()).toHaveLength(3);
  });

  test("keeps of each consent a proof that can be checked by who knows the person, and read by nobody", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await bench.advance(MINUTE);
    await ben.types("/leave");
    await answers(ben, "Leave");
    ben.reads();
    const proofs = await rows.proofs();
    expect(proofs.map((proof) => proof.purpose).toSorted()).toEqual(["attendance", "reminders", "service"]);
    for (const proof of proofs) expect(proof.proofHash).toBe(bench.seal.proof(proofStatement(ben.person.id, proof)));
  });

  test("ends the roles held there", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await bench.as(at.lead).types("/role grant organizer");
    await ben.starts(/start=(\S+)/.exec(bench.as(at.lead).reads().text)?.[1]);
    await answers(ben, ben.reads().keyboard[0]?.[0]?.text ?? "");
    bench.emulator.markAllSeen();
    await ben.types("/leave");
    await answers(ben, "Leave");
    expect(ben.reads().text).toContain("roles: 1");
    await ben.types("/rollcall Meeting for 2h");
    bench.emulator.markAllSeen();
    expect(await bench.database.db.select().from(rollCall)).toEqual([]);
  });

  test("the only lead must first hand over, and is told how", async () => {
    const at = await establish(bench);
    const lead = bench.as(at.lead);
    await lead.types("/leave");
    await answers(lead, "Leave");
    expect(lead.reads().text).toContain("You are the only lead here.");
    expect((await bench.database.db.select().from(roleGrant)).map((row) => row.revokedAt)).toEqual([null]);
  });

  test("a confirmation older than fifteen minutes does nothing", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.types("/leave");
    await bench.advance(17 * MINUTE);
    await answers(ben, "Leave");
    expect(ben.reads().text).toContain("nothing was deleted");
    expect(await rows.members()).toHaveLength(1);
  });

  test("may be changed one's mind about", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.types("/leave");
    await answers(ben, "Keep things as they are");
    expect(ben.reads().text).toBe("All right, nothing has changed.");
    expect(await rows.members()).toHaveLength(1);
  });

  test("by somebody who never joined is answered kindly", async () => {
    await establish(bench);
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.types("/leave");
    expect(wen.reads().text).toBe("You have not joined any station.");
  });

  test("a forged button takes nobody out of a station that they are not in", async () => {
    const at = await establish(bench);
    await enrol(bench, at, "Ben");
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.types("/leave");
    const minute = Math.floor(bench.now().getTime() / MINUTE).toString(36);
    await wen.forges(wen.reads(), `erasure:left:${at.stationId}:${minute}`);
    expect(wen.reads().text).toContain("You have not joined this station");
    expect(await rows.members()).toHaveLength(1);
  });

  test("one may join again afterwards, as somebody new", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    const [before] = await rows.members();
    await ben.types("/leave");
    await answers(ben, "Leave");
    ben.reads();
    await ben.starts(at.joinPayload);
    await answers(ben, "I am 18 or over, go on", "Yes", "No", "No", "No");
    bench.emulator.markAllSeen();
    const [after] = await rows.members();
    expect(after?.accountId).not.toBe(before?.accountId);
  });
});

const CANARY_ACCOUNT = 777_000_777;
const CANARY_USER = 5_557_700_123;
const CANARY_ALIAS = "CanaryBird";

/** Where in the whole database a text still stands: every column of every table, as text. */
async function findEverywhere(text: string): Promise<string[]> {
  const { db } = bench.database;
  const columns = await readRows(db, sql`select table_name, column_name from information_schema.columns where table_schema = 'public'`);
  const found: string[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    const hits = await readRows(db, sql`select 1 as hit from ${sql.identifier(String(table))}
      where ${sql.identifier(String(column))}::text like ${`%${text}%`}`);
    if (hits.length > 0) found.push(`${String(table)}.${String(column)}`);
  }
  return found.toSorted();
}

/** Somebody who has left a trace in every place that can hold one. */
async function leavesTracesEverywhere(at: Established): Promise<Actor> {
  const { db } = bench.database;
  await db.insert(account).overridingSystemValue().values({
    id: CANARY_ACCOUNT, userHash: bench.seal.fingerprint(CANARY_USER), userSealed: bench.seal.seal(CANARY_USER, "account"),
    lastActiveAt: bench.now(), createdAt: bench.now(),
  });
  const person = bench.emulator.addPerson({ firstName: "Canary", languageCode: "en", id: CANARY_USER });
  const ben = bench.as(person);
  await ben.starts(at.joinPayload);
  await answers(ben, "I am 18 or over, go on", "Yes", "Yes", "Yes", "Yes", "Floating", "See my data", "✅ Reminders", "Withdraw", "Back", "Change alias");
  await ben.types(CANARY_ALIAS);
  await bench.as(at.lead).types("/role grant station_lead");
  const link = /start=(\S+)/.exec(bench.as(at.lead).reads().text)?.[1];
  if (link === undefined) throw new Error("no link to offer a role was told");
  await ben.starts(link);
  await answers(ben, ben.reads().keyboard[0]?.[0]?.text ?? "");
  bench.emulator.join(person, at.organizerGroup);
  bench.emulator.join(person, at.memberGroup);
  bench.emulator.promote(person, at.organizerGroup);
  await bench.as(person, at.organizerGroup).types("/rollcall Canary meeting for 2h");
  await bench.settle();
  await checksIn(at, ben);
  await ben.types("/chat link");
  await ben.types("/role grant organizer");
  await ben.types("/audit");
  await ben.types("/mydata");
  await answers(ben, "Change alias");
  bench.emulator.markAllSeen();
  const parkedAt = { readyAt: bench.now(), receivedAt: bench.now(), settledAt: bench.now() };
  await db.insert(inbox).values({ ...parkedAt, updateId: 1, state: "parked", body: { update_id: 1, message: { from: { id: CANARY_USER }, text: "lost" } } });
  await db.insert(outbox).values({
    kind: "notice.dead", key: `${at.stationId}:${CANARY_ACCOUNT}`, payload: { stationId: at.stationId, accountId: CANARY_ACCOUNT },
    lane: 1, state: "dead", runAt: bench.now(), createdAt: bench.now(),
  });
  return ben;
}

describe("leaving while a roll call closes", () => {
  onServer("counts everybody once, whoever comes first", async () => {
    const at = await establish(bench);
    const { db } = bench.database;
    for (let round = 0; round < 5; round += 1) {
      const [call] = await db.insert(rollCall).values({
        stationId: at.stationId, title: "Meeting", openedAt: bench.now(), closesAt: bench.now(), offersOnWay: false, offersNotToday: false,
      }).returning({ id: rollCall.id });
      const people = await db.insert(account).values(Array.from({ length: 12 }, (_, i) => ({
        userHash: `${round}-${i}`, userSealed: bench.seal.seal(i + 1, "account"), lastActiveAt: bench.now(), createdAt: bench.now(),
      }))).returning({ id: account.id });
      const rollCallId = call?.id ?? 0;
      await db.insert(member).values(people.map(({ id }) => ({ stationId: at.stationId, accountId: id, alias: `M${id}`, joinedAt: bench.now() })));
      await db.insert(checkIn).values(people.map(({ id }) => ({
        stationId: at.stationId, rollCallId, accountId: id, answer: "here" as const, method: "button" as const, at: bench.now(),
      })));
      const leaves = people.slice(0, 8).map(({ id }) => leaveStation(bench.scope(), id as AccountId, at.stationId));
      await Promise.all([...leaves.slice(0, 4), closes(rollCallId, at.stationId), ...leaves.slice(4)]);
      const [closed] = await db.select({ headCount: rollCall.headCount }).from(rollCall).where(eq(rollCall.id, rollCallId));
      expect(closed).toEqual({ headCount: 12 });
    }
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  const closes = (rollCallId: number, stationId: number) =>
    bench.scope().act((tx) => closeRollCall(tx, bench.now(), { stationId, rollCallId }));
});

describe("/forgetme", () => {
  test("leaves not one trace of the person in any column of any table", async () => {
    const at = await establish(bench);
    const ben = await leavesTracesEverywhere(at);
    const hash = bench.seal.fingerprint(CANARY_USER);
    const places = await findEverywhere(String(CANARY_ACCOUNT));
    expect(places).toEqual(expect.arrayContaining([
      "account.id", "affiliation.account_id", "audit_event.actor_id", "check_in.account_id", "consent.account_id", "draft.account_id",
      "invitation.created_by", "member.account_id", "outbox.payload", "role_grant.account_id", "roll_call.opened_by",
    ]));
    expect(await findEverywhere(String(CANARY_USER))).toContain("inbox.body");
    await ben.types("/forgetme");
    await answers(ben, "Erase everything about me");
    expect(ben.reads().text).toContain("Deleted (Example station):");
    await bench.settle();
    bench.emulator.markAllSeen();
    for (const canary of [String(CANARY_ACCOUNT), String(CANARY_USER), hash, CANARY_ALIAS]) {
      expect(await findEverywhere(canary), canary).toEqual([]);
    }
  });

  test("keeps the numbers, the proofs and the trail, which now names nobody", async () => {
    const at = await establish(bench);
    const ben = await leavesTracesEverywhere(at);
    const lines = (await rows.trail()).length;
    await ben.types("/forgetme");
    await answers(ben, "Erase everything about me");
    const { text } = ben.reads();
    expect(text).toContain("check-ins: 1");
    expect(text).toContain("What stays no longer points to you:");
    expect(text).toContain("as a keyed hash, deleted after 3 years");
    await passesTwoHours();
    expect(await headCounts()).toEqual([1]);
    expect((await rows.proofs()).map((proof) => proof.purpose).toSorted()).toEqual(["affiliation", "attendance", "reminders", "service"]);
    const trail = await rows.trail();
    expect(trail.length).toBeGreaterThan(lines);
    expect(trail.filter((line) => line.action === "member.erased")).toMatchObject([{ actorId: null, actorErased: true }]);
    expect(await bench.database.db.select({ openedBy: rollCall.openedBy }).from(rollCall)).toEqual([{ openedBy: null }]);
  });

  test("a second run is harmless and says that there is nothing", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.types("/forgetme");
    const asked = ben.reads();
    const data = asked.keyboard[0]?.[0]?.callback_data ?? "";
    await ben.forges(asked, data);
    expect(bench.emulator.message(asked).text).toContain("Deleted (Example station)");
    const trail = await rows.trail();
    await ben.forges(asked, data);
    expect(bench.emulator.message(asked).text).toBe("There is nothing about you.");
    await ben.types("/forgetme");
    expect(ben.reads().text).toBe("There is nothing about you.");
    expect(await rows.trail()).toEqual(trail);
  });

  onServer("twice at the same moment erases once", async () => {
    const at = await establish(bench);
    const ben = await enrol(bench, at, "Ben");
    const [own] = await bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(ben.id)));
    const results = await Promise.all([1, 2, 3].map(() => eraseMe(bench.scope(), own?.id as AccountId)));
    expect(results.filter((erased) => erased !== null)).toHaveLength(1);
    expect((await rows.trail()).filter((line) => line.action === "member.erased")).toHaveLength(1);
    expect(await rows.proofs()).toHaveLength(3);
  });

  test("the button expires after fifteen minutes", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.types("/forgetme");
    await bench.advance(17 * MINUTE);
    await answers(ben, "Erase everything about me");
    expect(ben.reads().text).toContain("older than 15 minutes");
    expect(await rows.members()).toHaveLength(1);
  });

  test("the only lead is warned, may erase all the same, and hears that nobody leads now", async () => {
    const at = await establish(bench);
    const lead = bench.as(at.lead);
    await lead.types("/forgetme");
    expect(lead.reads().text).toContain("⚠️ You are the only lead of “Example station”.");
    await answers(lead, "Erase everything about me");
    expect(lead.reads().text).toContain("“Example station” now has no lead.");
    expect(await rows.accounts()).toEqual([]);
  });

  test("a lead beside another is not warned", async () => {
    const at = await establish(bench);
    const ben = await leavesTracesEverywhere(at);
    await ben.types("/forgetme");
    expect(ben.reads().text).not.toContain("only lead");
  });

  test("covers all stations at once, and leaves everybody else alone", async () => {
    const first = await establish(bench);
    const second = await establish(bench, { name: "Second station" });
    const ben = bench.as(await enrol(bench, first, "Ben"));
    await enrol(bench, first, "Wen");
    await ben.starts(second.joinPayload);
    await answers(ben, "I am 18 or over, go on", "Yes", "Yes", "No", "No");
    bench.emulator.markAllSeen();
    await ben.types("/forgetme");
    expect(ben.reads().text).toContain("At: Example station, Second station");
    await answers(ben, "Erase everything about me");
    ben.reads();
    expect(await rows.members()).toHaveLength(1);
    expect(await rows.consents()).toHaveLength(3);
    expect(await bench.database.db.select().from(draft)).toEqual([]);
  });

  test("a check-in at a roll call that is still open stays in its number", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    const wen = bench.as(await enrol(bench, at, "Wen"));
    await opensRollCall(at);
    await checksIn(at, ben);
    await checksIn(at, wen);
    await ben.types("/forgetme");
    await answers(ben, "Erase everything about me");
    ben.reads();
    await passesTwoHours();
    expect(await headCounts()).toEqual([2]);
  });

  test("somebody who only held a role can erase themselves too", async () => {
    const at = await establish(bench);
    await bench.as(at.lead).types("/role grant organizer");
    const link = /start=(\S+)/.exec(bench.as(at.lead).reads().text)?.[1];
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.starts(link);
    await answers(wen, wen.reads().keyboard[0]?.[0]?.text ?? "");
    bench.emulator.markAllSeen();
    await wen.types("/forgetme");
    await answers(wen, "Erase everything about me");
    expect(wen.reads().text).toContain("roles: 1");
    expect(await rows.accounts()).toHaveLength(1);
  });
});
