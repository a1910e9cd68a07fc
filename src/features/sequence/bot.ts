import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { steerByLine, steerSequence } from "./actions.ts";
import { readSequenceLine, type SequenceChange } from "./rules.ts";
import { PAGE_DATA, readStep, sequenceMessage, STEP_DATA, whichMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

const saying = (ctx: BotContext) => ({ locale: ctx.inPrivate.locale, now: ctx.scope.now });

async function byLine(ctx: BotContext, station: StationScope, wanted: SequenceChange | null): Promise<void> {
  const found = await steerByLine(station, ctx.place, wanted);
  if ("which" in found) return handOver(ctx, (t) => whichMessage(t, found.which));
  if (!found.ok) return say(ctx, (t) => t.sequence.refusals[found.reason]);
  await handOver(ctx, (t) => sequenceMessage(t, found.sequence, saying(ctx)));
}

onLine(bot, "announce", readSequenceLine, async (ctx, station, line) => {
  if (line === "unclear") return say(ctx, (t) => t.sequence.refusals.unclear);
  await byLine(ctx, station, line === "page" ? null : line);
});

bot.callbackQuery(PAGE_DATA, async (ctx) => {
  const found = ctx.station ? await steerSequence(ctx.station, ctx.place, Number(ctx.match[1]), null) : null;
  if (!found?.ok) return say(ctx, (t) => t.sequence.refusals[found?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await handOver(ctx, (t) => sequenceMessage(t, found.sequence, saying(ctx)));
});

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(STEP_DATA, async (ctx) => {
  const { activityId, step, isOn } = readStep([...ctx.match]);
  const found = ctx.station ? await steerSequence(ctx.station, ctx.place, activityId, { step, isOn }) : null;
  if (!found?.ok) return say(ctx, (t) => t.sequence.refusals[found?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(sequenceMessage(ctx.t, found.sequence, saying(ctx)));
});
