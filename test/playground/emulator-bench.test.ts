import { HttpError } from "grammy";
import { describe, expect, test } from "vitest";
import { createEmulator } from "../../src/playground/emulator/emulator.ts";
import { refusalOf, setStage } from "./stage.ts";

async function countUntilRefused(send: () => Promise<unknown>): Promise<[number, string]> {
  for (let count = 0; ; count += 1) {
    const refusal = await send().then(() => null, (error: Error & { description?: string }) => error.description ?? error.message);
    if (refusal !== null) return [count, refusal];
  }
}

describe("the limits that Telegram publishes", () => {
  test("one chat takes a burst of three and then one a second", async () => {
    const { emulator, api, ben, turn } = setStage({ limits: "published" });
    emulator.start(ben);
    const send = () => api.sendMessage(ben.id, "x");
    expect(await countUntilRefused(send)).toEqual([3, "Too Many Requests: retry after 1"]);
    turn(1);
    expect((await countUntilRefused(send))[0]).toBe(1);
    turn(10);
    expect((await countUntilRefused(send))[0]).toBe(3);
  });

  test("a group takes twenty a minute, edits included", async () => {
    const { api, group, turn } = setStage({ limits: "published" });
    let edits = 0;
    const { message_id: id } = await api.sendMessage(group.id, "start");
    const edit = () => {
      turn(1);
      edits += 1;
      return api.editMessageText(group.id, id, `edit ${edits}`);
    };
    expect(await countUntilRefused(edit)).toEqual([19, "Too Many Requests: retry after 40"]);
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe("429 Too Many Requests: retry after 40");
    turn(40);
    await api.sendMessage(group.id, "x");
  });

  test("all chats together take thirty a second", async () => {
    const { emulator, api } = setStage({ limits: "published" });
    const people = Array.from({ length: 40 }, (_, index) => emulator.addPerson({ firstName: `P${index}` }));
    for (const person of people) emulator.start(person);
    const waiting = [...people];
    const send = () => api.sendMessage(waiting.pop()?.id ?? 0, "x");
    expect((await countUntilRefused(send))[0]).toBe(30);
  });
});

describe("misfortunes on demand", () => {
  test("a call can be refused, fail before or after it is executed, or lose its answer", async () => {
    const { emulator, api, ben, group } = setStage();
    emulator.start(ben);
    const shown = () => emulator.messages(group).length;
    emulator.fault({ kind: "tooMany", retryAfter: 7, method: "sendMessage" });
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe("429 Too Many Requests: retry after 7");
    expect(emulator.refusals()).toMatchObject([{ method: "sendMessage", chatId: group.id, refused: { code: 429 } }]);
    emulator.fault({ kind: "serverErrorBefore", chatId: group.id });
    await api.sendMessage(ben.id, "not struck");
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe("500 Internal Server Error");
    emulator.fault({ kind: "serverErrorBefore", html: true });
    await expect(api.sendMessage(group.id, "x")).rejects.toBeInstanceOf(HttpError);
    emulator.fault({ kind: "dropBefore" });
    await expect(api.sendMessage(group.id, "x")).rejects.toBeInstanceOf(HttpError);
    emulator.fault({ kind: "error", code: 403, description: "Forbidden: bot was kicked from the supergroup chat" });
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe("403 Forbidden: bot was kicked from the supergroup chat");
    expect(shown()).toBe(0);
    emulator.fault({ kind: "serverErrorAfter" });
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe("500 Internal Server Error");
    emulator.fault({ kind: "dropAfter", times: 2 });
    await expect(api.sendMessage(group.id, "y")).rejects.toBeInstanceOf(HttpError);
    await expect(api.sendMessage(group.id, "z")).rejects.toBeInstanceOf(HttpError);
    expect(shown()).toBe(3);
    expect(emulator.journal({ method: "sendMessage", chatId: group.id })).toHaveLength(3);
  });

  test("a hanging call hangs until the bot gives up", async () => {
    const { emulator, api, group } = setStage();
    emulator.fault({ kind: "hang" });
    const giveUp = new AbortController();
    const hanging = api.sendMessage(group.id, "x", {}, giveUp.signal as never);
    giveUp.abort();
    await expect(hanging).rejects.toBeInstanceOf(HttpError);
    expect(emulator.messages(group)).toEqual([]);
  });

  test("a tap can be made while an edit is on its way", async () => {
    const { emulator, api, ben, group } = setStage();
    const { message_id: id } = await api.sendMessage(group.id, "Board", { reply_markup: { inline_keyboard: [[{ text: "Here", callback_data: "x" }]] } });
    const hold = emulator.hold({ method: "editMessageText" });
    const editing = api.editMessageText(group.id, id, "Closed");
    await hold.arrived;
    expect(emulator.tap(ben, { chatId: group.id, id }, "Here").kind).toBe("callback");
    hold.release();
    await editing;
    expect(() => emulator.tap(ben, { chatId: group.id, id }, "Here")).toThrow("there is none");
  });
});

