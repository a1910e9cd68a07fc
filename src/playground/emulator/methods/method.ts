import { z } from "zod";
import type { World } from "../world.ts";

export type Upload = { name: string; mime: string; bytes: Uint8Array };

export type Call = {
  world: World;
  uploads: Map<string, Upload>;
  signal: AbortSignal;
  /** Ids for the journal, filled in by the method as it learns them. */
  note: { chatId?: number; messageId?: number };
};

type RunMethod = (call: Call, params: Record<string, unknown>) => unknown;

export type Method = { names: ReadonlySet<string>; run: RunMethod };

export class ParameterError extends Error {}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".") || "parameters"}: ${issue.message}`).join("; ");
}

/** Binds a method's parameter schema to what it does; the schema's keys are the only parameters it may be given. */
export function method<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (call: Call, params: z.output<z.ZodObject<Shape>>) => unknown,
): Method {
  const schema = z.object(shape);
  return {
    names: new Set(Object.keys(shape)),
    run: (call, params) => {
      const parsed = schema.safeParse(params);
      if (!parsed.success) throw new ParameterError(describe(parsed.error));
      return run(call, parsed.data);
    },
  };
}

function fromText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function toNumber(value: unknown): unknown {
  return typeof value === "string" && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
}

function toBoolean(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return ["true", "yes", "1"].includes(value.toLowerCase());
}

/** Forms carry every value as text, so numbers, truths and objects are read from text too. */
export const integer = z.preprocess(toNumber, z.int().optional());
export const truth = z.preprocess(toBoolean, z.boolean().optional());
export const text = z.preprocess((value) => (typeof value === "number" ? String(value) : value), z.string().optional());
export const chatId = z.preprocess(toNumber, z.union([z.int(), z.string()]).optional());

export function json<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(fromText, schema.optional());
}

/** A parameter of Telegram's that changes nothing here. */
export const ignored = z.unknown().optional();
