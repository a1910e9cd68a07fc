import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { ClosingReporter } from "./test/setup/closing-reporter.ts";

// An odd zone (+05:45): a test that leans on the machine's own zone fails here and everywhere.
process.env["TZ"] = "Asia/Kathmandu";

const leftOutFile = join(mkdtempSync(join(tmpdir(), "muster-test-")), "left-out.jsonl");
const engine = process.env["TEST_DATABASE_URL"] ? "PostgreSQL server (TEST_DATABASE_URL)" : "embedded PostgreSQL (PGlite)";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["./test/setup/prepare-database.ts"],
    provide: { run: { leftOutFile } },
    reporters: ["default", new ClosingReporter(leftOutFile, engine)],
    env: { TZ: "Asia/Kathmandu" },
    pool: "forks",
    // No file leaves anything behind in its process, and each would load the whole bot anew.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // Left alone it waits one second, which a busy machine may take for a single request.
    expect: { poll: { timeout: 30_000 } },
    // A file may hold only tests that need a server; the closing reporter fails a file that holds none at all.
    passWithNoTests: true,
  },
});
