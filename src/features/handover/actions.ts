import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Place, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activityGrant } from "../../db/schema-activity.ts";
import { atActivityStation, holdActivity } from "../activity/actions.ts";
import { mayHold } from "../activity/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { countInvitations, findInvitation, makeInvitation, useInvitation, withdrawInvitations, withdrawOwn, type Invitation } from "../invitation/actions.ts";
import { DAY_VALID_MS } from "../invitation/rules.ts";
import { readManageable, type Listed } from "../manage/actions.ts";
import { createAccount, type Newcomer } from "../member/actions.ts";
import { readRoles } from "../role/actions.ts";
import { RIGHTS, type Right } from "./rules.ts";

const TERMS = z.object({ activityId: z.int(), right: z.enum(RIGHTS) });

type Refused = Result<"notForYou" | "ended", object>;

export interface Handed {
  readonly activityId: number;
  readonly title: string;
  /** How many have accepted it. */
  readonly handedTo: number;
  /** How many links nobody has used yet. */
  readonly open: number;
}

const aboutActivity = (activityId: number) => ({ purpose: "activity", terms: { activityId } }) as const;

const grantsOf = (scope: StationScope, activityId: number) => and(eq(activityGrant.stationId, scope.stationId), eq(activityGrant.activityId, activityId));

/** How far an activity has been handed over; only for those who manage it by a role, not by such a grant themselves. */
export async function readHanded(spoken: StationScope, place: Place, activityId: number): Promise<Result<"notForYou" | "ended", Handed>> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Result<"notForYou" | "ended", Handed>> => {
    const held = await holdActivity(tx, scope, activityId, "hand");
    if (!held) return { ok: false, reason: "notForYou" };
    if (held.cancelledAt !== null || held.heldAt !== null) return { ok: false, reason: "ended" };
    return { ok: true, activityId, title: held.title, handedTo: await tx.$count(activityGrant, grantsOf(scope, activityId)), open: await countInvitations(tx, scope, aboutActivity(activityId)) };
  });
}

export interface HandLink {
  readonly title: string;
  readonly code: string;
}

/** Makes a link that hands one activity, or only its attendance, to whoever opens it first; nobody has it before they accept. */
export async function makeHandLink(
  spoken: StationScope,
  place: Place,
  { activityId, right }: { readonly activityId: number; readonly right: Right },
): Promise<Result<"notForYou" | "ended", HandLink>> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Result<"notForYou" | "ended", HandLink>> => {
    const held = await holdActivity(tx, scope, activityId, "hand");
    if (!held) return { ok: false, reason: "notForYou" };
    if (held.cancelledAt !== null || held.heldAt !== null) return { ok: false, reason: "ended" };
    const code = await makeInvitation(tx, scope, { purpose: "activity", terms: { activityId, right }, validMs: DAY_VALID_MS });
    return { ok: true, title: held.title, code };
  });
}

export type HandedByLine =
  | Result<"notForYou" | "ended" | "nothingOpen", { readonly handed: Handed } | { readonly link: HandLink; readonly right: Right }>
  | { readonly which: readonly Listed[] };

/** As a line asks for it: of the one activity that the speaking person manages a link, or where no right was said what there is to choose; or which of several. */
export async function handByLine(scope: StationScope, place: Place, right: Right | null): Promise<HandedByLine> {
  const listed = await readManageable(scope, "hand");
  const [first, second] = listed;
  if (!first) return { ok: false, reason: "nothingOpen" };
  if (second) return { which: listed };
  if (right === null) {
    const found = await readHanded(scope, place, first.id);
    return found.ok ? { ok: true, handed: found } : found;
  }
  const made = await makeHandLink(scope, place, { activityId: first.id, right });
  return made.ok ? { ok: true, link: made, right } : made;
}

/** Takes an activity back from everybody it was handed to, and the links that are still open. */
export async function takeBack(spoken: StationScope, place: Place, activityId: number): Promise<Refused> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Refused> => {
    if (!await holdActivity(tx, scope, activityId, "hand")) return { ok: false, reason: "notForYou" };
    // The links first: whoever is accepting one at this moment has the activity by then, or never gets it.
    await withdrawInvitations(tx, scope, aboutActivity(activityId));
    await tx.delete(activityGrant).where(grantsOf(scope, activityId));
    await recordAudit(tx, scope, "activity.changed", { kind: "activity", id: activityId });
    return { ok: true };
  });
}

export interface HandOffer extends Invitation {
  readonly activityId: number;
  readonly title: string;
  readonly right: Right;
}

/** What a link hands over that is good still, from somebody who may still hand it over; null also once the activity is over. */
async function findOffer(db: Database | Tx, scope: Scope, code: string): Promise<HandOffer | null> {
  const found = await findInvitation(db, scope, { purpose: "activity", code });
  const terms = TERMS.safeParse(found?.terms).data;
  if (!found || !terms) return null;
  const [about] = await db.select({ title: activity.title, announcedBy: activity.announcedBy }).from(activity).where(and(
    eq(activity.stationId, found.stationId), eq(activity.id, terms.activityId), isNull(activity.heldAt), isNull(activity.cancelledAt),
  ));
  if (!about) return null;
  const roles = await readRoles(db, { ...found, now: scope.now, actor: found.createdBy });
  const isAnnouncer = about.announcedBy === found.createdBy;
  return mayHold("hand", { roles, isAnnouncer, granted: null }) ? { ...found, ...terms, title: about.title } : null;
}

export function readHandOffer(scope: Scope, code: string): Promise<HandOffer | null> {
  return findOffer(scope.db, scope, code);
}

/** Takes back one link before anybody accepts it, for whoever made it; false where there is nothing left to take back. */
export async function withdrawHandLink(scope: Scope, me: AccountId, code: string): Promise<boolean> {
  return scope.act(async (tx) => {
    const offer = await findOffer(tx, scope, code);
    return offer !== null && withdrawOwn(tx, scope, me, offer);
  });
}

/** The person's own act: it makes their account and puts the activity into their hands, once. */
export async function acceptHandOffer(scope: Scope, code: string, who: Newcomer): Promise<Result<"offerGone", { offer: HandOffer }>> {
  return scope.act(async (tx): Promise<Result<"offerGone", { offer: HandOffer }>> => {
    const offer = await findOffer(tx, scope, code);
    const used = offer && await useInvitation(tx, scope, offer);
    if (!used) return { ok: false, reason: "offerGone" };
    const { createdBy } = used;
    const { stationId, activityId, right } = offer;
    const accountId = await createAccount(tx, scope, who);
    const [given] = await tx.insert(activityGrant).values({ stationId, activityId, accountId, right, grantedBy: createdBy, grantedAt: scope.now })
      .onConflictDoUpdate({ target: [activityGrant.stationId, activityGrant.activityId, activityGrant.accountId], set: { right, grantedBy: createdBy, grantedAt: scope.now },
        // Whoever manages it already loses nothing by a link for less.
        setWhere: sql`${activityGrant.right} <> 'manage'`,
      }).returning({ right: activityGrant.right });
    await recordAudit(tx, { stationId, now: scope.now, actor: createdBy }, "activity.handed_over", { kind: "activity", id: activityId });
    return { ok: true, offer: { ...offer, right: given?.right ?? "manage" } };
  });
}
