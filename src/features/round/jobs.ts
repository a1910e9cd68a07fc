import type { Scope } from "../../context.ts";
import { UNDO_MS } from "../poll/rules.ts";
import { openDue } from "./actions.ts";

/** What can still be taken back is not opened yet. */
export async function due(scope: Scope): Promise<void> {
  await openDue(scope, UNDO_MS);
}
