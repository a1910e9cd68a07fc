import { Hono, type Context } from "hono";
import { z } from "zod";
import type { Emulator } from "./emulator/emulator.ts";
import { CAST } from "./people.ts";
import { TURNS, type Turn, type TurnableClock } from "./turnable-clock.ts";

interface RouteDeps {
  readonly clock: TurnableClock;
  readonly emulator: Emulator;
  readonly zone: string;
  turn(by: Turn): Promise<void>;
  reset(): Promise<void>;
}

const turnBody = z.strictObject({ turn: z.enum(TURNS) });

const isJson = (c: Context) => c.req.header("content-type")?.startsWith("application/json") === true;

/** What the page needs beyond Telegram itself: the whole scene at once, the clock, a new beginning. */
export function createRoutes({ clock, emulator, zone, turn, reset }: RouteDeps): Hono {
  const http = new Hono();
  const readClock = () => ({ offset: clock.offsetMs(), now: clock.now().toISOString(), zone });

  http.get("/scene", (c) => {
    const parts = new Map(CAST.map(({ id, part }) => [id, part]));
    const chats = emulator.chats();
    return c.json({
      bot: emulator.bot, clock: readClock(), chats,
      people: emulator.people().map((person) => ({ ...person, part: parts.get(person.id) ?? "member" })),
      messages: chats.flatMap((chat) => emulator.messages(chat, { peek: true })),
    });
  });

  http.get("/clock", (c) => c.json(readClock()));
  http.post("/clock", async (c) => {
    if (!isJson(c)) return c.json({ error: "Send JSON." }, 415);
    const body = turnBody.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return c.json({ error: `Send {"turn": …} with one of ${TURNS.join(", ")}.` }, 400);
    await turn(body.data.turn);
    return c.json(readClock());
  });

  http.post("/reset", async (c) => {
    if (!isJson(c)) return c.json({ error: "Send JSON." }, 415);
    await reset();
    return c.json(readClock());
  });
  return http;
}
