import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { eraseMe, leaveStation, readErasable, readMyPlaces } from "./actions.ts";
import { isFresh } from "./rules.ts";
import {
  confirmEraseMessage, confirmLeaveMessage, ERASE_DATA, erasedMessage, LEAVE_DATA, leaveMessage, LEFT_DATA, leftMessage,
  nothingMessage, STAY_DATA, stayedMessage, tooOldMessage,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

onCommand(bot, "leave", async (ctx) => {
  const { account } = ctx.person;
  const places = account ? await readMyPlaces(ctx.scope, account.id) : [];
  await ctx.answer.reply(leaveMessage(ctx.t, places, ctx.scope.now));
});

inPrivate.callbackQuery(LEAVE_DATA, async (ctx) => {
  const { account } = ctx.person;
  const places = account ? await readMyPlaces(ctx.scope, account.id) : [];
  const place = places.find(({ stationId }) => stationId === Number(ctx.match[1]));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(place ? confirmLeaveMessage(ctx.t, place, ctx.scope.now) : leaveMessage(ctx.t, places, ctx.scope.now));
});

inPrivate.callbackQuery(LEFT_DATA, async (ctx) => {
  await ctx.answer.toast("");
  if (!isFresh(ctx.match[2] ?? "", ctx.scope.now)) return ctx.answer.rewrite(tooOldMessage(ctx.t));
  const { account } = ctx.person;
  const result = account && await leaveStation(ctx.scope, account.id, Number(ctx.match[1]));
  await ctx.answer.rewrite(result?.ok ? leftMessage(ctx.t, result) : { text: ctx.t.erasure.refusals[result?.reason ?? "notThere"] });
});

onCommand(bot, "forgetme", async (ctx) => {
  const { account } = ctx.person;
  if (!account) return ctx.answer.reply(nothingMessage(ctx.t));
  await ctx.answer.reply(confirmEraseMessage(ctx.t, await readErasable(ctx.scope, account.id), ctx.scope.now));
});

inPrivate.callbackQuery(ERASE_DATA, async (ctx) => {
  await ctx.answer.toast("");
  if (!isFresh(ctx.match[1] ?? "", ctx.scope.now)) return ctx.answer.rewrite(tooOldMessage(ctx.t));
  const { account } = ctx.person;
  const erased = account && await eraseMe(ctx.scope, account.id);
  await ctx.answer.rewrite(erased ? erasedMessage(ctx.t, erased) : nothingMessage(ctx.t));
});

inPrivate.callbackQuery(STAY_DATA, async (ctx) => {
  await ctx.answer.toast("");
  await ctx.answer.rewrite(stayedMessage(ctx.t));
});
