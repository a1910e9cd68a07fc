import type { Scope } from "../../context.ts";
import { localDate, localTime } from "../time/rules.ts";
import { isNightDone, keepNight, readStations } from "./actions.ts";
import { NIGHTLY_AT } from "./rules.ts";

/** Looks through the facts of every station once a night; what a night missed is made up for on the same day. */
export async function due(scope: Scope): Promise<void> {
  for (const at of await readStations(scope)) {
    const date = localDate(scope.now, at.timeZone);
    if (localTime(scope.now, at.timeZone) >= NIGHTLY_AT && !await isNightDone(scope, at.stationId, date)) await keepNight(scope, at, date);
  }
}
