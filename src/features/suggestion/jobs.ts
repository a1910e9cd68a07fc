import type { Scope } from "../../context.ts";
import { keepNight, readNights } from "./actions.ts";

/** Looks through the facts of every station once a night; what a night missed is made up for on the same day. */
export async function due(scope: Scope): Promise<void> {
  for (const night of await readNights(scope)) await keepNight(scope, night);
}
