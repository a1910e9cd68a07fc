import { and, eq } from "drizzle-orm";
import type { AccountId, StationId, StationScope } from "../../src/context.ts";
import { ACTIVITY_TYPES, activity, activityHost, activitySlot } from "../../src/db/schema-activity.ts";
import { MASS_ORGANIZATION_KINDS, organization, ORGANIZATION_STATUSES, unit, UNIT_KINDS, UNIT_STATUSES, WILLING } from "../../src/db/schema-register.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { helpRequest, REQUEST_CATEGORIES, SATISFACTIONS } from "../../src/db/schema-request.ts";
import { account, member } from "../../src/db/schema.ts";
import { assignUnit } from "../../src/features/assignment/actions.ts";
import { linkUnits } from "../../src/features/coverlink/actions.ts";
import { dayAfter } from "../../src/features/date/rules.ts";
import { addInstructor, retireInstructor } from "../../src/features/instructor/actions.ts";
import { addMassOrganization } from "../../src/features/massorg/actions.ts";
import { findAccount } from "../../src/features/member/actions.ts";
import { createOrganization } from "../../src/features/organization/actions.ts";
import { readKinds } from "../../src/features/organization/rules.ts";
import { stationScope } from "../../src/features/station/actions.ts";
import { recordSurvey, type NewSurvey } from "../../src/features/survey/actions.ts";
import { addUnit, type NewUnit } from "../../src/features/unit/actions.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";
import facts from "./golden.json" with { type: "json" };

/** What the example expects of its day. */
export const EXPECTED = facts.expected["2026-11-22"];
/** What it expects of the Sunday before, and of its variants. */
export const EXPECTED_BEFORE = facts.expected["2026-11-15"];
export const VARIANTS = facts.expected.variants;
export const EXPECTED_CHANGE = facts.expected.deltaPercentagePoints;
/** Sunday morning of the example's day, at the station. */
export const GOLDEN_DAY = new Date("2026-11-22T02:00:00Z");

/** What somebody of the station may do through the real actions, at this instant of the bench. */
export async function scopeOf(bench: Bench, at: Established, person: Person = at.lead): Promise<StationScope> {
  const scope = bench.scope();
  const account = await findAccount(bench.database.db, scope, person.id);
  const station = { stationId: at.stationId as StationId, stationName: "Example station", timeZone: "Asia/Shanghai", stationLocale: "en" as const };
  return stationScope(scope, station, (account?.id ?? null) as AccountId | null);
}

/** What was done; whatever was refused fails the test. */
function done<Value extends { ok: boolean }>(what: string, result: Value): Value {
  if (!result.ok) throw new Error(`${what}: ${JSON.stringify(result)}`);
  return result;
}

/** Enters units through the real action. */
export async function addUnits(bench: Bench, at: Established, units: readonly NewUnit[]): Promise<void> {
  const scope = await scopeOf(bench, at);
  for (const each of units) done(`unit ${each.code}`, await addUnit(scope, each));
}

const one = <Value extends string>(values: readonly Value[], said: string): Value => {
  const found = values.find((value) => value === said);
  if (found === undefined) throw new Error(`${said} is none of ${values.join(", ")}`);
  return found;
};

type Unit = (typeof facts.units)[number];
const isGone = ({ status }: Unit["statusHistory"][number]) => status === "closed" || status === "moved_out" || status === "not_found";

/** Every status of a unit after its first one: those that end what hangs on it, or the others. */
async function changeStatuses(scope: StationScope, which: (change: Unit["statusHistory"][number]) => boolean): Promise<void> {
  for (const { code, statusHistory } of facts.units) {
    for (const change of statusHistory.slice(1).filter(which)) done(`${code} ${change.status}`, await changeStatus(scope, code, { status: one(UNIT_STATUSES, change.status), on: change.from }));
  }
}

async function loadOrganizations(bench: Bench, scope: StationScope): Promise<void> {
  for (const { code, formation, level, area, market, activeFrom, countsForCoverage: counts, termEndsOn } of facts.organizations) {
    const kinds = { ...readKinds(formation), ...readKinds(level) };
    if (!kinds.formation || !kinds.level) throw new Error(`${formation} ${level} are no kinds of organizations`);
    const made = await bench.database.db.transaction((tx) => createOrganization(tx, scope, {
      code, name: `Branch ${code}`, formation: kinds.formation ?? "joint", level: kinds.level ?? "branch", counts, area, market, industry: null, parent: null, approvedBy: null,
      status: one(ORGANIZATION_STATUSES, "active"), fromOn: activeFrom, term: termEndsOn === null ? null : { startedOn: activeFrom, years: 3 },
    }));
    done(`organization ${code}`, made);
  }
  for (const { organization, unit, from, through } of facts.coverageLinks) {
    done(`${organization} ${unit}`, await linkUnits(scope, { code: organization }, [unit], { fromOn: from, throughOn: through }));
  }
}

