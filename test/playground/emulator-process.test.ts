import { Api } from "grammy";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const entry = fileURLToPath(new URL("../setup/emulator-process.ts", import.meta.url));

test("the emulator runs alone, says where it listens, serves a bot and ends when told", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", entry, "0", '{"limits":"off"}'], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  expect((await new Api(token, { apiRoot: url }).getMe()).username).toBe("MusterBot");
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
