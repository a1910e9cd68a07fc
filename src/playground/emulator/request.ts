import { readMultipart } from "./multipart.ts";
import type { Upload } from "./methods/method.ts";
import { badRequest } from "./refusal.ts";

export type CallInput = { params: Record<string, unknown>; uploads: Map<string, Upload> };

function fromJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = text.trim() === "" ? {} : JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    throw badRequest("can't parse JSON object");
  }
  throw badRequest("can't parse JSON object");
}

/** The parameters of a call, from the address and from any of the body forms that Telegram takes. */
export async function readCall(request: Request): Promise<CallInput> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const type = request.headers.get("content-type") ?? "";
  if (request.method === "GET") return { params: query, uploads: new Map() };
  const body = Buffer.from(await request.arrayBuffer());
  if (/^multipart\/form-data/i.test(type)) {
    const form = readMultipart(body, type);
    const attached = [...form.uploads.keys()].filter((name) => isReferred(name, form.fields));
    for (const name of attached) delete form.fields[name];
    return { params: { ...query, ...form.fields }, uploads: form.uploads };
  }
  const text = body.toString("utf8");
  if (/^application\/json/i.test(type)) return { params: { ...query, ...fromJson(text) }, uploads: new Map() };
  return { params: { ...query, ...Object.fromEntries(new URLSearchParams(text)) }, uploads: new Map() };
}

// A part that another field names as attach://… is a file, not a parameter.
function isReferred(name: string, fields: Record<string, string>): boolean {
  return Object.values(fields).some((value) => value.includes(`attach://${name}`));
}
