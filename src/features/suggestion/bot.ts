import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { decide, findStation, readSuggestions, type Listed } from "./actions.ts";
import { CARD_DATA, cardMessage, DECIDE_DATA, decidedMessage, listMessage, PAGE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

onCommand(bot, "suggest", async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.system.needsStation);
  const result = await readSuggestions(ctx.station);
  if (!result.ok) return say(ctx, (t) => t.suggestion.refusals[result.reason]);
  await ctx.answer.tell(listMessage(ctx.t, result.listed, 0));
});

async function atStation(ctx: BotContext, stationId: number): Promise<StationScope | null> {
  const { account } = ctx.person;
  const found = account && await findStation(ctx.scope, account.id, stationId);
  if (!found) await say(ctx, (t) => t.suggestion.refusals.notForYou);
  return found;
}

async function readListed(ctx: BotContext, stationId: number): Promise<Listed | null> {
  const at = await atStation(ctx, stationId);
  const result = at && await readSuggestions(at);
  if (result && !result.ok) await say(ctx, (t) => t.suggestion.refusals[result.reason]);
  return result?.ok ? result.listed : null;
}

inPrivate.callbackQuery(PAGE_DATA, async (ctx) => {
  const listed = await readListed(ctx, Number(ctx.match[1]));
  if (!listed) return;
  await ctx.answer.toast("");
  await ctx.answer.rewrite(listMessage(ctx.t, listed, Number(ctx.match[2])));
});

inPrivate.callbackQuery(CARD_DATA, async (ctx) => {
  const listed = await readListed(ctx, Number(ctx.match[1]));
  const open = listed?.open.find(({ id }) => id === Number(ctx.match[2]));
  if (!listed) return;
  if (!open) return say(ctx, (t) => t.suggestion.refusals.gone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(cardMessage(ctx.t, listed, open, ctx.locale));
});

inPrivate.callbackQuery(DECIDE_DATA, async (ctx) => {
  const decision = ctx.match[1] === "accepted" ? "accepted" : "declined";
  const at = await atStation(ctx, Number(ctx.match[2]));
  const result = at && await decide(at, Number(ctx.match[3]), decision);
  if (!result) return;
  if (!result.ok) return say(ctx, (t) => t.suggestion.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(decidedMessage(ctx.t, result.listed, result.decided, result.next));
});
