import type { Result, StationScope } from "../../context.ts";
import { recordAudit } from "../audit/actions.ts";
import { readCauses } from "../cause/actions.ts";
import type { Causes } from "../cause/rules.ts";
import { dayAfter, daysBetween } from "../date/rules.ts";
import { readFigures } from "../figures/actions.ts";
import type { Figures } from "../figures/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { readSnapshots, type Snapshot } from "../snapshot/actions.ts";

/** The figures of two days with all that is told beside them. */
export interface Exported {
  readonly stationName: string;
  readonly figures: Figures;
  readonly before: Figures;
  readonly causes: Causes;
  /** Every seventh day before the day of the figures that was kept, half a year back, earliest first. */
  readonly trend: readonly Snapshot[];
}

const TREND_WEEKS = 26;

/** What a station's coverage export holds, for whoever may have it; that it was given out is recorded with it. */
export async function exportFigures(scope: StationScope, { on, vs }: { readonly on: string; readonly vs: string }): Promise<Result<"notForYou", { exported: Exported }>> {
  const { stationId, stationName } = scope;
  return scope.act(async (tx): Promise<Result<"notForYou", { exported: Exported }>> => {
    if (!await isAllowed(tx, scope, "export")) return { ok: false, reason: "notForYou" };
    await recordAudit(tx, scope, "coverage.exported");
    const kept = await readSnapshots(tx, stationId, { from: dayAfter(on, -7 * TREND_WEEKS), through: on });
    return {
      ok: true, exported: {
        stationName, figures: await readFigures(tx, stationId, on), before: await readFigures(tx, stationId, vs), causes: await readCauses(tx, { stationId }, vs, on),
        trend: kept.filter(({ asOf }) => daysBetween(asOf, on) % 7 === 0),
      },
    };
  });
}
