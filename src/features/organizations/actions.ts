import { and, asc, eq, ilike, isNotNull, ne, or, sql, type SQL } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { organization, organizationStatus, organizationTerm } from "../../db/schema-register.ts";
import { isCounting, isInOperation } from "../coverage/actions.ts";
import type { Formation, Level, OrganizationStatus } from "../organization/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import type { Filter } from "./rules.ts";

const PAGE = 8;

export interface Listed {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly formation: Formation;
  readonly level: Level;
  readonly status: OrganizationStatus;
  readonly area: string | null;
  readonly units: number;
  readonly endsOn: string | null;
  readonly extendedThrough: string | null;
}

export interface Page {
  readonly stationId: number;
  readonly today: string;
  readonly organizations: readonly Listed[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

const UNITS_IN_OPERATION = (today: string) => sql<number>`(select count(distinct unit.id) from coverage_link cl join unit on unit.station_id = cl.station_id and unit.id = cl.unit_id
  where cl.station_id = ${organization.stationId} and cl.organization_id = ${organization.id} and cl.from_on <= ${today}::date
  and (cl.through_on is null or cl.through_on >= ${today}::date) and ${isInOperation(today)})`.mapWith(Number);

/** Organizations that count on a day and have no unit in operation then: whether to dissolve them is to be looked at. */
function isVacant(today: string): SQL {
  return sql`(${isCounting(today)} and ${UNITS_IN_OPERATION(today)} = 0)`;
}

const END = sql`coalesce(${organizationTerm.extendedThrough}, ${organizationTerm.endsOn})`;

function termIs(term: Filter["term"], today: string): SQL | undefined {
  if (term === "overdue") return sql`${END} < ${today}::date`;
  if (term === "dueSoon") return sql`${END} between ${today}::date and ${today}::date + 90`;
  return term === "extended" ? isNotNull(organizationTerm.extendedThrough) : undefined;
}

function holdsWord(word: string): SQL | undefined {
  const anywhere = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return or(ilike(organization.code, anywhere), ilike(organization.name, anywhere), sql`lower(${organization.area}) = ${word}`, sql`lower(${organization.industry}) = ${word}`);
}

/** Without a word about it, what is dissolved is not shown. */
function isWanted(scope: StationScope, filter: Filter, today: string): SQL | undefined {
  return and(
    eq(organization.stationId, scope.stationId), isNotNull(organization.code),
    filter.formation === null ? undefined : eq(organization.formation, filter.formation),
    filter.level === null ? undefined : eq(organization.level, filter.level),
    filter.status === null ? ne(organizationStatus.status, "dissolved") : eq(organizationStatus.status, filter.status),
    termIs(filter.term, today), filter.isVacant ? isVacant(today) : undefined, ...filter.words.map(holdsWord),
  );
}

async function read(db: Database | Tx, scope: StationScope, filter: Filter, asked: number): Promise<Page> {
  const today = localDate(scope.now, scope.timeZone);
  const isNow = and(eq(organizationStatus.stationId, organization.stationId), eq(organizationStatus.organizationId, organization.id), sql`${organizationStatus.throughOn} is null`);
  const isRunning = and(
    eq(organizationTerm.stationId, organization.stationId), eq(organizationTerm.organizationId, organization.id),
    sql`${organizationTerm.startedOn} = (select max(t.started_on) from organization_term t where t.station_id = ${organization.stationId} and t.organization_id = ${organization.id} and t.started_on <= ${today})`,
  );
  const wanted = isWanted(scope, filter, today);
  const [counted] = await db.select({ total: sql<number>`count(*)`.mapWith(Number) }).from(organization)
    .innerJoin(organizationStatus, isNow).leftJoin(organizationTerm, isRunning).where(wanted);
  const total = counted?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const page = Math.min(Math.max(0, asked), pages - 1);
  const rows = await db.select({
    id: organization.id, code: organization.code, name: organization.name, formation: organization.formation, level: organization.level, status: organizationStatus.status,
    area: organization.area, units: UNITS_IN_OPERATION(today), endsOn: organizationTerm.endsOn, extendedThrough: organizationTerm.extendedThrough,
  }).from(organization).innerJoin(organizationStatus, isNow).leftJoin(organizationTerm, isRunning).where(wanted)
    .orderBy(asc(organization.code)).limit(PAGE).offset(page * PAGE);
  const organizations = rows.flatMap((row) => row.code && row.formation && row.level ? { ...row, code: row.code, formation: row.formation, level: row.level } : []);
  return { stationId: scope.stationId, today, organizations, page, pages, total };
}

/** A page of the organizations that a filter wants, for whoever may see them. */
export async function readOrganizations(scope: StationScope, filter: Filter, page: number): Promise<Result<"notForYou", Page>> {
  if (!await isAllowed(scope.db, scope, "orgs")) return { ok: false, reason: "notForYou" };
  return { ok: true, ...await read(scope.db, scope, filter, page) };
}
