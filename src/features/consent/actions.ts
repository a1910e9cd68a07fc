import { and, asc, eq, exists, inArray, isNull, sql, type SQL } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account, affiliation, consent, consentProof, member, rollCall, station } from "../../db/schema.ts";
import { checkIn } from "../../db/schema-reply.ts";
import { localDate } from "../time/rules.ts";
import { CONSENT_VERSION, proofStatement, type Affiliation, type Purpose } from "./rules.ts";

/** Whether the speaking person has agreed to this purpose; ask it inside the acting transaction. */
export async function hasConsent(tx: Database | Tx, scope: StationScope, purpose: Purpose): Promise<boolean> {
  if (scope.actor === null) return false;
  const rows = await tx.select({ purpose: consent.purpose }).from(consent).where(and(
    eq(consent.stationId, scope.stationId), eq(consent.accountId, scope.actor), eq(consent.purpose, purpose),
  ));
  return rows.length > 0;
}

/** Deletes check-ins; what an open roll call counted stays in its number, a closed one has folded already. Returns how many went. */
export async function foldCheckIns(tx: Tx, which: SQL): Promise<number> {
  const own = tx.select({ one: sql`1` }).from(checkIn)
    .where(and(eq(checkIn.stationId, rollCall.stationId), eq(checkIn.rollCallId, rollCall.id), which));
  // Held before the rows go, so that a closing roll call counts either the row or the folded number, never both.
  const open = await tx.select({ stationId: rollCall.stationId, id: rollCall.id }).from(rollCall)
    .where(and(isNull(rollCall.closedAt), exists(own))).orderBy(asc(rollCall.stationId), asc(rollCall.id)).for("update");
  const gone = await tx.delete(checkIn).where(which)
    .returning({ stationId: checkIn.stationId, rollCallId: checkIn.rollCallId, answer: checkIn.answer });
  for (const { stationId, id } of open) {
    const here = gone.filter((row) => row.stationId === stationId && row.rollCallId === id && row.answer === "here").length;
    await tx.update(rollCall).set({ foldedCount: sql`${rollCall.foldedCount} + ${here}` })
      .where(and(eq(rollCall.stationId, stationId), eq(rollCall.id, id), isNull(rollCall.closedAt)));
  }
  return gone.length;
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
    .where(and(eq(member.accountId, me), eq(member.stationId, stationId))).for("update", { of: member });
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
    await tx.insert(consent).values({
      stationId: asked.stationId, accountId: me, purpose: asked.purpose, textVersion: asked.version, givenAt: scope.now,
    }).onConflictDoNothing();
    return { ok: true };
  });
}

/** Withdraws one purpose; with "attendance" go all own check-ins, after they were folded into the head counts. */
export async function withdrawConsent(
  scope: Scope,
  me: AccountId,
  asked: { stationId: number; purpose: "attendance" | "reminders" },
): Promise<Result<ConsentRefusal, { checkIns: number }>> {
  return scope.act(async (tx) => {
    if (!await holdMine(tx, me, asked.stationId)) return { ok: false, reason: "notMember" };
    await endConsents(tx, scope, { accountId: me, stationId: asked.stationId, purposes: [asked.purpose] });
    const own = and(eq(checkIn.accountId, me), eq(checkIn.stationId, asked.stationId));
    const checkIns = asked.purpose === "attendance" && own ? await foldCheckIns(tx, own) : 0;
    return { ok: true, checkIns };
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
