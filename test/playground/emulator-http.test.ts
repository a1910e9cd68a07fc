import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { Api, Bot, HttpError, InputFile } from "grammy";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator } from "../../src/playground/emulator/emulator.ts";
import type { Emulator } from "../../src/playground/emulator/emulator.ts";
import { listen } from "../../src/playground/emulator/listen.ts";
import type { Listening } from "../../src/playground/emulator/listen.ts";
import { examplePng } from "./example-png.ts";

let emulator: Emulator;
let listening: Listening;
let api: Api;

beforeEach(async () => {
  emulator = createEmulator({ now: () => new Date(), limits: "off", autoWebhooks: true });
  listening = await listen(emulator);
  api = new Api(emulator.token, { apiRoot: listening.url });
});

afterEach(() => listening.close());

async function control(verb: string, ...args: unknown[]): Promise<{ result?: unknown; error?: string }> {
  const response = await fetch(`${listening.url}/emulator/do/${verb}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  return (await response.json()) as { result?: unknown; error?: string };
}

describe("the emulator over HTTP", () => {
  test("a bot in another process polls, answers, sends a picture and stops at once", async () => {
    const ada = emulator.addPerson({ firstName: "Ada" });
    const bot = new Bot(emulator.token, { client: { apiRoot: listening.url } });
    bot.command("start", (ctx) => ctx.replyWithPhoto(new InputFile(examplePng(3, 2), "door.png"), { caption: "The door" }));
    const running = bot.start();
    await emulator.until(() => emulator.isPolled(), { what: "the poller" });
    emulator.start(ada, "join-7");
    const sent = await emulator.until(() => emulator.lastMessage(ada));
    expect(sent).toMatchObject({ text: "The door", photo: { name: "door.png", mime: "image/png" } });
    expect(sent.wire.photo).toMatchObject([{ width: 3, height: 2 }]);
    expect(Buffer.from(emulator.fileBytes(sent.photo?.id ?? ""))).toEqual(Buffer.from(examplePng(3, 2)));
    await bot.stop();
    await running;
    expect(emulator.isPolled()).toBe(false);
    expect(emulator.errors()).toEqual([]);
  });

  test("a broken connection after the call was executed leaves the message in the chat", async () => {
    const ada = emulator.addPerson({ firstName: "Ada" });
    emulator.start(ada);
    emulator.fault({ kind: "dropAfter", method: "sendMessage" });
    await expect(api.sendMessage(ada.id, "Once")).rejects.toBeInstanceOf(HttpError);
    expect(emulator.lastMessage(ada)?.text).toBe("Once");
    emulator.fault({ kind: "dropBefore", method: "sendMessage" });
    await expect(api.sendMessage(ada.id, "Never")).rejects.toBeInstanceOf(HttpError);
    expect(emulator.lastMessage(ada)?.text).toBe("Once");
  });

  test("a poller that goes away is noticed", async () => {
    const leaving = new AbortController();
    const waiting = fetch(`${listening.url}/bot${emulator.token}/getUpdates?timeout=30`, { signal: leaving.signal });
    await emulator.until(() => emulator.isPolled());
    leaving.abort();
    await expect(waiting).rejects.toThrow();
    await emulator.until(() => !emulator.isPolled(), { what: "the poller to be forgotten" });
  });

  test("another process plays the people through the control surface", async () => {
    const { result: ada } = await control("addPerson", { firstName: "Ada" });
    await control("start", ada);
    await control("upload", ada, ada, { name: "list.csv", bytes: { base64: Buffer.from("a,b").toString("base64") } });
    const updates = await api.getUpdates();
    expect(updates.map((update) => update.message?.text ?? update.message?.document?.file_name)).toEqual(["/start", "list.csv"]);
    const file = await api.getFile(updates[1]?.message?.document?.file_id ?? "");
    const bytes = await fetch(`${listening.url}/file/bot${emulator.token}/${file.file_path}`);
    expect(await bytes.text()).toBe("a,b");
    expect(await control("tap", ada, { chatId: -1, id: 1 }, "x")).toEqual({ error: "There is no chat -1 in the emulator." });
    const served = await fetch(`${listening.url}/emulator/files/${updates[1]?.message?.document?.file_id}`);
    expect([served.headers.get("content-type"), await served.text()]).toEqual(["application/octet-stream", "a,b"]);
    expect((await fetch(`${listening.url}/emulator/files/none`)).status).toBe(404);
    expect(emulator.errors()).toEqual([]);
    expect(await control("constructor")).toEqual({ error: "There is no verb constructor." });
  });

  test("the control surface takes nothing but JSON", async () => {
    const response = await fetch(`${listening.url}/emulator/do/people`, { method: "POST", body: "[]" });
    expect(response.status).toBe(415);
  });

  test("whoever watches is told of every message as it happens", async () => {
    const ada = emulator.addPerson({ firstName: "Ada" });
    const stream = await fetch(`${listening.url}/emulator/events`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain("event: ready");
    emulator.start(ada);
    expect((await reader?.read())?.value).toMatch(/event: message\ndata: .*"text":"\/start"/);
    await reader?.cancel();
  });

  test("a wrong token opens neither door", async () => {
    const wrong = await fetch(`${listening.url}/bot1:wrong/getMe`);
    expect(await wrong.json()).toEqual({ ok: false, error_code: 401, description: "Unauthorized" });
    expect((await fetch(`${listening.url}/file/bot1:wrong/photos/file_0.png`)).status).toBe(401);
  });
});

describe("a webhook over HTTP", () => {
  test("updates arrive with the secret, and a refused one comes again", async () => {
    const got: { secret: string | undefined; text: string }[] = [];
    const receiver = new Hono().post("/hook", async (c) => {
      const update = (await c.req.json()) as { message: { text: string } };
      got.push({ secret: c.req.header("x-telegram-bot-api-secret-token"), text: update.message.text });
      return got.length === 1 ? c.text("not now", 500) : c.text("ok");
    });
    const server = serve({ fetch: receiver.fetch, port: 0, hostname: "127.0.0.1" });
    await once(server, "listening");
    await api.setWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, { secret_token: "s3cret" });
    emulator.start(emulator.addPerson({ firstName: "Ada" }));
    await emulator.until(() => emulator.pendingUpdates() === 0);
    expect(got).toEqual([{ secret: "s3cret", text: "/start" }, { secret: "s3cret", text: "/start" }]);
    expect(await api.getWebhookInfo()).toMatchObject({ pending_update_count: 0, last_error_message: expect.stringContaining("500") });
    server.close();
  });
});
