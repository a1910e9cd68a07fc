import { expect, it } from "vitest";
import { createRound, type Tick } from "../../src/clock.ts";
import { createLog } from "../../src/operation/log.ts";

const never = () => false;

function openGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Ticks that write down when they ran; one is held until it is let go. */
function openTicks(names: readonly string[], held: string) {
  const ran: string[] = [];
  const holding = openGate();
  const begun = openGate();
  const ticks: Tick[] = names.map((name) => ({
    name,
    async run() {
      ran.push(name);
      if (name !== held) return;
      begun.open();
      await holding.opened;
    },
  }));
  return { ticks, ran, begun: begun.opened, letGo: holding.open };
}

it("a long work of the night keeps nothing waiting that is due by the minute, and is not begun twice", async () => {
  const { ticks, ran, begun, letGo } = openTicks(["closing", "suggestion", "reminder"], "suggestion");
  const round = createRound(ticks, createLog("silent"));
  const first = round(never);
  await begun;
  await round(never);
  expect(ran).toEqual(["closing", "suggestion", "closing", "reminder"]);
  letGo();
  await first;
  expect(ran.slice(4)).toEqual(["reminder"]);
  await round(never);
  expect(ran.slice(5)).toEqual(["closing", "suggestion", "reminder"]);
});

it("a tick that fails is passed, and runs again in the next round", async () => {
  const ran: string[] = [];
  const failing: Tick = { name: "failing", run: () => {
    ran.push("failing");
    return Promise.reject(new Error("no database"));
  } };
  const round = createRound([failing, { name: "next", run: () => Promise.resolve(void ran.push("next")) }], createLog("silent"));
  await round(never);
  await round(never);
  expect(ran).toEqual(["failing", "next", "failing", "next"]);
});

it("who stops waits for what runs, and for nothing that has not begun", async () => {
  const { ticks, ran, letGo } = openTicks(["long", "next"], "long");
  let stopped = false;
  const round = createRound(ticks, createLog("silent"))(() => stopped);
  stopped = true;
  letGo();
  await round;
  expect(ran).toEqual(["long"]);
});
