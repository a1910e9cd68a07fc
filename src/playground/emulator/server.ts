import { Hono } from "hono";
import type { Context } from "hono";
import { execute } from "./execute.ts";
import type { Outcome } from "./execute.ts";
import { readCall } from "./request.ts";
import { Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

/** Marks an answer that never reaches the bot; the in-process door turns it into a broken connection. */
export const BROKEN_HEADER = "x-emulator-broken";

type NodeBindings = { incoming?: { socket: { destroy: () => void } } };

function breakConnection(c: Context): Response {
  (c.env as NodeBindings | undefined)?.incoming?.socket.destroy();
  return new Response(null, { status: 502, headers: { [BROKEN_HEADER]: "1" } });
}

function respond(c: Context, outcome: Outcome): Response {
  if (!outcome) return breakConnection(c);
  if ("html" in outcome) return new Response(outcome.html, { status: outcome.status, headers: { "content-type": "text/html" } });
  return Response.json(outcome.body, { status: outcome.status });
}

function unauthorized(): Response {
  return Response.json(new Refusal(401, "Unauthorized").toBody(), { status: 401 });
}

async function callMethod(world: World, c: Context): Promise<Response> {
  try {
    return respond(c, await execute(world, c.req.param("method") ?? "", await readCall(c.req.raw), c.req.raw.signal));
  } catch (error) {
    if (error instanceof Refusal) return Response.json(error.toBody(), { status: error.code });
    throw error;
  }
}

function download(world: World, path: string): Response {
  const file = [...world.state.files.values()].find((one) => one.path === path);
  if (!file) return Response.json(new Refusal(404, "Not Found").toBody(), { status: 404 });
  return new Response(Buffer.from(file.bytes), { headers: { "content-type": "application/octet-stream" } });
}

/** Telegram's two doors for bots: methods and file downloads. */
export function createBotDoor(world: World): Hono {
  const app = new Hono();
  app.all("/:bot{bot[^/]+}/:method", (c) => (c.req.param("bot") === `bot${world.token}` ? callMethod(world, c) : unauthorized()));
  app.get("/file/:bot{bot[^/]+}/:path{.+}", (c) =>
    c.req.param("bot") === `bot${world.token}` ? download(world, c.req.param("path")) : unauthorized());
  app.onError((error) => {
    world.ledger.errors.push(`The emulator itself failed: ${error.stack ?? error.message}`);
    return Response.json({ ok: false, error_code: 500, description: "Internal Server Error" }, { status: 500 });
  });
  return app;
}
