import type { Button, Locale, Outgoing } from "../../context.ts";
import { messages, type Messages } from "../../i18n/messages.ts";
import { COLUMNS, SHEET_NAMES, nearestSheet, readHeader, type Column, type Reason, type SheetName } from "../sheet/rules.ts";
import type { Of } from "../staging/actions.ts";
import { formatMoment } from "../time/rules.ts";
import type { Applied, ImportRefusal, Preview, Undone, WrongFile } from "./actions.ts";

export const DATA = /^importing:(\d{1,15}):(apply|drop|again|undo|wrong):(\d{1,15})$/;

const headings = () => [messages("zh-CN").sheet.columns, messages("en").sheet.columns];

/** What a file's first line says, in either language, whatever the reader's own is. */
export const headerOf = (cells: readonly string[]) => readHeader(cells, headings());

/** Which table a file of no table is most like, and what it lacks, with the button for that template. */
export function unknownMessage(t: Messages, stationId: number, cells: readonly string[]): Outgoing {
  const nearest = nearestSheet(cells, headings());
  if (!nearest) return { text: t.importing.unreadable.unknownHeader };
  const { sheet } = nearest;
  const columns = nearest.missing.map((column) => columnWord(t, sheet, column));
  return { text: t.importing.nearest(t.sheet.names[sheet], columns), buttons: [templateButton(t.importing.button.template(t.sheet.names[sheet]), stationId, sheet)] };
}

function columnWord(t: Messages, sheet: SheetName, column: Column | null): string {
  const words: Readonly<Record<string, string>> = t.sheet.columns[sheet];
  return column === null ? "" : words[column] ?? column;
}

function reasonText(t: Messages, sheet: SheetName, { why, column, text }: Reason): string {
  return t.sheet.reasons[why](columnWord(t, sheet, column), text);
}

const reasonsText = (t: Messages, sheet: SheetName, reasons: readonly Reason[]) => reasons.map((reason) => reasonText(t, sheet, reason)).join(t.sheet.and);

function lineText(t: Messages, sheet: SheetName, row: { line: number; reasons: readonly Reason[] }): string {
  return t.sheet.line(row.line, reasonsText(t, sheet, row.reasons));
}

const data = (verb: "apply" | "drop" | "again" | "undo" | "wrong", { stationId, importId }: Of) => `importing:${stationId}:${verb}:${importId}`;
const templateButton = (text: string, stationId: number, sheet: SheetName): Button[] => [{ text, data: `importing:${stationId}:template:${sheet}` }];

function countsLine(t: Messages, { new: news, changed, unchanged, wrong }: Preview["counts"]): string {
  return t.importing.counts(news, changed, unchanged, wrong);
}

/** What the file would do, and the buttons to let it. */
export function previewMessage(t: Messages, preview: Preview): Outgoing {
  const { sheet, counts, wrong } = preview;
  const good = counts.new + counts.changed;
  const more = counts.wrong - wrong.length;
  const lines = [
    t.importing.preview(t.sheet.names[sheet]), countsLine(t, counts),
    ...(wrong.length > 0 ? ["", t.importing.wrongHead, ...wrong.map((row) => lineText(t, sheet, row))] : []),
    ...(more > 0 ? [t.importing.wrongMore(more)] : []),
    "", good > 0 ? t.importing.allOrNothing : t.importing.nothingGood,
  ];
  const apply = { text: t.importing.button.apply(good), data: data("apply", preview) };
  const file = { text: t.importing.button.wrong(counts.wrong), data: data("wrong", preview) };
  return { text: lines.join("\n"), buttons: [...(counts.wrong > 0 ? [[file]] : []), [...(good > 0 ? [apply] : []), { text: t.importing.button.drop, data: data("drop", preview) }]] };
}

export function appliedMessage(t: Messages, applied: Applied, at: { locale: Locale; now: Date; timeZone: string }): Outgoing {
  const { sheet, counts, undoUntil } = applied;
  const until = t.importing.undoUntil(formatMoment(undoUntil, at.timeZone, at.locale, at.now));
  return {
    text: [t.importing.applied(t.sheet.names[sheet]), countsLine(t, counts), until].join("\n"),
    buttons: [[{ text: t.importing.button.undo, data: data("undo", applied) }]],
  };
}

export const undoneMessage = (t: Messages, sheet: SheetName): Outgoing => ({ text: t.importing.undone(t.sheet.names[sheet]) });

