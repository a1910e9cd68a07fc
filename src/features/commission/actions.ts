import { and, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account } from "../../db/schema.ts";
import { instructor } from "../../db/schema-register.ts";
import { findInvitation, makeInvitation, useInvitation, withdrawInvitations, type Invitation } from "../invitation/actions.ts";
import { WEEK_VALID_MS } from "../invitation/rules.ts";
import { createAccount, findAccount, type Newcomer } from "../member/actions.ts";
import { grantRole } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { stationScope } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";

const TERMS = z.object({ instructorId: z.int() });

/** The one-time link to become the instructor of a code; an earlier one is no longer good. */
export async function makeCommission(tx: Tx, scope: StationScope, instructorId: number): Promise<string> {
  const about = { purpose: "instructor", terms: { instructorId } } as const;
  await withdrawInvitations(tx, scope, about);
  return makeInvitation(tx, scope, { ...about, validMs: WEEK_VALID_MS });
}

export interface Commission extends Invitation {
  readonly instructorId: number;
  readonly instructorCode: string;
  readonly role: typeof instructor.$inferSelect["role"];
  readonly activeThrough: string | null;
}

/** A link that is good still, from somebody who still organizes there, for an instructor who still serves. */
async function find(db: Database | Tx, scope: Scope, code: string): Promise<Commission | null> {
  const found = await findInvitation(db, scope, { purpose: "instructor", code, from: ORGANIZERS });
  const terms = TERMS.safeParse(found?.terms).data;
  if (!found || !terms) return null;
  const [whom] = await db.select({ code: instructor.code, role: instructor.role, accountId: instructor.accountId, activeThrough: instructor.activeThrough })
    .from(instructor).where(and(eq(instructor.stationId, found.stationId), eq(instructor.id, terms.instructorId)));
  const serves = whom && (whom.activeThrough === null || whom.activeThrough >= localDate(scope.now, found.timeZone));
  if (!serves || whom.accountId !== null) return null;
  return { ...found, ...terms, instructorCode: whom.code, role: whom.role, activeThrough: whom.activeThrough };
}

export async function readCommission(scope: Scope, code: string): Promise<Commission | null> {
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
export async function takeUp(scope: Scope, code: string, who: Newcomer): Promise<Result<CommissionRefusal, { commission: Commission }>> {
  return scope.act(async (tx): Promise<Result<CommissionRefusal, { commission: Commission }>> => {
    const found = await find(tx, scope, code);
    if (!found) return { ok: false, reason: "linkGone" };
    if (await servesElsewhere(tx, scope, found, who.userId)) return { ok: false, reason: "otherCode" };
    const used = await useInvitation(tx, scope, found);
    if (!used) return { ok: false, reason: "linkGone" };
    const accountId = await createAccount(tx, scope, who);
    // A code under which they serve no more lets go of them.
    await tx.update(instructor).set({ accountId: null }).where(and(isBehind(found, accountId), hasRetired(scope, found)));
    const isWhom = and(eq(instructor.stationId, found.stationId), eq(instructor.id, found.instructorId));
    await tx.update(instructor).set({ accountId }).where(isWhom);
    await grantRole(tx, stationScope(scope, found, accountId), { role: "instructor", throughOn: found.activeThrough, accountId, grantedBy: used.createdBy });
    await tx.update(account).set({ currentStationId: found.stationId, unreachableSince: null }).where(eq(account.id, accountId));
    return { ok: true, commission: found };
  });
}