async function loadInstructors(scope: StationScope): Promise<void> {
  for (const { code, capacity, activeFrom } of facts.instructors) {
    // One of the example's assignments begins a day before its instructor does, which nobody can enter.
    const [first = activeFrom] = facts.assignments.filter(({ instructor }) => instructor === code).map(({ from }) => from).toSorted();
    done(`instructor ${code}`, await addInstructor(scope, { code, fields: { capacity }, activeFrom: first < activeFrom ? first : activeFrom }));
  }
  for (const { id, instructor, unit, from, through } of facts.assignments) {
    done(`assignment ${id}`, await assignUnit(scope, { pair: [instructor, unit], fromOn: from, throughOn: through }));
  }
  for (const { code, activeThrough } of facts.instructors) {
    if (activeThrough !== null) done(`end of ${code}`, await retireInstructor(scope, code, activeThrough));
  }
}

async function loadMassOrganizations(scope: StationScope): Promise<void> {
  for (const { unit, kind, from, through } of facts.massOrganizations) {
    done(`${kind} of ${unit}`, await addMassOrganization(scope, { code: unit }, { kind: one(MASS_ORGANIZATION_KINDS, kind), fromOn: from, throughOn: through }));
  }
}

/** What differs from the example in the surveys of one unit. */
export interface Variant {
  readonly unit: string;
  readonly on: string;
  readonly found: Partial<NewSurvey>;
}

/** The worked example, through the real actions, in the order in which a station would enter it. */
export async function loadGolden(bench: Bench, at: Established, variant: Variant | null = null): Promise<void> {
  const scope = await scopeOf(bench, at);
  const units = facts.units.toSorted((a, b) => Number(a.market !== null) - Number(b.market !== null));
  await addUnits(bench, at, units.map(({ code, kind, area, market, industry, enteredOn }) => ({ code, kind: one(UNIT_KINDS, kind), area, market, industry, enteredOn })));
  await changeStatuses(scope, (change) => !isGone(change));
  await loadOrganizations(bench, scope);
  await loadInstructors(scope);
  await loadMassOrganizations(scope);
  await changeStatuses(scope, isGone);
  for (const { unit, on, willing, ...found } of facts.surveys) {
    const other = variant?.unit === unit && variant.on === on ? variant.found : {};
    done(`survey of ${unit}`, await recordSurvey(scope, unit, { on, willing: one(WILLING, willing), ...found, ...other }));
  }
}

const noonOf = (day: string) => new Date(`${day}T04:00:00Z`);

/** The example's activities as they stand on its day, and who checked in; held ones were closed an hour after their last slot. */
async function loadActivities(bench: Bench, at: Established): Promise<void> {
  const { db } = bench.database;
  const { stationId } = at;
  const hosts = new Map((await db.select().from(organization).where(eq(organization.stationId, stationId))).map(({ code, id }) => [code, id]));
  const accounts = new Map<string, number>();
  const accountOf = async (name: string) => {
    const known = accounts.get(name);
    if (known !== undefined) return known;
    const [made] = await db.insert(account).values({ userHash: name, userSealed: name, lastActiveAt: GOLDEN_DAY, createdAt: GOLDEN_DAY }).returning({ id: account.id });
    if (!made) throw new Error("no account was made");
    await db.insert(member).values({ stationId, accountId: made.id, alias: name, joinedAt: GOLDEN_DAY });
    accounts.set(name, made.id);
    return made.id;
  };
  for (const { id, host, cohosts, type, on, status, slots } of facts.activities) {
    const came = new Set(Object.values(slots).flat());
    const [made] = await db.insert(activity).values({
      stationId, type: one(ACTIVITY_TYPES, type), title: id, mode: "onsite", reminders: [], createdAt: noonOf("2026-11-10"), announcedAt: noonOf("2026-11-10"),
      heldAt: status === "held" ? noonOf(on) : null, finalCame: status === "held" ? came.size : null, cancelledAt: status === "cancelled" ? noonOf("2026-11-18") : null,
    }).returning({ id: activity.id });
    if (!made) throw new Error("no activity was made");
    for (const code of [host, ...cohosts]) await db.insert(activityHost).values({ stationId, activityId: made.id, organizationId: hosts.get(code) ?? 0 });
    for (const [label, names] of Object.entries(slots)) {
      const [slot] = await db.insert(activitySlot).values({ stationId, activityId: made.id, label, startsAt: noonOf(on), endsAt: new Date(noonOf(on).getTime() + 3_600_000) }).returning({ id: activitySlot.id });
      for (const name of names as readonly string[]) {
        await db.insert(checkIn).values({ stationId, activityId: made.id, slotId: slot?.id ?? 0, accountId: await accountOf(name), answer: "here", method: "button", at: noonOf(on) }).onConflictDoNothing();
      }
    }
  }
}

async function loadRequests(bench: Bench, at: Established): Promise<void> {
  const { db } = bench.database;
  for (const { unit: code, category, openedOn, closedOn, satisfaction } of facts.requests) {
    const [found] = await db.select({ id: unit.id }).from(unit).where(and(eq(unit.stationId, at.stationId), eq(unit.code, code)));
    await db.insert(helpRequest).values({
      stationId: at.stationId, unitId: found?.id ?? 0, category: one(REQUEST_CATEGORIES, category), openedOn, dueOn: dayAfter(openedOn, facts.parameters.requestDueDays), closedOn,
      satisfaction: satisfaction === null ? null : one(SATISFACTIONS, satisfaction), createdAt: noonOf(openedOn),
    });
  }
}

/** What goes on beside the register: activities and help requests, as rows, for they lie in the past. */
export async function loadGoldenWork(bench: Bench, at: Established): Promise<void> {
  await loadActivities(bench, at);
  await loadRequests(bench, at);
}
