// Loaded into a bot process before it starts: writes down every tenth of a second how long its loop stood still and what it holds.
import { appendFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const file = process.env.PROBE_FILE;
if (isMainThread && file) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  setInterval(() => {
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), stallMs: delay.max / 1e6, rssMb: process.memoryUsage.rss() / 1e6 })}\n`);
    delay.reset();
  }, 100).unref();
}
