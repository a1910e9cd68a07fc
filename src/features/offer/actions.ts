import { eq } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { findInvitation, makeInvitation, useInvitation, withdrawOwn, type Invitation } from "../invitation/actions.ts";
import { DAY_VALID_MS } from "../invitation/rules.ts";
import { createAccount, type Newcomer } from "../member/actions.ts";
import { grantRole, isAllowed } from "../role/actions.ts";
import { readTerms, type RoleTerms } from "../role/rules.ts";
import { stationScope } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";

/** Offers a role: to the one person given, or to whoever gets the link. Nobody has it before they accept. */
export async function offerRole(scope: StationScope, { role, throughOn }: RoleTerms, toUserId: number | null): Promise<Result<"notForYou", { code: string }>> {
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "role")) return { ok: false, reason: "notForYou" };
    const code = await makeInvitation(tx, scope, { purpose: "role", terms: { role, throughOn }, validMs: DAY_VALID_MS, userId: toUserId });
    await recordAudit(tx, scope, "role.invited");
    return { ok: true, code };
  });
}

/** Takes back one's own offer before anybody accepts it; false where there is nothing left to take back. */
export async function withdrawOffer(scope: Scope, me: AccountId, code: string): Promise<boolean> {
  return scope.act(async (tx) => {
    const offer = await findInvitation(tx, scope, { purpose: "role", code, from: ["station_lead"] });
    if (!offer || !await withdrawOwn(tx, scope, me, offer)) return false;
    await recordAudit(tx, stationScope(scope, offer, me), "role.link_withdrawn");
    return true;
  });
}

export interface Offer extends RoleTerms, Invitation {}

/** An offer that this person may still accept, from somebody who still leads the station; null also once its last day is over. */
async function findOffer(db: Database | Tx, scope: Scope, code: string, userId: number): Promise<Offer | null> {
  const found = await findInvitation(db, scope, { purpose: "role", code, userId, from: ["station_lead"] });
  const terms = found && readTerms(found.terms);
  if (!terms) return null;
  const isOpen = terms.throughOn === null || localDate(scope.now, found.timeZone) <= terms.throughOn;
  return isOpen ? { ...found, ...terms } : null;
}

export async function readOffer(scope: Scope, code: string, userId: number): Promise<Offer | null> {
  return findOffer(scope.db, scope, code, userId);
}

/** The person's own act: it makes their account and gives the role, once. */
export async function acceptOffer(scope: Scope, code: string, who: Newcomer): Promise<Result<"offerGone", { offer: Offer }>> {
  return scope.act(async (tx) => {
    const offer = await findOffer(tx, scope, code, who.userId);
    const used = offer && await useInvitation(tx, scope, offer);
    if (!used) return { ok: false, reason: "offerGone" };
    const accountId = await createAccount(tx, scope, who);
    await grantRole(tx, stationScope(scope, offer, accountId), {
      role: offer.role, throughOn: offer.throughOn, accountId, grantedBy: used.createdBy,
    });
    await tx.update(account).set({ currentStationId: offer.stationId }).where(eq(account.id, accountId));
    return { ok: true, offer };
  });
}
