import { and, asc, eq, gte, inArray, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignment, coverageLink, instructor, massOrganization, organization, UNIT_STATUSES, unitStatus } from "../../db/schema-register.ts";
import { unitContact } from "../../db/schema-contact.ts";
import { draft } from "../../db/schema.ts";
import { oweOver } from "../assignment/actions.ts";
import { recordAudit } from "../audit/actions.ts";
import { endContacts } from "../contact/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import { findUnit, holdUnit, type Unit, type Which } from "../unit/actions.ts";
import type { UnitStatus } from "../unit/rules.ts";
import { closingReason, planStatus, type ClosingReason, type StatusPeriod, type StatusRefusal } from "./rules.ts";

/** What closing a unit ends, or ended, by code. */
export interface Ended {
  readonly organizations: readonly string[];
  readonly instructors: readonly string[];
  readonly massOrganizations: readonly (typeof massOrganization.$inferSelect.kind)[];
  readonly contacts: number;
}

export interface StatusChange {
  readonly status: UnitStatus;
  /** The first day of the new status. */
  readonly on: string;
}

export type ChangeRefusal = StatusRefusal | "notForYou" | "noSuchUnit";
/** A refused change says since when what stands has stood. */
export type StatusChanged =
  | { readonly ok: true; readonly unit: Unit; readonly ended: Ended }
  | { readonly ok: false; readonly reason: ChangeRefusal; readonly since?: string };

type OfUnit = Pick<Unit, "stationId" | "id">;
const NOTHING: Ended = { organizations: [], instructors: [], massOrganizations: [], contacts: 0 };

/** What of a table still runs on the day or begins after it. */
const runsOn = <Table extends typeof coverageLink | typeof assignment | typeof massOrganization>(table: Table, of: OfUnit, day: string) =>
  and(eq(table.stationId, of.stationId), eq(table.unitId, of.id), or(isNull(table.throughOn), gte(table.throughOn, day)));

async function readPeriods(db: Database | Tx, of: OfUnit): Promise<StatusPeriod[]> {
  return db.select({ status: unitStatus.status, fromOn: unitStatus.fromOn }).from(unitStatus)
    .where(and(eq(unitStatus.stationId, of.stationId), eq(unitStatus.unitId, of.id))).orderBy(asc(unitStatus.fromOn));
}

