import { expect, test } from "vitest";
import { createMeter } from "../../src/operation/metrics.ts";
import { createEmulator } from "../../src/playground/emulator/emulator.ts";
import { createSender } from "../../src/telegram/send.ts";

test("a group that Telegram wants left alone after a direct answer is left alone by all; one person's haste is theirs", async () => {
  const emulator = createEmulator({ now: () => new Date("2026-11-23T01:00:00Z"), limits: "off" });
  const owner = emulator.addPerson({ firstName: "Owner" });
  const group = emulator.addGroup({ title: "Group", owner, quietly: true });
  emulator.start(owner);
  const paused: [number, number][] = [];
  const { direct } = createSender({
    token: emulator.token, apiRoot: "https://api.telegram.org", fetch: emulator.fetch as never, meter: createMeter(),
    turn: async () => undefined, tooMany: async (id, ms) => { paused.push([id, ms]); },
  });
  // Longer than an answer is worth waiting for.
  emulator.fault({ kind: "tooMany", method: "sendMessage", retryAfter: 30, times: 2 });
  await expect(direct.sendMessage(group.id, "answer")).rejects.toThrow("429");
  await expect(direct.sendMessage(owner.id, "answer")).rejects.toThrow("429");
  expect(paused).toEqual([[group.id, 30_000]]);
});
