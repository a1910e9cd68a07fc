import { and, desc, eq } from "drizzle-orm";
import type { AccountId, StationId, StationScope } from "../../src/context.ts";
import { assignment, coverageLink, instructor, massOrganization, organization, organizationStatus, unit } from "../../src/db/schema-register.ts";
import { account, roleGrant } from "../../src/db/schema.ts";
import { stationScope } from "../../src/features/station/actions.ts";
import { grantRole } from "../../src/features/role/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { enrol, type Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

/** The scope of the station's lead, for arranging by the real actions. */
export async function leadScope(bench: Bench, at: Established): Promise<StationScope> {
  const [lead] = await bench.database.db.select({ id: roleGrant.accountId }).from(roleGrant)
    .where(and(eq(roleGrant.stationId, at.stationId), eq(roleGrant.role, "station_lead")));
  const facts = { stationId: at.stationId as StationId, stationName: "Example station", timeZone: "Asia/Shanghai", stationLocale: "en" as const };
  return stationScope(bench.scope(), facts, (lead?.id ?? null) as AccountId | null);
}

/** Somebody who has joined and organizes, without leading. */
export async function organizerOf(bench: Bench, at: Established, firstName: string): Promise<Person> {
  const person = await enrol(bench, at, firstName);
  const [made] = await bench.database.db.select({ id: account.id }).from(account).orderBy(desc(account.id)).limit(1);
  const scope = await leadScope(bench, at);
  await scope.act((tx) => grantRole(tx, scope, { role: "organizer", throughOn: null, accountId: made?.id as AccountId, grantedBy: scope.actor }));
  return person;
}

export async function unitId(bench: Bench, at: Established, code: string): Promise<number> {
  const [found] = await bench.database.db.select({ id: unit.id }).from(unit).where(and(eq(unit.stationId, at.stationId), eq(unit.code, code)));
  if (!found) throw new Error(`no unit ${code}`);
  return found.id;
}

interface Span {
  readonly fromOn: string;
  readonly throughOn?: string;
}

/** An active organization that covers the unit. */
export async function covers(bench: Bench, at: Established, code: string, unitCode: string, span: Span, formation: "joint" | "area" = "joint"): Promise<void> {
  const { db } = bench.database;
  const { stationId } = at;
  const [known] = await db.select({ id: organization.id }).from(organization).where(and(eq(organization.stationId, stationId), eq(organization.code, code)));
  const organizationId = known?.id ?? (await db.insert(organization).values({ stationId, name: code, code, level: "branch", formation }).returning({ id: organization.id }))[0]?.id ?? 0;
  if (!known) await db.insert(organizationStatus).values({ stationId, organizationId, status: "active", fromOn: "2024-01-01" });
  await db.insert(coverageLink).values({ stationId, organizationId, formation, unitId: await unitId(bench, at, unitCode), ...span });
}

/** An active instructor who looks after the unit. */
export async function looksAfter(bench: Bench, at: Established, code: string, unitCode: string, span: Span): Promise<void> {
  const { db } = bench.database;
  const { stationId } = at;
  const [known] = await db.select({ id: instructor.id }).from(instructor).where(and(eq(instructor.stationId, stationId), eq(instructor.code, code)));
  const instructorId = known?.id ?? (await db.insert(instructor).values({
    stationId, code, role: "instructor", capacity: 5, areas: [], industries: [], languages: [], visitEveryDays: 92, activeFrom: "2024-01-01",
  }).returning({ id: instructor.id }))[0]?.id ?? 0;
  await db.insert(assignment).values({ stationId, instructorId, unitId: await unitId(bench, at, unitCode), ...span });
}

export async function organizes(bench: Bench, at: Established, kind: "trade_union" | "youth_league", unitCode: string, span: Span): Promise<void> {
  await bench.database.db.insert(massOrganization).values({ stationId: at.stationId, kind, unitId: await unitId(bench, at, unitCode), ...span });
}
