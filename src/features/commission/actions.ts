import { and, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import { account, invitation, station } from "../../db/schema.ts";
import { instructor } from "../../db/schema-register.ts";
import { createAccount, findAccount, type Newcomer } from "../member/actions.ts";
import { grantRole, readHolders } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { STATION_FACTS, stationScope, type StationFacts } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";

/** A person is often met only days later; a lost link can be made anew at any time. */
const VALID_MS = 7 * 24 * 3_600_000;
const TERMS = z.object({ instructorId: z.int() });

/** The one-time link to become the instructor of a code; an earlier one is no longer good. */
export async function makeCommission(tx: Tx, scope: StationScope, instructorId: number): Promise<string> {
  const open = await tx.select({ codeHash: invitation.codeHash, terms: invitation.terms }).from(invitation)
    .where(and(eq(invitation.stationId, scope.stationId), eq(invitation.purpose, "instructor"), isNull(invitation.usedAt)));
  const earlier = open.filter(({ terms }) => TERMS.safeParse(terms).data?.instructorId === instructorId).map(({ codeHash }) => codeHash);
  if (earlier.length > 0) await tx.delete(invitation).where(and(eq(invitation.stationId, scope.stationId), inArray(invitation.codeHash, earlier)));
  const code = makeCode();
  await tx.insert(invitation).values({
    stationId: scope.stationId, codeHash: hashOfCode(code), purpose: "instructor", terms: { instructorId }, createdBy: scope.actor,
    createdAt: scope.now, expiresAt: new Date(scope.now.getTime() + VALID_MS),
  });
  return code;
}

export interface CommissionCode {
  readonly stationId: number;
  readonly code: string;
}

export interface Commission extends StationFacts {
  readonly instructorId: number;
  readonly instructorCode: string;
  readonly role: typeof instructor.$inferSelect["role"];
  readonly activeThrough: string | null;
}

/** A link that is good still: not used, not expired, from somebody who still organizes there, for an instructor who still serves. */
async function find(db: Database | Tx, scope: Scope, { stationId, code }: CommissionCode): Promise<Commission | null> {
  const [found] = await db.select({ ...STATION_FACTS, terms: invitation.terms, createdBy: invitation.createdBy })
    .from(invitation).innerJoin(station, eq(station.id, invitation.stationId)).where(and(
      eq(invitation.stationId, stationId), eq(invitation.purpose, "instructor"), eq(invitation.codeHash, hashOfCode(code)),
      isNull(invitation.usedAt), gt(invitation.expiresAt, scope.now),
    ));
  const terms = TERMS.safeParse(found?.terms);
  if (!found || !terms.success) return null;
  const [whom] = await db.select({ code: instructor.code, role: instructor.role, accountId: instructor.accountId, activeThrough: instructor.activeThrough })
    .from(instructor).where(and(eq(instructor.stationId, stationId), eq(instructor.id, terms.data.instructorId)));
  const organizers = await readHolders(db, { stationId: found.stationId, timeZone: found.timeZone, now: scope.now }, ORGANIZERS);
  const serves = whom && (whom.activeThrough === null || whom.activeThrough >= localDate(scope.now, found.timeZone));
  if (!serves || whom.accountId !== null || !organizers.some((each) => each === found.createdBy)) return null;
  const { terms: _, createdBy: __, ...facts } = found;
  return { ...facts, instructorId: terms.data.instructorId, instructorCode: whom.code, role: whom.role, activeThrough: whom.activeThrough };
}

export async function readCommission(scope: Scope, code: CommissionCode): Promise<Commission | null> {
  return find(scope.db, scope, code);
}

const isBehind = (found: Commission, accountId: number) => and(eq(instructor.stationId, found.stationId), eq(instructor.accountId, accountId));
/** Served until before today. */
const hasRetired = (scope: Scope, found: Commission) => lt(instructor.activeThrough, localDate(scope.now, found.timeZone));

/** Whether this person serves the station under another code. */
async function servesElsewhere(tx: Tx, scope: Scope, found: Commission, userId: number): Promise<boolean> {
  const known = await findAccount(tx, scope, userId);
  if (!known) return false;
  const own = await tx.select({ hasRetired: sql<boolean>`coalesce(${hasRetired(scope, found)}, false)` }).from(instructor).where(isBehind(found, known.id));
  return own.some((each) => !each.hasRetired);
}

export type CommissionRefusal = "linkGone" | "otherCode";

/** The person's own act: it makes their account and puts it behind the code, once. */
export async function takeUp(scope: Scope, code: CommissionCode, who: Newcomer): Promise<Result<CommissionRefusal, { commission: Commission }>> {
  return scope.act(async (tx): Promise<Result<CommissionRefusal, { commission: Commission }>> => {
    const found = await find(tx, scope, code);
    if (!found) return { ok: false, reason: "linkGone" };
    if (await servesElsewhere(tx, scope, found, who.userId)) return { ok: false, reason: "otherCode" };
    const used = await tx.update(invitation).set({ usedAt: scope.now }).where(and(
      eq(invitation.stationId, found.stationId), eq(invitation.codeHash, hashOfCode(code.code)), isNull(invitation.usedAt),
    )).returning({ createdBy: invitation.createdBy });
    if (!used[0]) return { ok: false, reason: "linkGone" };
    const accountId = await createAccount(tx, scope, who);
    // A code under which they serve no more lets go of them.
    await tx.update(instructor).set({ accountId: null }).where(and(isBehind(found, accountId), hasRetired(scope, found)));
    const isWhom = and(eq(instructor.stationId, found.stationId), eq(instructor.id, found.instructorId));
    await tx.update(instructor).set({ accountId }).where(isWhom);
    await grantRole(tx, stationScope(scope, found, accountId), { role: "instructor", throughOn: found.activeThrough, accountId, grantedBy: used[0].createdBy });
    await tx.update(account).set({ currentStationId: found.stationId, unreachableSince: null }).where(eq(account.id, accountId));
    return { ok: true, commission: found };
  });
}
