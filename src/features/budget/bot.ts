import { Composer } from "grammy";
import type { BotContext, Outgoing } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { changeSettings, readSettings } from "./actions.ts";
import { isLimit, parseWish, type Wish } from "./rules.ts";
import { LIMIT_DATA, MEALS_DATA, settingsMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function page(ctx: BotContext): Promise<Outgoing> {
  const { account } = ctx.person;
  const settings = account && await readSettings(ctx.scope, account.id);
  return settings && settings.stations.length > 0 ? settingsMessage(ctx.t, settings) : { text: ctx.t.budget.refusals.notJoined };
}

onCommand(bot, "reminders", async (ctx, rest) => {
  const { account } = ctx.person;
  const wish = rest === "" ? null : parseWish(rest);
  if (rest !== "" && wish === null) return ctx.answer.reply({ text: ctx.t.budget.refusals.unclear });
  if (wish && account) await changeSettings(ctx.scope, account.id, wish);
  await ctx.answer.reply(await page(ctx));
});

async function change(ctx: BotContext, wish: Wish): Promise<void> {
  const { account } = ctx.person;
  if (account) await changeSettings(ctx.scope, account.id, wish);
  await ctx.answer.toast(account ? ctx.t.budget.changed : ctx.t.budget.refusals.notJoined);
  await ctx.answer.rewrite(await page(ctx));
}

inPrivate.callbackQuery(LIMIT_DATA, async (ctx, next) => {
  const limit = Number(ctx.match[1]);
  return isLimit(limit) ? change(ctx, { limit }) : next();
});

inPrivate.callbackQuery(MEALS_DATA, (ctx) => change(ctx, { quietAtMeals: ctx.match[1] === "on" }));
