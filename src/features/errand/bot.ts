import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onStationButton } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { draftErrand, giveErrandBack, takeErrand } from "./actions.ts";
import { pressOf } from "./rules.ts";
import { givenBackMessage, openedMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

// The list stays as it is; what is done about a line begins in a message of its own.
onStationButton(bot, pressOf("take"), async (ctx, station, [id]) => {
  const result = await takeErrand(station, Number(id), false);
  if (!result.ok) return say(ctx, (t) => t.shortlist.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.tell(openedMessage(ctx.t, result));
});

onStationButton(bot, pressOf("over"), async (ctx, station, [id]) => {
  const result = await takeErrand(station, Number(id), true);
  if (!result.ok) return say(ctx, (t) => t.shortlist.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(openedMessage(ctx.t, result));
});

onStationButton(bot, pressOf("back"), async (ctx, station, [id]) => {
  const result = await giveErrandBack(station, Number(id));
  if (!result.ok) return say(ctx, (t) => t.shortlist.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(givenBackMessage(ctx.t, result.errand));
});

onStationButton(bot, pressOf("draft"), async (ctx, station, [id]) => {
  const result = await draftErrand(station, Number(id));
  return result.ok ? ctx.answer.toast("") : say(ctx, (t) => t.shortlist.refusals[result.reason]);
});
