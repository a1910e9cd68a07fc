import { rmSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { readConfig, type Config } from "../../src/config.ts";
import type { Log } from "../../src/operation/log.ts";
import { startPlayground } from "../../src/playground/playground.ts";
import { openTestDatabase } from "../setup/database.ts";

export interface Scene {
  readonly clock: { offset: number; now: string; zone: string };
  readonly people: { id: number; firstName: string; part: string }[];
  readonly chats: { id: number; title: string; type: string; isForum: boolean; topics: { id: number; name: string }[] }[];
  readonly messages: { id: number; chatId: number; threadId?: number; text: string; fromBot: boolean; sentAt: string; editedAt?: string; keyboard: { text: string; callback_data?: string; url?: string }[][] }[];
}

/** A playground of its own, with a data folder, and a database on whichever engine the suite runs on. */
export interface Home {
  readonly dataDir: string;
  readonly warned: string[];
  /** Its clock begins at `from`, or else is the real one. */
  start(given?: Partial<Config>, from?: Date): Promise<Running>;
  /** The same, for tests that are not about how it begins: the demonstration has been played already. */
  resume(from?: Date): Promise<Running>;
  clear(): Promise<void>;
}

export interface Running {
  readonly url: string;
  get<T>(path: string): Promise<T>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Does what a person can do; see the emulator's verbs. */
  act<T>(verb: string, ...args: unknown[]): Promise<T>;
  scene(): Promise<Scene>;
  stop(): Promise<void>;
}

function listening(warned: string[]): Log {
  const log: Log = { debug: () => undefined, info: () => undefined, warn: (event) => warned.push(event), error: (event) => warned.push(event), with: () => log };
  return log;
}

function connect(url: string, stop: () => Promise<void>): Running {
  const post: Running["post"] = (path, body, headers = { "content-type": "application/json" }) =>
    fetch(`${url}${path}`, { method: "POST", headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const get = async <T>(path: string) => await (await fetch(`${url}${path}`)).json() as T;
  return {
    url, post, get, stop,
    scene: () => get<Scene>("/playground/scene"),
    async act<T>(verb: string, ...args: unknown[]) {
      const answer = await (await post(`/emulator/do/${verb}`, args)).json() as { result: T; error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.result;
    },
  };
}

interface Played {
  readonly folder: string;
  readonly until: Date;
}

/** Playing the demonstration takes most of a start; each one is played once and copied. */
const played = new Map<string, Promise<Played>>();

async function play(from: Date): Promise<Played> {
  const home = await createHome();
  const begun = Date.now();
  const running = await home.start({}, from);
  await running.stop();
  process.once("exit", () => rmSync(home.dataDir, { recursive: true, force: true }));
  return { folder: home.dataDir, until: new Date(from.getTime() + Date.now() - begun) };
}

function playedFrom(from: Date | undefined): Promise<Played> {
  const name = from?.toISOString() ?? "now";
  const found = played.get(name) ?? play(from ?? new Date());
  played.set(name, found);
  return found;
}

export async function createHome(): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), "muster-playground-"));
  const database = inject("engine").kind === "server" ? await openTestDatabase() : null;
  const warned: string[] = [];
  const home: Home = {
    dataDir, warned,
    async resume(from) {
      if (database) return home.start({}, from);
      const { folder, until } = await playedFrom(from);
      await cp(folder, dataDir, { recursive: true });
      return home.start({}, from && until);
    },
    async start(given = {}, from = new Date()) {
      const aheadMs = from.getTime() - Date.now();
      const read = readConfig({ DATA_DIR: dataDir, ...(database?.url !== undefined && { DATABASE_URL: database.url, DATA_KEY: "5e".repeat(32) }) }, []);
      if (!read.ok) throw new Error(read.problems.join("\n"));
      const lines: string[] = [];
      const running = await startPlayground({ ...read.config, port: 0, ...given }, listening(warned), (line) => lines.push(line), () => new Date(Date.now() + aheadMs));
      const url = /http:\S+/.exec(lines.join(" "))?.[0];
      if (url === undefined) throw new Error("the playground did not say its address");
      return connect(url, running.stop);
    },
    async clear() {
      await database?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return home;
}