/** Why nothing happened, with the button that may help. */
export function refusedMessage(t: Messages, reason: ImportRefusal, of: Of): Outgoing {
  const again = [[{ text: t.importing.button.again, data: data("again", of) }, { text: t.importing.button.drop, data: data("drop", of) }]];
  return { text: t.importing.refusals[reason], ...(reason === "changedMeanwhile" && { buttons: again }) };
}

export function notUndoneMessage(t: Messages, undone: Extract<Undone, { ok: false }>): Outgoing {
  if (undone.reason === "inUse") return { text: t.importing.inUse(undone.codes.join(", ")) };
  return { text: undone.reason === "changedMeanwhile" ? t.importing.changedSince : t.importing.refusals[undone.reason] };
}

export function usageMessage(t: Messages, latest: Applied | null, at: { locale: Locale; now: Date; timeZone: string }): Outgoing {
  if (!latest) return { text: t.importing.usage };
  const { text, buttons = [] } = appliedMessage(t, latest, at);
  return { text: `${t.importing.usage}\n\n${text}`, buttons };
}

export const TEMPLATE_DATA = /^importing:(\d{1,15}):template:(\w{1,16})$/;

export function askTemplateMessage(t: Messages, stationId: number): Outgoing {
  return { text: t.importing.whichTemplate, buttons: SHEET_NAMES.map((sheet) => templateButton(t.sheet.names[sheet], stationId, sheet)) };
}

/** What may stand in the columns that take nothing else. */
const CHOICES: Record<SheetName, (t: Messages) => Partial<Record<Column, readonly string[]>>> = {
  units: (t) => ({ kind: Object.values(t.unit.kinds), employees: EMPLOYEES, status: Object.values(t.unit.statuses) }),
  organizations: (t) => ({
    level: Object.values(t.organization.levels), formation: Object.values(t.organization.formations), status: Object.values(t.organization.statuses),
    counts: [t.organization.counts(true), t.organization.counts(false)],
  }),
  links: (t) => ({ endReason: Object.values(t.sheet.endReasons) }),
  instructors: (t) => ({ role: Object.values(t.instructor.names) }),
  assignments: (t) => ({ endReason: Object.values(t.sheet.endReasons) }),
  surveys: (t) => ({
    source: Object.values(t.sheet.sources), found: Object.values(t.unit.statuses), willing: Object.values(t.survey.willing),
    secretary: Object.values(t.survey.secretary), notFormed: Object.values(t.survey.reason),
  }),
};
const EMPLOYEES: readonly string[] = ["0-2", "3-9", "10-49", "50+"];

/** An empty table with its headings, and a second sheet that says what may stand in each column. */
export function templateSheets(t: Messages, sheet: SheetName) {
  const columns: readonly Column[] = COLUMNS[sheet];
  const choices = CHOICES[sheet](t);
  const hints: Readonly<Record<string, string>> = t.sheet.hints[sheet];
  const lines = columns.map((column) => [columnWord(t, sheet, column), hints[column] ?? "", ...(choices[column] ?? [])]);
  return [
    {
      name: t.sheet.names[sheet], widths: columns.map(() => 16), rows: [[columns.map((column) => columnWord(t, sheet, column))]],
      choices: columns.flatMap((column, at) => (choices[column] && column !== "status" ? [{ column: at, values: choices[column] }] : [])),
    },
    { name: t.sheet.allowed, widths: [20, 60, 20, 20, 20, 20, 20], rows: [[t.sheet.allowedHead, ...lines]] },
  ];
}

async function* wrongRowsOf(t: Messages, { sheet, header, rows }: WrongFile): AsyncGenerator<string[][]> {
  yield [[...header, t.sheet.reason]];
  for await (const some of rows) {
    yield some.map(({ cells, reasons }) => [...header.map((_, at) => cells[at] ?? ""), reasonsText(t, sheet, reasons)]);
  }
}

/** The wrong rows, each with its reason behind it. */
export function wrongSheet(t: Messages, file: WrongFile) {
  return { name: t.sheet.names[file.sheet], widths: [...file.header.map(() => 16), 60], rows: wrongRowsOf(t, file) };
}

export const templateName = (sheet: SheetName) => `${sheet}-template.xlsx`;
export const wrongName = (sheet: SheetName) => `${sheet}-wrong.xlsx`;
