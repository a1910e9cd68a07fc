import { and, asc, count, eq, inArray, isNull, max, ne, notExists, sql } from "drizzle-orm";
import { alias as aliased } from "drizzle-orm/pg-core";
import type { AccountId, Result, Scope } from "../../context.ts";
import { account, affiliation, consent, draft, member, roleGrant, station } from "../../db/schema.ts";
import { activityGrant } from "../../db/schema-activity.ts";
import { pollVote } from "../../db/schema-poll.ts";
import { calendarFeed, checkIn, rsvp, standingReply } from "../../db/schema-reply.ts";
import { helpRequest } from "../../db/schema-request.ts";
import { assignment, instructor, survey } from "../../db/schema-register.ts";
import type { Role } from "../command/rules.ts";
import type { Affiliation, Purpose } from "../consent/rules.ts";
import { readOwnUnits } from "../contact/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { readAlias } from "../member/rules.ts";
import { readHeld } from "../nodegrant/actions.ts";
import type { Held } from "../nodegrant/rules.ts";
import { CHECK_IN_KEPT_MS } from "../retention/rules.ts";

const ALIAS_FORM = "alias";
/** Long enough to think of a name. */
const DRAFT_VALID_MS = 30 * 60_000;

/** All that is held about a person at one station, as the summary tells it. */
export interface MyStation {
  readonly stationId: number;
  readonly stationName: string;
  readonly timeZone: string;
  readonly member: { readonly alias: string; readonly aliasShown: boolean; readonly joinedAt: Date } | null;
  readonly consents: readonly { readonly purpose: Purpose; readonly textVersion: string; readonly givenAt: Date }[];
  readonly affiliation: Affiliation | null;
  readonly roles: readonly Role[];
  readonly checkIns: number;
  /** When the newest of them will be deleted by age. */
  readonly checkInsKeptUntil: Date | null;
  readonly replies: number;
  readonly standingReplies: number;
  readonly votes: number;
  /** Activities that were handed to them. */
  readonly handed: number;
  /** Surveys that they wrote down. */
  readonly surveys: number;
  /** Difficulties that they asked for help with. */
  readonly requests: number;
  /** The units that they are the contact of. */
  readonly contactOf: readonly string[];
  /** The code under which they look after units, and how many they were given; null for everybody else. */
  readonly instructor: { readonly code: string; readonly units: number } | null;
}

export interface MyData {
  readonly stations: readonly MyStation[];
  /** Whether a calendar of theirs reads their activities by a link. */
  readonly hasFeed: boolean;
  /** What they keep or read above the stations. */
  readonly bodies: readonly Held[];
}

const keptUntil = (lastAt: Date | null): Date | null => lastAt && new Date(lastAt.getTime() + CHECK_IN_KEPT_MS);

async function readParts(scope: Scope, me: AccountId) {
  const members = await scope.db.select().from(member).where(eq(member.accountId, me));
  const consents = await scope.db.select().from(consent).where(eq(consent.accountId, me)).orderBy(asc(consent.givenAt));
  const affiliations = await scope.db.select().from(affiliation).where(eq(affiliation.accountId, me));
  const roles = await scope.db.select({ stationId: roleGrant.stationId, role: roleGrant.role }).from(roleGrant)
    .where(and(eq(roleGrant.accountId, me), isNull(roleGrant.revokedAt))).orderBy(asc(roleGrant.id));
  const checkIns = await scope.db.select({ stationId: checkIn.stationId, number: count(), lastAt: max(checkIn.at) }).from(checkIn)
    .where(eq(checkIn.accountId, me)).groupBy(checkIn.stationId);
  const instructors = await scope.db.select({
    stationId: instructor.stationId, code: instructor.code, units: sql<number>`count(distinct ${assignment.unitId})::int`,
  }).from(instructor).leftJoin(assignment, and(eq(assignment.stationId, instructor.stationId), eq(assignment.instructorId, instructor.id)))
    .where(eq(instructor.accountId, me)).groupBy(instructor.stationId, instructor.code);
  return { members, consents, affiliations, roles, checkIns, instructors, contacts: await readOwnUnits(scope.db, me), answers: await readAnswers(scope, me) };
}

/** How many answers there are of each kind, station by station. */
async function readAnswers(scope: Scope, me: AccountId) {
  const countOf = (table: typeof rsvp | typeof standingReply | typeof pollVote | typeof activityGrant) =>
    scope.db.select({ stationId: table.stationId, number: count() }).from(table).where(eq(table.accountId, me)).groupBy(table.stationId);
  return {
    replies: await countOf(rsvp), standingReplies: await countOf(standingReply), votes: await countOf(pollVote), handed: await countOf(activityGrant),
    requests: await scope.db.select({ stationId: helpRequest.stationId, number: count() }).from(helpRequest).where(eq(helpRequest.requestedBy, me)).groupBy(helpRequest.stationId),
    surveys: await scope.db.select({ stationId: survey.stationId, number: count() }).from(survey).where(eq(survey.by, me)).groupBy(survey.stationId),
  };
}

