import { Api, GrammyError } from "grammy";
import { createEmulator } from "../../src/playground/emulator/emulator.ts";
import type { EmulatorOptions } from "../../src/playground/emulator/emulator.ts";

/** An emulated Telegram with three people, a group that the bot is a plain member of, and a clock to be turned. */
export function setStage(options: Partial<EmulatorOptions> = {}) {
  let now = new Date("2026-03-02T08:00:00Z");
  const emulator = createEmulator({ now: () => now, limits: "off", ...options });
  const api = new Api(emulator.token, { fetch: emulator.fetch });
  const ada = emulator.addPerson({ firstName: "Ada", languageCode: "en" });
  const ben = emulator.addPerson({ firstName: "Ben", languageCode: "zh-hans" });
  const eve = emulator.addPerson({ firstName: "Eve" });
  const group = emulator.addGroup({ title: "Canvassers", owner: ada, members: [ben], quietly: true });
  const turn = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000);
  };
  return { emulator, api, ada, ben, eve, group, turn };
}

/** Telegram's refusal of a call, as `code description`. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(() => null, (reason: unknown) => reason);
  if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
  throw new Error(`Expected a refusal, but got ${String(error)}`);
}
