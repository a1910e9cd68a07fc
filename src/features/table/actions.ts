import type { SheetName } from "../sheet/rules.ts";
import type { SheetTable } from "../staging/actions.ts";
import { surveySheet } from "../surveysheet/actions.ts";
import { unitSheet } from "../unitsheet/actions.ts";

const TABLES: Partial<Record<SheetName, SheetTable>> = { units: unitSheet, surveys: surveySheet };

/** How a sheet meets the register. */
export function tableOf(sheet: SheetName): SheetTable {
  const table = TABLES[sheet];
  if (!table) throw new Error(`no table for ${sheet}`);
  return table;
}
