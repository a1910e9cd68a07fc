import type { BotContext, Outgoing } from "../context.ts";
import { localeOf, messages, type Messages } from "../i18n/messages.ts";

/** The words for the person themselves, whatever language the group speaks. */
function privateWords(ctx: BotContext): Messages {
  return messages(ctx.person.account?.locale ?? localeOf(ctx.person.languageCode, ctx.setting.defaultLocale));
}

/** Answers the person who acted, wherever that was, with a refusal or a hint: a tap by toast, a text in private. */
export async function say(ctx: BotContext, words: (t: Messages) => string): Promise<void> {
  const text = words(privateWords(ctx));
  if (ctx.callbackQuery) return ctx.answer.toast(text, { alert: true });
  const told = await ctx.answer.tell({ text });
  if (!told && ctx.place.kind !== "private") await ctx.answer.react("🤔");
}

/** Hands something over in private; where it was asked for in a group, a sign there says that it went out. */
export async function handOver(ctx: BotContext, message: (t: Messages) => Outgoing): Promise<void> {
  const told = await ctx.answer.tell(message(privateWords(ctx)));
  if (ctx.place.kind === "private") return;
  if (told) return ctx.answer.react("👌");
  const url = `https://t.me/${ctx.setting.botUsername}?start=hello`;
  await ctx.answer.reply({ text: ctx.t.chat.openPrivateFirst, buttons: [[{ text: ctx.t.chat.button.openPrivate, url }]] });
}
