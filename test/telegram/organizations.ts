import type { StationScope } from "../../src/context.ts";
import { enterUnit, type NewUnit } from "../../src/features/unit/actions.ts";
import type { Established } from "./arrange.ts";
import { scopeOf } from "./activities.ts";
import type { Bench } from "./bench.ts";

/** Units of a station by the real action: “U02 in U11” is a stall of the market U11. */
export async function enterUnits(bench: Bench, at: Established, ...units: readonly (Partial<NewUnit> & { code: string })[]): Promise<StationScope> {
  const scope = await scopeOf(bench, at, at.lead);
  for (const one of units) {
    const entered = await scope.act((tx) => enterUnit(tx, scope, { kind: "self_employed", area: "A", enteredOn: "2024-03-01", ...one }));
    if (!entered.ok) throw new Error(`${one.code} could not be entered: ${entered.reason}`);
  }
  return scope;
}
