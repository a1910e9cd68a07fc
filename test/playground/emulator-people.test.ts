import { Bot } from "grammy";
import { describe, expect, test } from "vitest";
import { refusalOf, setStage } from "./stage.ts";

describe("a bot and the people around it", () => {
  test("a command in a group reaches the bot and its answer is read back", async () => {
    const { emulator, api, ben, group } = setStage();
    emulator.say(ben, group, "/checkin@MusterBot now");
    const [update] = await api.getUpdates();
    expect(update?.message).toMatchObject({ text: "/checkin@MusterBot now", from: { first_name: "Ben" }, chat: { id: group.id } });
    expect(update?.message?.entities).toEqual([{ type: "bot_command", offset: 0, length: 18 }]);
    await api.sendMessage(group.id, "Hello Ben");
    expect(emulator.sentUnseen()).toHaveLength(1);
    expect(emulator.lastMessage(group)?.text).toBe("Hello Ben");
    expect(emulator.sentUnseen()).toEqual([]);
  });

  test("a tapped button becomes a callback query whose toast the person sees", async () => {
    const { emulator, api, ben, group } = setStage();
    const sent = await api.sendMessage(group.id, "Roll call", {
      reply_markup: { inline_keyboard: [[{ text: "I'm here", callback_data: "checkin:1:here" }]] },
    });
    const tapped = emulator.tap(ben, { chatId: group.id, id: sent.message_id }, "I'm here");
    const [update] = await api.getUpdates();
    expect(update?.callback_query).toMatchObject({ data: "checkin:1:here", from: { id: ben.id }, message: { message_id: sent.message_id } });
    await api.answerCallbackQuery(update?.callback_query?.id ?? "", { text: "Counted" });
    expect(tapped.kind === "callback" && emulator.answerOf(tapped.callbackQueryId)).toMatchObject({ text: "Counted", showAlert: false });
  });

  test("a button with a start link opens the private chat", async () => {
    const { emulator, api, ben, group } = setStage();
    const sent = await api.sendMessage(group.id, "Join us", {
      reply_markup: { inline_keyboard: [[{ text: "Join", url: "https://t.me/MusterBot?start=join-7" }]] },
    });
    expect(emulator.tap(ben, { chatId: group.id, id: sent.message_id }, "Join")).toMatchObject({ kind: "link", started: { chatId: ben.id } });
    expect((await api.getUpdates())[0]?.message).toMatchObject({ text: "/start join-7", chat: { id: ben.id, type: "private" } });
  });

  test("nobody can tap a button that is not there, or in a chat that they cannot see", async () => {
    const { emulator, api, ben, eve, group } = setStage();
    const { message_id: id } = await api.sendMessage(group.id, "Roll call", {
      reply_markup: { inline_keyboard: [[{ text: "Here", callback_data: "x" }]] },
    });
    expect(() => emulator.tap(ben, { chatId: group.id, id }, "There")).toThrow("there is “Here”");
    expect(() => emulator.tap(eve, { chatId: group.id, id }, "Here")).toThrow("cannot see the chat");
  });

  test("a forged press reaches the bot even when the message is gone", async () => {
    const { emulator, api, eve, group } = setStage();
    const { message_id: id } = await api.sendMessage(group.id, "Roll call");
    await api.deleteMessage(group.id, id);
    emulator.press(eve, { chatId: group.id, id }, "role:grant:lead");
    const [update] = await api.getUpdates();
    expect(update?.callback_query).toMatchObject({ data: "role:grant:lead", message: { message_id: id, date: 0 } });
  });

  test("an edit shows the new words, and one without a change is refused", async () => {
    const { emulator, api, group } = setStage();
    const { message_id: id } = await api.sendMessage(group.id, "One");
    await api.editMessageText(group.id, id, "Two");
    expect(emulator.message({ chatId: group.id, id })).toMatchObject({ text: "Two", edits: 1 });
    expect(await refusalOf(api.editMessageText(group.id, id, "Two"))).toBe(
      "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  });

  test("an edit that leaves the buttons out takes them away", async () => {
    const { emulator, api, group } = setStage();
    const { message_id: id } = await api.sendMessage(group.id, "One", {
      reply_markup: { inline_keyboard: [[{ text: "Here", callback_data: "x" }]] },
    });
    await api.editMessageText(group.id, id, "One");
    expect(emulator.message({ chatId: group.id, id }).keyboard).toEqual([]);
  });

  test("a polling bot answers with a reaction and stops at once", async () => {
    const { emulator, ben, group } = setStage();
    const bot = new Bot(emulator.token, { client: { fetch: emulator.fetch } });
    bot.command("ping", (ctx) => ctx.react("👍"));
    const running = bot.start();
    const asked = emulator.say(ben, group, "/ping");
    await emulator.until(() => emulator.message(asked).botReactions.length > 0);
    await bot.stop();
    await running;
    expect(emulator.message(asked).botReactions).toEqual(["👍"]);
    expect(emulator.errors()).toEqual([]);
  });

  test("the command menu follows chat, role and language", async () => {
    const { emulator, api, ada, ben, group } = setStage();
    const command = (name: string) => [{ command: name, description: name }];
    await api.setMyCommands(command("everywhere"));
    await api.setMyCommands(command("members"), { scope: { type: "all_group_chats" } });
    await api.setMyCommands(command("chinese"), { scope: { type: "all_group_chats" }, language_code: "zh" });
    await api.setMyCommands(command("admins"), { scope: { type: "all_chat_administrators" } });
    expect(emulator.menu(ada, group)).toEqual(command("admins"));
    expect(emulator.menu(ben, group)).toEqual(command("chinese"));
    expect(emulator.menu(ben, ben)).toEqual(command("everywhere"));
    await api.deleteMyCommands({ scope: { type: "all_group_chats" }, language_code: "zh" });
    expect(emulator.menu(ben, group)).toEqual(command("members"));
  });
});
