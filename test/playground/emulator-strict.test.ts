import { InputFile } from "grammy";
import { describe, expect, test } from "vitest";
import { examplePng } from "./example-png.ts";
import { refusalOf, setStage } from "./stage.ts";

const button = (more: object) => ({ reply_markup: { inline_keyboard: [[{ text: "x", ...more }]] } }) as never;

describe("what Telegram will not take", () => {
  test.each([
    ["nothing but blanks", " \n", "400 Bad Request: message text is empty"],
    ["too many characters", "é".repeat(4097), "400 Bad Request: message is too long"],
    ["far too many bytes", "x".repeat(40_000), "400 Bad Request: text is too long"],
  ])("a text of %s is refused", async (_what, text, refusal) => {
    const { api, group } = setStage();
    expect(await refusalOf(api.sendMessage(group.id, text))).toBe(refusal);
  });

  test("control characters, carriage returns and old bidi marks vanish from a text", async () => {
    const { api, emulator, group } = setStage();
    await api.sendMessage(group.id, " a\u202eb\r\nc\td\u2068e\u2069 ");
    expect(emulator.lastMessage(group)?.text).toBe("ab\nc d\u2068e\u2069");
  });

  test("a text of exactly 4096 characters is taken, whatever their width", async () => {
    const { api, emulator, group } = setStage();
    await api.sendMessage(group.id, "🙂".repeat(4096));
    expect([...(emulator.lastMessage(group)?.text ?? "")]).toHaveLength(4096);
  });

  test.each([
    ["no action", {}, "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    ["65 bytes of data", { callback_data: "汉".repeat(21) + "xx" }, "400 Bad Request: BUTTON_DATA_INVALID"],
    ["empty data", { callback_data: "" }, "400 Bad Request: BUTTON_DATA_INVALID"],
    ["a broken link", { url: "not a link" }, "400 Bad Request: inline keyboard button URL 'not a link' is invalid: Wrong HTTP URL"],
  ])("a button with %s is refused", async (_what, more, refusal) => {
    const { api, group } = setStage();
    expect(await refusalOf(api.sendMessage(group.id, "x", button(more)))).toBe(refusal);
  });

  test("64 bytes of button data are taken", async () => {
    const { api, group } = setStage();
    await expect(api.sendMessage(group.id, "x", button({ callback_data: "汉".repeat(21) + "x" }))).resolves.toBeDefined();
  });

  test.each([
    ["<b>x", 'Can\'t find end tag corresponding to start tag "b"'],
    ["汉<c>x</c>", 'Unsupported start tag "c" at byte offset 3'],
    ["<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ["x</b>", "Unexpected end tag at byte offset 1"],
    ["a < b", 'Unsupported start tag "" at byte offset 2'],
    ["a <b", "Unclosed start tag at byte offset 2"],
  ])("the markup %s is refused", async (text, why) => {
    const { api, group } = setStage();
    expect(await refusalOf(api.sendMessage(group.id, text, { parse_mode: "HTML" }))).toBe(`400 Bad Request: can't parse entities: ${why}`);
  });

  test("good markup becomes words and entities", async () => {
    const { api, emulator, group } = setStage();
    await api.sendMessage(group.id, '<b>A &lt; B</b> <a href="https://example.org">here</a>', { parse_mode: "HTML" });
    expect(emulator.lastMessage(group)).toMatchObject({
      text: "A < B here",
      entities: [{ type: "bold", offset: 0, length: 5 }, { type: "text_link", offset: 6, length: 4, url: "https://example.org" }],
    });
  });

  test("an answer to a tap must be short, in time, given once, and lead nowhere but to the bot", async () => {
    const { api, emulator, ben, group, turn } = setStage();
    const { message_id: id } = await api.sendMessage(group.id, "x", button({ callback_data: "d" }));
    const press = () => emulator.press(ben, { chatId: group.id, id }, "d");
    const tooOld = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";
    const first = press();
    expect(await refusalOf(api.answerCallbackQuery(first, { text: "x".repeat(201) }))).toBe("400 Bad Request: MESSAGE_TOO_LONG");
    expect(await refusalOf(api.answerCallbackQuery(first, { url: "https://example.org" }))).toBe("400 Bad Request: URL_INVALID");
    await api.answerCallbackQuery(first, { url: "https://t.me/MusterBot?start=join" });
    expect(emulator.answerOf(first)?.url).toBe("https://t.me/MusterBot?start=join");
    expect(await refusalOf(api.answerCallbackQuery(first))).toBe(tooOld);
    const late = press();
    turn(16);
    expect(await refusalOf(api.answerCallbackQuery(late))).toBe(tooOld);
  });

  test("a reaction must be one of those that Telegram knows", async () => {
    const { api, emulator, ben, group } = setStage();
    const said = emulator.say(ben, group, "/x");
    expect(await refusalOf(api.setMessageReaction(group.id, said.id, [{ type: "emoji", emoji: "✅" as never }]))).toBe("400 Bad Request: REACTION_INVALID");
    expect(await refusalOf(api.setMessageReaction(group.id, 999, [{ type: "emoji", emoji: "👍" }]))).toBe("400 Bad Request: message to react not found");
    await api.setMessageReaction(group.id, said.id, [{ type: "emoji", emoji: "❤" }]);
    await api.setMessageReaction(group.id, said.id, []);
    expect(emulator.message(said).botReactions).toEqual([]);
  });

  test("messages that are not there, or not the bot’s, cannot be changed", async () => {
    const { api, emulator, ben, group } = setStage();
    const said = emulator.say(ben, group, "/x");
    expect(await refusalOf(api.editMessageText(group.id, 999, "y"))).toBe("400 Bad Request: message to edit not found");
    expect(await refusalOf(api.editMessageText(group.id, said.id, "y"))).toBe("400 Bad Request: message can't be edited");
    expect(await refusalOf(api.deleteMessage(group.id, 999))).toBe("400 Bad Request: message to delete not found");
    expect(await refusalOf(api.deleteMessage(group.id, said.id))).toBe("400 Bad Request: message can't be deleted");
    expect(await refusalOf(api.sendMessage(group.id, "y", { reply_parameters: { message_id: 999 } }))).toBe("400 Bad Request: message to be replied not found");
    await expect(api.sendMessage(group.id, "y", { reply_parameters: { message_id: 999, allow_sending_without_reply: true } })).resolves.toBeDefined();
  });

  test("a picture must be a picture of reasonable shape, with a short caption", async () => {
    const { api, emulator, group } = setStage();
    const photo = new InputFile(examplePng(2, 2), "x.png");
    expect(await refusalOf(api.sendPhoto(group.id, new InputFile(Buffer.from("no picture"), "x.png")))).toBe("400 Bad Request: IMAGE_PROCESS_FAILED");
    expect(await refusalOf(api.sendPhoto(group.id, new InputFile(examplePng(100, 4), "x.png")))).toBe("400 Bad Request: PHOTO_INVALID_DIMENSIONS");
    expect(await refusalOf(api.sendPhoto(group.id, photo, { caption: "x".repeat(1025) }))).toBe("400 Bad Request: message caption is too long");
    const sent = await api.sendPhoto(group.id, new InputFile(examplePng(2, 2), "x.png"), { caption: "Door" });
    await api.editMessageCaption(group.id, sent.message_id, { caption: "The door" });
    expect(await refusalOf(api.editMessageText(group.id, sent.message_id, "y"))).toBe("400 Bad Request: there is no text in the message to edit");
    expect(emulator.lastMessage(group)).toMatchObject({ text: "The door", photo: { mime: "image/png" } });
    await api.sendPhoto(group.id, sent.photo[0]?.file_id ?? "");
    expect(emulator.lastMessage(group)?.photo?.id).toBe(sent.photo[0]?.file_id);
  });

  test("a document keeps its name, bytes and kind", async () => {
    const { api, emulator, ben } = setStage();
    emulator.start(ben);
    await api.sendDocument(ben.id, new InputFile(Buffer.from('{"汉":1}'), "my data.json"), { caption: "Yours" });
    const sent = emulator.lastMessage(ben);
    expect(sent?.document).toMatchObject({ name: "my data.json", mime: "application/json", size: 9 });
    expect(Buffer.from(emulator.fileBytes(sent?.document?.id ?? "")).toString()).toBe('{"汉":1}');
  });

  test("a file over 20 MB can be seen but not fetched", async () => {
    const { api, emulator, ben } = setStage();
    const said = emulator.upload(ben, ben, { name: "big.zip", bytes: new Uint8Array([1]), claimedSize: 20 * 1024 * 1024 + 1 });
    expect(await refusalOf(api.getFile(said.document?.id ?? ""))).toBe("400 Bad Request: file is too big");
  });

  test("a method or parameter that is not emulated is an error that a test can see", async () => {
    const { api, emulator, group } = setStage();
    expect(await refusalOf(api.sendDice(group.id, "🎲"))).toBe("404 Not Found");
    await api.sendMessage(group.id, "x", { message_effect_id: "1" });
    expect(await refusalOf(api.raw.sendMessage({ chat_id: group.id, text: ["x"] as never }))).toMatch(/^400 Bad Request: text: /);
    expect(emulator.errors()).toEqual([
      "The method sendDice is not emulated.",
      'sendMessage: Telegram or the emulator does not know the parameter "message_effect_id".',
      expect.stringMatching(/^sendMessage: text: /),
    ]);
  });

  test("menus with bad names or words are refused", async () => {
    const { api } = setStage();
    expect(await refusalOf(api.setMyCommands([{ command: "CheckIn", description: "x" }]))).toBe("400 Bad Request: BOT_COMMAND_INVALID");
    expect(await refusalOf(api.setMyCommands([{ command: "x", description: " " }]))).toBe("400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
  });
});
