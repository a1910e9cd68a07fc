import type { Scope } from "../../context.ts";
import { oweDue } from "./actions.ts";

/** Asks what is due and not done, in all stations at once. */
export async function due(scope: Scope): Promise<void> {
  await oweDue(scope);
}
