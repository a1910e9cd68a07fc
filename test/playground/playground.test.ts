import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { claimInstallation } from "../../src/db/installation.ts";
import { createSeal } from "../../src/db/seal.ts";
import { zonedTime } from "../../src/features/time/rules.ts";
import { openTestDatabase } from "../setup/database.ts";
import { createEmulator } from "../../src/playground/emulator/emulator.ts";
import { emptyPlayground } from "../../src/playground/emptying.ts";
import { createHome, type Home, type Running } from "./opening.ts";

let home: Home;
let playground: Running;

const FIRST_START_MS = 120_000;
/** On a Monday the next one is a whole week of half hours away. */
const WEEK_MS = 300_000;
const JSON_BODY = { "content-type": "application/json" };

beforeAll(async () => {
  home = await createHome();
  playground = await home.start();
}, FIRST_START_MS);
afterAll(async () => {
  await playground.stop();
  await home.clear();
});

const idOf = async (firstName: string) => (await playground.scene()).people.find((one) => one.firstName === firstName)?.id ?? 0;
const groupOf = async (title: string) => {
  const found = (await playground.scene()).chats.find((chat) => chat.title.includes(title));
  if (!found) throw new Error(`no group ${title}`);
  return found;
};
const saidIn = async (chatId: number) => (await playground.scene()).messages.filter((message) => message.chatId === chatId && message.fromBot);

/** A request with headers that fetch would not let through, as a foreign page's browser or a rebound name sends them. */
function rawStatus(path: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${playground.url}${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once("error", reject);
    sent.end(method === "POST" ? JSON.stringify({ turn: "hour" }) : undefined);
  });
}

describe("what somebody finds", () => {
  test("a station with its people, groups and topics, set up by the bot's own commands", async () => {
    const { people, chats } = await playground.scene();
    const parts = people.map(({ part }) => part);
    expect(parts.filter((part) => part === "member")).toHaveLength(10);
    expect(new Set(parts)).toEqual(new Set(["lead", "organizer", "instructor", "member", "stranger"]));
    const groups = chats.filter((chat) => chat.id < 0);
    expect(groups.map((group) => group.title)).toEqual(["示例指导站·组织员群", "示例指导站·成员群", "示例指导站·东街群", "示例指导站·大学城群", "城西夜市联络群"]);
    expect(groups[1]?.topics.map((topic) => topic.name)).toEqual(["签到", "闲聊"]);
    expect((await saidIn(groups[0]?.id ?? 0))[0]?.text).toContain("示例指导站");
  });

  test("seven members who have joined, and a group that nobody has set up", async () => {
    const { people, messages } = await playground.scene();
    const members = people.filter((one) => one.part === "member");
    const joined = members.filter(({ id }) => messages.some((message) => message.chatId === id && /您已加入|You have joined/.test(message.text)));
    expect(joined).toHaveLength(7);
    const fresh = await groupOf("城西夜市");
    expect((await saidIn(fresh.id)).map((message) => message.text)).toEqual([expect.stringContaining("/setup")]);
  });

  test("nothing that the bot did was wrong in Telegram's eyes", async () => {
    expect(await playground.act("errors")).toEqual([]);
    expect(await playground.act("refusals")).toEqual([]);
    expect(home.warned).toEqual([]);
  });

  test("the bot answers there, and the health routes too", async () => {
    const stranger = await idOf("郑安");
    await playground.act("start", stranger);
    await vi.waitFor(async () => expect(await saidIn(stranger)).toHaveLength(1), 10_000);
    expect(await (await fetch(`${playground.url}/healthz`)).text()).toBe("alive\n");
  });
});

