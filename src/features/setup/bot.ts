import { Composer } from "grammy";
import type { BotContext, Locale } from "../../context.ts";
import { messages } from "../../i18n/messages.ts";
import { onCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { parseCommand } from "../command/rules.ts";
import { cleanName } from "../station/rules.ts";
import { foundStation, keepQuestion, linkChat, mayAskAgain, readQuestion, type Press } from "./actions.ts";
import { parseSetup } from "./rules.ts";
import { askMessage, foundedMessage, linkedMessage, SETUP_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

const titleOf = (ctx: BotContext) => cleanName(ctx.chat?.title ?? "") || ctx.t.station.setup.unnamed;

async function isAdmin(ctx: BotContext): Promise<boolean> {
  const { status } = await ctx.api.getChatMember(ctx.chat?.id ?? 0, ctx.person.userId);
  return status === "administrator" || status === "creator";
}

/** Answered in the group only to those who run it; a member who tries it hears it in private. */
async function sayLinked(ctx: BotContext, stationName: string, kind: "organizer" | "member"): Promise<void> {
  if (!ctx.isAnonymous && !await isAdmin(ctx)) return say(ctx, (t) => t.station.setup.linkedAlready(stationName, t.chat.kinds[kind]));
  await ctx.answer.reply({ text: ctx.t.station.setup.linkedAlready(stationName, ctx.t.chat.kinds[kind]) });
}

onCommand(bot, "setup", async (ctx, rest) => {
  const { place, station } = ctx;
  if (station && (place.kind === "organizer" || place.kind === "member")) return sayLinked(ctx, station.stationName, place.kind);
  if (place.kind !== "unlinked") return;
  if (!await mayAskAgain(ctx.scope, place.telegramChatId)) return ctx.answer.react("🤔");
  const command = parseSetup(rest);
  const code = await keepQuestion(ctx.scope, place.telegramChatId, ctx.message?.text ?? "");
  const name = (command.verb === "found" ? command.name : null) ?? titleOf(ctx);
  await ctx.answer.reply(askMessage(ctx.t, command, name, code));
});

/** A station speaks the language of whoever founds it, where that is one of ours. */
function stationLocale(ctx: BotContext): Locale {
  const code = ctx.person.languageCode?.toLowerCase() ?? "";
  if (ctx.person.account?.locale) return ctx.person.account.locale;
  return code.startsWith("zh") ? "zh-CN" : code.startsWith("en") ? "en" : ctx.setting.defaultLocale;
}

function pressOf(ctx: BotContext, confirmCode: string): Press {
  const asked = ctx.callbackQuery?.message;
  const threadId = asked && "is_topic_message" in asked && asked.is_topic_message ? asked.message_thread_id ?? null : null;
  return { confirmCode, userId: ctx.person.userId, telegramChatId: ctx.chat?.id ?? 0, threadId, title: titleOf(ctx) };
}

bot.callbackQuery(SETUP_DATA, async (ctx) => {
  const confirmCode = ctx.match[1] ?? "";
  if (ctx.place.kind !== "unlinked") return say(ctx, (t) => t.station.refusals.alreadyLinked);
  const text = await readQuestion(ctx.scope, confirmCode, ctx.place.telegramChatId);
  if (text === null) return say(ctx, (t) => t.station.refusals.tooOld);
  if (!await isAdmin(ctx)) return say(ctx, (t) => t.station.refusals.notAdmin);
  const command = parseSetup(parseCommand(text)?.rest ?? "");
  const press = pressOf(ctx, confirmCode);
  const result = command.verb === "link"
    ? await linkChat(ctx.scope, press, command.code)
    : await foundStation(ctx.scope, press, {
      name: command.name ?? press.title, timeZone: ctx.setting.defaultTimeZone, locale: stationLocale(ctx),
    });
  if (!result.ok) return say(ctx, (t) => t.station.refusals[result.reason]);
  await ctx.answer.toast(ctx.inPrivate.t.station.setup.done);
  const { stationId, stationName } = result.station;
  const linked = { stationId, stationName, chatId: result.chatId, kind: result.kind };
  const t = messages(result.station.stationLocale);
  await ctx.answer.rewrite(command.verb === "link" ? linkedMessage(t, linked) : foundedMessage(t, linked, ctx.setting.botUsername));
});
