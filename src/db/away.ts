import { errorCode } from "./start-error.ts";

// Classes 08 (connection) and 53 (out of connections, memory or disk), 57P (shutting down or starting up), and what a socket says.
const AWAY = /^(?:08|53)\w{3}$|^57P0[1-3]$|^CONNECT|^(?:ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const CLOSED = "CONNECTION_ENDED";

/** Whether the database is away for a while, rather than that it refused what was asked or was closed by ourselves. */
export function isAway(error: unknown): boolean {
  const code = errorCode(error);
  return code !== undefined && code !== CLOSED && AWAY.test(code);
}