describe("the door", () => {
  test("the page comes with a policy that lets nothing in from elsewhere", async () => {
    const response = await fetch(`${playground.url}/`);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(response.headers.get("content-security-policy")).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await response.text()).not.toMatch(/https?:\/\//);
  });

  test("its parts are served, and nothing beside them", async () => {
    const status = async (path: string) => (await fetch(`${playground.url}${path}`)).status;
    expect(await Promise.all(["/page/main.js", "/page/layout.css", "/page/icon.svg"].map(status))).toEqual([200, 200, 200]);
    expect(await Promise.all(["/page/..%2fseed.ts", "/page/%2e%2e%2fseed.ts", "/page/absent.js", "/page/main"].map(status))).toEqual([404, 404, 404, 404]);
    const again = await fetch(`${playground.url}/page/main.js`);
    const tag = again.headers.get("etag") ?? "";
    expect((await fetch(`${playground.url}/page/main.js`, { headers: { "if-none-match": tag } })).status).toBe(304);
  });

  test("the Chinese font comes once and is kept", async () => {
    const response = await fetch(`${playground.url}/font/han-regular.otf`);
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1_000_000);
  });

  test("a page elsewhere can neither drive the playground nor read it under a name of its own", async () => {
    const before = await playground.get<{ offset: number }>("/playground/clock");
    const own = new URL(playground.url).host;
    expect(await rawStatus("/playground/clock", "POST", { ...JSON_BODY, origin: "http://evil.example" })).toBe(403);
    expect(await rawStatus("/playground/clock", "POST", { ...JSON_BODY, origin: "null" })).toBe(403);
    expect(await rawStatus("/playground/clock", "POST", { ...JSON_BODY, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await rawStatus("/emulator/do/people", "POST", { ...JSON_BODY, origin: "http://127.0.0.1:1" })).toBe(403);
    expect(await rawStatus("/playground/reset", "POST", { "content-type": "text/plain" })).toBe(415);
    expect(await rawStatus("/playground/scene", "GET", { host: "evil.example" })).toBe(403);
    expect(await rawStatus("/playground/scene", "GET", { host: own })).toBe(200);
    expect(await playground.get("/playground/clock")).toMatchObject({ offset: before.offset });
    expect(await rawStatus("/playground/clock", "POST", { ...JSON_BODY, origin: `http://${own}`, "sec-fetch-site": "same-origin" })).toBe(200);
  });

  test("the bot's own door is not open to the world", async () => {
    expect((await fetch(`${playground.url}/bot7000000001:AAEmulatedTokenThatOpensNothingAtAll00/getMe`)).status).toBe(404);
  });
});

describe("the clock", () => {
  test("goes on by ten minutes, an hour, a day and to Monday at nine", async () => {
    const turn = async (by: string) => await (await playground.post("/playground/clock", { turn: by })).json() as { offset: number; now: string; zone: string };
    const start = await playground.get<{ offset: number }>("/playground/clock");
    expect((await turn("tenMinutes")).offset - start.offset).toBe(600_000);
    expect((await turn("hour")).offset - start.offset).toBe(4_200_000);
    expect((await turn("day")).offset - start.offset).toBe(90_600_000);
    const monday = await turn("nextMonday");
    const at = zonedTime(new Date(monday.now), monday.zone);
    expect([at.dayOfWeek, at.hour, at.minute]).toEqual([1, 9, 0]);
    expect(home.warned).toEqual([]);
  }, WEEK_MS);

  test("says what it takes when it is asked for something else", async () => {
    expect((await playground.post("/playground/clock", { turn: "year" })).status).toBe(400);
    expect((await playground.post("/playground/clock", { turn: "hour", now: 1 })).status).toBe(400);
    expect((await playground.post("/playground/clock")).status).toBe(400);
    expect((await playground.post("/playground/clock", { turn: "hour" }, { "content-type": "text/plain" })).status).toBe(415);
  });

  test("ends a roll call whose time has come", async () => {
    const [lead, organizers] = [await idOf("周明远"), await groupOf("组织员群")];
    const members = await groupOf("成员群");
    await playground.act("say", lead, organizers.id, "/rollcall 夜班 2小时");
    await vi.waitFor(async () => expect((await saidIn(members.id)).at(-1)?.text).toContain("夜班"), 10_000);
    const opened = (await saidIn(members.id)).at(-1);
    await playground.post("/playground/clock", { turn: "day" });
    const closed = (await saidIn(members.id)).at(-1);
    expect(closed?.text).toContain("已结束");
    const told = (await saidIn(lead)).at(-1);
    for (const at of [closed?.editedAt, told?.sentAt]) {
      const minutes = (Date.parse(at ?? "") - Date.parse(opened?.sentAt ?? "")) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(120);
      expect(minutes).toBeLessThan(136);
    }
  }, FIRST_START_MS);
});

describe("what is kept", () => {
  test("a restart goes on where it was, with the same messages and the same time ahead", async () => {
    const [member, members] = [await idOf("李强"), await groupOf("成员群")];
    await playground.act("say", member, members.id, "我明天再来");
    const before = await playground.scene();
    await playground.stop();
    playground = await home.start();
    const after = await playground.scene();
    expect(after.clock.offset).toBe(before.clock.offset);
    expect(after.messages.map(({ chatId, id, text }) => [chatId, id, text])).toEqual(before.messages.map(({ chatId, id, text }) => [chatId, id, text]));
    await playground.act("say", member, member, "/mydata");
    await vi.waitFor(async () => expect((await saidIn(member)).length).toBeGreaterThan(before.messages.filter((one) => one.chatId === member && one.fromBot).length), 10_000);
  }, FIRST_START_MS);

  test("starting afresh empties the chats, sets the station up again and brings the clock back", async () => {
    expect((await playground.post("/playground/reset", {})).status).toBe(200);
    const { clock, messages, people } = await playground.scene();
    expect(clock.offset).toBe(0);
    expect(people).toHaveLength(15);
    expect(messages.some((message) => message.text === "我明天再来")).toBe(false);
    const stranger = await idOf("郑安");
    await playground.act("start", stranger);
    await vi.waitFor(async () => expect(await saidIn(stranger)).toHaveLength(1), 10_000);
  }, FIRST_START_MS);

  test.each([
    ["is missing", (file: string) => rm(file)],
    ["cannot be read", (file: string) => writeFile(file, "{")],
  ])("where Telegram's half %s, everything begins afresh and the log says so", async (_, spoil) => {
    const lead = await idOf("周明远");
    await playground.act("say", lead, lead, "这句话会消失");
    await playground.stop();
    await spoil(join(home.dataDir, "playground.json"));
    home.warned.length = 0;
    playground = await home.start();
    expect((await playground.scene()).messages.some((message) => message.text === "这句话会消失")).toBe(false);
    expect(home.warned).toEqual(["playground.afresh"]);
  }, FIRST_START_MS);

  test("a name other than this machine's is a choice of whoever starts it", async () => {
    await playground.stop();
    playground = await home.start({ host: "0.0.0.0" });
    expect(await rawStatus("/playground/scene", "GET", { host: "muster.example" })).toBe(200);
    expect(await rawStatus("/playground/clock", "POST", { ...JSON_BODY, host: "muster.example", origin: "http://evil.example" })).toBe(403);
  }, FIRST_START_MS);
});

test("a real bot's data is never emptied", async () => {
  const database = await openTestDatabase();
  try {
    const { bot } = createEmulator({ now: () => new Date() });
    const seal = createSeal("5e".repeat(32));
    await claimInstallation(database.db, { kind: "telegram", botId: bot.id }, seal);
    await expect(emptyPlayground(database.db)).rejects.toThrow();
    await expect(claimInstallation(database.db, { kind: "playground", botId: bot.id }, seal)).rejects.toThrow("real bot");
  } finally {
    await database.close();
  }
});

test("the database and the memory are let go when the port is taken", async () => {
  await playground.stop();
  const blocker = createServer().listen(0, "127.0.0.1");
  await once(blocker, "listening");
  await expect(home.start({ port: (blocker.address() as AddressInfo).port })).rejects.toThrow("already in use");
  blocker.close();
  playground = await home.start();
  expect((await playground.scene()).people).toHaveLength(15);
}, FIRST_START_MS);
