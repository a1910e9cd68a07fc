import { Composer, type Api } from "grammy";
import type { BotContext } from "../../context.ts";
import { localeOf } from "../../i18n/messages.ts";
import { onCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { chooseLocale, dropAsked, hasOneChat, readReader } from "./actions.ts";
import { MENU_SCOPES, usableCommands } from "./rules.ts";
import {
  chosenMessage, followedMessage, groupHelpMessage, groupPrivacyMessage, helpMessage, LANG_DATA, langMessage, menuOf, privacyMessage,
} from "./view.ts";

/** Mounted last: it hears what nobody else took. */
export const bot = new Composer<BotContext>();

async function showHelp(ctx: BotContext, isWelcome: boolean): Promise<void> {
  const reader = await readReader(ctx.scope, ctx.station, ctx.person.account?.id ?? null);
  const names = usableCommands(ctx.place.kind, reader);
  if (ctx.place.kind !== "private") return ctx.answer.reply(groupHelpMessage(ctx.t, names, ctx.setting.botUsername));
  const leads = ctx.station !== null && reader.roles.includes("station_lead");
  const linkNext = leads && isWelcome && ctx.station !== null && await hasOneChat(ctx.station);
  await ctx.answer.tell(helpMessage(ctx.t, names, { isWelcome, linkNext, newcomerOf: isWelcome && ctx.station === null ? ctx.setting.botUsername : null }));
}

onCommand(bot, "start", async (ctx, rest) => {
  if (rest === "privacy") return void await ctx.answer.tell(privacyMessage(ctx.t, ctx.setting.controller));
  return showHelp(ctx, true);
});

onCommand(bot, "help", (ctx) => showHelp(ctx, false));

onCommand(bot, "privacy", async (ctx) => {
  const told = await ctx.answer.tell(privacyMessage(ctx.inPrivate.t, ctx.setting.controller));
  if (ctx.place.kind === "private") return;
  if (told) await ctx.answer.react("👌");
  else await ctx.answer.reply(groupPrivacyMessage(ctx.t, ctx.setting.botUsername));
});

onCommand(bot, "lang", async (ctx) => {
  await ctx.answer.tell(ctx.person.account ? langMessage(ctx.t) : { text: ctx.t.help.lang.stranger });
});

bot.callbackQuery(LANG_DATA, async (ctx) => {
  const { account, languageCode } = ctx.person;
  if (!account) return say(ctx, (t) => t.help.lang.stranger);
  const chosen = ctx.match[1] === "follow" ? null : ctx.match[1] === "en" ? "en" : "zh-CN";
  await chooseLocale(ctx.scope, account.id, chosen);
  const message = chosen === null ? followedMessage(localeOf(languageCode, ctx.setting.defaultLocale)) : chosenMessage(chosen);
  await ctx.answer.toast(message.text);
  await ctx.answer.rewrite(message);
});

onCommand(bot, "cancel", async (ctx) => {
  const left = ctx.person.account && await dropAsked(ctx.scope, ctx.person.account.id);
  await ctx.answer.tell({ text: left === null ? ctx.t.help.nothingToCancel : left === 0 ? ctx.t.help.cancelled : ctx.t.help.cancelledOne });
});

bot.on("callback_query", (ctx) => say(ctx, (t) => t.system.buttonTooOld));

bot.on("message:text").filter((ctx) => ctx.place.kind === "private" && ctx.command === null, async (ctx) => {
  await ctx.answer.tell({ text: ctx.t.help.hint });
});

/** Hands Telegram the menu of commands: English for everybody, Chinese for those whose Telegram speaks it. */
export async function syncMenu(api: Api): Promise<void> {
  for (const type of MENU_SCOPES) {
    await api.setMyCommands(menuOf(type, "en"), { scope: { type } });
    await api.setMyCommands(menuOf(type, "zh-CN"), { scope: { type }, language_code: "zh" });
  }
}
