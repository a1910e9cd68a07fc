import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account, affiliation, consent, consentProof, member, station } from "../../db/schema.ts";
import { localDate } from "../time/rules.ts";
import { removeAnswers, type AnswersGone } from "../trace/actions.ts";
import { CONSENT_VERSION, proofStatement, type Affiliation, type Purpose } from "./rules.ts";

/** Whether the speaking person has agreed to this purpose; ask it inside the acting transaction. */
export async function hasConsent(tx: Database | Tx, scope: StationScope, purpose: Purpose): Promise<boolean> {
  if (scope.actor === null) return false;
  const rows = await tx.select({ purpose: consent.purpose }).from(consent).where(and(
    eq(consent.stationId, scope.stationId), eq(consent.accountId, scope.actor), eq(consent.purpose, purpose),
  ));
  return rows.length > 0;
}

/** Takes consents out of force and keeps a keyed hash of each as proof; returns how many there were. */
export async function endConsents(
  tx: Tx,
  scope: Scope,
  of: { accountId: number; stationId?: number; purposes?: readonly Purpose[] },
): Promise<number> {
  const rows = await tx.delete(consent).where(and(
    eq(consent.accountId, of.accountId),
    of.stationId === undefined ? undefined : eq(consent.stationId, of.stationId),
    of.purposes === undefined ? undefined : inArray(consent.purpose, [...of.purposes]),
  )).returning();
  const [owner] = await tx.select({ sealed: account.userSealed }).from(account).where(eq(account.id, of.accountId));
  if (owner === undefined || rows.length === 0) return 0;
  const userId = scope.seal.open(owner.sealed, "account");
  await tx.insert(consentProof).values(rows.map((row) => ({
    stationId: row.stationId, purpose: row.purpose, textVersion: row.textVersion, givenAt: row.givenAt,
    proofHash: scope.seal.proof(proofStatement(userId, row)), withdrawnAt: scope.now,
  })));
  return rows.length;
}

/** The station, if this person has joined it; held, so that leaving waits for what is done here. */
async function holdMine(tx: Tx, me: AccountId, stationId: number): Promise<{ timeZone: string } | null> {
  const [row] = await tx.select({ timeZone: station.timeZone }).from(member).innerJoin(station, eq(station.id, member.stationId))
    .where(and(eq(member.accountId, me), eq(member.stationId, stationId))).for("no key update", { of: member });
  return row ?? null;
}

export interface PurposePage {
  readonly stationId: number;
  readonly stationName: string;
  readonly timeZone: string;
  readonly purpose: Purpose;
  readonly textVersion: string | null;
  readonly givenAt: Date | null;
  readonly affiliation: Affiliation | null;
}

/** One purpose as it stands for this person; null where they have not joined. */
export async function readPurpose(scope: Scope, me: AccountId, stationId: number, purpose: Purpose): Promise<PurposePage | null> {
  const [row] = await scope.db.select({
    stationId: member.stationId, stationName: station.name, timeZone: station.timeZone,
    textVersion: consent.textVersion, givenAt: consent.givenAt, affiliation: affiliation.kind,
  }).from(member).innerJoin(station, eq(station.id, member.stationId))
    .leftJoin(consent, and(
      eq(consent.stationId, member.stationId), eq(consent.accountId, member.accountId), eq(consent.purpose, purpose),
    ))
    .leftJoin(affiliation, and(eq(affiliation.stationId, member.stationId), eq(affiliation.accountId, member.accountId)))
    .where(and(eq(member.accountId, me), eq(member.stationId, stationId)));
  return row === undefined ? null : { ...row, purpose };
}

export type ConsentRefusal = "notMember" | "textChanged";

/** Agrees to one purpose, under the text that was on the screen. */
export async function giveConsent(
  scope: Scope,
  me: AccountId,
  asked: { stationId: number; purpose: "attendance" | "reminders"; version: string },
): Promise<Result<ConsentRefusal>> {
  if (asked.version !== CONSENT_VERSION) return { ok: false, reason: "textChanged" };
  return scope.act(async (tx) => {
    if (!await holdMine(tx, me, asked.stationId)) return { ok: false, reason: "notMember" };
    const older = await tx.select({ textVersion: consent.textVersion }).from(consent)
      .where(and(eq(consent.stationId, asked.stationId), eq(consent.accountId, me), eq(consent.purpose, asked.purpose), ne(consent.textVersion, asked.version)));
    if (older.length > 0) await endConsents(tx, scope, { accountId: me, stationId: asked.stationId, purposes: [asked.purpose] });
    await tx.insert(consent).values({
      stationId: asked.stationId, accountId: me, purpose: asked.purpose, textVersion: asked.version, givenAt: scope.now,
    }).onConflictDoNothing();
    return { ok: true };
  });
}

/** Withdraws one purpose; with "attendance" goes all that was answered under it, after it was folded into the numbers. */
export async function withdrawConsent(
  scope: Scope,
  me: AccountId,
  asked: { stationId: number; purpose: "attendance" | "reminders" },
): Promise<Result<ConsentRefusal, { gone: AnswersGone }>> {
  return scope.act(async (tx) => {
    if (!await holdMine(tx, me, asked.stationId)) return { ok: false, reason: "notMember" };
    await endConsents(tx, scope, { accountId: me, stationId: asked.stationId, purposes: [asked.purpose] });
    if (asked.purpose === "reminders") return { ok: true, gone: { checkIns: 0, replies: 0, votes: 0 } };
    return { ok: true, gone: await removeAnswers(tx, scope.now, { accountId: me, stationId: asked.stationId }) };
  });
}

/** Declares where one belongs; choosing is the consent, under the text that was on the screen. */
export async function declareAffiliation(
  scope: Scope,
  me: AccountId,
  asked: { stationId: number; kind: Affiliation; version: string },
): Promise<Result<ConsentRefusal>> {
  if (asked.version !== CONSENT_VERSION) return { ok: false, reason: "textChanged" };
  return scope.act(async (tx) => {
    const mine = await holdMine(tx, me, asked.stationId);
    if (!mine) return { ok: false, reason: "notMember" };
    const row = { stationId: asked.stationId, accountId: me, kind: asked.kind, fromOn: localDate(scope.now, mine.timeZone) };
    await tx.insert(affiliation).values(row).onConflictDoUpdate({
      target: [affiliation.stationId, affiliation.accountId], set: { kind: row.kind, fromOn: row.fromOn },
      setWhere: sql`${affiliation.kind} <> excluded.kind`,
    });
    await tx.insert(consent).values({
      stationId: asked.stationId, accountId: me, purpose: "affiliation", textVersion: asked.version, givenAt: scope.now,
    }).onConflictDoNothing();
    return { ok: true };
  });
}

export async function deleteAffiliation(scope: Scope, me: AccountId, stationId: number): Promise<Result<ConsentRefusal>> {
  return scope.act(async (tx) => {
    if (!await holdMine(tx, me, stationId)) return { ok: false, reason: "notMember" };
    await tx.delete(affiliation).where(and(eq(affiliation.accountId, me), eq(affiliation.stationId, stationId)));
    await endConsents(tx, scope, { accountId: me, stationId, purposes: ["affiliation"] });
    return { ok: true };
  });
}
