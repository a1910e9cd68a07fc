import { and, asc, eq, sql } from "drizzle-orm";
import type { StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { unit } from "../../db/schema-register.ts";
import { isInOperation } from "../coverage/actions.ts";
import { addLinks, holdForLinks, refused, refusePeriod, refuseSeparate, type Linked, type Refused, type UnitRef } from "../coverlink/actions.ts";
import type { Organization, OrganizationName } from "../organization/actions.ts";

/** More at once would hold everybody up; a market that is larger is linked by a file. */
const MAX_STALLS = 5000;

/** How a line or a button names a market; it is looked for at one station only. */
export type MarketName = { readonly code: string } | { readonly id: number };

export interface Bulk {
  readonly ok: true;
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly marketId: number;
  readonly market: string;
  readonly fromOn: string;
  readonly stalls: number;
  readonly fresh: number;
  /** Those that were in operation then and are gone now. */
  readonly gone: number;
}

interface Stalls {
  readonly marketCode: string;
  readonly marketId: number;
  readonly all: number;
  readonly gone: number;
  readonly fresh: readonly UnitRef[];
}

async function readStalls(tx: Tx, scope: StationScope, held: Organization, market: MarketName, fromOn: string): Promise<Stalls | Refused> {
  const isIt = "code" in market ? eq(unit.code, market.code) : eq(unit.id, market.id);
  const [found] = await tx.select({ id: unit.id, code: unit.code }).from(unit).where(and(eq(unit.stationId, scope.stationId), eq(unit.kind, "market"), isIt));
  if (!found) return refused("noSuchMarket", "code" in market ? market.code : "");
  // Named by hand: a column that is selected from one table stands there without its table.
  const isLinked = sql<boolean>`exists (select 1 from coverage_link cl where cl.station_id = unit.station_id and cl.unit_id = unit.id
    and cl.organization_id = ${held.id} and (cl.through_on is null or cl.through_on >= greatest(${fromOn}::date, cl.from_on)))`;
  const isGone = sql<boolean>`exists (select 1 from unit_status us where us.station_id = unit.station_id and us.unit_id = unit.id and us.through_on is null
    and us.status in ('closed', 'moved_out', 'not_found'))`;
  const rows = await tx.select({ id: unit.id, code: unit.code, isLinked, isGone }).from(unit)
    .where(and(eq(unit.stationId, scope.stationId), eq(unit.marketId, found.id), isInOperation(fromOn))).orderBy(asc(unit.id)).limit(MAX_STALLS + 1).for("share");
  if (rows.length === 0) return refused("noStalls", found.code);
  if (rows.length > MAX_STALLS) return refused("tooManyStalls", String(MAX_STALLS));
  return { marketCode: found.code, marketId: found.id, all: rows.length, gone: rows.filter((row) => row.isGone && !row.isLinked).length, fresh: rows.filter((row) => !row.isLinked && !row.isGone) };
}

async function previewIn(tx: Tx, scope: StationScope, name: OrganizationName, market: MarketName, fromOn: string): Promise<(Bulk & { held: Organization; units: readonly UnitRef[] }) | Refused> {
  const held = await holdForLinks(tx, scope, name);
  if ("ok" in held) return held;
  const stalls = await readStalls(tx, scope, held, market, fromOn);
  if ("ok" in stalls) return stalls;
  if (stalls.fresh.length === 0) return refused("noMoreStalls", stalls.marketCode);
  const problem = await refusePeriod(tx, scope, held, [], { fromOn, throughOn: null })
    ?? await refuseSeparate(tx, scope, held, stalls.fresh, { fromOn, throughOn: null });
  const { marketCode, marketId, all, gone, fresh } = stalls;
  return problem ?? { ok: true, stationId: scope.stationId, id: held.id, code: held.code, market: marketCode, marketId, fromOn, stalls: all, gone, fresh: fresh.length, held, units: fresh };
}

/** How many stalls in operation of a market would be linked. */
export async function previewMarket(scope: StationScope, name: OrganizationName, market: MarketName, fromOn: string): Promise<Bulk | Refused> {
  return scope.act((tx) => previewIn(tx, scope, name, market, fromOn));
}

/** Links them all at once, if they are still as many as was said; else says how many they are now. */
export async function linkMarket(
  scope: StationScope,
  plan: { organizationId: number; marketId: number; fromOn: string; fresh: number },
): Promise<Linked | Refused | (Bulk & { isPreview: true })> {
  return scope.act(async (tx): Promise<Linked | Refused | (Bulk & { isPreview: true })> => {
    const read = await previewIn(tx, scope, { id: plan.organizationId }, { id: plan.marketId }, plan.fromOn);
    if (!read.ok) return read;
    const { held, units, ...bulk } = read;
    if (units.length !== plan.fresh) return { ...bulk, isPreview: true };
    return addLinks(tx, scope, held, units, { fromOn: plan.fromOn, throughOn: null });
  });
}
