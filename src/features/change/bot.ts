import { Composer } from "grammy";
import { isTalk, onLine } from "../../telegram/command.ts";
import type { BotContext, StationScope } from "../../context.ts";
import { handOver, say } from "../../telegram/say.ts";
import { askChange, askChangeByLine, chooseTime, confirmChange, dropChange, findAwaited, type Asking } from "./actions.ts";
import { readChangeLine, type ChangeKind } from "./rules.ts";
import { ASK_DATA, askMessage, changedMessage, CONFIRM_DATA, DROP_DATA, kindOf, NO_REASON_DATA, SLOT_DATA, TIME_DATA, whichMessage, type Saying } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

const saying = (ctx: BotContext): Saying => ({ locale: ctx.inPrivate.locale, now: ctx.scope.now });

async function answer(ctx: BotContext, asking: Asking): Promise<void> {
  if (!asking.ok) return say(ctx, (t) => t.change.refusals[asking.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => askMessage(t, asking, saying(ctx)));
}

async function ask(ctx: BotContext, asked: Parameters<typeof askChange>[2]): Promise<void> {
  if (!ctx.station) return say(ctx, (t) => t.change.refusals.notForYou);
  await answer(ctx, await askChange(ctx.station, ctx.place, asked));
}

async function askByLine(ctx: BotContext, station: StationScope, line: { kind: ChangeKind; text: string }): Promise<void> {
  const asked = await askChangeByLine(station, ctx.place, line);
  if (!("which" in asked)) return answer(ctx, asked);
  await handOver(ctx, (t) => whichMessage(t, asked.which, line.kind));
}

onLine(bot, "announce", readChangeLine, askByLine);

bot.callbackQuery(ASK_DATA, (ctx) => ask(ctx, { activityId: Number(ctx.match[1]), slotId: null, kind: kindOf(ctx.match[2]), text: null }));
bot.callbackQuery(SLOT_DATA, (ctx) => ask(ctx, { activityId: Number(ctx.match[1]), slotId: Number(ctx.match[2]), kind: "time", text: null }));
bot.callbackQuery(NO_REASON_DATA, (ctx) => ask(ctx, { activityId: Number(ctx.match[1]), slotId: null, kind: "cancel", text: "-" }));

bot.callbackQuery(TIME_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.change.refusals.notForYou);
  const [activityId, from, until] = [...ctx.match].slice(1).map(Number);
  const span = { startsAt: new Date((from ?? 0) * 1000), endsAt: until ? new Date(until * 1000) : null };
  await answer(ctx, await chooseTime(ctx.station, ctx.place, activityId ?? 0, span));
});

async function confirm(ctx: BotContext, station: StationScope, code: string): Promise<void> {
  const result = await confirmChange(station, ctx.place, code);
  if (!result.ok) return say(ctx, (t) => t.change.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(changedMessage(ctx.t, result, saying(ctx)));
}

inPrivate.callbackQuery(CONFIRM_DATA, async (ctx) => {
  await (ctx.station ? confirm(ctx, ctx.station, ctx.match[1] ?? "") : say(ctx, (t) => t.change.refusals.notForYou));
});

inPrivate.callbackQuery(DROP_DATA, async (ctx) => {
  if (ctx.station) await dropChange(ctx.station, ctx.match[1] ?? "");
  await ctx.answer.toast("");
  await ctx.answer.rewrite({ text: ctx.t.change.left });
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const kept = ctx.station && await findAwaited(ctx.station);
  if (!kept) return next();
  await ask(ctx, { activityId: kept.activityId, slotId: kept.slotId, kind: kept.kind, text: ctx.message.text });
});
