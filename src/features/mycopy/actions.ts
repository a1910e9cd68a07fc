import { asc, eq, sql } from "drizzle-orm";
import type { AccountId, Scope } from "../../context.ts";
import {
  account, affiliation, auditEvent, chat, consent, consentProof, draft, invitation, member, outbox, roleGrant, rollCall, station,
} from "../../db/schema.ts";
import { checkIn } from "../../db/schema-reply.ts";
import { proofStatement } from "../consent/rules.ts";

/** A copy of everything held about one person, at all stations; its names are those of the database. */
export type MyCopy = Readonly<Record<string, unknown>>;

async function readAccount(scope: Scope, me: AccountId) {
  const [own] = await scope.db.select().from(account).where(eq(account.id, me));
  if (!own) return null;
  const { id: _, userHash: __, userSealed, ...rest } = own;
  return { telegramUserId: scope.seal.open(userSealed, "account"), ...rest };
}

async function readMembership(scope: Scope, me: AccountId) {
  const { db } = scope;
  return {
    memberships: await db.select({
      stationId: member.stationId, station: station.name, alias: member.alias, aliasShown: member.aliasShown, joinedAt: member.joinedAt,
    }).from(member).innerJoin(station, eq(station.id, member.stationId)).where(eq(member.accountId, me)),
    consents: await db.select({
      stationId: consent.stationId, purpose: consent.purpose, textVersion: consent.textVersion, givenAt: consent.givenAt,
    }).from(consent).where(eq(consent.accountId, me)),
    affiliations: await db.select({ stationId: affiliation.stationId, kind: affiliation.kind, fromOn: affiliation.fromOn })
      .from(affiliation).where(eq(affiliation.accountId, me)),
    checkIns: await db.select({
      stationId: checkIn.stationId, rollCall: rollCall.title, answer: checkIn.answer, method: checkIn.method, at: checkIn.at,
    }).from(checkIn).innerJoin(rollCall, sql`${rollCall.stationId} = ${checkIn.stationId} and ${rollCall.id} = ${checkIn.rollCallId}`)
      .where(eq(checkIn.accountId, me)).orderBy(asc(checkIn.at)),
  };
}

async function readDuties(scope: Scope, me: AccountId) {
  const { db } = scope;
  return {
    roles: await db.select({
      stationId: roleGrant.stationId, role: roleGrant.role, fromOn: roleGrant.fromOn, throughOn: roleGrant.throughOn, revokedAt: roleGrant.revokedAt,
    }).from(roleGrant).where(eq(roleGrant.accountId, me)).orderBy(asc(roleGrant.id)),
    rolesGranted: await db.select({ stationId: roleGrant.stationId, role: roleGrant.role, fromOn: roleGrant.fromOn })
      .from(roleGrant).where(eq(roleGrant.grantedBy, me)).orderBy(asc(roleGrant.id)),
    rollCallsOpened: await db.select({ stationId: rollCall.stationId, title: rollCall.title, openedAt: rollCall.openedAt })
      .from(rollCall).where(eq(rollCall.openedBy, me)).orderBy(asc(rollCall.openedAt)),
    groupsLinked: await db.select({ stationId: chat.stationId, title: chat.title, linkedAt: chat.linkedAt })
      .from(chat).where(eq(chat.linkedBy, me)),
    invitationsMade: await db.select({ stationId: invitation.stationId, purpose: invitation.purpose, createdAt: invitation.createdAt })
      .from(invitation).where(eq(invitation.createdBy, me)),
    auditTrail: await db.select({ stationId: auditEvent.stationId, at: auditEvent.at, action: auditEvent.action })
      .from(auditEvent).where(eq(auditEvent.actorId, me)).orderBy(asc(auditEvent.at)),
  };
}

/** Withdrawn consents name nobody; they are found by making the hash of each anew for this person. */
async function readProofs(scope: Scope, userId: number) {
  const rows = await scope.db.select().from(consentProof);
  return rows.filter((row) => scope.seal.proof(proofStatement(userId, row)) === row.proofHash)
    .map(({ stationId, purpose, textVersion, givenAt, withdrawnAt }) => ({ stationId, purpose, textVersion, givenAt, withdrawnAt }));
}

/** Everything that the bot holds about the person; null where there is nothing. */
export async function readMyCopy(scope: Scope, me: AccountId): Promise<MyCopy | null> {
  const own = await readAccount(scope, me);
  if (!own) return null;
  const drafts = await scope.db.select({ kind: draft.kind, content: draft.content, expiresAt: draft.expiresAt }).from(draft).where(eq(draft.accountId, me));
  const waiting = await scope.db.select({ kind: outbox.kind, runAt: outbox.runAt }).from(outbox)
    .where(sql`${outbox.payload} ->> 'accountId' = ${String(me)}`);
  return {
    format: "muster.mydata/1", madeAt: scope.now, account: own,
    ...await readMembership(scope, me), ...await readDuties(scope, me),
    withdrawnConsents: await readProofs(scope, own.telegramUserId), drafts, waitingMessages: waiting,
  };
}
