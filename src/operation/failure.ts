import { GrammyError } from "grammy";

/** The name of what went wrong, fit for a database column: a class and a code, never a text that could hold a person. */
export function failureOf(error: unknown): string {
  if (error instanceof GrammyError) return `GrammyError ${error.error_code}`;
  if (!(error instanceof Error)) return "unknown";
  const code: unknown = (error.cause as { code?: unknown } | undefined)?.code ?? (error as { code?: unknown }).code;
  return typeof code === "string" ? `${error.name} ${code}` : error.name;
}
