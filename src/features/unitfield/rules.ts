import { readCode } from "../code/rules.ts";
import { readFieldWords, type UnitFields } from "../unit/rules.ts";

/** What is changed by buttons, in the order in which it is offered. */
export const EDITABLE = ["name", "area", "industry", "chain", "employees", "market", "code"] as const;
export type Editable = (typeof EDITABLE)[number];

/** What is to be put right of a unit, its code included; null takes a field away. */
export type FieldChange = Partial<UnitFields> & { readonly code?: string };

/** What a unit can do without. */
export function mayClear(field: Editable): boolean {
  return field !== "area" && field !== "code";
}

/** One field as somebody wrote it when asked for it; null where it cannot be read. */
export function readField(field: Editable, words: string): FieldChange | null {
  if (field !== "code") return readFieldWords(field, words);
  const code = readCode(words);
  return code === null ? null : { code };
}
