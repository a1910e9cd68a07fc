import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { readAgenda } from "./actions.ts";
import { isMineLine, shownList, type List } from "./rules.ts";
import { agendaMessage, LIST_DATA, REPLIED_DATA, type Saying } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

const saying = (ctx: BotContext): Saying =>
  ({ locale: ctx.inPrivate.locale, now: ctx.scope.now, hasFeeds: ctx.setting.publicUrl !== null, botUsername: ctx.setting.botUsername });

const read = (ctx: BotContext) => readAgenda(ctx.scope, ctx.person.account?.id ?? null, ctx.station);

onCommand(bot, "activities", async (ctx, rest) => {
  const agenda = await read(ctx);
  if (agenda.stations === 0) return say(ctx, (t) => t.system.needsStation);
  await handOver(ctx, (t) => agendaMessage(t, agenda, { list: isMineLine(rest) ? "mine" : "open", page: 0 }, saying(ctx)));
});

async function show(ctx: BotContext, shown: { list: List; page: number }): Promise<void> {
  await ctx.answer.rewrite(agendaMessage(ctx.t, await read(ctx), shown, saying(ctx)));
}

inPrivate.callbackQuery(LIST_DATA, async (ctx) => {
  await ctx.answer.toast("");
  await show(ctx, { list: ctx.match[1] === "mine" ? "mine" : "open", page: Number(ctx.match[2]) });
});

/** An answer given from a list is seen in it. */
inPrivate.callbackQuery(REPLIED_DATA, async (ctx, next) => {
  await next();
  const buttons = ctx.callbackQuery.message?.reply_markup?.inline_keyboard.flat() ?? [];
  const shown = shownList(buttons.map((button) => ("callback_data" in button ? button.callback_data : undefined)));
  if (shown) await show(ctx, shown);
});
