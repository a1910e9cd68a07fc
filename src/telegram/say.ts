import type { BotContext, Outgoing } from "../context.ts";
import type { Messages } from "../i18n/messages.ts";
import { startLink } from "../features/link/rules.ts";

/** Answers the person who acted, wherever that was, with a refusal or a hint: a tap by toast, a text in private. */
export async function say(ctx: BotContext, words: (t: Messages) => string): Promise<void> {
  const text = words(ctx.inPrivate.t);
  // The tap that confirmed a command has been answered already.
  if (ctx.callbackQuery && ctx.command === null) return ctx.answer.toast(text, { alert: true });
  const told = await ctx.answer.tell({ text });
  if (!told && ctx.place.kind !== "private") await ctx.answer.react("🤔");
}

/** Shows what came of it: in place of the message whose button was tapped, else as a new one. */
export async function present(ctx: BotContext, message: Outgoing): Promise<void> {
  if (!ctx.callbackQuery) return ctx.answer.reply(message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message);
}

/** Tells in private what a tap asked for, and answers the tap with where it is. */
export async function tellTapped(ctx: BotContext, message: Outgoing): Promise<void> {
  const { system } = ctx.inPrivate.t;
  if (!await ctx.answer.tell(message)) return ctx.answer.toast(system.openPrivateFirst, { alert: true });
  await ctx.answer.toast(ctx.place.kind === "private" ? "" : system.sentInPrivate);
}

/** Hands something over in private; where it was asked for in a group, a sign there says that it went out. */
export async function handOver(ctx: BotContext, message: (t: Messages) => Outgoing, picture: Uint8Array | null = null): Promise<void> {
  const said = message(ctx.inPrivate.t);
  const told = await (picture === null ? ctx.answer.tell(said) : ctx.answer.photo(picture, said));
  if (ctx.place.kind === "private") return;
  if (told) return ctx.answer.react("👌");
  const url = startLink(ctx.setting.botUsername);
  await ctx.answer.reply({ text: ctx.t.chat.openPrivateFirst, buttons: [[{ text: ctx.t.chat.button.openPrivate, url }]] });
}
