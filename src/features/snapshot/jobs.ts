import type { Scope } from "../../context.ts";
import { keepDays, reviewSundays } from "./actions.ts";

/** Keeps every day that is over, and looks once a week for what was entered late. */
export async function due(scope: Scope): Promise<void> {
  await keepDays(scope);
  await reviewSundays(scope);
}
