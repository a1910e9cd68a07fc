import { fileURLToPath } from "node:url";
import { pino } from "pino";
import pretty from "pino-pretty";
import type { LogLevel } from "../config.ts";

// What may ever be written: names and numbers that we made up ourselves. Everything else stays out by default.
const SAFE_FIELDS = [
  "attempt", "bytes", "chats", "code", "constraint", "count", "dropped", "engine", "found", "host", "inboxId", "jobId", "kind",
  "lane", "limit", "locale", "method", "mode", "ms", "outboxId", "oldestMs", "pid", "port", "reason", "reference", "retryMs",
  "severity", "signal", "state", "station", "status", "task", "updateId", "version", "waiting",
] as const;
type SafeField = (typeof SAFE_FIELDS)[number];

export type LogFields = Partial<Record<SafeField, string | number | boolean | undefined>> & { error?: unknown };
type Write = (event: string, fields?: LogFields) => void;
export type Log = { debug: Write; info: Write; warn: Write; error: Write; with(fields: LogFields): Log };

// A word of ours, never a sentence: anything with a space, a slash, CJK or the length of a token is withheld.
const WORD = /^[A-Za-z0-9][A-Za-z0-9_.:+-]{0,63}$/;
const TOKEN = /\d{3,}:[\w-]{20,}/;
// An SQLSTATE or a name such as ECONNREFUSED.
const CODE = /^[A-Z0-9_]{2,40}$/;
const EVENT = /^[a-z][a-z0-9_.-]{0,59}$/;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
// Deep enough for BotError → DrizzleQueryError → driver error; more would only repeat.
const MAX_CAUSES = 4;
const MAX_FRAMES = 8;

function word(value: unknown): string | undefined {
  return typeof value === "string" && WORD.test(value) && !TOKEN.test(value) ? value : undefined;
}

function safeValue(value: unknown): string | number | boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  return word(value) ?? "withheld";
}

function property(value: unknown, name: string): unknown {
  try {
    return (typeof value === "object" && value !== null) || typeof value === "function" ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
}

/** Our own files and lines, taken from behind the message so that nothing written in it can pass for a frame. */
function ownFrames(error: Error): string[] {
  const stack = String(property(error, "stack") ?? "");
  const message = String(property(error, "message") ?? "");
  const at = message === "" ? 0 : stack.indexOf(message);
  if (at < 0) return [];
  const frames: string[] = [];
  for (const line of stack.slice(at + message.length).split("\n")) {
    const place = /^\s+at .*?(?:file:\/\/)?(\/[\w./-]+:\d+:\d+)\)?$/.exec(line)?.[1];
    if (place?.startsWith(`${ROOT}src/`)) frames.push(place.slice(ROOT.length));
  }
  return frames.slice(0, MAX_FRAMES);
}

function className(error: unknown): string {
  const made = word(property(property(error, "constructor"), "name"));
  const named = error instanceof Error && made === "Error" ? word(property(error, "name")) : undefined;
  return named ?? made ?? typeof error;
}

type SafeError = { class: string; code?: string | number; method?: string; constraint?: string; at?: string[]; cause?: SafeError };

/** An error as its class, its code and the lines of ours that it passed; never its message, query, parameters or payload. */
function safeError(error: unknown, depth = 1): SafeError {
  const isError = error instanceof Error;
  const number = property(error, "error_code");
  const text = property(error, "code");
  const code = typeof number === "number" ? number : typeof text === "string" && CODE.test(text) ? text : undefined;
  const method = isError ? word(property(error, "method")) : undefined;
  const constraint = isError ? word(property(error, "constraint_name")) ?? word(property(error, "constraint")) : undefined;
  const at = isError ? ownFrames(error) : [];
  const errors = property(error, "errors");
  const cause = property(error, "error") ?? property(error, "cause") ?? (Array.isArray(errors) ? errors[0] : undefined);
  return {
    class: className(error),
    ...(code !== undefined && { code }),
    ...(method !== undefined && { method }),
    ...(constraint !== undefined && { constraint }),
    ...(at.length > 0 && { at }),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: safeError(cause, depth + 1) }),
  };
}

function safeFields(fields: LogFields): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const name of SAFE_FIELDS) {
    const value = safeValue(property(fields, name));
    if (value !== undefined) safe[name] = value;
  }
  const error = property(fields, "error");
  if (error !== undefined) safe["error"] = safeError(error);
  return safe;
}

type Line = { write(line: string): void };

/** A log of events by name ("outbox.sent"); JSON lines, or readable ones in a terminal. */
export function createLog(level: LogLevel, stream?: Line): Log {
  const target = stream ?? (process.stdout.isTTY ? pretty({ sync: true, colorize: true, messageKey: "event", ignore: "hostname" }) : pino.destination(1));
  const out = pino({ level, base: { pid: process.pid }, messageKey: "event", timestamp: pino.stdTimeFunctions.isoTime }, target);
  return bind({});

  function bind(kept: Record<string, unknown>): Log {
    const at = (severity: "debug" | "info" | "warn" | "error"): Write => (event, fields = {}) =>
      out[severity]({ ...kept, ...safeFields(fields) }, EVENT.test(event) ? event : "unnamed");
    return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), with: (fields) => bind({ ...kept, ...safeFields(fields) }) };
  }
}
