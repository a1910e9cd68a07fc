/** What is changed by buttons, in the order in which it is offered. */
export const EDITABLE = ["name", "area", "industry", "chain", "employees", "market"] as const;
export type Editable = (typeof EDITABLE)[number];

/** What a unit can do without. */
export function mayClear(field: Editable): boolean {
  return field !== "area";
}
