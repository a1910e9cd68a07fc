import { Api } from "grammy";
import { Hono } from "hono";
import { serve } from "../../src/operation/serve.ts";
import { createPages } from "../../src/playground/door.ts";
import { createEmulator } from "../../src/playground/emulator/emulator.ts";
import { createRoutes } from "../../src/playground/routes.ts";
import { createTurnableClock } from "../../src/playground/turnable-clock.ts";

/** The page and the emulated Telegram with nobody but a test at the bot's end, for messages that no feature sends. */
export async function openBotless() {
  const clock = createTurnableClock(() => new Date(), "Asia/Shanghai");
  const emulator = createEmulator({ now: clock.now, limits: "off" });
  const http = new Hono();
  const turn: Parameters<typeof createRoutes>[0]["turn"] = async (by) => clock.set(clock.offsetAfter(by));
  http.route("/", createPages());
  http.route("/playground", createRoutes({ clock, emulator, zone: "Asia/Shanghai", turn, reset: async () => undefined }));
  http.all("/emulator/*", (c) => emulator.app.fetch(c.req.raw));
  const lead = emulator.addPerson({ firstName: "周明远", languageCode: "zh-hans" });
  const [wang, grace, ben] = [
    emulator.addPerson({ firstName: "王芳", languageCode: "zh-hans" }),
    emulator.addPerson({ firstName: "Grace", lastName: "Miller", languageCode: "en" }),
    emulator.addPerson({ firstName: "Ben", languageCode: "en" }),
  ];
  const group = emulator.addGroup({ title: "示例指导站·成员群", owner: lead, members: [wang, grace, ben], quietly: true });
  const served = await serve(http, "127.0.0.1", 0);
  const api = new Api(emulator.token, { fetch: emulator.fetch });
  return { url: `http://127.0.0.1:${served.port}`, emulator, api, lead, wang, grace, ben, group, close: () => served.close() };
}
