import { Composer } from "grammy";
import type { BotContext, Outgoing, StationScope } from "../../context.ts";
import { isTalk, onStationButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { askTaker, awaitAnswer, closeRequest, findAnswerDraft, passRequest, readRequests, showRequest, takeRequest, type HandleRefusal } from "./actions.ts";
import { parseRequestsLine } from "./rules.ts";
import { ASK_PASS_DATA, cardMessage, CLOSE_DATA, closedMessage, LIST_DATA, listMessage, PASS_DATA, SHOW_DATA, takersMessage, TAKE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

async function answer(ctx: BotContext, message: Outgoing): Promise<void> {
  if (!ctx.callbackQuery) return void await ctx.answer.tell(message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message);
}

const refuse = (ctx: BotContext, reason: HandleRefusal): Promise<void> => say(ctx, (t) => t.requests.refusals[reason]);

async function list(ctx: BotContext, station: StationScope): Promise<void> {
  const result = await readRequests(station);
  return result.ok ? answer(ctx, listMessage(ctx.t, ctx.locale, result)) : refuse(ctx, result.reason);
}

async function show(ctx: BotContext, result: Awaited<ReturnType<typeof showRequest>>): Promise<void> {
  return result.ok ? answer(ctx, cardMessage(ctx.t, ctx.locale, result.card)) : refuse(ctx, result.reason);
}

async function askPass(ctx: BotContext, station: StationScope, requestId: number): Promise<void> {
  const result = await askTaker(station, requestId);
  return result.ok ? answer(ctx, takersMessage(ctx.t, ctx.locale, result)) : refuse(ctx, result.reason);
}

async function askAnswer(ctx: BotContext, station: StationScope, requestId: number): Promise<void> {
  const result = await awaitAnswer(station, requestId);
  if (!result.ok) return refuse(ctx, result.reason);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await ctx.answer.tell({ text: ctx.t.requests.askAnswer(requestId) });
}

async function close(ctx: BotContext, station: StationScope, requestId: number, words: string): Promise<void> {
  const result = await closeRequest(station, requestId, words);
  return result.ok ? answer(ctx, closedMessage(ctx.t, station.stationId, { requestId, ...result })) : refuse(ctx, result.reason);
}

onStationCommand(bot, "requests", async (ctx, station, rest) => {
  const line = parseRequestsLine(rest);
  if (line.verb === "list") return list(ctx, station);
  if (line.verb === "unclear") return say(ctx, (t) => `${t.requests.unclear}\n\n${t.requests.usage}`);
  if (line.verb === "show") return show(ctx, await showRequest(station, line.id));
  if (line.verb === "take") return show(ctx, await takeRequest(station, line.id));
  if (line.verb !== "close") return askPass(ctx, station, line.id);
  return line.answer === "" ? askAnswer(ctx, station, line.id) : close(ctx, station, line.id, line.answer);
});

onStationButton(bot, LIST_DATA, list);
onStationButton(bot, SHOW_DATA, async (ctx, station, [requestId]) => show(ctx, await showRequest(station, Number(requestId))));
onStationButton(bot, TAKE_DATA, async (ctx, station, [requestId]) => show(ctx, await takeRequest(station, Number(requestId))));
onStationButton(bot, ASK_PASS_DATA, (ctx, station, [requestId]) => askPass(ctx, station, Number(requestId)));
onStationButton(bot, CLOSE_DATA, (ctx, station, [requestId]) => askAnswer(ctx, station, Number(requestId)));
onStationButton(bot, PASS_DATA, async (ctx, station, [requestId, grantId]) => {
  const result = await passRequest(station, Number(requestId), Number(grantId));
  return result.ok ? answer(ctx, { text: ctx.t.requests.passed(Number(requestId)) }) : refuse(ctx, result.reason);
});

bot.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const awaited = account && await findAnswerDraft(ctx.scope, account.id);
  const station = awaited && await ctx.stationOf(awaited.stationId);
  if (!awaited || !station) return next();
  await close(ctx, station, awaited.requestId, ctx.message.text);
});
