import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { organization, organizationStatus, organizationTerm, termReminder } from "../../db/schema-register.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { recordAudit } from "../audit/actions.ts";
import { readAddressee } from "../notice/actions.ts";
import { findOrganization, readTerm, type Organization, type OrganizationName } from "../organization/actions.ts";
import { readUntaken, takeStationPeriod } from "../period/actions.ts";
import { isAllowed, readLeads } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import { effectiveEnd, isTimeToRemind, latestExtension, LONGEST_AHEAD, mayExtend, reminderStep, termEnd, termState, usualYears, type TermState } from "./rules.ts";

export interface TermFacts {
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly startedOn: string;
  readonly years: number;
  readonly endsOn: string;
  readonly extendedThrough: string | null;
}

export type TermRefusal = "notForYou" | "noSuchOrganization" | "noTerm" | "beforeLast" | "beforePrevious" | "tooFarAhead" | "notAfterEnd" | "tooLong" | "dissolved";

/** A refusal, and the day and the code that it is about. */
export type TermResult = ({ readonly ok: true; readonly term: TermFacts }) | { readonly ok: false; readonly reason: TermRefusal; readonly about: string; readonly code: string };

const refused = (reason: TermRefusal, about = "", code = ""): TermResult => ({ ok: false, reason, about, code });

const ofOrganization = (scope: StationScope, organizationId: number) =>
  and(eq(organizationTerm.stationId, scope.stationId), eq(organizationTerm.organizationId, organizationId));

async function isDissolved(tx: Tx, scope: StationScope, organizationId: number): Promise<boolean> {
  const [now] = await tx.select({ status: organizationStatus.status }).from(organizationStatus)
    .where(and(eq(organizationStatus.stationId, scope.stationId), eq(organizationStatus.organizationId, organizationId), sql`through_on is null`));
  return now?.status === "dissolved";
}

async function hold(tx: Tx, scope: StationScope, name: OrganizationName): Promise<Organization | TermResult> {
  if (!await isAllowed(tx, scope, "term")) return refused("notForYou");
  const held = await findOrganization(tx, scope, name, true);
  if (!held) return refused("noSuchOrganization");
  return await isDissolved(tx, scope, held.id) ? refused("dissolved", held.code) : held;
}

async function shown(tx: Tx | Database, scope: StationScope, { stationId, id, code, name }: Organization, on: string): Promise<TermResult> {
  const term = await readTerm(tx, scope, id, on);
  return term ? { ok: true, term: { stationId, id, code, name, ...term } } : refused("noTerm", code);
}

/** The newest term and the one before it, which have begun or not. */
const readNewest = (tx: Tx, scope: StationScope, organizationId: number) =>
  tx.select({ startedOn: organizationTerm.startedOn, years: organizationTerm.years, extendedThrough: organizationTerm.extendedThrough }).from(organizationTerm)
    .where(ofOrganization(scope, organizationId)).orderBy(sql`${organizationTerm.startedOn} desc`).limit(2);

/** Records a new term; without years it has the usual ones. The one before stays as it was, so that every day has its term. */
export async function beginTerm(scope: StationScope, name: OrganizationName, wish: { startedOn: string; years: number | null }): Promise<TermResult> {
  return scope.act(async (tx): Promise<TermResult> => {
    const held = await hold(tx, scope, name);
    if ("ok" in held) return held;
    const today = localDate(scope.now, scope.timeZone);
    const { startedOn } = wish;
    if (startedOn > latestExtension(today)) return refused("tooFarAhead", startedOn);
    const [last] = await readNewest(tx, scope, held.id);
    if (last && last.startedOn > startedOn) return refused("beforeLast", last.startedOn, held.code);
    const years = wish.years ?? usualYears(held.level);
    await tx.insert(organizationTerm).values({ stationId: scope.stationId, organizationId: held.id, startedOn, years })
      .onConflictDoUpdate({ target: [organizationTerm.stationId, organizationTerm.organizationId, organizationTerm.startedOn], set: { years, extendedThrough: sql`case when ${organizationTerm.years} = ${years} then ${organizationTerm.extendedThrough} end` } });
    await recordAudit(tx, scope, "term.begun", { kind: "organization", id: held.id });
    return shown(tx, scope, held, startedOn > today ? startedOn : today);
  });
}

