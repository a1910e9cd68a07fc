import { appendFileSync, existsSync } from "node:fs";
import { expect, inject, test } from "vitest";

// Debian's package, and the names it goes by elsewhere.
const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const chromiumPath = CHROMIUM_PATHS.find((path) => existsSync(path));

function declare(isPossible: boolean, reason: string, name: string, work: () => unknown, timeoutMs?: number): void {
  if (isPossible) {
    test(name, { ...(timeoutMs !== undefined && { timeout: timeoutMs }) }, async () => {
      await work();
    });
    return;
  }
  appendFileSync(inject("run").leftOutFile, `${JSON.stringify({ file: expect.getState().testPath, name, reason })}\n`);
}

/** A test that needs several processes or real locks; without TEST_DATABASE_URL it is counted as left out. */
export function onServer(name: string, work: () => unknown, timeoutMs?: number): void {
  declare(inject("engine").kind === "server", "needs a PostgreSQL server (TEST_DATABASE_URL)", name, work, timeoutMs);
}

/** A test that drives a real browser; without chromium it is counted as left out. */
export function withChromium(name: string, work: () => unknown, timeoutMs?: number): void {
  declare(chromiumPath !== undefined, "needs chromium (apt-get install chromium)", name, work, timeoutMs);
}
