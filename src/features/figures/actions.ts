import { sql, type SQL } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { isCountingLink, isServing, isVisitedInTime, ofStations, validOn } from "../coverage/actions.ts";
import { FORMATION_ORDER, SEPARATE_MIN_MEMBERS } from "../organization/rules.ts";
import { gathered } from "../rows/rules.ts";
import { readStructures, structureOf } from "../structure/actions.ts";
import { newestOn } from "../survey/actions.ts";
import { freshSince } from "../survey/rules.ts";
import { FORMULA_VERSION, type Coverage, type Figures, type Part } from "./rules.ts";

const ORDER = sql.raw(`array[${FORMATION_ORDER.map((formation) => `'${formation}'`).join(", ")}]`);

/**
 * Every unit of these stations that was entered by the end of a day, with what decides in which sets it is: its status, the first
 * formation that covers it (1 is separate, null none), whether it is assigned, visited in time, or has a mass organization, and its newest survey.
 */
export function unitFacts(stations: readonly number[], day: string): SQL {
  return sql`select u.station_id, u.id, u.code, u.kind, u.area, u.industry, u.market_id, st.status, st.status = 'active' as is_in, l.formation,
      a.unit_id is not null as is_assigned, coalesce(a.is_visited, false) as is_visited, m.unit_id is not null as is_mass_organized, sv.on_day as surveyed_on, sv.full_members
    from unit u join unit_status st on st.station_id = u.station_id and st.unit_id = u.id and ${validOn("st", day)}
    left join (select cl.station_id, cl.unit_id, min(array_position(${ORDER}, cl.formation)) as formation from coverage_link cl
      where ${ofStations("cl", stations)} and ${isCountingLink(day, "cl")} group by 1, 2) l on l.station_id = u.station_id and l.unit_id = u.id
    left join (select ia.station_id, ia.unit_id, bool_or(${isVisitedInTime(day, "ia")}) as is_visited from instructor_assignment ia
      where ${ofStations("ia", stations)} and ${isServing(day, "ia")} group by 1, 2) a on a.station_id = u.station_id and a.unit_id = u.id
    left join (select distinct mo.station_id, mo.unit_id from mass_organization mo
      where ${ofStations("mo", stations)} and ${validOn("mo", day)}) m on m.station_id = u.station_id and m.unit_id = u.id
    left join lateral (${newestOn(sql`u.station_id`, sql`u.id`, day)}) sv on st.status = 'active'
    where ${ofStations("u", stations)}`;
}

const formed = sql.join(FORMATION_ORDER.map((formation, i) => sql`count(*) filter (where is_in and formation = ${i + 1}) as ${sql.identifier(`formed_${formation}`)}`), sql`, `);
const isWorkCovered = sql`(formation is not null or is_assigned or is_mass_organized)`;
const mayStandAlone = sql`is_in and full_members >= ${SEPARATE_MIN_MEMBERS}`;

/** F1 to F7 and F14 of what a query groups. */
const coverageCounts = (day: string): SQL => sql`count(*) filter (where is_in) as units, count(*) filter (where status = 'dormant') as dormant,
  count(*) filter (where status = 'closed') as closed, count(*) filter (where status = 'moved_out') as moved_out, count(*) filter (where status = 'not_found') as not_found,
  count(*) filter (where is_in and formation is not null) as organization, ${formed}, count(*) filter (where is_in and ${isWorkCovered}) as work,
  count(*) filter (where is_in and is_assigned) as assigned, count(*) filter (where is_in and is_visited) as visited,
  count(*) filter (where ${mayStandAlone}) as should_build, count(*) filter (where ${mayStandAlone} and formation = 1) as built,
  count(*) filter (where is_in and surveyed_on >= ${freshSince(day)}::date) as fresh,
  coalesce(sum(full_members) filter (where is_in), 0) as members, coalesce(sum(full_members) filter (where is_in and formation is not null), 0) as members_covered`;

type Row = Readonly<Record<string, unknown>>;
const numberIn = (row: Row, name: string): number => Number(row[name] ?? 0);

function coverageOf(row: Row): Coverage {
  const n = (name: string) => numberIn(row, name);
  return {
    units: n("units"), dormant: n("dormant"), closed: n("closed"), movedOut: n("moved_out"), notFound: n("not_found"), organization: n("organization"),
    byFormation: {
      separate: n("formed_separate"), joint: n("formed_joint"), industry: n("formed_industry"), area: n("formed_area"), floating: n("formed_floating"),
      functional: n("formed_functional"),
    },
    work: n("work"), assigned: n("assigned"), visited: n("visited"), shouldBuild: n("should_build"), built: n("built"), fresh: n("fresh"),
  };
}

const membersOf = (row: Row) => ({ total: numberIn(row, "members"), covered: numberIn(row, "members_covered") });
const EMPTY: Row = {};

/** By which a row of the grouped figures says what it is about; null of the total. */
const CUTS = { byKind: "kind", byArea: "area", byIndustry: "industry", byMarket: "market" } as const;
type Cut = keyof typeof CUTS;

function partsOf(rows: readonly Row[], cut: Cut): Part[] {
  return rows.filter((row) => row["cut"] === CUTS[cut]).map((row) => ({ key: String(row["key"]), coverage: coverageOf(row), members: membersOf(row) }));
}

/** The unit-level figures of these stations at the end of a day, in total and by every cut, in one statement. */
async function readCoverages(db: Database | Tx, stations: readonly number[], day: string): Promise<Map<number, Row[]>> {
  // Materialized: planned together with its grouping, the join is made by station alone, for the sake of the order.
  const rows = await readRows(db, sql`with facts as materialized (${unitFacts(stations, day)})
    select station_id, case grouping(kind, area, industry, market_id) when 7 then 'kind' when 11 then 'area' when 13 then 'industry' when 14 then 'market' end as cut,
      coalesce(kind, area, industry, (select mk.code from unit mk where mk.station_id = facts.station_id and mk.id = facts.market_id)) as key, ${coverageCounts(day)}
    from facts group by station_id, grouping sets ((), (kind), (area), (industry), (market_id))
    having grouping(industry) = 1 and grouping(market_id) = 1 or coalesce(industry, market_id::text) is not null order by 1, 2, 3`);
  return gathered(rows, (row) => numberIn(row, "station_id"));
}

/** All figures of each of these stations at the end of a day; a bounded number of statements, however many units there are. */
export async function readAllFigures(db: Database | Tx, stations: readonly number[], day: string): Promise<Map<number, Figures>> {
  const [coverages, structures] = [await readCoverages(db, stations, day), await readStructures(db, stations, day)];
  return new Map(stations.map((stationId) => {
    const rows = coverages.get(stationId) ?? [];
    const total = rows.find((row) => row["cut"] === null) ?? EMPTY;
    return [stationId, {
      version: FORMULA_VERSION, asOf: day, total: coverageOf(total), members: membersOf(total), byKind: partsOf(rows, "byKind"), byArea: partsOf(rows, "byArea"),
      byIndustry: partsOf(rows, "byIndustry"), byMarket: partsOf(rows, "byMarket"), ...structureOf(structures, stationId),
    }];
  }));
}

/** The figures of one station at the end of a day. */
export async function readFigures(db: Database | Tx, stationId: number, day: string): Promise<Figures> {
  const figures = (await readAllFigures(db, [stationId], day)).get(stationId);
  if (!figures) throw new Error("a station has no figures");
  return figures;
}
