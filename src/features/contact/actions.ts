import { and, asc, eq, isNull } from "drizzle-orm";
import type { Locale, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { unitContact } from "../../db/schema-contact.ts";
import { unit } from "../../db/schema-register.ts";
import { account, consentProof, member, roleGrant, station } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { recordAudit } from "../audit/actions.ts";
import { proofStatement } from "../consent/rules.ts";
import { CONTACT_PURPOSE } from "./rules.ts";

interface OverRef {
  readonly stationId: number;
  readonly unitId: number;
  readonly accountId: number;
  readonly why: "closed" | "ended";
}

/** To somebody who is a unit's contact no more, and did not end it themselves. */
export const over = owed<OverRef>("contact.over", "reminder");

/** Which contacts: of a unit, of a person, or one of them. */
interface Which {
  readonly stationId: number;
  readonly unitId?: number;
  readonly accountId?: number;
  readonly id?: number;
}

const isOne = ({ stationId, unitId, accountId, id }: Which) => and(
  eq(unitContact.stationId, stationId), unitId === undefined ? undefined : eq(unitContact.unitId, unitId),
  accountId === undefined ? undefined : eq(unitContact.accountId, accountId), id === undefined ? undefined : eq(unitContact.id, id),
);

/** Deletes contacts, and keeps a keyed hash of what each had agreed to; whoever ends a role besides does so themselves. */
export async function removeContacts(tx: Tx, scope: Pick<Scope, "now" | "seal">, which: Which): Promise<(typeof unitContact.$inferSelect)[]> {
  const gone = await tx.delete(unitContact).where(isOne(which)).returning();
  for (const { stationId, accountId, textVersion, since } of gone) {
    const [owner] = await tx.select({ sealed: account.userSealed }).from(account).where(eq(account.id, accountId));
    if (!owner) continue;
    const given = { stationId, purpose: CONTACT_PURPOSE, textVersion, givenAt: since } as const;
    await tx.insert(consentProof).values({
      ...given, proofHash: scope.seal.proof(proofStatement(scope.seal.open(owner.sealed, "account"), given)), withdrawnAt: scope.now,
    });
  }
  return gone;
}

/** The role goes with the last unit. */
async function endRoleWithLast(tx: Tx, scope: Ending, accountId: number): Promise<void> {
  const { stationId, now, actor } = scope;
  if (await tx.$count(unitContact, isOne({ stationId, accountId })) > 0) return;
  const ended = await tx.update(roleGrant).set({ revokedAt: now }).where(and(
    eq(roleGrant.stationId, stationId), eq(roleGrant.accountId, accountId), eq(roleGrant.role, "unit_contact"), isNull(roleGrant.revokedAt),
  )).returning({ id: roleGrant.id });
  for (const { id } of ended) await recordAudit(tx, { stationId, now, actor }, "role.revoked", { kind: "role_grant", id });
}

interface Ending extends Pick<Scope, "now" | "seal"> {
  readonly stationId: number;
  readonly actor: number | null;
}

/** Ends contacts inside somebody's transaction, with their role where that was the last unit; those who did not do it themselves are told. Returns how many. */
export async function endContacts(tx: Tx, scope: Ending, which: Omit<Which, "stationId">, why: OverRef["why"]): Promise<number> {
  const { stationId, now, actor } = scope;
  const gone = await removeContacts(tx, scope, { ...which, stationId });
  for (const { accountId, unitId } of gone) {
    await endRoleWithLast(tx, scope, accountId);
    await recordAudit(tx, scope, "contact.ended", { kind: "unit", id: unitId });
  }
  await enqueueAll(tx, over, gone.filter(({ accountId }) => accountId !== actor).map(({ accountId, unitId }) => ({
    key: `${stationId}:${unitId}:${accountId}`, payload: { stationId, unitId, accountId, why }, now, stationId,
  })));
  return gone.length;
}

export interface Over {
  readonly userId: number;
  readonly locale: Locale;
  readonly stationName: string;
  readonly unitCode: string;
}

/** What somebody is told whose time as a contact has ended; null where they are gone, or are it again. */
export async function readOver(db: Database, seal: Seal, { stationId, unitId, accountId }: OverRef): Promise<Over | null> {
  const [found] = await db.select({ sealed: account.userSealed, own: account.locale, stationLocale: station.locale, stationName: station.name, unitCode: unit.code })
    .from(account).innerJoin(station, eq(station.id, stationId)).innerJoin(unit, and(eq(unit.stationId, stationId), eq(unit.id, unitId))).where(eq(account.id, accountId));
  if (!found || await db.$count(unitContact, isOne({ stationId, unitId, accountId })) > 0) return null;
  return { userId: seal.open(found.sealed, "account"), locale: found.own ?? found.stationLocale, stationName: found.stationName, unitCode: found.unitCode };
}

/** A unit that somebody is the contact of. */
export interface OwnUnit {
  readonly stationId: number;
  readonly unitId: number;
  readonly code: string;
}

/** The units that this person is the contact of, at whichever station. */
export async function readOwnUnits(db: Database | Tx, accountId: number): Promise<OwnUnit[]> {
  return db.select({ stationId: unitContact.stationId, unitId: unitContact.unitId, code: unit.code }).from(unitContact)
    .innerJoin(unit, and(eq(unit.stationId, unitContact.stationId), eq(unit.id, unitContact.unitId)))
    .where(eq(unitContact.accountId, accountId)).orderBy(asc(unitContact.stationId), asc(unit.code));
}

/** A contact as an organizer sees them: since when, and the alias of those who show theirs. */
export interface Contact {
  readonly id: number;
  readonly since: Date;
  readonly alias: string | null;
}

/** A unit's contacts, the first of them first; whether the reader may, and that the look is recorded, is theirs to see to who call it. */
export async function readContactsOf(db: Database | Tx, { stationId, unitId }: { readonly stationId: number; readonly unitId: number }): Promise<Contact[]> {
  const rows = await db.select({ id: unitContact.id, since: unitContact.since, alias: member.alias, aliasShown: member.aliasShown }).from(unitContact)
    .leftJoin(member, and(eq(member.stationId, unitContact.stationId), eq(member.accountId, unitContact.accountId)))
    .where(isOne({ stationId, unitId })).orderBy(asc(unitContact.since), asc(unitContact.id));
  return rows.map(({ id, since, alias, aliasShown }) => ({ id, since, alias: aliasShown === true ? alias : null }));
}
