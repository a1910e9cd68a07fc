import type { State } from "./state.ts";

type Marked = { $map?: [unknown, unknown][]; $bytes?: string };

function encode(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value.entries()] };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  return value;
}

function decode(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const marked = value as Marked;
  if (marked.$map !== undefined) return new Map(marked.$map);
  if (marked.$bytes !== undefined) return new Uint8Array(Buffer.from(marked.$bytes, "base64"));
  return value;
}

// Buffer has its own toJSON, which would run before `encode` sees the bytes.
function plainBytes(state: State): State {
  const files = [...state.files].map(([id, file]) => [id, { ...file, bytes: new Uint8Array(file.bytes) }] as const);
  return { ...state, files: new Map(files) };
}

export function stateToJson(state: State): string {
  return JSON.stringify(plainBytes(state), encode);
}

export function stateFromJson(json: string): State {
  return JSON.parse(json, decode) as State;
}
