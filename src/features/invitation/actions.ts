import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { AccountId, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import { invitation, station, type INVITATION_PURPOSES } from "../../db/schema.ts";
import type { Role } from "../command/rules.ts";
import { readHolders } from "../role/actions.ts";
import { STATION_FACTS, type StationFacts } from "../station/actions.ts";
import { readInvitation, writeInvitation } from "./rules.ts";

type Purpose = (typeof INVITATION_PURPOSES)[number];

export interface Invitation extends StationFacts {
  readonly codeHash: string;
  readonly terms: unknown;
  readonly createdBy: AccountId | null;
}

interface Made {
  readonly purpose: Purpose;
  readonly terms: object;
  readonly validMs: number;
  /** The one person who may accept; nothing of them is kept but what is hashed. */
  readonly userId?: number | null;
}

const hashOf = (secret: string, userId: number | null) => hashOfCode(userId === null ? secret : `${secret}:${userId}`);

const isOpenFor = (scope: StationScope, { purpose, terms }: Pick<Made, "purpose" | "terms">) => and(
  eq(invitation.stationId, scope.stationId), eq(invitation.purpose, purpose), isNull(invitation.usedAt),
  sql`${invitation.terms} @> ${JSON.stringify(terms)}::jsonb`,
);

/** Makes a one-time invitation and returns its code, of which only a hash is kept. */
export async function makeInvitation(tx: Tx, scope: StationScope, { purpose, terms, validMs, userId = null }: Made): Promise<string> {
  const secret = makeCode();
  await tx.insert(invitation).values({
    stationId: scope.stationId, codeHash: hashOf(secret, userId), purpose, terms,
    createdBy: scope.actor, createdAt: scope.now, expiresAt: new Date(scope.now.getTime() + validMs),
  });
  return writeInvitation({ stationId: scope.stationId, secret });
}

interface Opened {
  readonly purpose: Purpose;
  readonly code: string;
  /** What whoever made it must still be, or it has lapsed. */
  readonly from?: readonly Role[];
  /** Who opened it, where it may be for one person only. */
  readonly userId?: number | null;
}

/** An invitation that this person may still accept: theirs or anybody's, not used, not expired, not withdrawn, not lapsed. */
export async function findInvitation(db: Database | Tx, scope: Scope, { purpose, code, from, userId = null }: Opened): Promise<Invitation | null> {
  const read = readInvitation(code);
  if (!read) return null;
  const [found] = await db.select({ ...STATION_FACTS, codeHash: invitation.codeHash, terms: invitation.terms, createdBy: invitation.createdBy })
    .from(invitation).innerJoin(station, eq(station.id, invitation.stationId)).where(and(
      eq(invitation.stationId, read.stationId), eq(invitation.purpose, purpose),
      inArray(invitation.codeHash, [hashOf(read.secret, null), hashOf(read.secret, userId)]),
      isNull(invitation.usedAt), gt(invitation.expiresAt, scope.now),
    ));
  if (!found) return null;
  if (from && !(await readHolders(db, { ...found, now: scope.now }, from)).some((maker) => maker === found.createdBy)) return null;
  return { ...found, createdBy: found.createdBy as AccountId | null };
}

/** Uses it up in the transaction that carries out what it is for, and says who gave it; null for whoever comes second. */
export async function useInvitation(tx: Tx, scope: Scope, found: Invitation): Promise<Pick<Invitation, "createdBy"> | null> {
  const [used] = await tx.update(invitation).set({ usedAt: scope.now }).where(and(
    eq(invitation.stationId, found.stationId), eq(invitation.codeHash, found.codeHash), isNull(invitation.usedAt),
  )).returning({ createdBy: invitation.createdBy });
  return used ? { createdBy: used.createdBy as AccountId | null } : null;
}

/** Takes back one's own before anybody accepts it; false where there is nothing left to take back. */
export async function withdrawOwn(tx: Tx, scope: Scope, me: AccountId, found: Invitation): Promise<boolean> {
  return found.createdBy === me && await useInvitation(tx, scope, found) !== null;
}

/** How many are open for the thing that these terms name. */
export async function countInvitations(tx: Tx, scope: StationScope, about: Pick<Made, "purpose" | "terms">): Promise<number> {
  return tx.$count(invitation, and(isOpenFor(scope, about), gt(invitation.expiresAt, scope.now)));
}

/** Withdraws what is open for the thing that these terms name; returns how many there were. */
export async function withdrawInvitations(tx: Tx, scope: StationScope, about: Pick<Made, "purpose" | "terms">): Promise<number> {
  const gone = await tx.delete(invitation).where(isOpenFor(scope, about)).returning({ codeHash: invitation.codeHash });
  return gone.length;
}