/** What the bot holds about the person, station by station; null where there is nothing. */
export async function readMyData(scope: Scope, me: AccountId): Promise<MyData | null> {
  const [own] = await scope.db.select({ id: account.id }).from(account).where(eq(account.id, me));
  if (!own) return null;
  const parts = await readParts(scope, me);
  const here = <Row extends { stationId: number }>(rows: readonly Row[], id: number) => rows.filter((row) => row.stationId === id);
  const ids = new Set([...parts.members, ...parts.roles, ...parts.answers.handed, ...parts.answers.surveys, ...parts.answers.requests, ...parts.instructors].map((row) => row.stationId));
  const stations = await scope.db.select({ stationId: station.id, stationName: station.name, timeZone: station.timeZone })
    .from(station).orderBy(asc(station.id)).where(inArray(station.id, [...ids]));
  const numberOf = (rows: readonly { stationId: number; number: number }[], id: number) => here(rows, id)[0]?.number ?? 0;
  const shown = stations.map((row) => ({
    ...row,
    member: here(parts.members, row.stationId)[0] ?? null,
    consents: here(parts.consents, row.stationId),
    affiliation: here(parts.affiliations, row.stationId)[0]?.kind ?? null,
    roles: here(parts.roles, row.stationId).map(({ role }) => role),
    checkIns: numberOf(parts.checkIns, row.stationId),
    checkInsKeptUntil: keptUntil(here(parts.checkIns, row.stationId)[0]?.lastAt ?? null),
    replies: numberOf(parts.answers.replies, row.stationId),
    standingReplies: numberOf(parts.answers.standingReplies, row.stationId),
    votes: numberOf(parts.answers.votes, row.stationId),
    handed: numberOf(parts.answers.handed, row.stationId),
    surveys: numberOf(parts.answers.surveys, row.stationId),
    requests: numberOf(parts.answers.requests, row.stationId),
    contactOf: here(parts.contacts, row.stationId).map(({ code }) => code),
    instructor: here(parts.instructors, row.stationId)[0] ?? null,
  }));
  return { stations: shown, hasFeed: await scope.db.$count(calendarFeed, eq(calendarFeed.accountId, me)) > 0, bodies: await readHeld(scope.db, me) };
}

/** Shows or hides the alias to organizers; false where the person has not joined. */
export async function showAlias(scope: Scope, me: AccountId, stationId: number, aliasShown: boolean): Promise<boolean> {
  return scope.act(async (tx) => {
    const rows = await tx.update(member).set({ aliasShown })
      .where(and(eq(member.accountId, me), eq(member.stationId, stationId))).returning({ alias: member.alias });
    return rows.length > 0;
  });
}

/** Notes that the next text in private is this person's new alias; null where they have not joined. */
export async function awaitAlias(scope: Scope, me: AccountId, stationId: number): Promise<{ stationName: string } | null> {
  return scope.act(async (tx) => {
    const [found] = await tx.select({ stationName: station.name }).from(member).innerJoin(station, eq(station.id, member.stationId))
      .where(and(eq(member.accountId, me), eq(member.stationId, stationId)));
    if (!found) return null;
    const expiresAt = new Date(scope.now.getTime() + DRAFT_VALID_MS);
    await keepForm(tx, { accountId: me, stationId, kind: ALIAS_FORM, content: {}, expiresAt, asksForText: true });
    return found;
  });
}

/** The station whose alias this person is writing, if that was asked last. */
export async function findAliasDraft(scope: Scope, me: AccountId): Promise<number | null> {
  const [row] = await scope.db.select({ stationId: draft.stationId }).from(draft).where(isAwaited(me, ALIAS_FORM, scope.now));
  return row?.stationId ?? null;
}

export type AliasRefusal = "aliasLength" | "aliasPersonal" | "aliasTaken";

/** Takes the typed alias; a refused one leaves the draft open for another try. */
export async function changeAlias(scope: Scope, me: AccountId, stationId: number, text: string): Promise<Result<AliasRefusal, { alias: string }>> {
  const read = readAlias(text);
  if (!read.ok) return read;
  const other = aliased(member, "other");
  return scope.act(async (tx) => {
    const taken = tx.select({ one: sql`1` }).from(other).where(and(
      eq(other.stationId, stationId), ne(other.accountId, me), sql`lower(${other.alias}) = lower(${read.alias})`,
    ));
    const changed = await tx.update(member).set({ alias: read.alias })
      .where(and(eq(member.accountId, me), eq(member.stationId, stationId), notExists(taken))).returning({ alias: member.alias });
    if (changed.length === 0) return { ok: false, reason: "aliasTaken" };
    await tx.delete(draft).where(and(eq(draft.accountId, me), eq(draft.kind, ALIAS_FORM)));
    return { ok: true, alias: read.alias };
  });
}
