import type { BotContext, Outgoing } from "../context.ts";

/** Answers the person who acted, wherever that was, with a refusal or a hint: a tap by toast, a text in private. */
export async function say(ctx: BotContext, text: string): Promise<void> {
  if (ctx.callbackQuery) return ctx.answer.toast(text, { alert: true });
  const told = await ctx.answer.tell({ text });
  if (!told && ctx.place.kind !== "private") await ctx.answer.react("🤔");
}

/** Hands something over in private; where it was asked for in a group, a sign there says that it went out. */
export async function handOver(ctx: BotContext, message: Outgoing, unreachable: Outgoing): Promise<void> {
  const told = await ctx.answer.tell(message);
  if (ctx.place.kind === "private") return;
  if (told) await ctx.answer.react("👌");
  else await ctx.answer.reply(unreachable);
}
