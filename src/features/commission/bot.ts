import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { COMMISSION_PAYLOAD } from "./rules.ts";
import { readCommission, takeUp } from "./actions.ts";
import { ACCEPT_DATA, acceptedMessage, commissionMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

inPrivate.filter((ctx) => ctx.command?.name === "start" && ctx.command.rest.startsWith("instructor-"), async (ctx) => {
  const [, stationId, code = ""] = COMMISSION_PAYLOAD.exec(ctx.command?.rest ?? "") ?? [];
  const link = { stationId: Number(stationId), code };
  const found = stationId === undefined ? null : await readCommission(ctx.scope, link);
  await ctx.answer.tell(found ? commissionMessage(ctx.t, found, link) : { text: ctx.t.instructor.refusals.linkGone });
});

inPrivate.callbackQuery(ACCEPT_DATA, async (ctx) => {
  const [, stationId, code = ""] = ctx.match;
  const result = await takeUp(ctx.scope, { stationId: Number(stationId), code }, { userId: ctx.person.userId, locale: ctx.inPrivate.locale });
  if (!result.ok) return say(ctx, (t) => t.instructor.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(acceptedMessage(ctx.t, result.commission));
});
