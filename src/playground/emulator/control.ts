import type { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { pictureSize } from "./methods/media.ts";
import type { Emulator } from "./emulator.ts";
import { verbNames } from "./people/verbs.ts";

const otherVerbs = [
  "fault", "clearFaults", "setLimits", "configure", "journal", "refusals", "sentUnseen", "markAllSeen", "errors", "clearErrors",
  "pendingUpdates", "isPolled", "skipUpdateIds", "jumpUpdateIds", "dropPending", "inject", "deliverWebhooks", "snapshot",
  "restore",
] as const;

/** The verbs that another process may call, by the name they have here. */
const controlVerbs: ReadonlySet<string> = new Set([...verbNames, ...otherVerbs]);

// Bytes travel as base64, in both directions.
function fromWire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("base64" in value && typeof value.base64 === "string") return new Uint8Array(Buffer.from(value.base64, "base64"));
  if (Array.isArray(value)) return value.map(fromWire);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromWire(inner)]));
}

function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString("base64") };
  return value ?? null;
}

async function callVerb(emulator: Emulator, verb: string, args: unknown): Promise<Response> {
  if (!controlVerbs.has(verb)) return Response.json({ error: `There is no verb ${verb}.` }, { status: 404 });
  if (!Array.isArray(args)) return Response.json({ error: "The body must be an array of arguments." }, { status: 400 });
  const run = emulator[verb as keyof Emulator] as (...args: unknown[]) => unknown;
  try {
    return Response.json({ result: toWire(await run(...args.map(fromWire))) });
  } catch (error) {
    return Response.json({ error: error instanceof Error ? error.message : String(error) }, { status: 422 });
  }
}

function wholeState(emulator: Emulator) {
  const people = emulator.people();
  const chats = emulator.chats();
  return { bot: emulator.bot, people, chats };
}

// Anything but a picture is only to be saved: a page of somebody's making must not run here.
function fileResponse(emulator: Emulator, id: string): Response {
  const file = emulator.file(id);
  if (!file) return Response.json({ error: `There is no file ${id}.` }, { status: 404 });
  const isPicture = pictureSize(file.bytes) !== null;
  const type = isPicture ? { "content-type": file.mime } : {
    "content-type": "application/octet-stream", "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  };
  return new Response(Buffer.from(file.bytes), { headers: { ...type, "x-content-type-options": "nosniff" } });
}

/** The control surface: every verb by POST with an array of arguments, the events as a stream, files by id. */
export function mountControl(app: Hono, emulator: Emulator): void {
  app.get("/emulator/state", (c) => c.json(wholeState(emulator)));
  app.get("/emulator/journal", (c) => c.json(emulator.journal()));
  app.get("/emulator/messages/:chat", (c) => callVerb(emulator, "messages", [Number(c.req.param("chat")), { peek: true, withDeleted: true }]));
  app.get("/emulator/files/:id", (c) => fileResponse(emulator, c.req.param("id")));
  app.get("/emulator/events", (c) =>
    streamSSE(c, async (stream) => {
      const unsubscribe = emulator.subscribe((event) => {
        if (event.type !== "called") void stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
      });
      await stream.writeSSE({ event: "ready", data: "{}" });
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      unsubscribe();
    }));
  // Only JSON is taken, so that no foreign page can send a form here from somebody's browser.
  app.post("/emulator/do/:verb", async (c) => {
    if (!c.req.header("content-type")?.startsWith("application/json")) return c.json({ error: "Send JSON." }, 415);
    const args: unknown = await c.req.json().catch(() => null);
    return callVerb(emulator, c.req.param("verb"), args);
  });
}