/** Puts a newest term that was recorded wrongly right: its first day, and its years where they are said. An extension stays where it still fits. */
export async function correctTerm(scope: StationScope, name: OrganizationName, wish: { startedOn: string; years: number | null }): Promise<TermResult> {
  return scope.act(async (tx): Promise<TermResult> => {
    const held = await hold(tx, scope, name);
    if ("ok" in held) return held;
    const today = localDate(scope.now, scope.timeZone);
    const { startedOn } = wish;
    const [last, before] = await readNewest(tx, scope, held.id);
    if (!last) return refused("noTerm", held.code);
    if (startedOn > latestExtension(today)) return refused("tooFarAhead", startedOn);
    if (before && before.startedOn >= startedOn) return refused("beforePrevious", before.startedOn);
    const years = wish.years ?? last.years;
    const extendedThrough = last.extendedThrough !== null && mayExtend(termEnd(startedOn, years), last.extendedThrough) ? last.extendedThrough : null;
    await tx.update(organizationTerm).set({ startedOn, years, extendedThrough }).where(and(ofOrganization(scope, held.id), eq(organizationTerm.startedOn, last.startedOn)));
    await recordAudit(tx, scope, "term.corrected", { kind: "organization", id: held.id });
    return shown(tx, scope, held, startedOn > today ? startedOn : today);
  });
}

/** Extends the running term through a day, by a year at most. */
export async function extendTerm(scope: StationScope, name: OrganizationName, throughOn: string): Promise<TermResult> {
  return scope.act(async (tx): Promise<TermResult> => {
    const held = await hold(tx, scope, name);
    if ("ok" in held) return held;
    const today = localDate(scope.now, scope.timeZone);
    const now = await shown(tx, scope, held, today);
    if (!now.ok) return now;
    const { startedOn, endsOn } = now.term;
    if (throughOn <= endsOn) return refused("notAfterEnd", endsOn);
    if (throughOn > latestExtension(endsOn)) return refused("tooLong", latestExtension(endsOn));
    await tx.update(organizationTerm).set({ extendedThrough: throughOn }).where(and(ofOrganization(scope, held.id), eq(organizationTerm.startedOn, startedOn)));
    await recordAudit(tx, scope, "term.extended", { kind: "organization", id: held.id });
    return shown(tx, scope, held, today);
  });
}

/** The running term, for whoever may see it. */
export async function findTerm(scope: StationScope, name: OrganizationName): Promise<TermResult & { readonly organization?: Organization }> {
  if (!await isAllowed(scope.db, scope, "term")) return refused("notForYou");
  const found = await findOrganization(scope.db, scope, name);
  if (!found) return refused("noSuchOrganization");
  return { ...await shown(scope.db, scope, found, localDate(scope.now, scope.timeZone)), organization: found };
}

const END = sql<string>`coalesce(${organizationTerm.extendedThrough}, ${organizationTerm.endsOn})`;

