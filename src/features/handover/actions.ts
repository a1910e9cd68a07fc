import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Place, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import { activity, activityGrant } from "../../db/schema-activity.ts";
import { invitation, station } from "../../db/schema.ts";
import { atActivityStation, holdActivity } from "../activity/actions.ts";
import { mayHold } from "../activity/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { readManageable, type Listed } from "../manage/actions.ts";
import { createAccount, type Newcomer } from "../member/actions.ts";
import { readRoles } from "../role/actions.ts";
import { STATION_FACTS } from "../station/actions.ts";
import { RIGHTS, type HandCode, type Right } from "./rules.ts";

/** Long enough to be passed on and thought over, short enough that a lost link harms nobody. */
const VALID_MS = 24 * 3_600_000;
const TERMS = z.object({ activityId: z.int(), right: z.enum(RIGHTS) });

type Refused = Result<"notForYou" | "ended", object>;

export interface Handed {
  readonly activityId: number;
  readonly title: string;
  readonly handedTo: number;
}

async function countGrants(tx: Tx, scope: StationScope, activityId: number): Promise<number> {
  const rows = await tx.select({ right: activityGrant.right }).from(activityGrant)
    .where(and(eq(activityGrant.stationId, scope.stationId), eq(activityGrant.activityId, activityId)));
  return rows.length;
}

/** How far an activity has been handed over; only for those who manage it by a role, not by such a grant themselves. */
export async function readHanded(spoken: StationScope, place: Place, activityId: number): Promise<Result<"notForYou" | "ended", Handed>> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Result<"notForYou" | "ended", Handed>> => {
    const held = await holdActivity(tx, scope, activityId, "hand");
    if (!held) return { ok: false, reason: "notForYou" };
    if (held.cancelledAt !== null || held.heldAt !== null) return { ok: false, reason: "ended" };
    return { ok: true, activityId, title: held.title, handedTo: await countGrants(tx, scope, activityId) };
  });
}

/** Makes a link that hands one activity, or only its attendance, to whoever opens it first; nobody has it before they accept. */
export async function makeHandLink(
  spoken: StationScope,
  place: Place,
  asked: { readonly activityId: number; readonly right: Right },
): Promise<Result<"notForYou" | "ended", HandCode & { title: string }>> {
  const scope = await atActivityStation(spoken, place, asked.activityId);
  const code = makeCode();
  const { stationId, now } = scope;
  return scope.act(async (tx): Promise<Result<"notForYou" | "ended", HandCode & { title: string }>> => {
    const held = await holdActivity(tx, scope, asked.activityId, "hand");
    if (!held) return { ok: false, reason: "notForYou" };
    if (held.cancelledAt !== null || held.heldAt !== null) return { ok: false, reason: "ended" };
    await tx.insert(invitation).values({
      stationId, codeHash: hashOfCode(code), purpose: "activity", terms: asked, createdBy: scope.actor,
      createdAt: now, expiresAt: new Date(now.getTime() + VALID_MS),
    });
    return { ok: true, stationId, code, title: held.title };
  });
}

export type HandedByLine =
  | Result<"notForYou" | "ended" | "nothingOpen", { readonly handed: Handed } | { readonly link: HandCode & { title: string }; readonly right: Right }>
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
    await tx.delete(activityGrant).where(and(eq(activityGrant.stationId, scope.stationId), eq(activityGrant.activityId, activityId)));
    const open = await tx.select().from(invitation).where(and(eq(invitation.stationId, scope.stationId), eq(invitation.purpose, "activity")));
    for (const { codeHash, terms } of open) {
      if (TERMS.safeParse(terms).data?.activityId !== activityId) continue;
      await tx.delete(invitation).where(and(eq(invitation.stationId, scope.stationId), eq(invitation.codeHash, codeHash)));
    }
    await recordAudit(tx, scope, "activity.changed", { kind: "activity", id: activityId });
    return { ok: true };
  });
}

export interface HandOffer {
  readonly stationId: number;
  readonly stationName: string;
  readonly activityId: number;
  readonly title: string;
  readonly right: Right;
  readonly createdBy: number;
}

/** What an unused, unexpired link hands over; null also once the activity is over. */
async function findOffer(db: Database | Tx, now: Date, { stationId, code }: HandCode): Promise<HandOffer | null> {
  const [found] = await db.select({ ...STATION_FACTS, terms: invitation.terms, createdBy: invitation.createdBy }).from(invitation)
    .innerJoin(station, eq(station.id, invitation.stationId)).where(and(
      eq(invitation.stationId, stationId), eq(invitation.codeHash, hashOfCode(code)), eq(invitation.purpose, "activity"),
      isNull(invitation.usedAt), gt(invitation.expiresAt, now),
    ));
  const terms = TERMS.safeParse(found?.terms).data;
  if (!found || !terms || found.createdBy === null) return null;
  const [about] = await db.select({ title: activity.title, announcedBy: activity.announcedBy }).from(activity).where(and(
    eq(activity.stationId, stationId), eq(activity.id, terms.activityId), isNull(activity.heldAt), isNull(activity.cancelledAt),
  ));
  if (!about) return null;
  // Who made the link must still be allowed to hand it over.
  const roles = await readRoles(db, { stationId: found.stationId, timeZone: found.timeZone, now, actor: found.createdBy as AccountId });
  if (!mayHold("hand", { roles, isAnnouncer: about.announcedBy === found.createdBy, granted: null })) return null;
  return { stationId, stationName: found.stationName, createdBy: found.createdBy, title: about.title, ...terms };
}

export function readHandOffer(scope: Scope, handed: HandCode): Promise<HandOffer | null> {
  return findOffer(scope.db, scope.now, handed);
}

/** The person's own act: it makes their account and puts the activity into their hands, once. */
export async function acceptHandOffer(scope: Scope, handed: HandCode, who: Newcomer): Promise<Result<"offerGone", { offer: HandOffer }>> {
  return scope.act(async (tx): Promise<Result<"offerGone", { offer: HandOffer }>> => {
    const offer = await findOffer(tx, scope.now, handed);
    if (!offer) return { ok: false, reason: "offerGone" };
    const used = await tx.update(invitation).set({ usedAt: scope.now }).where(and(
      eq(invitation.stationId, handed.stationId), eq(invitation.codeHash, hashOfCode(handed.code)), isNull(invitation.usedAt),
    )).returning({ purpose: invitation.purpose });
    if (!used[0]) return { ok: false, reason: "offerGone" };
    const { stationId, activityId, right, createdBy } = offer;
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
