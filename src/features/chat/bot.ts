import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onCommand, onSharedButton, onStationButton } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { changeKind, inviteChat, moveTopic, readChat, readChats, retryChat, unlinkChat, type ChatKind } from "./actions.ts";
import { KIND_DATA, parseChatCommand } from "./rules.ts";
import {
  ASK_UNLINK_DATA, askUnlinkMessage, chatMessage, chatsMessage, groupKindMessage, LINK_DATA, linkMessage,
  LIST_DATA, RETRY_DATA, SHOW_DATA, UNLINK_DATA, unlinkedMessage,
} from "./view.ts";

export const bot = new Composer<BotContext>();

async function showList(ctx: BotContext, station: StationScope): Promise<void> {
  const result = await readChats(station);
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  await handOver(ctx, (t) => chatsMessage(t, station, result.chats));
}

async function giveCode(ctx: BotContext, station: StationScope, kind: ChatKind): Promise<void> {
  const result = await inviteChat(station, kind);
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast(ctx.t.chat.sentInPrivate);
  await handOver(ctx, (t) => linkMessage(t, kind, result.code));
}

async function postHere(ctx: BotContext, station: StationScope): Promise<void> {
  if (ctx.place.kind !== "organizer" && ctx.place.kind !== "member") return say(ctx, (t) => t.chat.hereInGroup);
  const isForum = ctx.chat?.type === "supergroup" && ctx.chat.is_forum === true;
  if (!isForum) return say(ctx, (t) => t.chat.noTopics);
  const said = ctx.message ?? ctx.callbackQuery?.message;
  const threadId = said && "is_topic_message" in said && said.is_topic_message ? said.message_thread_id ?? null : null;
  const result = await moveTopic(station, ctx.place.chatId, threadId);
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  await ctx.answer.reply({ text: threadId === null ? ctx.t.chat.topicGeneral : ctx.t.chat.topicMoved });
}

onCommand(bot, "chat", async (ctx, rest) => {
  const command = parseChatCommand(rest);
  if (!ctx.station) return say(ctx, (t) => t.system.needsStation);
  if (command.verb === "list") return showList(ctx, ctx.station);
  if (command.verb === "link") return giveCode(ctx, ctx.station, command.kind);
  if (command.verb === "here") return postHere(ctx, ctx.station);
  return say(ctx, (t) => t.chat.usage);
});

onStationButton(bot, LIST_DATA, async (ctx, station) => {
  const result = await readChats(station);
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(chatsMessage(ctx.t, station, result.chats));
});

onStationButton(bot, LINK_DATA, (ctx, station) => giveCode(ctx, station, "member"));

onStationButton(bot, SHOW_DATA, async (ctx, station, [chatId]) => {
  const result = await readChat(station, Number(chatId));
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(chatMessage(ctx.t, result.chat));
});

onSharedButton(bot, KIND_DATA, async (ctx, station, [chatId, kind]) => {
  const result = await changeKind(station, Number(chatId), kind === "organizer" ? "organizer" : "member");
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.chat.kindChanged(ctx.t.chat.kinds[result.chat.kind]));
  const inPrivate = ctx.place.kind === "private";
  await ctx.answer.rewrite(inPrivate ? chatMessage(ctx.t, result.chat) : groupKindMessage(ctx.t, station.stationName, result.chat));
}, ["organizer", "member"]);

onStationButton(bot, RETRY_DATA, async (ctx, station, [chatId]) => {
  const result = await retryChat(station, Number(chatId));
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.chat.retried);
  await ctx.answer.rewrite(chatMessage(ctx.t, result.chat));
});

onStationButton(bot, ASK_UNLINK_DATA, async (ctx, station, [chatId]) => {
  const result = await readChat(station, Number(chatId));
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askUnlinkMessage(ctx.t, result.chat));
});

onStationButton(bot, UNLINK_DATA, async (ctx, station, [chatId]) => {
  const result = await unlinkChat(station, Number(chatId));
  if (!result.ok) return say(ctx, (t) => t.chat.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.chat.unlinked(result.chat.title));
  await ctx.answer.rewrite(unlinkedMessage(ctx.t, result.chat));
});
