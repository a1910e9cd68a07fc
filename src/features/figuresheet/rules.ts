export type Format = "xlsx" | "csv";

/** Reads what follows `/export`: “coverage”, the days of the figures and the kind of file; null where it is about something else. */
export function readExport(rest: string): { readonly format: Format; readonly days: string } | null {
  const said = /^(?:coverage|覆盖(?:情况)?)(?:\s+|$)(.*)$/iu.exec(rest.trim())?.[1];
  if (said === undefined) return null;
  const isCsv = /(?:^|\s)csv(?=\s|$)/iu.test(said);
  return { format: isCsv ? "csv" : "xlsx", days: said.replaceAll(/(?:^|\s)(?:csv|xlsx|excel)(?=\s|$)/giu, " ").trim() };
}
