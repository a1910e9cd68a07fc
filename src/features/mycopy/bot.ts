import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { readMyCopy } from "./actions.ts";
import { copyFile, FILE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(FILE_DATA, async (ctx) => {
  const { account } = ctx.person;
  const copy = account && await readMyCopy(ctx.scope, account.id);
  await ctx.answer.toast(copy ? "" : ctx.t.mydata.nothing);
  if (!copy) return;
  const { bytes, name, caption } = copyFile(ctx.t, copy);
  await ctx.answer.document(bytes, name, caption);
});
