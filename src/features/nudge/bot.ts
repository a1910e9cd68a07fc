import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onLine } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { askNudge, askNudgeByLine, nudge } from "./actions.ts";
import { isNudgeLine } from "./rules.ts";
import { ASK_DATA, askMessage, LEAVE_DATA, leftMessage, SEND_DATA, sentMessage, whichMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

onLine(bot, "announce", isNudgeLine, async (ctx, station) => {
  const asked = await askNudgeByLine(station, ctx.place);
  if ("which" in asked) return handOver(ctx, (t) => whichMessage(t, asked.which));
  if (!asked.ok) return say(ctx, (t) => t.nudge.refusals[asked.reason]);
  await handOver(ctx, (t) => askMessage(t, asked));
});

bot.callbackQuery(ASK_DATA, async (ctx) => {
  const asked = ctx.station ? await askNudge(ctx.station, ctx.place, Number(ctx.match[1])) : null;
  if (!asked?.ok) return say(ctx, (t) => t.nudge.refusals[asked?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await handOver(ctx, (t) => askMessage(t, asked));
});

inPrivate.callbackQuery(SEND_DATA, async (ctx) => {
  const asked = ctx.station ? await nudge(ctx.station, ctx.place, Number(ctx.match[1])) : null;
  if (!asked?.ok) return say(ctx, (t) => t.nudge.refusals[asked?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(sentMessage(ctx.t, asked.title));
});

inPrivate.callbackQuery(LEAVE_DATA, async (ctx) => {
  await ctx.answer.toast("");
  await ctx.answer.rewrite(leftMessage(ctx.t));
});
