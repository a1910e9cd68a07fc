import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { COLUMNS, SHEET_NAMES, type Column, type SheetName } from "../sheet/rules.ts";
import { assignmentCells, type AssignmentFacts } from "../assignmentsheet/rules.ts";
import { instructorCells, type InstructorFacts } from "../instructorsheet/rules.ts";
import { linkCells, type LinkFacts } from "../linksheet/rules.ts";
import { orgCells, type OrgFacts } from "../orgsheet/rules.ts";
import { surveyCells, type SurveyFacts } from "../surveysheet/rules.ts";
import { unitCells, type UnitFacts } from "../unitsheet/rules.ts";

export const DATA = /^exporting:(\d{1,15}):(\w{1,16})$/;

export function askMessage(t: Messages, stationId: number): Outgoing {
  const coverage = { text: t.figuresheet.button, data: `figuresheet:${stationId}:xlsx` };
  return { text: t.exporting.ask, buttons: [...SHEET_NAMES.map((sheet) => [{ text: t.sheet.names[sheet], data: `exporting:${stationId}:${sheet}` }]), [coverage]] };
}

const CELLS: Record<SheetName, (t: Messages, facts: never) => Partial<Record<Column, string>>> = {
  units: (t, facts: UnitFacts) => unitCells(facts, t.unit),
  organizations: (t, facts: OrgFacts) => orgCells(facts, { ...t.organization, term: t.sheet.term }),
  links: (t, facts: LinkFacts) => linkCells(facts, t.sheet.endReasons),
  instructors: (t, facts: InstructorFacts) => instructorCells(facts, t.instructor.names),
  assignments: (t, facts: AssignmentFacts) => assignmentCells(facts, t.sheet),
  surveys: (t, facts: SurveyFacts) => surveyCells(facts, { ...t.survey, statuses: t.unit.statuses, sources: t.sheet.sources }),
};

function rowOf(t: Messages, sheet: SheetName, facts: unknown): string[] {
  const cells = CELLS[sheet](t, facts as never);
  return COLUMNS[sheet].map((column) => cells[column] ?? "");
}

/** The rows of the file, heading first. */
async function* rowsOf(t: Messages, sheet: SheetName, pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string[][]> {
  const words: Readonly<Record<string, string>> = t.sheet.columns[sheet];
  yield [COLUMNS[sheet].map((column) => words[column] ?? column)];
  for await (const page of pages) yield page.map((facts) => rowOf(t, sheet, facts));
}

export function exportSheet(t: Messages, sheet: SheetName, pages: AsyncIterable<readonly unknown[]>) {
  return { name: t.sheet.names[sheet], widths: COLUMNS[sheet].map(() => 16), rows: rowsOf(t, sheet, pages) };
}

export const fileName = (sheet: SheetName) => `${sheet}.xlsx`;
