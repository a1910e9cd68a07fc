import type { SheetName } from "../sheet/rules.ts";
import type { SheetTable } from "../staging/actions.ts";
import { assignmentSheet } from "../assignmentsheet/actions.ts";
import { instructorSheet } from "../instructorsheet/actions.ts";
import { linkSheet } from "../linksheet/actions.ts";
import { orgSheet } from "../orgsheet/actions.ts";
import { surveySheet } from "../surveysheet/actions.ts";
import { unitSheet } from "../unitsheet/actions.ts";

const TABLES: Record<SheetName, SheetTable> = {
  units: unitSheet, organizations: orgSheet, links: linkSheet, instructors: instructorSheet, assignments: assignmentSheet, surveys: surveySheet,
};

/** How a sheet meets the register. */
export const tableOf = (sheet: SheetName): SheetTable => TABLES[sheet];
