import { defineConfig } from "vitest/config";
import base from "../../vitest.config.ts";

// Benchmarks measure and print; they assert no timing, because machines are noisy.
export default defineConfig({ ...base, test: { ...base.test, include: ["test/bench/*.bench.ts"] } });