/** The running terms of a station that end by a day, of organizations that are at work or suspended; the earliest end first. */
async function readEnding(db: Database | Tx, stationId: number, on: string, ahead: number, only?: readonly number[]): Promise<TermFacts[]> {
  const rows = await db.select({
    stationId: organization.stationId, id: organization.id, code: organization.code, name: organization.name, startedOn: organizationTerm.startedOn, years: organizationTerm.years,
    endsOn: organizationTerm.endsOn, extendedThrough: organizationTerm.extendedThrough,
  }).from(organizationTerm)
    .innerJoin(organization, and(eq(organization.stationId, organizationTerm.stationId), eq(organization.id, organizationTerm.organizationId)))
    .innerJoin(organizationStatus, and(
      eq(organizationStatus.stationId, organization.stationId), eq(organizationStatus.organizationId, organization.id), sql`${organizationStatus.throughOn} is null`,
    ))
    .where(and(
      eq(organizationTerm.stationId, stationId), inArray(organizationStatus.status, ["active", "suspended"]), sql`${END} <= ${on}::date + ${ahead}::int`,
      only === undefined ? undefined : inArray(organization.id, [...only]),
      sql`${organizationTerm.startedOn} = (select max(t.started_on) from organization_term t where t.station_id = ${organizationTerm.stationId}
        and t.organization_id = ${organizationTerm.organizationId} and t.started_on <= ${on})`,
    )).orderBy(asc(END), asc(organization.code));
  return rows.flatMap((row) => row.code === null ? [] : { ...row, code: row.code });
}

export interface TermList {
  readonly today: string;
  readonly terms: readonly (TermFacts & { readonly state: TermState })[];
}

/** The terms that are overdue or due within ninety days. */
export async function readTermList(scope: StationScope): Promise<Result<"notForYou", TermList>> {
  if (!await isAllowed(scope.db, scope, "term")) return { ok: false, reason: "notForYou" };
  const today = localDate(scope.now, scope.timeZone);
  const terms = (await readEnding(scope.db, scope.stationId, today, LONGEST_AHEAD)).map((term) => ({ ...term, state: termState(term, today) }));
  return { ok: true, today, terms: terms.filter(({ state }) => state !== "running") };
}

export interface TermReminderRef {
  readonly stationId: number;
  readonly accountId: number;
  readonly organizationIds: readonly number[];
}

export const termReminding = owed<TermReminderRef>("term.reminder", "reminder");

const NAME = "term";

/** What has come due at a station and was not told: written down as told, and owed to each who leads it, in one message. */
async function remind(tx: Tx, of: { stationId: number; timeZone: string; now: Date; today: string }): Promise<void> {
  const { stationId, timeZone, now, today } = of;
  const steps = (await readEnding(tx, stationId, today, LONGEST_AHEAD))
    .flatMap((term) => { const step = reminderStep(effectiveEnd(term), today); return step === null ? [] : { organizationId: term.id, endOn: effectiveEnd(term), step }; });
  if (steps.length === 0) return;
  const told = await tx.insert(termReminder).values(steps.map((step) => ({ stationId, ...step, owedAt: now }))).onConflictDoNothing()
    .returning({ id: termReminder.organizationId });
  if (told.length === 0) return;
  const organizationIds = told.map(({ id }) => id);
  for (const accountId of await readLeads(tx, { stationId, timeZone, now })) {
    await enqueue(tx, termReminding, { key: `${stationId}:${accountId}:${today}`, payload: { stationId, accountId, organizationIds }, now, stationId });
  }
}

/** Once a day and station, when nobody is disturbed by it; a day on which the bot was away is made up for on the next. */
export async function oweTermReminders(scope: Scope): Promise<void> {
  const { now } = scope;
  for (const day of await readUntaken(scope.db, NAME, (timeZone) => (isTimeToRemind(now, timeZone) ? localDate(now, timeZone) : null))) {
    await scope.act(async (tx) => {
      if (await takeStationPeriod(tx, NAME, day, now)) await remind(tx, { ...day, now, today: day.period });
    });
  }
}

/** What a reminder says now, and to whom; null where they lead no more or a new term has begun everywhere. */
export async function readTermReminder(db: Database, seal: Scope["seal"], ref: TermReminderRef, now: Date) {
  const lead = await readAddressee(db, seal, ref, now);
  if (!lead) return null;
  const today = localDate(now, lead.timeZone);
  const terms = await readEnding(db, ref.stationId, today, LONGEST_AHEAD, ref.organizationIds);
  return terms.length === 0 ? null : { ...lead, today, terms };
}
