import type { AccountId, StationId, StationScope } from "../../src/context.ts";
import { addUnit, type NewUnit } from "../../src/features/unit/actions.ts";
import { stationScope } from "../../src/features/station/actions.ts";
import { findAccount } from "../../src/features/member/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

/** What somebody of the station may do through the real actions, at this instant of the bench. */
export async function scopeOf(bench: Bench, at: Established, person: Person = at.lead): Promise<StationScope> {
  const scope = bench.scope();
  const account = await findAccount(bench.database.db, scope, person.id);
  const facts = { stationId: at.stationId as StationId, stationName: "Example station", timeZone: "Asia/Shanghai", stationLocale: "en" as const };
  return stationScope(scope, facts, (account?.id ?? null) as AccountId | null);
}

/** Enters units through the real action. */
export async function addUnits(bench: Bench, at: Established, units: readonly NewUnit[]): Promise<void> {
  const scope = await scopeOf(bench, at);
  for (const each of units) {
    const added = await addUnit(scope, each);
    if (!added.ok) throw new Error(`unit ${each.code}: ${added.reason}`);
  }
}
