import type { Scope } from "../../context.ts";
import { announceAllDue } from "./actions.ts";

export async function due(scope: Scope): Promise<void> {
  await announceAllDue(scope);
}