async function organizationCodes(db: Database | Tx, stationId: number, ids: readonly number[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.select({ code: organization.code, name: organization.name }).from(organization)
    .where(and(eq(organization.stationId, stationId), inArray(organization.id, [...ids]))).orderBy(asc(organization.code));
  return rows.map(({ code, name }) => code ?? name);
}

async function instructorCodes(db: Database | Tx, stationId: number, ids: readonly number[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.select({ code: instructor.code }).from(instructor)
    .where(and(eq(instructor.stationId, stationId), inArray(instructor.id, [...ids]))).orderBy(asc(instructor.code));
  return rows.map(({ code }) => code);
}

/** What closing it on the day would end. */
async function readEndable(db: Database | Tx, of: OfUnit, on: string): Promise<Ended> {
  const links = await db.select({ id: coverageLink.organizationId }).from(coverageLink).where(runsOn(coverageLink, of, on));
  const assigned = await db.select({ id: assignment.instructorId }).from(assignment).where(runsOn(assignment, of, on));
  const mass = await db.select({ kind: massOrganization.kind }).from(massOrganization).where(runsOn(massOrganization, of, on)).orderBy(asc(massOrganization.kind));
  return {
    organizations: await organizationCodes(db, of.stationId, links.map(({ id }) => id)),
    instructors: await instructorCodes(db, of.stationId, assigned.map(({ id }) => id)),
    massOrganizations: mass.map(({ kind }) => kind),
    contacts: await db.$count(unitContact, and(eq(unitContact.stationId, of.stationId), eq(unitContact.unitId, of.id))),
  };
}

/** Ends everything that hangs on the unit with the day before; what would begin later stays as an empty period. */
async function endAll(tx: Tx, scope: StationScope, of: OfUnit, on: string, endReason: ClosingReason): Promise<Ended> {
  const ended = await readEndable(tx, of, on);
  await endContacts(tx, scope, { unitId: of.id }, "closed");
  const today = localDate(scope.now, scope.timeZone);
  // What was over before today is no news to whoever had it.
  const running = await tx.select({ id: assignment.id }).from(assignment).where(runsOn(assignment, of, on < today ? today : on));
  for (const table of [coverageLink, assignment, massOrganization] as const) {
    const throughOn = sql`greatest(${on}::date, ${table.fromOn}) - 1`;
    await tx.update(table).set({ throughOn, endReason }).where(runsOn(table, of, on));
  }
  await oweOver(tx, scope, running.map(({ id }) => id));
  return ended;
}

const isPeriod = (of: OfUnit, fromOn: string) => and(eq(unitStatus.stationId, of.stationId), eq(unitStatus.unitId, of.id), eq(unitStatus.fromOn, fromOn));

async function writePeriod(tx: Tx, of: OfUnit, how: "next" | "again" | "undo", { status, on }: StatusChange, periods: readonly StatusPeriod[]): Promise<void> {
  const last = periods.at(-1);
  if (how === "again") return void await tx.update(unitStatus).set({ status }).where(isPeriod(of, on));
  if (how === "undo") {
    await tx.delete(unitStatus).where(isPeriod(of, on));
    return void await tx.update(unitStatus).set({ throughOn: null }).where(isPeriod(of, periods.at(-2)?.fromOn ?? on));
  }
  if (last) await tx.update(unitStatus).set({ throughOn: sql`${on}::date - 1` }).where(isPeriod(of, last.fromOn));
  await tx.insert(unitStatus).values({ stationId: of.stationId, unitId: of.id, status, fromOn: on });
}

/** Changes what a held unit is, inside somebody's transaction; whether they may is theirs to ask. Closing it ends all that hangs on it. */
export async function applyStatus(tx: Tx, scope: StationScope, held: Unit, change: StatusChange): Promise<StatusChanged> {
  const periods = await readPeriods(tx, held);
  const plan = planStatus(periods, change.status, change.on, localDate(scope.now, scope.timeZone));
  if (!plan.ok) return { ...plan, since: periods.at(-1)?.fromOn ?? change.on };
  await writePeriod(tx, held, plan.how, change, periods);
  const reason = closingReason(change.status);
  const ended = reason === null ? NOTHING : await endAll(tx, scope, held, change.on, reason);
  await recordAudit(tx, scope, "unit.status_changed", { kind: "unit", id: held.id });
  return { ok: true, unit: held, ended };
}

/** Changes what a unit is from a day on, with all that this ends, in one. */
export async function changeStatus(scope: StationScope, which: Which, change: StatusChange): Promise<StatusChanged> {
  return scope.act(async (tx): Promise<StatusChanged> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const held = await holdUnit(tx, scope, which);
    if (!held) return { ok: false, reason: "noSuchUnit" };
    await dropAwaited(tx, scope);
    return applyStatus(tx, scope, held, change);
  });
}

export interface Choosing {
  readonly unit: Unit;
  readonly status: UnitStatus;
  readonly since: string;
}

/** What the unit is now, for whoever may change it. */
export async function readStatusChoice(scope: StationScope, which: Which): Promise<Result<ChangeRefusal, Choosing>> {
  if (!await isAllowed(scope.db, scope, "unit")) return { ok: false, reason: "notForYou" };
  const found = await findUnit(scope.db, scope.stationId, which);
  const last = found && (await readPeriods(scope.db, found)).at(-1);
  return found && last ? { ok: true, unit: found, status: last.status, since: last.fromOn } : { ok: false, reason: "noSuchUnit" };
}

/** What a change would come to, before it is made; in private it says of contacts too, and that look is recorded. */
export async function previewStatus(scope: StationScope, which: Which, { status, on }: StatusChange, isPrivate: boolean): Promise<StatusChanged> {
  return scope.act(async (tx): Promise<StatusChanged> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const found = await findUnit(tx, scope.stationId, which);
    if (!found) return { ok: false, reason: "noSuchUnit" };
    const periods = await readPeriods(tx, found);
    const plan = planStatus(periods, status, on, localDate(scope.now, scope.timeZone));
    if (!plan.ok) return { ...plan, since: periods.at(-1)?.fromOn ?? on };
    const ended = closingReason(status) === null ? NOTHING : await readEndable(tx, found, on);
    if (isPrivate && ended.contacts > 0) await recordAudit(tx, scope, "contact.read", { kind: "unit", id: found.id });
    return { ok: true, unit: found, ended };
  });
}

const KIND = "unitstatus";
const KEPT = z.object({ unitId: z.int(), status: z.enum(UNIT_STATUSES) });
/** Long enough to look a date up. */
const VALID_MS = 30 * 60_000;

/** Notes that the next text in private is the day of this change. */
export async function awaitDay(scope: StationScope, unitId: number, status: UnitStatus): Promise<Result<ChangeRefusal, { unit: Unit }>> {
  return scope.act(async (tx): Promise<Result<ChangeRefusal, { unit: Unit }>> => {
    if (scope.actor === null || !await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const found = await findUnit(tx, scope.stationId, { id: unitId });
    if (!found) return { ok: false, reason: "noSuchUnit" };
    const expiresAt = new Date(scope.now.getTime() + VALID_MS);
    await keepForm(tx, { accountId: scope.actor, stationId: scope.stationId, kind: KIND, content: { unitId, status }, expiresAt, asksForText: true });
    return { ok: true, unit: found };
  });
}

/** The change whose day somebody is writing, and the station of its unit, if they are. */
export async function findAwaited({ db, now }: Scope, me: AccountId): Promise<{ stationId: number; unitId: number; status: UnitStatus } | null> {
  const [row] = await db.select({ content: draft.content, stationId: draft.stationId }).from(draft).where(isAwaited(me, KIND, now));
  const kept = KEPT.safeParse(row?.content).data;
  return kept && row?.stationId ? { stationId: row.stationId, ...kept } : null;
}

async function dropAwaited(tx: Tx, scope: StationScope): Promise<void> {
  if (scope.actor !== null) await tx.delete(draft).where(and(eq(draft.accountId, scope.actor), eq(draft.kind, KIND)));
}
