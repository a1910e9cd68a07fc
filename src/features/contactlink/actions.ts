import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { unitContact } from "../../db/schema-contact.ts";
import { account } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { CONTACT_VERSION } from "../contact/rules.ts";
import { findInvitation, makeInvitation, useInvitation, withdrawInvitations, type Invitation } from "../invitation/actions.ts";
import { WEEK_VALID_MS } from "../invitation/rules.ts";
import { createAccount, findAccount, type Newcomer } from "../member/actions.ts";
import { grantRole, isAllowed } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { stationScope } from "../station/actions.ts";
import { isGone } from "../survey/rules.ts";
import { findUnit, holdUnit, readStatusNow, type Unit, type Which } from "../unit/actions.ts";

const TERMS = z.object({ unitId: z.int() });
const ofUnit = (unitId: number) => ({ purpose: "contact", terms: { unitId } }) as const;

export type InviteRefusal = "notForYou" | "noSuchUnit" | "unitGone";

/** The one-time link by which somebody of the unit becomes its contact; an earlier one is no longer good. */
export async function inviteContact(scope: StationScope, which: Which): Promise<Result<InviteRefusal, { unit: Unit; code: string }>> {
  return scope.act(async (tx): Promise<Result<InviteRefusal, { unit: Unit; code: string }>> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const held = await holdUnit(tx, scope, which);
    if (!held) return { ok: false, reason: "noSuchUnit" };
    if (isGone(await readStatusNow(tx, held))) return { ok: false, reason: "unitGone" };
    await withdrawInvitations(tx, scope, ofUnit(held.id));
    const code = await makeInvitation(tx, scope, { ...ofUnit(held.id), validMs: WEEK_VALID_MS });
    await recordAudit(tx, scope, "contact.invited", { kind: "unit", id: held.id });
    return { ok: true, unit: held, code };
  });
}

/** Takes a unit's link back before somebody uses it. */
export async function withdrawLink(scope: StationScope, unitId: number): Promise<Result<InviteRefusal, { unit: Unit; wasOpen: boolean }>> {
  return scope.act(async (tx): Promise<Result<InviteRefusal, { unit: Unit; wasOpen: boolean }>> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const held = await holdUnit(tx, scope, { id: unitId });
    if (!held) return { ok: false, reason: "noSuchUnit" };
    const wasOpen = await withdrawInvitations(tx, scope, ofUnit(unitId)) > 0;
    if (wasOpen) await recordAudit(tx, scope, "contact.link_withdrawn", { kind: "unit", id: unitId });
    return { ok: true, unit: held, wasOpen };
  });
}

export interface Invited extends Invitation {
  readonly unit: Unit;
}

/** A link that is good still, from somebody who still organizes there, for a unit that is still there. */
async function find(db: Database | Tx, scope: Scope, code: string): Promise<Invited | null> {
  const found = await findInvitation(db, scope, { purpose: "contact", code, from: ORGANIZERS });
  const terms = TERMS.safeParse(found?.terms).data;
  const unit = found && terms ? await findUnit(db, found.stationId, { id: terms.unitId }) : null;
  return found && unit && !isGone(await readStatusNow(db, unit)) ? { ...found, unit } : null;
}

export async function readInvited(scope: Scope, code: string): Promise<Invited | null> {
  return find(scope.db, scope, code);
}

export type AcceptRefusal = "linkGone" | "textChanged" | "already";

/** Whether this person is the unit's contact already. */
async function isAlready(tx: Tx, scope: Scope, { stationId, unit }: Invited, userId: number): Promise<boolean> {
  const known = await findAccount(tx, scope, userId);
  return known !== null && await tx.$count(unitContact, and(
    eq(unitContact.stationId, stationId), eq(unitContact.unitId, unit.id), eq(unitContact.accountId, known.id),
  )) > 0;
}

/** The person's own act, under the text that was on the screen: it makes their account and puts it beside the unit, once. */
export async function becomeContact(scope: Scope, { code, version }: { readonly code: string; readonly version: string }, who: Newcomer): Promise<Result<AcceptRefusal, { invited: Invited }>> {
  if (version !== CONTACT_VERSION) return { ok: false, reason: "textChanged" };
  return scope.act(async (tx): Promise<Result<AcceptRefusal, { invited: Invited }>> => {
    const seen = await find(tx, scope, code);
    // Held, so that closing the unit ends this contact too, or this finds it closed.
    const invited = seen && await holdUnit(tx, stationScope(scope, seen, null), { id: seen.unit.id }) ? await find(tx, scope, code) : null;
    if (!invited) return { ok: false, reason: "linkGone" };
    if (await isAlready(tx, scope, invited, who.userId)) return { ok: false, reason: "already" };
    const { stationId, unit } = invited;
    const used = await useInvitation(tx, scope, invited);
    if (!used) return { ok: false, reason: "linkGone" };
    const accountId = await createAccount(tx, scope, who);
    await tx.insert(unitContact).values({ stationId, unitId: unit.id, accountId, textVersion: version, since: scope.now });
    const asContact = stationScope(scope, invited, accountId);
    await recordAudit(tx, asContact, "contact.began", { kind: "unit", id: unit.id });
    await grantRole(tx, asContact, { role: "unit_contact", throughOn: null, accountId, grantedBy: used.createdBy });
    await tx.update(account).set({ currentStationId: stationId, unreachableSince: null }).where(eq(account.id, accountId));
    return { ok: true, invited };
  });
}
