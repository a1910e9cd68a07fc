import { expect } from "vitest";
import { onServer } from "../setup/needs.ts";
import { useBench } from "../telegram/bench.ts";
import { boardSays, gather, readCounted, tapEvenly } from "./crowd.ts";
import { openFleet } from "./fleet.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off" } });

onServer("three hundred people tap within a second while Telegram takes 80 ms a call: every tap is answered, each counted once, the group not flooded", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, 300);
  bench.emulator.setLimits("published");
  bench.emulator.settings.latencyMs = 80;
  const fleet = await openFleet(bench);
  try {
    await fleet.start();
    const before = bench.emulator.journal({ method: "editMessageText" }).length;
    const taps = await tapEvenly(bench, crowd, crowd.people, 1_000);
    const toasts = await bench.emulator.until(() => {
      const answers = taps.map((tap) => bench.emulator.answerOf(tap.callbackQueryId));
      return answers.every((answer) => answer !== null) ? answers : null;
    }, { withinMs: 60_000, what: "an answer to every tap" });
    await boardSays(bench, crowd, 300);
    expect(new Set(toasts.map((toast) => toast?.text)).size).toBe(1);
    expect(new Set(await readCounted(bench)).size).toBe(300);
    const edits = bench.emulator.journal({ method: "editMessageText" }).slice(before).map((call) => call.at.getTime());
    const seconds = Math.max(1, Math.ceil(((edits.at(-1) ?? 0) - (edits[0] ?? 0)) / 1_000));
    expect(edits.length).toBeLessThanOrEqual(seconds + 1);
    expect(bench.emulator.refusals().filter((call) => call.refused?.code === 429)).toEqual([]);
  } finally {
    await fleet.stop();
    bench.emulator.markAllSeen();
  }
}, 180_000);
