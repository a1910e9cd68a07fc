import { and, asc, eq, sql, type SQL } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { unit } from "../../db/schema-register.ts";
import { readCauses } from "../cause/actions.ts";
import type { Causes } from "../cause/rules.ts";
import { isInOperation, isUncovered } from "../coverage/actions.ts";
import { readFigures } from "../figures/actions.ts";
import type { Coverage, Figures, Part } from "../figures/rules.ts";
import { widestGap, type Imbalance } from "../imbalance/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { isExpiring } from "../structure/actions.ts";
import { newestOn } from "../survey/actions.ts";
import { freshSince } from "../survey/rules.ts";
import { todayAt } from "../time/rules.ts";
import { readKind } from "../unit/rules.ts";
import type { Cut, CutRef } from "./rules.ts";

/** The figures of a station or a part of it on a day, and on an earlier one. */
export interface Report {
  readonly stationId: number;
  readonly stationName: string;
  readonly on: string;
  readonly vs: string;
  readonly cut: Cut | null;
  /** How a button names the part. */
  readonly ref: CutRef | null;
  readonly now: Coverage;
  readonly before: Coverage;
  /** What is told of a whole station only. */
  readonly whole: { readonly figures: Figures; readonly imbalance: Imbalance | null } | null;
}

export type ReportRefusal = "notForYou" | "noSuchPart" | "future";
export interface Wanted {
  readonly cut: Cut | CutRef | null;
  readonly on: string;
  readonly vs: string;
}

const CUT_LISTS = { kind: "byKind", area: "byArea", industry: "byIndustry", market: "byMarket" } as const;
const marketCode = sql<string | null>`(select mk.code from unit mk where mk.station_id = ${unit.stationId} and mk.id = ${unit.marketId})`;
const KEYS = { area: sql<string | null>`${unit.area}`, industry: sql<string | null>`${unit.industry}`, market: marketCode } as const;

/** The part that is meant, and one of its units by which a button names it; null where the station has none such. */
async function findCut(db: Database | Tx, stationId: number, wanted: Cut | CutRef): Promise<{ cut: Cut; ref: CutRef } | null> {
  if (wanted.by === "kind") {
    const kind = readKind(wanted.key);
    return kind === null ? null : { cut: { by: "kind", key: kind }, ref: { by: "kind", key: kind } };
  }
  const is = "unitId" in wanted ? eq(unit.id, wanted.unitId) : sql`lower(${KEYS[wanted.by]}) = lower(${wanted.key})`;
  const [found] = await db.select({ unitId: unit.id, key: KEYS[wanted.by] }).from(unit).where(and(eq(unit.stationId, stationId), is)).orderBy(asc(unit.id)).limit(1);
  return found?.key ? { cut: { by: wanted.by, key: found.key }, ref: { by: wanted.by, unitId: found.unitId } } : null;
}

const NOTHING: Coverage = {
  units: 0, dormant: 0, closed: 0, movedOut: 0, notFound: 0, organization: 0, work: 0, assigned: 0, visited: 0, shouldBuild: 0, built: 0, fresh: 0,
  byFormation: { separate: 0, joint: 0, industry: 0, area: 0, floating: 0, functional: 0 },
};

/** The part of the figures that is meant; one without a unit on that day is empty. */
function coverageIn(figures: Figures, cut: Cut | null): Coverage {
  if (cut === null) return figures.total;
  return figures[CUT_LISTS[cut.by]].find(({ key }: Part) => key === cut.key)?.coverage ?? NOTHING;
}

/** The figures of a day as the register tells them now, for a lead or an organizer. */
export async function readReport(scope: StationScope, { cut: wanted, on, vs }: Wanted): Promise<Result<ReportRefusal, { report: Report }>> {
  const { db, stationId, stationName } = scope;
  if (!await isAllowed(db, scope, "coverage")) return { ok: false, reason: "notForYou" };
  if (on > todayAt(scope)) return { ok: false, reason: "future" };
  const found = wanted && await findCut(db, stationId, wanted);
  if (wanted && !found) return { ok: false, reason: "noSuchPart" };
  const cut = found?.cut ?? null;
  const [figures, before] = [await readFigures(db, stationId, on), await readFigures(db, stationId, vs)];
  return {
    ok: true, report: {
      stationId, stationName, on, vs, cut, ref: found?.ref ?? null, now: coverageIn(figures, cut), before: coverageIn(before, cut),
      whole: cut === null ? { figures, imbalance: widestGap(figures) } : null,
    },
  };
}

/** Why the figures of the two days differ. */
export async function readWhy(scope: StationScope, wanted: Wanted): Promise<Result<ReportRefusal, { report: Report; causes: Causes }>> {
  const read = await readReport(scope, wanted);
  if (!read.ok) return read;
  const { stationId, cut, on, vs } = read.report;
  return { ...read, causes: await readCauses(scope.db, { stationId, ...cut && { cut } }, vs, on) };
}

/** A unit in one of the lists, with the assignment that ends where it is about one. */
export interface Item {
  readonly code: string;
  readonly name: string | null;
  readonly area: string;
  readonly assignmentId: number | null;
  readonly instructor: string | null;
  /** The last day of the assignment, or of the newest survey. */
  readonly day: string | null;
}
export type List = "uncovered" | "expiring" | "due";
/** As many as fit on a phone. */
const SHOWN = 10;

const none = sql`null::bigint as assignment_id, null as instructor, null as day`;

function listed(list: List, on: string): SQL {
  if (list === "uncovered") return sql`select u.*, ${none} from unit u where ${isUncovered(on, "u")}`;
  if (list === "due") {
    return sql`select u.*, null::bigint as assignment_id, null as instructor, n.on_day::text as day from unit u left join lateral (${newestOn(sql`u.station_id`, sql`u.id`, on)}) n on true
      where ${isInOperation(on, "u")} and (n.on_day is null or n.on_day < ${freshSince(on)}::date)`;
  }
  return sql`select u.*, ea.id as assignment_id, ei.code as instructor, ea.through_on::text as day from instructor_assignment ea
    join unit u on u.station_id = ea.station_id and u.id = ea.unit_id join instructor ei on ei.station_id = ea.station_id and ei.id = ea.instructor_id where ${isExpiring(on, "ea")}`;
}

function isOfCut(cut: Cut | null): SQL {
  if (cut === null) return sql`true`;
  if (cut.by === "market") return sql`(select mk.code from unit mk where mk.station_id = l.station_id and mk.id = l.market_id) = ${cut.key}`;
  return sql`${sql.identifier("l")}.${sql.identifier(cut.by)} = ${cut.key}`;
}

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** The first of a list as of the report's day, what is most pressing first, and how many there are; only for private eyes. */
export async function readList(scope: StationScope, wanted: Wanted, list: List): Promise<Result<ReportRefusal, { report: Report; items: readonly Item[]; total: number }>> {
  const read = await readReport(scope, wanted);
  if (!read.ok) return read;
  const rows = await readRows(scope.db, sql`select l.code, l.name, l.area, l.assignment_id, l.instructor, l.day, count(*) over () as total
    from (${listed(list, read.report.on)}) l where l.station_id = ${scope.stationId} and ${isOfCut(read.report.cut)} order by l.day nulls first, length(l.code), l.code limit ${SHOWN}`);
  const items = rows.map((row) => ({
    code: String(row["code"]), name: text(row["name"]), area: String(row["area"]), instructor: text(row["instructor"]), day: text(row["day"]),
    assignmentId: row["assignment_id"] === null ? null : Number(row["assignment_id"]),
  }));
  return { ...read, items, total: Number(rows[0]?.["total"] ?? 0) };
}
