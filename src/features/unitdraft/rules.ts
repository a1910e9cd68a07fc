import type { UnitFields } from "../unit/rules.ts";

/** A unit that is being entered question by question. */
export interface UnitDraft {
  readonly code: string | null;
  readonly enteredOn: string | null;
  readonly fields: Partial<UnitFields>;
  /** What was left out on purpose. */
  readonly skipped: readonly Asked[];
}

/** What is asked, one after the other; the rest can be added on the card. */
const STEPS = ["name", "kind", "area", "industry"] as const;
export type Asked = (typeof STEPS)[number];

export const EMPTY_DRAFT: UnitDraft = { code: null, enteredOn: null, fields: {}, skipped: [] };

/** What is asked next; null where the unit can be entered. */
export function nextStep({ fields, skipped }: UnitDraft): Asked | null {
  return STEPS.find((step) => fields[step] == null && !skipped.includes(step)) ?? null;
}

/** A unit needs a kind and an area; the rest can be left out. */
export function maySkip(step: Asked): boolean {
  return step === "name" || step === "industry";
}
