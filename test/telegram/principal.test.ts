import type { Update } from "grammy/types";
import { expect, test } from "vitest";
import { principal } from "../../src/telegram/principal.ts";

const BEN = { id: 7, is_bot: false, first_name: "Ben", language_code: "en" };
const BOT = { id: 8, is_bot: true, first_name: "Echo" };
const GROUP = { id: -1001, type: "supergroup", title: "Group" };
const CHANNEL = { id: -1002, type: "channel", title: "News" };
const message = (fields: object): Update => ({ update_id: 1, message: { message_id: 1, date: 1, chat: GROUP, text: "/rollcall", from: BEN, ...fields } }) as unknown as Update;
const press = (from: object, fields: object = {}): Update => ({ update_id: 1, callback_query: { id: "1", from, chat_instance: "1", data: "x", ...fields } }) as unknown as Update;

const HUMAN = { kind: "human", userId: 7, languageCode: "en" };
const NOBODY = { kind: "nobody" };

const TABLE: readonly [string, Update, object][] = [
  ["a person who writes in a group", message({}), HUMAN],
  ["a person who writes in private", message({ chat: { id: 7, type: "private" } }), HUMAN],
  ["a person who taps", press(BEN), HUMAN],
  ["a person who taps under a message that the bot can no longer see", press(BEN, { message: { chat: GROUP, message_id: 1, date: 0 } }), HUMAN],
  ["a person who adds the bot to a group", { update_id: 1, my_chat_member: { from: BEN, chat: GROUP } } as unknown as Update, HUMAN],
  ["an anonymous admin", message({ from: { id: 1087968824, is_bot: true, first_name: "Group" }, sender_chat: GROUP }), { kind: "anonymousAdmin" }],
  ["a channel that speaks in a group", message({ from: { id: 136817688, is_bot: true, first_name: "Channel" }, sender_chat: CHANNEL }), NOBODY],
  ["a linked channel's post that Telegram forwards", message({ from: { id: 777000, is_bot: false, first_name: "Telegram" }, sender_chat: CHANNEL, is_automatic_forward: true }), NOBODY],
  ["a post in a channel", { update_id: 1, channel_post: { message_id: 1, date: 1, chat: CHANNEL, text: "/rollcall" } } as unknown as Update, NOBODY],
  ["a message in a channel", message({ chat: CHANNEL }), NOBODY],
  ["somebody else's command that a person forwards", message({ forward_origin: { type: "user", date: 1, sender_user: BEN } }), NOBODY],
  ["a forwarded command of an anonymous admin", message({ from: BOT, sender_chat: GROUP, forward_origin: { type: "hidden_user", date: 1 } }), NOBODY],
  ["a message sent through another bot", message({ via_bot: BOT }), NOBODY],
  ["another bot", message({ from: BOT }), NOBODY],
  ["another bot that taps", press(BOT), NOBODY],
  ["the stand-in account of anonymous admins that taps", press({ id: 1087968824, is_bot: true, first_name: "Group" }), NOBODY],
  ["a message that was sent while its writer was away", message({ is_from_offline: true }), NOBODY],
  ["somebody else's business chat", message({ business_connection_id: "b" }), NOBODY],
  ["a guest message from a chat that only looks like ours", message({ guest_query_id: "g" }), NOBODY],
  ["a message without a writer", message({ from: undefined }), NOBODY],
  ["an edited command", { update_id: 1, edited_message: { message_id: 1, date: 1, chat: GROUP, text: "/rollcall", from: BEN } } as unknown as Update, NOBODY],
];

test.each(TABLE)("%s", (_, update, expected) => {
  expect(principal(update)).toEqual(expected);
});

test("a person whose Telegram tells no language has none", () => {
  expect(principal(message({ from: { id: 7, is_bot: false, first_name: "" } }))).toEqual({ kind: "human", userId: 7, languageCode: null });
});
