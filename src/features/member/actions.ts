import { randomInt } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { AccountId, Locale, Person, Result, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { account, consent, member, rollCall, station } from "../../db/schema.ts";
import { repliesCloseAt, stateOf } from "../activity/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { JOINING_PURPOSES } from "../consent/rules.ts";
import { aliasCode, readAnswers, type JoinPath, type JoinStep } from "./rules.ts";

const ALIAS_DRAWS = 20;

/** Somebody who acts by themselves, and the language in which they read what they agreed to. */
export interface Newcomer {
  readonly userId: number;
  readonly locale: Locale;
}

/** The account of somebody who acted by themselves: made at their first consent, found again ever after. */
export async function createAccount(tx: Tx, scope: Scope, { userId, locale }: Newcomer): Promise<AccountId> {
  const [row] = await tx.insert(account).values({
    userHash: scope.seal.fingerprint(userId), userSealed: scope.seal.seal(userId, "account"), locale,
    lastActiveAt: scope.now, createdAt: scope.now,
  }).onConflictDoUpdate({
    target: account.userHash, set: { lastActiveAt: scope.now, askedToStayAt: null, locale: sql`coalesce(${account.locale}, ${locale})` },
  }).returning({ id: account.id });
  if (row === undefined) throw new Error("an account was neither made nor found");
  return row.id as AccountId;
}

export async function findAccount(db: Database | Tx, scope: Scope, userId: number): Promise<Person["account"]> {
  const [row] = await db.select({ id: account.id, locale: account.locale, currentStationId: account.currentStationId })
    .from(account).where(eq(account.userHash, scope.seal.fingerprint(userId)));
  return row === undefined ? null : { ...row, id: row.id as AccountId };
}

/** The station behind a join link; null for an unknown or replaced code. */
export async function findStationToJoin(db: Database | Tx, path: Pick<JoinPath, "stationId" | "joinCode">): Promise<{ id: number; name: string } | null> {
  const [row] = await db.select({ id: station.id, name: station.name }).from(station)
    .where(and(eq(station.id, path.stationId), eq(station.joinCode, path.joinCode)));
  return row ?? null;
}

/** The join link of a station that the person already speaks of, as when a lead joins in private. */
export async function readJoinPathOf(scope: Scope, stationId: number): Promise<JoinPath | null> {
  const [row] = await scope.db.select({ joinCode: station.joinCode }).from(station).where(eq(station.id, stationId));
  return row ? { stationId, joinCode: row.joinCode, rollCallId: null, activityId: null } : null;
}

export async function isMemberOf(db: Database | Tx, accountId: number, stationId: number): Promise<boolean> {
  const rows = await db.select({ alias: member.alias }).from(member)
    .where(and(eq(member.accountId, accountId), eq(member.stationId, stationId)));
  return rows.length > 0;
}

/** Whether a member's check-in would be counted. */
export async function mayCheckIn(db: Database | Tx, accountId: number, stationId: number): Promise<boolean> {
  const rows = await db.select({ purpose: consent.purpose }).from(consent)
    .where(and(eq(consent.accountId, accountId), eq(consent.stationId, stationId), eq(consent.purpose, "attendance")));
  return rows.length > 0;
}

export async function isRollCallOpen(db: Database | Tx, scope: Scope, path: JoinPath): Promise<boolean> {
  if (path.rollCallId === null) return false;
  const rows = await db.select({ id: rollCall.id }).from(rollCall).where(and(
    eq(rollCall.stationId, path.stationId), eq(rollCall.id, path.rollCallId),
    isNull(rollCall.closedAt), gt(rollCall.closesAt, scope.now),
  ));
  return rows.length > 0;
}

/** Whether the activity that somebody came from has one time, and a reply to it would be taken now. */
async function isAnswerable(db: Database | Tx, scope: Scope, path: JoinPath): Promise<boolean> {
  if (path.activityId === null) return false;
  const [slot, other] = await db.select({
    announcedAt: activity.announcedAt, cancelledAt: activity.cancelledAt, heldAt: activity.heldAt, repliesCloseAt: activity.repliesCloseAt, startsAt: activitySlot.startsAt,
  }).from(activitySlot).innerJoin(activity, and(eq(activity.stationId, activitySlot.stationId), eq(activity.id, activitySlot.activityId)))
    .where(and(eq(activity.stationId, path.stationId), eq(activity.id, path.activityId))).limit(2);
  return slot !== undefined && other === undefined && stateOf(slot, scope.now) === "announced" && scope.now < repliesCloseAt(slot, slot);
}

/** Adds the member under a default alias that nobody at the station has. */
async function addMember(tx: Tx, row: Omit<typeof member.$inferInsert, "alias">, prefix: string): Promise<string> {
  for (let draw = 0; draw < ALIAS_DRAWS; draw += 1) {
    const [added] = await tx.insert(member).values({ ...row, alias: `${prefix}-${aliasCode((below) => randomInt(below))}` })
      .onConflictDoNothing().returning({ alias: member.alias });
    if (added) return added.alias;
  }
  throw new Error("no default alias was free");
}

export type JoinRefusal = "unknownCode" | "alreadyJoined";

/** The one transaction of joining: account, member, consents and the trail. Before it nothing is stored. */
export async function joinStation(
  scope: Scope,
  who: Newcomer & { readonly aliasPrefix: string },
  step: JoinStep,
): Promise<Result<JoinRefusal, { alias: string; stationId: number; stationName: string; isRollCallOpen: boolean; isAnswerable: boolean }>> {
  const answers = readAnswers(step.answers);
  return scope.act(async (tx) => {
    const found = await findStationToJoin(tx, step.path);
    if (!found) return { ok: false, reason: "unknownCode" };
    const known = await findAccount(tx, scope, who.userId);
    if (known && await isMemberOf(tx, known.id, found.id)) return { ok: false, reason: "alreadyJoined" };
    const accountId = await createAccount(tx, scope, who);
    const row = { stationId: found.id, accountId, aliasShown: answers.aliasShown, joinedAt: scope.now };
    const alias = await addMember(tx, row, who.aliasPrefix);
    await tx.insert(consent).values(JOINING_PURPOSES.filter((purpose) => purpose === "service" || answers[purpose])
      .map((purpose) => ({ stationId: found.id, accountId, purpose, textVersion: step.version, givenAt: scope.now })));
    await tx.update(account).set({ currentStationId: found.id, unreachableSince: null }).where(eq(account.id, accountId));
    await recordAudit(tx, { stationId: found.id, now: scope.now, actor: accountId }, "member.joined");
    return {
      ok: true, alias, stationId: found.id, stationName: found.name,
      isRollCallOpen: await isRollCallOpen(tx, scope, step.path), isAnswerable: await isAnswerable(tx, scope, step.path),
    };
  });
}
