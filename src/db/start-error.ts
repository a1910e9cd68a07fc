/** The world is not as a start needs it; the message is a sentence for whoever runs the bot. */
export class StartError extends Error {
  override name = "StartError";
}

/** The code that Node, Postgres or the driver gave, wherever it is nested. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? errorCode(error.cause) : undefined;
}
