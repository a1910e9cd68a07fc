import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onStationButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { decide, readSuggestion, readSuggestions } from "./actions.ts";
import { CARD_DATA, cardMessage, DECIDE_DATA, decidedMessage, listMessage, PAGE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

onStationCommand(bot, "suggest", async (ctx, station) => {
  const result = await readSuggestions(station);
  if (!result.ok) return say(ctx, (t) => t.suggestion.refusals[result.reason]);
  await ctx.answer.tell(listMessage(ctx.t, result.listed, 0));
});

onStationButton(bot, PAGE_DATA, async (ctx, station, [page]) => {
  const result = await readSuggestions(station);
  if (!result.ok) return say(ctx, (t) => t.suggestion.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(listMessage(ctx.t, result.listed, Number(page)));
});

onStationButton(bot, CARD_DATA, async (ctx, station, [suggestionId]) => {
  const result = await readSuggestion(station, Number(suggestionId));
  if (!result.ok) return say(ctx, (t) => t.suggestion.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(cardMessage(ctx.t, result.listed, result.shown, ctx.locale));
});

onStationButton(bot, DECIDE_DATA, async (ctx, station, [suggestionId, decision]) => {
  const result = await decide(station, Number(suggestionId), decision === "accepted" ? "accepted" : "declined");
  if (!result.ok) return say(ctx, (t) => t.suggestion.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(decidedMessage(ctx.t, result.listed, result.decided, result.next));
});
