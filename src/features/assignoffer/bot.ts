import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationButton, onVerb } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { parseAssignCommand } from "../assignment/rules.ts";
import { answerOffer, startOffer, stopOffer } from "./actions.ts";
import { ANSWER_DATA, answeredText, ASK_DATA, startedMessage, STOP_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function run(ctx: BotContext, station: StationScope, verb: "ask" | "stop", unitCode: string): Promise<void> {
  const result = await (verb === "ask" ? startOffer : stopOffer)(station, unitCode);
  if (!result.ok) return say(ctx, (t) => t.assignment.offer.refusals[result.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => verb === "ask" ? startedMessage(t, station.stationId, result.unitCode) : { text: t.assignment.offer.stopped(result.unitCode) });
}

onVerb(bot, "assign", { parse: parseAssignCommand, verb: "ask" }, (ctx, station, line) => run(ctx, station, "ask", line.unit));
onVerb(bot, "assign", { parse: parseAssignCommand, verb: "stop" }, (ctx, station, line) => run(ctx, station, "stop", line.unit));

onStationButton(bot, ASK_DATA, (ctx, station, [unitCode = ""]) => run(ctx, station, "ask", unitCode));
onStationButton(bot, STOP_DATA, (ctx, station, [unitCode = ""]) => run(ctx, station, "stop", unitCode));

// Whoever is asked may speak of another station just now: the button says which.
inPrivate.callbackQuery(ANSWER_DATA, async (ctx) => {
  const { account } = ctx.person;
  const [, answer, stationId, offerId] = ctx.match;
  const answered = account
    ? await answerOffer(ctx.scope, account.id, { stationId: Number(stationId), offerId: Number(offerId) }, answer === "yes")
    : { answer: "gone" as const };
  await ctx.answer.toast("");
  await ctx.answer.rewrite({ text: answeredText(ctx.t, answered) });
});
