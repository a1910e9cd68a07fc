import type { Upload } from "./methods/method.ts";

export type Form = { fields: Record<string, string>; uploads: Map<string, Upload> };

type Part = { name: string; filename: string | undefined; mime: string; bytes: Buffer };

function readPart(raw: Buffer): Part | null {
  const split = raw.indexOf("\r\n\r\n");
  if (split === -1) return null;
  const head = raw.subarray(0, split).toString("utf8");
  const name = /[;\s]name="?([^";\r\n]*)"?/i.exec(head)?.[1];
  if (name === undefined) return null;
  const filename = /filename="([^"\r\n]*)"|filename=([^;\r\n]+)/i.exec(head);
  return {
    name,
    filename: filename ? (filename[1] ?? filename[2]) : undefined,
    mime: /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1] ?? "application/octet-stream",
    bytes: raw.subarray(split + 4),
  };
}

function splitParts(body: Buffer, boundary: string): Buffer[] {
  const parts: Buffer[] = [];
  const marker = Buffer.from(`--${boundary}`);
  let at = body.indexOf(marker);
  while (at !== -1) {
    const start = at + marker.length + 2;
    const next = body.indexOf(Buffer.concat([Buffer.from("\r\n"), marker]), start - 2);
    if (next === -1) break;
    parts.push(body.subarray(start, next));
    at = next + 2;
  }
  return parts;
}

/** Reads a form as bot libraries write it, which is looser (unquoted names) than the platform's own reader allows. */
export function readMultipart(body: Buffer, contentType: string): Form {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1] ?? "";
  const form: Form = { fields: {}, uploads: new Map() };
  for (const raw of splitParts(body, boundary)) {
    const part = readPart(raw);
    if (!part) continue;
    if (part.filename === undefined) {
      form.fields[part.name] = part.bytes.toString("utf8");
      continue;
    }
    form.uploads.set(part.name, { name: part.filename, mime: mimeOf(part), bytes: new Uint8Array(part.bytes) });
    form.fields[part.name] ??= `attached:${part.name}`;
  }
  return form;
}

const mimeByEnding: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  json: "application/json",
  csv: "text/csv",
  txt: "text/plain",
  ics: "text/calendar",
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

// Libraries mostly say octet-stream; Telegram looks at the name then.
function mimeOf(part: Part): string {
  const ending = /\.(\w+)$/.exec(part.filename ?? "")?.[1]?.toLowerCase() ?? "";
  return part.mime === "application/octet-stream" ? (mimeByEnding[ending] ?? part.mime) : part.mime;
}
