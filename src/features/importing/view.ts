import type { Locale, Outgoing } from "../../context.ts";
import { messages, type Messages } from "../../i18n/messages.ts";
import { readHeader, type Column, type Reason, type SheetName } from "../sheet/rules.ts";
import { formatMoment } from "../time/rules.ts";
import type { Applied, ImportRefusal, Preview, Undone } from "./actions.ts";

export const DATA = /^importing:(apply|drop|again|undo):(\d{1,15})$/;

/** What a file's first line says, in either language, whatever the reader's own is. */
export const headerOf = (cells: readonly string[]) => readHeader(cells, [messages("zh-CN").sheet.columns, messages("en").sheet.columns]);

function columnWord(t: Messages, sheet: SheetName, column: Column | null): string {
  const words: Readonly<Record<string, string>> = t.sheet.columns[sheet];
  return column === null ? "" : words[column] ?? column;
}

function reasonText(t: Messages, sheet: SheetName, { why, column, text }: Reason): string {
  return t.sheet.reasons[why](columnWord(t, sheet, column), text);
}

function lineText(t: Messages, sheet: SheetName, row: { line: number; reasons: readonly Reason[] }): string {
  return t.sheet.line(row.line, row.reasons.map((reason) => reasonText(t, sheet, reason)).join(t.sheet.and));
}

const data = (verb: "apply" | "drop" | "again" | "undo", importId: number) => `importing:${verb}:${importId}`;

function countsLine(t: Messages, { new: news, changed, unchanged, wrong }: Preview["counts"]): string {
  return t.importing.counts(news, changed, unchanged, wrong);
}

/** What the file would do, and the buttons to let it. */
export function previewMessage(t: Messages, { importId, sheet, counts, wrong }: Preview): Outgoing {
  const good = counts.new + counts.changed;
  const more = counts.wrong - wrong.length;
  const lines = [
    t.importing.preview(t.sheet.names[sheet]), countsLine(t, counts),
    ...(wrong.length > 0 ? ["", t.importing.wrongHead, ...wrong.map((row) => lineText(t, sheet, row))] : []),
    ...(more > 0 ? [t.importing.wrongMore(more)] : []),
    "", good > 0 ? t.importing.allOrNothing : t.importing.nothingGood,
  ];
  const apply = { text: t.importing.button.apply(good), data: data("apply", importId) };
  return { text: lines.join("\n"), buttons: [[...(good > 0 ? [apply] : []), { text: t.importing.button.drop, data: data("drop", importId) }]] };
}

export function appliedMessage(t: Messages, { importId, sheet, counts, undoUntil }: Applied, at: { locale: Locale; now: Date; timeZone: string }): Outgoing {
  const until = t.importing.undoUntil(formatMoment(undoUntil, at.timeZone, at.locale, at.now));
  return {
    text: [t.importing.applied(t.sheet.names[sheet]), countsLine(t, counts), until].join("\n"),
    buttons: [[{ text: t.importing.button.undo, data: data("undo", importId) }]],
  };
}

export const undoneMessage = (t: Messages, sheet: SheetName): Outgoing => ({ text: t.importing.undone(t.sheet.names[sheet]) });

/** Why nothing happened, with the button that may help. */
export function refusedMessage(t: Messages, reason: ImportRefusal, importId: number): Outgoing {
  const again = [[{ text: t.importing.button.again, data: data("again", importId) }, { text: t.importing.button.drop, data: data("drop", importId) }]];
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
