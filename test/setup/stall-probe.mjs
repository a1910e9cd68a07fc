// Loaded into a bot process before it starts: writes down every tenth of a second how long its loop stood still and what it holds.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const file = process.env.PROBE_FILE;
/** The most that the process ever held, in MB: what it was between two looks is missed otherwise. */
const peak = () => (existsSync("/proc/self/status") ? Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) * 1_024 / 1e6 : 0);

if (isMainThread && file) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  setInterval(() => {
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), stallMs: delay.max / 1e6, rssMb: process.memoryUsage.rss() / 1e6, peakMb: peak() })}\n`);
    delay.reset();
  }, 100).unref();
}
