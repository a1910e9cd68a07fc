import { Composer } from "grammy";
import type { AccountId, BotContext, Outgoing } from "../../context.ts";
import { isTalk, onStationButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { areLines, readSurveyLines } from "../survey/rules.ts";
import { localDate } from "../time/rules.ts";
import {
  begin, beginInAreaOf, endWalk, isWalking, passOver, pressAnswer, recordLines, writeOnWalk, type Asked, type Begun, type Moved, type WalkRefusal,
} from "./actions.ts";
import { readWalkWord, STEPS, type Step } from "./rules.ts";
import {
  ALL_DATA, ANSWER_DATA, AREA_DATA, areasMessage, askMessage, linesMessage, recordedMessage, SKIP_DATA, STOP_DATA, UNIT_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

const stepOf = (text: string | undefined): Step => STEPS.find((step) => step === text) ?? "status";
const refuse = (ctx: BotContext, reason: WalkRefusal) => say(ctx, (t) => t.survey.refusals[reason]);
const question = (ctx: BotContext, asked: Asked): Outgoing => askMessage(ctx.t, asked, ctx.locale);

async function showBegun(ctx: BotContext, begun: Begun): Promise<void> {
  if (!begun.ok) return refuse(ctx, begun.reason);
  await ctx.answer.toast("");
  await ctx.answer.tell("areas" in begun ? areasMessage(ctx.t, begun) : question(ctx, begun.asked));
}

/** The question is replaced by what was written down, and the next one comes below. */
async function showMoved(ctx: BotContext, { finished, asked, done }: Moved): Promise<void> {
  const isTap = ctx.callbackQuery !== undefined;
  if (isTap) await ctx.answer.toast("");
  const show = (message: Outgoing) => (isTap ? ctx.answer.rewrite(message) : ctx.answer.tell(message));
  if (finished) await show(recordedMessage(ctx.t, finished));
  if (asked) await (finished ? ctx.answer.tell(question(ctx, asked)) : show(question(ctx, asked)));
  else if (!finished?.isSingle) await (finished ? ctx.answer.tell({ text: ctx.t.survey.over(done) }) : show({ text: ctx.t.survey.over(done) }));
}

onStationCommand(bot, "survey", async (ctx, station, rest) => {
  const today = localDate(station.now, station.timeZone);
  if (!areLines(rest, today)) return showBegun(ctx, await begin(station, readWalkWord(rest)));
  const result = await recordLines(station, readSurveyLines(rest, today));
  if (!result.ok) return refuse(ctx, result.reason);
  await ctx.answer.tell(linesMessage(ctx.t, result));
});

onStationButton(bot, UNIT_DATA, async (ctx, station, [code = ""]) => showBegun(ctx, await begin(station, { word: code, isAll: false })));
onStationButton(bot, AREA_DATA, async (ctx, station, [unitId]) => showBegun(ctx, await beginInAreaOf(station, Number(unitId))));
onStationButton(bot, ALL_DATA, async (ctx, station) => showBegun(ctx, await begin(station, { word: null, isAll: true })));

async function move(ctx: BotContext, run: (me: AccountId) => ReturnType<typeof pressAnswer>): Promise<void> {
  const { account } = ctx.person;
  const moved = account ? await run(account.id) : { ok: false as const, reason: "expired" as const };
  await (moved.ok ? showMoved(ctx, moved) : refuse(ctx, moved.reason));
}

inPrivate.callbackQuery(ANSWER_DATA, (ctx) => move(ctx, (me) => {
  const [, unitId, step, answer = ""] = ctx.match;
  return pressAnswer(ctx.scope, me, { unitId: Number(unitId), step: stepOf(step), answer });
}));
inPrivate.callbackQuery(SKIP_DATA, (ctx) => move(ctx, (me) => passOver(ctx.scope, me, Number(ctx.match[1]))));

inPrivate.callbackQuery(STOP_DATA, async (ctx) => {
  const { account } = ctx.person;
  const done = account && await endWalk(ctx.scope, account.id);
  if (done === null) return refuse(ctx, "expired");
  await ctx.answer.toast("");
  await ctx.answer.rewrite({ text: ctx.t.survey.stopped(done) });
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  if (!account || !await isWalking(ctx.scope, account.id)) return next();
  const written = await writeOnWalk(ctx.scope, account.id, ctx.message.text);
  if (!written.ok) return refuse(ctx, written.reason);
  if (!("lines" in written)) return showMoved(ctx, written);
  const { lines, asked, isSingle, stationId, done } = written;
  await ctx.answer.tell(linesMessage(ctx.t, lines, isSingle && !asked ? stationId : null));
  if (asked) await ctx.answer.tell(question(ctx, asked));
  else if (!isSingle) await ctx.answer.tell({ text: ctx.t.survey.over(done) });
});
