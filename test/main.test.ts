import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "muster-main-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** Runs the program as an operator would, from an empty folder. */
function run(env: Record<string, string>, ...args: string[]): Promise<Ended> {
  const main = resolve("src/main.ts");
  const program = [process.execPath, "--import", import.meta.resolve("tsx"), main, ...args];
  return new Promise((ended) => {
    const child = execFile(program[0] ?? "", program.slice(1), { cwd: folder, env: { PATH: process.env["PATH"], ...env } }, (_, stdout, stderr) => {
      ended({ status: child.exitCode, said: stdout + stderr });
    });
  });
}

const TOKEN = `12345:${"a".repeat(35)}`;

test.each([
  ["a port that is no number", { PORT: "http" }, "PORT must be a whole number"],
  ["a token that is none", { BOT_TOKEN: "secret-canary" }, "BOT_TOKEN must look like the token that BotFather gave"],
  ["a real bot that nobody answers for", { BOT_TOKEN: TOKEN }, "CONTROLLER_NAME is needed"],
  ["a zone that does not exist", { DEFAULT_TIME_ZONE: "Mars/Olympus" }, "DEFAULT_TIME_ZONE must be a time zone"],
])("%s is named with what it should look like, and nothing starts", async (_, env, sentence) => {
  const { status, said } = await run(env as Record<string, string>);
  expect(status).toBe(2);
  expect(said).toContain(sentence);
  expect(said).not.toMatch(/\n\s+at |secret-canary|aaaa/);
});

test("an option that does not exist is named too", async () => {
  const { status, said } = await run({}, "--take-ovr");
  expect({ status, said: said.trim() }).toEqual({ status: 2, said: "--take-ovr is not an option; the only one is --take-over" });
});

test("a port that is taken is told in a sentence", async () => {
  const { createServer } = await import("node:net");
  const taken = createServer();
  await new Promise<void>((listening) => {
    taken.listen(0, "127.0.0.1", () => listening());
  });
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  try {
    const { status, said } = await run({ PORT: String(port), DATA_DIR: join(folder, "data"), LOG_LEVEL: "silent" });
    expect(status).toBe(2);
    expect(said).toContain(`Port ${port} on 127.0.0.1 is already in use`);
    expect(said).not.toMatch(/\n\s+at /);
  } finally {
    taken.close();
  }
}, 120_000);
