import type { Scope } from "../../context.ts";
import { forgetOldImports } from "./actions.ts";

/** What was imported more than a day ago cannot be taken back, so its rows need not be kept. */
export async function due(scope: Scope): Promise<void> {
  await forgetOldImports(scope.db, scope.now);
}
