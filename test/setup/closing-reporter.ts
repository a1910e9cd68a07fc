import { existsSync, readFileSync } from "node:fs";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

type LeftOut = { file: string; name: string; reason: string };

function readLeftOut(file: string): LeftOut[] {
  if (!existsSync(file)) return [];
  const lines = new Set(readFileSync(file, "utf8").split("\n").filter((line) => line !== ""));
  return [...lines].map((line): LeftOut => JSON.parse(line));
}

/** Ends a run with what ran where, what was left out and why, and the plain count that CI reads. */
export class ClosingReporter implements Reporter {
  readonly #leftOutFile: string;
  readonly #engine: string;

  constructor(leftOutFile: string, engine: string) {
    this.#leftOutFile = leftOutFile;
    this.#engine = engine;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const leftOut = readLeftOut(this.#leftOutFile);
    const empty = modules.filter((module) => module.children.size === 0 && module.state() !== "failed"
      && !leftOut.some(({ file }) => file === module.moduleId));
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === "passed").length;
    const broken = modules.filter((module) => module.state() === "failed" && ![...module.children.allTests("failed")].length).length;
    const failed = tests.filter((test) => test.result().state === "failed").length + broken + errors.length + empty.length;
    if (failed > 0) process.exitCode = 1;
    const lines = [
      "",
      ...empty.map((module) => `${module.relativeModuleId} holds no test`),
      `Database: ${this.#engine}`,
      ...this.#reasons(leftOut),
      `${passed} passed, ${failed} failed`,
      "",
    ];
    process.stdout.write(lines.join("\n"));
  }

  #reasons(leftOut: readonly LeftOut[]): string[] {
    const counts = new Map<string, number>();
    for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    if (counts.size === 0) return ["Left out: none"];
    return [...counts].map(([reason, count]) => `Left out: ${count} ${count === 1 ? "test" : "tests"}, ${reason}`);
  }
}
