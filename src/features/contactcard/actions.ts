import { and, asc, eq, gte, inArray, isNull, lte, or } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { unitContact } from "../../db/schema-contact.ts";
import { assignment, instructor, unit } from "../../db/schema-register.ts";
import { member, roleGrant, station } from "../../db/schema.ts";
import { CHECK_IN_GRACE_MS } from "../activity/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { endContacts, readContactsOf, type Contact } from "../contact/actions.ts";
import { holdsDay } from "../coverage/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { STATION_FACTS, stationScope, type StationFacts } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";
import { findUnit, readStatusNow, type Unit, type Which } from "../unit/actions.ts";
import { readOpenCounts, type UnitCount } from "../unitcount/actions.ts";

export type ContactsRefusal = "notForYou" | "noSuchUnit" | "contactGone";

export interface Contacts {
  readonly unit: Unit;
  readonly contacts: readonly Contact[];
}

/** Inside the verb that asked; the look is recorded. */
async function readPage(tx: Tx, scope: StationScope, which: Which): Promise<Result<ContactsRefusal, Contacts>> {
  const found = await findUnit(tx, scope.stationId, which);
  if (!found) return { ok: false, reason: "noSuchUnit" };
  await recordAudit(tx, scope, "contact.read", { kind: "unit", id: found.id });
  return { ok: true, unit: found, contacts: await readContactsOf(tx, { stationId: found.stationId, unitId: found.id }) };
}

/** Who is a unit's contact, for whoever organizes. */
export async function readContacts(scope: StationScope, which: Which): Promise<Result<ContactsRefusal, Contacts>> {
  return scope.act(async (tx): Promise<Result<ContactsRefusal, Contacts>> =>
    await isAllowed(tx, scope, "unit") ? readPage(tx, scope, which) : { ok: false, reason: "notForYou" });
}

/** Ends one contact of a unit; they are told. */
export async function endContact(scope: StationScope, of: { readonly unitId: number; readonly id: number }): Promise<Result<ContactsRefusal, Contacts>> {
  return scope.act(async (tx): Promise<Result<ContactsRefusal, Contacts>> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    if (await endContacts(tx, scope, of, "ended") === 0) return { ok: false, reason: "contactGone" };
    return readPage(tx, scope, { id: of.unitId });
  });
}

export interface Coming {
  readonly title: string;
  readonly startsAt: Date;
}

/** What a contact sees of their unit: nothing of any other, and of no person. */
export interface OwnCard extends StationFacts {
  readonly unit: Unit;
  readonly status: Awaited<ReturnType<typeof readStatusNow>>;
  readonly instructors: readonly string[];
  readonly coming: readonly Coming[];
  /** What is on now, where they can say how many of the unit are there. */
  readonly open: readonly UnitCount[];
  /** Whether they are nothing else at that station, so that ending it is leaving. */
  readonly isAllThere: boolean;
}

/** As many as a phone shows beside the rest. */
const MAX_COMING = 5;

async function readInstructors(db: Database | Tx, of: Unit, today: string): Promise<string[]> {
  const rows = await db.select({ code: instructor.code }).from(assignment)
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .where(and(
      eq(assignment.stationId, of.stationId), eq(assignment.unitId, of.id), holdsDay(assignment, today),
      lte(instructor.activeFrom, today), or(isNull(instructor.activeThrough), gte(instructor.activeThrough, today)),
    )).orderBy(asc(instructor.code));
  return rows.map(({ code }) => code);
}

async function readComing(db: Database | Tx, stationId: number, now: Date): Promise<Coming[]> {
  return db.select({ title: activity.title, startsAt: activitySlot.startsAt }).from(activitySlot)
    .innerJoin(activity, and(eq(activity.stationId, activitySlot.stationId), eq(activity.id, activitySlot.activityId)))
    .where(and(
      eq(activity.stationId, stationId), lte(activity.announcedAt, now), isNull(activity.cancelledAt), isNull(activity.heldAt),
      gte(activitySlot.endsAt, new Date(now.getTime() - CHECK_IN_GRACE_MS)),
    )).orderBy(asc(activitySlot.startsAt), asc(activity.id)).limit(MAX_COMING);
}

