import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { parseCommand } from "../command/rules.ts";
import { keepCommand, readKeptCommand, useKeptCommand } from "./actions.ts";
import { CONFIRM_DATA, confirmMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

/** Thrown inside the transaction of a command that somebody else has just confirmed; it undoes and says so. */
class AlreadyConfirmed extends Error {
  override name = "AlreadyConfirmed";
}

/** Somebody who may not do it must not use up the command of somebody who may. */
const isRefusal = (result: unknown) => typeof result === "object" && result !== null && "ok" in result && result.ok === false;

// /setup asks everybody to confirm and does so itself.
bot.filter((ctx) => ctx.isAnonymous && ctx.command !== null && ctx.command.name !== "setup", async (ctx) => {
  const code = await keepCommand(ctx.scope, {
    telegramChatId: ctx.chat?.id ?? 0,
    threadId: ctx.message?.message_thread_id ?? null,
    text: ctx.message?.text ?? "",
  });
  await ctx.answer.reply(confirmMessage(ctx.t, code));
});

bot.callbackQuery(CONFIRM_DATA, async (ctx, next) => {
  const code = ctx.match[1] ?? "";
  const text = await readKeptCommand(ctx.scope, code, ctx.chat?.id ?? 0);
  if (text === null) return ctx.answer.toast(ctx.t.system.buttonTooOld);
  const act = ctx.scope.act;
  const confirmed: typeof act = (work) => act(async (tx) => {
    const result = await work(tx);
    if (!isRefusal(result) && !await useKeptCommand(tx, code)) throw new AlreadyConfirmed("confirmed twice");
    return result;
  });
  ctx.scope = { ...ctx.scope, act: confirmed };
  if (ctx.station) ctx.station = { ...ctx.station, act: confirmed };
  ctx.command = parseCommand(text);
  await ctx.answer.toast(ctx.t.confirm.thanks);
  try {
    await next();
  } catch (error) {
    if (!(error instanceof AlreadyConfirmed)) throw error;
  }
});