describe("webhooks by hand", () => {
  function setWebhookStage() {
    const got: string[] = [];
    const refusing = new Map<string, Response>();
    const stage = setStage({
      postUpdate: async (_url, init) => {
        const update = JSON.parse(String(init.body)) as { message: { text: string } };
        got.push(update.message.text);
        return refusing.get(update.message.text)?.clone() ?? new Response();
      },
    });
    return { ...stage, got, refusing };
  }

  test("a failing update is tried at once, then later and later, and holds back only its own chat", async () => {
    const { emulator, api, ada, ben, turn, got, refusing } = setWebhookStage();
    await api.setWebhook("https://example.org/hook");
    refusing.set("poison", new Response("no", { status: 500 }));
    emulator.say(ada, ada, "poison");
    emulator.say(ada, ada, "behind");
    emulator.say(ben, ben, "other");
    expect(await emulator.deliverWebhooks()).toEqual({ accepted: 1, failed: 1 });
    expect(await emulator.deliverWebhooks()).toEqual({ accepted: 0, failed: 1 });
    expect(await emulator.deliverWebhooks()).toEqual({ accepted: 0, failed: 0 });
    turn(2);
    expect(await emulator.deliverWebhooks()).toEqual({ accepted: 0, failed: 1 });
    turn(3);
    expect(await emulator.deliverWebhooks()).toEqual({ accepted: 0, failed: 0 });
    turn(1);
    refusing.clear();
    expect(await emulator.deliverWebhooks()).toEqual({ accepted: 2, failed: 0 });
    expect(got).toEqual(["poison", "other", "poison", "poison", "poison", "behind"]);
  });

  test("a Retry-After is honoured", async () => {
    const { emulator, api, ben, turn, refusing } = setWebhookStage();
    await api.setWebhook("https://example.org/hook");
    refusing.set("x", new Response("", { status: 503, headers: { "retry-after": "5" } }));
    emulator.say(ben, ben, "x");
    await emulator.deliverWebhooks();
    turn(4);
    expect(await emulator.deliverWebhooks()).toEqual({ accepted: 0, failed: 0 });
    turn(1);
    expect(await emulator.deliverWebhooks()).toEqual({ accepted: 0, failed: 1 });
    expect(await api.getWebhookInfo()).toMatchObject({ pending_update_count: 1, last_error_message: "Wrong response from the webhook: 503" });
  });
});

describe("what the bench can ask", () => {
  test("whatever nobody looked at is named", async () => {
    const { emulator, api, ben, group } = setStage();
    const said = emulator.say(ben, group, "/x");
    const { message_id: id } = await api.sendMessage(group.id, "One");
    await api.sendMessage(group.id, "Two");
    await api.editMessageText(group.id, id, "One again");
    await api.setMessageReaction(group.id, said.id, [{ type: "emoji", emoji: "👍" }]);
    await api.answerCallbackQuery(emulator.press(ben, { chatId: group.id, id }, "x"), { text: "Noted" });
    await api.answerCallbackQuery(emulator.press(ben, { chatId: group.id, id }, "x"));
    emulator.messages(group, { peek: true });
    expect(emulator.sentUnseen().map(({ kind, text }) => `${kind} ${text}`)).toEqual(["message One", "message Two", "edit One again", "reaction 👍", "answer Noted"]);
    emulator.lastMessage(group);
    emulator.message({ chatId: group.id, id });
    expect(emulator.sentUnseen().map(({ kind }) => kind)).toEqual(["reaction", "answer"]);
    emulator.messages(group);
    expect(emulator.taps().map(({ answer }) => answer?.text)).toEqual(["Noted", ""]);
    emulator.answerOf(emulator.taps()[0]?.callbackQueryId ?? "");
    expect(emulator.sentUnseen()).toEqual([]);
  });

  test("a kept Telegram goes on where it was", async () => {
    const { emulator, api, ben, group } = setStage({ firstUpdateId: 100 });
    await api.sendMessage(group.id, "Kept");
    const said = emulator.upload(ben, ben, { name: "x.bin", bytes: new Uint8Array([0, 255]) });
    const kept = emulator.snapshot();
    const later = createEmulator({ now: () => new Date("2026-03-02T09:00:00Z"), limits: "off" });
    later.restore(kept);
    expect(later.messages(group).map((message) => message.text)).toEqual(["Kept"]);
    expect(later.fileBytes(said.document?.id ?? "")).toEqual(new Uint8Array([0, 255]));
    later.say(ben, group, "/x");
    expect(later.pendingUpdates()).toBe(2);
    expect(later.sentUnseen()).toEqual([]);
    later.restore(kept);
    later.say(ben, group, "/y");
    expect(JSON.parse(later.snapshot())).toMatchObject({ nextUpdateId: 103, queue: [{ id: 100 }, { id: 102 }] });
  });
});
