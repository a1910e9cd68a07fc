import { Composer } from "grammy";
import type { BotContext, Outgoing, StationScope } from "../../context.ts";
import { isTalk, onStationButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readRequestLine, type Category, type RequestLine } from "../request/rules.ts";
import { todayAt } from "../time/rules.ts";
import { beginRequest, changeRequest, dropRequest, findRequestDraft, readAsked, sendRequest, writeRequest } from "./actions.ts";
import { askMessage, CATEGORY_DATA, CHANGE_DATA, draftMessage, DROP_DATA, SEND_DATA, sentMessage, UNIT_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function answer(ctx: BotContext, message: Outgoing): Promise<void> {
  if (!ctx.callbackQuery) return void await ctx.answer.tell(message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message);
}

type Drafted = Awaited<ReturnType<typeof writeRequest>>;

const show = (ctx: BotContext, result: Drafted): Promise<void> =>
  result.ok ? answer(ctx, draftMessage(ctx.t, ctx.locale, result.shown)) : say(ctx, (t) => t.request.refusals[result.reason]);

async function ask(ctx: BotContext, station: StationScope): Promise<void> {
  const own = await readAsked(station);
  if (own === null) return say(ctx, (t) => t.request.refusals.notForYou);
  await answer(ctx, askMessage(ctx.t, ctx.locale, { ...station, today: todayAt(station), own }));
}

const begin = async (ctx: BotContext, station: StationScope, line: RequestLine): Promise<void> => show(ctx, await beginRequest(station, line));

onStationCommand(bot, "request", async (ctx, station, rest) => {
  if (rest === "") return ask(ctx, station);
  const line = readRequestLine(rest);
  return line ? begin(ctx, station, line) : say(ctx, (t) => `${t.request.unclear}\n\n${t.request.usage}`);
});

onStationButton(bot, CATEGORY_DATA, (ctx, station, [category]) => begin(ctx, station, { category: category as Category, unit: null, text: "" }));

/** The station of the request that is being written; whoever presses a button of an old one is told that it is gone. */
async function inDraft(ctx: BotContext, act: (station: StationScope) => Promise<void>): Promise<void> {
  const { account } = ctx.person;
  const stationId = account && await findRequestDraft(ctx.scope, account.id, false);
  const station = stationId ? await ctx.stationOf(stationId) : null;
  return station ? act(station) : say(ctx, (t) => t.request.refusals.draftGone);
}

inPrivate.callbackQuery(CHANGE_DATA, (ctx) => inDraft(ctx, async (station) => show(ctx, await changeRequest(station, ctx.match[1] ?? "", { ask: ctx.match[2] as "text" | "unit" }))));
inPrivate.callbackQuery(UNIT_DATA, (ctx) => inDraft(ctx, async (station) => show(ctx, await changeRequest(station, ctx.match[1] ?? "", { unitCode: ctx.match[2] || null }))));
inPrivate.callbackQuery(SEND_DATA, (ctx) => inDraft(ctx, async (station) => {
  const result = await sendRequest(station, ctx.match[1] ?? "");
  return result.ok ? answer(ctx, sentMessage(ctx.t, ctx.locale, result)) : say(ctx, (t) => t.request.refusals[result.reason]);
}));
inPrivate.callbackQuery(DROP_DATA, (ctx) => inDraft(ctx, async (station) => {
  const isDropped = await dropRequest(station, ctx.match[1] ?? "");
  return isDropped ? answer(ctx, { text: ctx.t.request.dropped }) : say(ctx, (t) => t.request.refusals.draftGone);
}));

bot.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const stationId = account && await findRequestDraft(ctx.scope, account.id, true);
  const station = stationId ? await ctx.stationOf(stationId) : null;
  if (!station) return next();
  await show(ctx, await writeRequest(station, ctx.message.text));
});
