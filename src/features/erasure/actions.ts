import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { AccountId, Result, Scope, StationId } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account, affiliation, draft, inbox, invitation, member, outbox, roleGrant, station } from "../../db/schema.ts";
import { activityGrant } from "../../db/schema-activity.ts";
import { helpRequest } from "../../db/schema-request.ts";
import { calendarFeed, checkIn, ping, rsvp } from "../../db/schema-reply.ts";
import { forgetActor, recordAudit, recordErasure } from "../audit/actions.ts";
import { removeContacts } from "../contact/actions.ts";
import { endConsents } from "../consent/actions.ts";
import { forgetRequests } from "../request/actions.ts";
import { dropOwnLinks, readHeld, readKeptAlone } from "../nodegrant/actions.ts";
import { isLastLead } from "../role/actions.ts";
import { STATION_FACTS } from "../station/actions.ts";
import { forgetMaker, removeAnswers, type AnswersGone } from "../trace/actions.ts";

interface Place {
  readonly stationId: StationId;
  readonly stationName: string;
}

/** The stations that hold anything of this person; a revoked role counts only where `ended` asks for it. */
async function readPlaces(db: Database | Tx, accountId: number, ended: "withEnded" | "current"): Promise<Place[]> {
  const joined = db.select({ id: member.stationId }).from(member).where(eq(member.accountId, accountId));
  const serving = db.select({ id: roleGrant.stationId }).from(roleGrant)
    .where(and(eq(roleGrant.accountId, accountId), ended === "current" ? isNull(roleGrant.revokedAt) : undefined));
  const handed = db.select({ id: activityGrant.stationId }).from(activityGrant).where(eq(activityGrant.accountId, accountId));
  const asked = db.select({ id: helpRequest.stationId }).from(helpRequest).where(eq(helpRequest.requestedBy, accountId));
  return db.select({ stationId: STATION_FACTS.stationId, stationName: station.name }).from(station)
    .where(or(inArray(station.id, joined), inArray(station.id, serving), inArray(station.id, handed), inArray(station.id, asked))).orderBy(asc(station.id));
}

export interface Gone extends AnswersGone {
  readonly consents: number;
  readonly roles: number;
  /** Help requests that were theirs, whose texts are gone. */
  readonly requests: number;
}

const isAbout = (accountId: number) => sql`${outbox.payload} ->> 'accountId' = ${String(accountId)}`;

/** Deletes what one station holds of a person, after folding it into the numbers; roles end now. */
async function removeFromStation(tx: Tx, scope: Scope, accountId: number, stationId: StationId): Promise<Gone> {
  const answers = await removeAnswers(tx, scope.now, { accountId, stationId });
  const contacts = await removeContacts(tx, scope, { accountId, stationId });
  const consents = contacts.length + await endConsents(tx, scope, { accountId, stationId });
  await tx.delete(affiliation).where(and(eq(affiliation.accountId, accountId), eq(affiliation.stationId, stationId)));
  await tx.delete(draft).where(and(eq(draft.accountId, accountId), eq(draft.stationId, stationId)));
  await tx.delete(member).where(and(eq(member.accountId, accountId), eq(member.stationId, stationId)));
  const ended = await tx.update(roleGrant).set({ revokedAt: scope.now })
    .where(and(eq(roleGrant.accountId, accountId), eq(roleGrant.stationId, stationId), isNull(roleGrant.revokedAt)))
    .returning({ id: roleGrant.id });
  for (const { id } of ended) {
    await recordAudit(tx, { stationId, now: scope.now, actor: accountId }, "role.revoked", { kind: "role_grant", id });
  }
  await forgetMaker(tx, { accountId, stationId });
  const requests = await forgetRequests(tx, { accountId, stationId });
  await tx.delete(outbox).where(and(isAbout(accountId), eq(outbox.stationId, stationId)));
  return { ...answers, consents, roles: ended.length, requests };
}

/** Updates that failed for good keep their body for a day; those of an erased person do not. */
async function forgetParked(tx: Tx, userId: number): Promise<void> {
  await tx.update(inbox).set({ body: null }).where(and(
    eq(inbox.state, "parked"),
    sql`jsonb_path_exists(${inbox.body}, '$.**.id ? (@ == $id)', jsonb_build_object('id', ${userId}::bigint))`,
  ));
}

const GONE = ["checkIns", "replies", "votes", "consents", "roles", "requests"] as const;

export interface Erased extends Gone {
  readonly stations: readonly string[];
  /** Stations that nobody leads any more. */
  readonly leaderless: readonly string[];
  /** Bodies above the stations that they kept or read, and those of them that nobody keeps any more. */
  readonly bodies: readonly string[];
  readonly keeperless: readonly string[];
}

