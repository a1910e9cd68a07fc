import { Composer } from "grammy";
import type { AccountId, BotContext, Outgoing } from "../../context.ts";
import { isTalk, onCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readCount, type CountLine } from "../headcount/rules.ts";
import { awaitUnitCount, countByLine, findAwaited, isContact, readUnitCount, reportUnitCount, type UnitCounted } from "./actions.ts";
import { readWeAre } from "./rules.ts";
import { ASK_DATA, PAGE_DATA, saidText, SET_DATA, typeMessage, unitCountMessage, whichMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function countLine(ctx: BotContext, me: AccountId, line: CountLine): Promise<void> {
  if (line.kind === "unclear") return say(ctx, (t) => t.unitcount.unclear);
  const result = await countByLine(ctx.scope, me, line.kind === "count" ? line.count : null);
  if ("which" in result) return void await ctx.answer.tell(whichMessage(ctx.t, result.which, line.kind === "count" ? line.count : null));
  if (!result.ok) return say(ctx, (t) => t.unitcount.refusals[result.reason]);
  await ctx.answer.tell(unitCountMessage(ctx.t, result.about));
}

onCommand(bot, "headcount", async (ctx, rest) => {
  const { account } = ctx.person;
  if (!account) return say(ctx, (t) => t.unitcount.refusals.notFound);
  await countLine(ctx, account.id, rest === "" ? { kind: "page" } : readWeAre(rest) ?? readCount(rest));
});

type Tapped = (me: AccountId, of: { activityId: number; unitId: number }, count: number) => Promise<UnitCounted>;

/** A button about one unit at one activity; whose it is, is asked of the person who pressed. */
function onButton(data: RegExp, act: (ctx: BotContext) => Tapped, show: (ctx: BotContext, result: Extract<UnitCounted, { ok: true }>) => Promise<void>): void {
  inPrivate.callbackQuery(data, async (ctx) => {
    const { account } = ctx.person;
    const result = account && await act(ctx)(account.id, { activityId: Number(ctx.match[1]), unitId: Number(ctx.match[2]) }, Number(ctx.match[3] ?? 0));
    if (!result?.ok) return say(ctx, (t) => t.unitcount.refusals[result?.reason ?? "notFound"]);
    await show(ctx, result);
  });
}

onButton(PAGE_DATA, (ctx) => (me, of) => readUnitCount(ctx.scope, me, of), async (ctx, { about }) => {
  await ctx.answer.toast("");
  await ctx.answer.tell(unitCountMessage(ctx.t, about));
});

onButton(SET_DATA, (ctx) => (me, of, count) => reportUnitCount(ctx.scope, me, of, count), async (ctx, { about }) => {
  await ctx.answer.toast(saidText(ctx.t, about));
  await ctx.answer.rewrite(unitCountMessage(ctx.t, about));
});

onButton(ASK_DATA, (ctx) => (me, of) => awaitUnitCount(ctx.scope, me, of), async (ctx, { about }) => {
  await ctx.answer.toast("");
  await ctx.answer.tell(typeMessage(ctx.t, about));
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const awaited = account && await findAwaited(ctx.scope, account.id);
  const { text } = ctx.message;
  if (!account || !awaited) return next();
  const line = readWeAre(text) ?? readCount(text);
  if (line.kind !== "count") return ctx.answer.reply({ text: ctx.t.unitcount.unclear });
  const result = await reportUnitCount(ctx.scope, account.id, awaited, line.count);
  const answer: Outgoing = result.ok ? unitCountMessage(ctx.t, result.about) : { text: ctx.t.unitcount.refusals[result.reason] };
  await ctx.answer.reply(answer);
});

// “We are 5” without a question: nobody took it before.
inPrivate.on("message:text").filter((ctx) => isTalk(ctx) && readWeAre(ctx.message?.text ?? "") !== null, async (ctx, next) => {
  const { account } = ctx.person;
  const line = readWeAre(ctx.message.text);
  if (!account || !line || !await isContact(ctx.scope, account.id)) return next();
  await countLine(ctx, account.id, line);
});
