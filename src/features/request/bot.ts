import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onStationButton } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { rateRequest, readAnswered, reopenRequest } from "./actions.ts";
import type { Satisfaction } from "./rules.ts";
import { answeredMessage, RATE_DATA, REOPEN_DATA, reopenedMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

onStationButton(bot, RATE_DATA, async (ctx, station, [requestId, satisfaction]) => {
  const result = await rateRequest(station, Number(requestId), satisfaction as Satisfaction);
  if (!result.ok) return say(ctx, (t) => t.request.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.request.rated(ctx.t.request.satisfactions[satisfaction as Satisfaction]));
  const shown = station.actor !== null && await readAnswered(station, { stationId: station.stationId, requestId: Number(requestId), accountId: station.actor });
  if (shown) await ctx.answer.rewrite(answeredMessage(ctx.t, shown));
});

onStationButton(bot, REOPEN_DATA, async (ctx, station, [requestId]) => {
  const result = await reopenRequest(station, Number(requestId));
  if (!result.ok) return say(ctx, (t) => t.request.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.tell(reopenedMessage(ctx.t, ctx.locale, { id: Number(requestId), ...result }));
});
