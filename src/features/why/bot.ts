import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { readTurns } from "./actions.ts";
import { whyMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

onCommand(bot, "why", async (ctx) => {
  const { account } = ctx.person;
  const turns = account ? await readTurns(ctx.scope, account.id) : [];
  await ctx.answer.reply(whyMessage(ctx.t, turns, { locale: ctx.locale, now: ctx.scope.now }));
});
