import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import { account, invitation, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { createAccount, type Newcomer } from "../member/actions.ts";
import { grantRole, isAllowed, readLeads } from "../role/actions.ts";
import { readTerms, type RoleTerms } from "../role/rules.ts";
import { STATION_FACTS, stationScope, type StationFacts } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";

/** Long enough to be passed on and thought over, short enough that a lost link harms nobody. */
const VALID_MS = 24 * 3_600_000;

/** An offer to one person is bound to them by what is hashed: nothing of them is kept before they accept. */
const boundHash = (code: string, userId: number) => hashOfCode(`${code}:${userId}`);

/** Offers a role: to the one person given, or to whoever gets the link. Nobody has it before they accept. */
export async function offerRole(scope: StationScope, terms: RoleTerms, toUserId: number | null): Promise<Result<"notForYou", { code: string }>> {
  const code = makeCode();
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "role")) return { ok: false, reason: "notForYou" };
    await tx.insert(invitation).values({
      stationId: scope.stationId, codeHash: toUserId === null ? hashOfCode(code) : boundHash(code, toUserId), purpose: "role",
      terms: { role: terms.role, throughOn: terms.throughOn }, createdBy: scope.actor,
      createdAt: scope.now, expiresAt: new Date(scope.now.getTime() + VALID_MS),
    });
    await recordAudit(tx, scope, "role.invited");
    return { ok: true, code };
  });
}

export interface OfferCode {
  readonly stationId: number;
  readonly code: string;
}

export interface Offer extends RoleTerms, StationFacts {
  readonly codeHash: string;
}

/** An offer that this person may still accept: theirs, not used, not expired, from somebody who still leads the station. */
async function findOffer(db: Database | Tx, scope: Scope, offered: OfferCode, userId: number): Promise<Offer | null> {
  const [found] = await db.select({
    ...STATION_FACTS, codeHash: invitation.codeHash, terms: invitation.terms, createdBy: invitation.createdBy,
  }).from(invitation).innerJoin(station, eq(station.id, invitation.stationId)).where(and(
    eq(invitation.stationId, offered.stationId), eq(invitation.purpose, "role"),
    inArray(invitation.codeHash, [hashOfCode(offered.code), boundHash(offered.code, userId)]),
    isNull(invitation.usedAt), gt(invitation.expiresAt, scope.now),
  ));
  const terms = found && readTerms(found.terms);
  if (!found || !terms) return null;
  const leads = await readLeads(db, { stationId: found.stationId, timeZone: found.timeZone, now: scope.now });
  const isOpen = terms.throughOn === null || localDate(scope.now, found.timeZone) <= terms.throughOn;
  return isOpen && leads.some((lead) => lead === found.createdBy) ? { ...found, ...terms } : null;
}

export async function readOffer(scope: Scope, offered: OfferCode, userId: number): Promise<Offer | null> {
  return findOffer(scope.db, scope, offered, userId);
}

/** The person's own act: it makes their account and gives the role, once. */
export async function acceptOffer(scope: Scope, offered: OfferCode, who: Newcomer): Promise<Result<"offerGone", { offer: Offer }>> {
  return scope.act(async (tx) => {
    const offer = await findOffer(tx, scope, offered, who.userId);
    if (!offer) return { ok: false, reason: "offerGone" };
    const used = await tx.update(invitation).set({ usedAt: scope.now }).where(and(
      eq(invitation.stationId, offer.stationId), eq(invitation.codeHash, offer.codeHash), isNull(invitation.usedAt),
    )).returning({ createdBy: invitation.createdBy });
    if (!used[0]) return { ok: false, reason: "offerGone" };
    const accountId = await createAccount(tx, scope, who);
    await grantRole(tx, stationScope(scope, offer, accountId), {
      role: offer.role, throughOn: offer.throughOn, accountId, grantedBy: used[0].createdBy,
    });
    await tx.update(account).set({ currentStationId: offer.stationId }).where(eq(account.id, accountId));
    return { ok: true, offer };
  });
}