/** Erases a person inside the given transaction; null where there is nothing of them. What remains names nobody. */
export async function eraseAccount(tx: Tx, scope: Scope, accountId: number): Promise<Erased | null> {
  const [own] = await tx.select({ sealed: account.userSealed }).from(account).where(eq(account.id, accountId)).for("update");
  if (!own) return null;
  const places = await readPlaces(tx, accountId, "withEnded");
  const gone = { checkIns: 0, replies: 0, votes: 0, consents: 0, roles: 0, requests: 0 };
  const leaderless: string[] = [];
  for (const { stationId, stationName } of places) {
    if (await isLastLead(tx, stationId, accountId)) leaderless.push(stationName);
    const here = await removeFromStation(tx, scope, accountId, stationId);
    for (const kind of GONE) gone[kind] += here[kind];
    await recordErasure(tx, { stationId, now: scope.now });
  }
  const bodies = (await readHeld(tx, accountId)).map(({ name }) => name);
  const keeperless = await readKeptAlone(tx, accountId);
  await forgetEverywhere(tx, accountId);
  await forgetParked(tx, scope.seal.open(own.sealed, "account"));
  // Whatever else pointed to the account (who opened, linked, granted, invited) is set to null by the database.
  await tx.delete(account).where(eq(account.id, accountId));
  return { ...gone, stations: places.map((place) => place.stationName), leaderless, bodies, keeperless };
}

async function forgetEverywhere(tx: Tx, accountId: number): Promise<void> {
  await tx.delete(roleGrant).where(eq(roleGrant.accountId, accountId));
  await tx.delete(draft).where(eq(draft.accountId, accountId));
  await tx.delete(invitation).where(and(eq(invitation.createdBy, accountId), inArray(invitation.purpose, ["chat", "role", "activity"])));
  await dropOwnLinks(tx, accountId);
  await tx.delete(ping).where(eq(ping.accountId, accountId));
  await tx.delete(calendarFeed).where(eq(calendarFeed.accountId, accountId));
  await tx.delete(outbox).where(isAbout(accountId));
  await forgetActor(tx, accountId);
}

/** `/forgetme`: everything, at all stations, in one transaction; null on a second run. */
export async function eraseMe(scope: Scope, me: AccountId): Promise<Erased | null> {
  return scope.act((tx) => eraseAccount(tx, scope, me));
}

export type LeaveRefusal = "notThere" | "lastLead";

/** Leaves one station. Where that was the last thing held about the person, the account goes too. */
export async function leaveStation(
  scope: Scope,
  me: AccountId,
  stationId: number,
): Promise<Result<LeaveRefusal, Gone & { stationName: string; nothingLeft: boolean }>> {
  return scope.act(async (tx) => {
    await tx.select({ id: account.id }).from(account).where(eq(account.id, me)).for("update");
    const places = await readPlaces(tx, me, "current");
    const left = places.find((place) => place.stationId === stationId);
    if (!left) return { ok: false, reason: "notThere" };
    if (await isLastLead(tx, left.stationId, me)) return { ok: false, reason: "lastLead" };
    const gone = await removeFromStation(tx, scope, me, left.stationId);
    await recordAudit(tx, { stationId: left.stationId, now: scope.now, actor: me }, "member.left");
    await tx.update(account).set({ currentStationId: null }).where(and(eq(account.id, me), eq(account.currentStationId, stationId)));
    const nothingLeft = places.length === 1 && (await readHeld(tx, me)).length === 0;
    if (nothingLeft) await eraseAccount(tx, scope, me);
    return { ok: true, ...gone, stationName: left.stationName, nothingLeft };
  });
}

/** The stations that the person could leave. */
export async function readMyPlaces(scope: Scope, me: AccountId): Promise<Place[]> {
  return readPlaces(scope.db, me, "current");
}

export interface Erasable {
  readonly stations: readonly string[];
  readonly checkIns: number;
  readonly replies: number;
  /** Stations that would be without a lead. */
  readonly ledAlone: readonly string[];
  /** Bodies above the stations that they keep or read, and those of them that would be without a keeper. */
  readonly bodies: readonly string[];
  readonly keptAlone: readonly string[];
}

/** What `/forgetme` would delete, to be said before it is asked. */
export async function readErasable(scope: Scope, me: AccountId): Promise<Erasable> {
  const places = await readPlaces(scope.db, me, "withEnded");
  const checkIns = await scope.db.$count(checkIn, eq(checkIn.accountId, me));
  const replies = await scope.db.$count(rsvp, eq(rsvp.accountId, me));
  const leads = await scope.db.select({ stationId: roleGrant.stationId, accountId: roleGrant.accountId }).from(roleGrant)
    .where(and(eq(roleGrant.role, "station_lead"), isNull(roleGrant.revokedAt), isNull(roleGrant.throughOn)));
  const ledAlone = places.filter(({ stationId }) => {
    const here = leads.filter((lead) => lead.stationId === stationId);
    return here.length > 0 && here.every((lead) => lead.accountId === me);
  });
  const names = (of: readonly Place[]) => of.map((place) => place.stationName);
  const bodies = (await readHeld(scope.db, me)).map(({ name }) => name);
  return { stations: names(places), checkIns, replies, ledAlone: names(ledAlone), bodies, keptAlone: await readKeptAlone(scope.db, me) };
}
