import { appendFileSync, existsSync } from "node:fs";
import { expect, inject, it } from "vitest";

// Debian's package, and the names it goes by elsewhere.
const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const chromiumPath = CHROMIUM_PATHS.find((path) => existsSync(path));

type Declare = (name: string, work: () => unknown, timeoutMs?: number) => void;

const runs: Declare = (name, work, timeoutMs) => {
  it(name, { ...(timeoutMs !== undefined && { timeout: timeoutMs }) }, async () => {
    await work();
  });
};

function leavesOut(reason: string): Declare {
  return (name) => appendFileSync(inject("run").leftOutFile, `${JSON.stringify({ file: expect.getState().testPath, name, reason })}\n`);
}

/** A test that needs several processes or real locks; without TEST_DATABASE_URL it is counted as left out. */
export const onServer: Declare = inject("engine").kind === "server" ? runs : leavesOut("needs a PostgreSQL server (TEST_DATABASE_URL)");

/** A test that drives a real browser; without chromium it is counted as left out. */
export const withChromium: Declare = chromiumPath !== undefined ? runs : leavesOut("needs chromium (apt-get install chromium)");
