import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono, type Context, type MiddlewareHandler } from "hono";

const PAGE = fileURLToPath(new URL("./page/", import.meta.url));
const FONT = join(dirname(createRequire(import.meta.url).resolve("@embedpdf/fonts-sc")), "../fonts/NotoSansHans-Regular.otf");

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8", svg: "image/svg+xml", png: "image/png",
};

const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "connect-src 'self'", "img-src 'self' blob:",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join("; ");

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function hostNameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}

/** A page elsewhere that got its own name to point here (DNS rebinding) still says its own name. */
function isRightHost(c: Context, listensOn: string): boolean {
  return !isLoopback(listensOn) || isLoopback(hostNameOf(c.req.header("host") ?? ""));
}

function isOwnPage(c: Context): boolean {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === c.req.header("host"));
}

/** Lets in only this playground's own page, and programs that are no browser; a page elsewhere can neither drive nor read it. */
export function guard(listensOn: string): MiddlewareHandler {
  return async (c, next) => {
    c.header("Content-Security-Policy", POLICY);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Referrer-Policy", "no-referrer");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    if (!isRightHost(c, listensOn)) return c.text("Open the playground by its own address, such as http://127.0.0.1:3000.\n", 403);
    const isReading = c.req.method === "GET" || c.req.method === "HEAD";
    if (!isReading && !isOwnPage(c)) return c.text("Only the playground's own page may do this.\n", 403);
    return next();
  };
}

async function sendPage(c: Context, name: string): Promise<Response> {
  const type = TYPES[/^[a-z][a-z-]*\.([a-z]+)$/.exec(name)?.[1] ?? ""];
  const body = type === undefined ? null : await readFile(join(PAGE, name)).catch(() => null);
  if (type === undefined || body === null) return c.notFound();
  const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 16)}"`;
  if (c.req.header("if-none-match") === tag) return c.body(null, 304, { ETag: tag });
  return c.body(new Uint8Array(body), 200, { "Content-Type": type, "Cache-Control": "no-cache", ETag: tag });
}

/** The page, as it lies in its folder, and the Chinese font for machines that have none. */
export function createPages(): Hono {
  const http = new Hono();
  http.get("/", (c) => sendPage(c, "index.html"));
  http.get("/page/:name", (c) => sendPage(c, c.req.param("name")));
  http.get("/favicon.ico", (c) => sendPage(c, "icon.svg"));
  http.get("/font/han-regular.otf", async (c) => c.body(new Uint8Array(await readFile(FONT)), 200, {
    "Content-Type": "font/otf", "Cache-Control": "public, max-age=31536000, immutable",
  }));
  return http;
}
