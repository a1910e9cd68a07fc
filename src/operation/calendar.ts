import { Hono } from "hono";

/** Calendars look every quarter of an hour or less; more than this is somebody who tries codes. */
const MOST_PER_SECOND = 50;
/** A secret of 128 random bits, as its link carries it. */
const FILE_NAME = /^([\w-]{22})\.ics$/;

export interface CalendarDeps {
  readonly now: () => Date;
  /** The text of the calendar behind a code; null for an unknown one. */
  read(code: string): Promise<string | null>;
}

function createLimit(now: () => Date): () => boolean {
  let second = 0;
  let count = 0;
  return () => {
    const current = Math.floor(now().getTime() / 1000);
    count = current === second ? count + 1 : 1;
    second = current;
    return count <= MOST_PER_SECOND;
  };
}

/** Where calendars read what their owner goes to; an unknown address and an ended one are answered alike. */
export function createCalendars(deps: CalendarDeps): Hono {
  const isWithinLimit = createLimit(deps.now);
  const http = new Hono();
  http.use(async (c, next) => {
    c.header("Cache-Control", "no-store");
    c.header("X-Robots-Tag", "noindex");
    return next();
  });
  http.get("/:name", async (c) => {
    if (!isWithinLimit()) return c.text("later\n", 429, { "Retry-After": "60" });
    const code = FILE_NAME.exec(c.req.param("name"))?.[1];
    const text = code === undefined ? null : await deps.read(code);
    return text === null ? c.text("not found\n", 404) : c.body(text, 200, { "Content-Type": "text/calendar; charset=utf-8" });
  });
  return http;
}