async function isAllThere(db: Database | Tx, me: AccountId, stationId: number): Promise<boolean> {
  const isMine = (table: typeof member | typeof unitContact | typeof roleGrant) => and(eq(table.stationId, stationId), eq(table.accountId, me));
  const roles = await db.select({ role: roleGrant.role }).from(roleGrant).where(and(isMine(roleGrant), isNull(roleGrant.revokedAt)));
  return await db.$count(member, isMine(member)) === 0 && await db.$count(unitContact, isMine(unitContact)) === 1 && roles.every(({ role }) => role === "unit_contact");
}

/** The units that the speaking person is the contact of, at whichever station. */
export async function readOwnCards(scope: Scope, me: AccountId): Promise<OwnCard[]> {
  const { db, now } = scope;
  const rows = await db.select({ ...STATION_FACTS, unitId: unitContact.unitId }).from(unitContact).innerJoin(station, eq(station.id, unitContact.stationId))
    .where(eq(unitContact.accountId, me)).orderBy(asc(unitContact.stationId), asc(unitContact.id));
  const open = await readOpenCounts(db, me, now);
  const cards: OwnCard[] = [];
  for (const { unitId, ...facts } of rows) {
    const found = await isAllowed(db, stationScope(scope, facts, me), "headcount") ? await findUnit(db, facts.stationId, { id: unitId }) : null;
    if (!found) continue;
    cards.push({
      ...facts, unit: found, status: await readStatusNow(db, found), instructors: await readInstructors(db, found, localDate(now, facts.timeZone)),
      coming: await readComing(db, facts.stationId, now), open: open.filter((each) => each.unitId === unitId), isAllThere: await isAllThere(db, me, facts.stationId),
    });
  }
  return cards;
}

/** Whether the speaking person looks after units too, so that they see those as well. */
export async function looksAfterUnits(scope: StationScope): Promise<boolean> {
  const rows = await scope.db.select({ role: roleGrant.role }).from(roleGrant).where(and(
    eq(roleGrant.stationId, scope.stationId), eq(roleGrant.accountId, scope.actor ?? 0), inArray(roleGrant.role, ["station_lead", "organizer", "instructor"]), isNull(roleGrant.revokedAt),
  ));
  return rows.length > 0;
}

/** The unit that a button of their own card names; null where they are not its contact. */
export async function readOwnUnit(scope: Scope, me: AccountId, unitId: number): Promise<{ code: string } | null> {
  const [found] = await scope.db.select({ code: unit.code }).from(unitContact)
    .innerJoin(unit, and(eq(unit.stationId, unitContact.stationId), eq(unit.id, unitContact.unitId)))
    .where(and(eq(unitContact.accountId, me), eq(unitContact.unitId, unitId)));
  return found ?? null;
}

/** Their own act: they are the contact of that unit no more, and what was kept of it is deleted. */
export async function stopBeingContact(scope: Scope, me: AccountId, unitId: number): Promise<Result<"contactGone", { code: string }>> {
  return scope.act(async (tx): Promise<Result<"contactGone", { code: string }>> => {
    const [found] = await tx.select({ stationId: unitContact.stationId, code: unit.code }).from(unitContact)
      .innerJoin(unit, and(eq(unit.stationId, unitContact.stationId), eq(unit.id, unitContact.unitId)))
      .where(and(eq(unitContact.accountId, me), eq(unitContact.unitId, unitId)));
    if (!found) return { ok: false, reason: "contactGone" };
    await endContacts(tx, { stationId: found.stationId, now: scope.now, seal: scope.seal, actor: me }, { unitId, accountId: me }, "ended");
    return { ok: true, code: found.code };
  });
}
