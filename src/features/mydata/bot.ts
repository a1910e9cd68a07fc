import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { isTalk, onCommand } from "../../telegram/command.ts";
import { awaitAlias, changeAlias, findAliasDraft, readMyData, showAlias, type MyData } from "./actions.ts";
import {
  ALIAS_DATA, aliasChangedMessage, aliasShownToast, askAliasMessage, HOME_DATA, myDataMessage, nothingMessage, SHOW_DATA, SHOWN_DATA, stationMessage,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function readMine(ctx: BotContext): Promise<MyData | null> {
  const { account } = ctx.person;
  return account && await readMyData(ctx.scope, account.id);
}

onCommand(bot, "mydata", async (ctx) => {
  const mine = await readMine(ctx);
  await ctx.answer.reply(mine ? myDataMessage(ctx.t, ctx.locale, mine) : nothingMessage(ctx.t));
});

inPrivate.callbackQuery(HOME_DATA, async (ctx) => {
  const mine = await readMine(ctx);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(mine ? myDataMessage(ctx.t, ctx.locale, mine) : nothingMessage(ctx.t));
});

/** Shows the station's page anew, or the whole where it is no longer theirs. */
async function showStation(ctx: BotContext, stationId: number): Promise<void> {
  const mine = await readMine(ctx);
  const shown = mine?.stations.find((station) => station.stationId === stationId);
  if (mine && shown) return ctx.answer.rewrite(stationMessage(ctx.t, ctx.locale, shown, mine));
  return ctx.answer.rewrite(mine ? myDataMessage(ctx.t, ctx.locale, mine) : nothingMessage(ctx.t));
}

inPrivate.callbackQuery(SHOW_DATA, async (ctx) => {
  await ctx.answer.toast("");
  await showStation(ctx, Number(ctx.match[1]));
});

inPrivate.callbackQuery(SHOWN_DATA, async (ctx) => {
  const stationId = Number(ctx.match[1]);
  const aliasShown = ctx.match[2] === "y";
  const { account } = ctx.person;
  const done = account !== null && await showAlias(ctx.scope, account.id, stationId, aliasShown);
  await ctx.answer.toast(done ? aliasShownToast(ctx.t, aliasShown) : ctx.t.system.notForYou);
  await showStation(ctx, stationId);
});

inPrivate.callbackQuery(ALIAS_DATA, async (ctx) => {
  const { account } = ctx.person;
  const station = account && await awaitAlias(ctx.scope, account.id, Number(ctx.match[1]));
  await ctx.answer.toast(station ? "" : ctx.t.system.notForYou);
  if (station) await ctx.answer.reply(askAliasMessage(ctx.t, station.stationName));
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const stationId = account && await findAliasDraft(ctx.scope, account.id);
  if (!account || stationId === null) return next();
  const result = await changeAlias(ctx.scope, account.id, stationId, ctx.message.text);
  await ctx.answer.reply(result.ok
    ? aliasChangedMessage(ctx.t, stationId, result.alias)
    : { text: ctx.t.mydata.refusals[result.reason] });
});
