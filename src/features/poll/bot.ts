import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { isTalk, onStationCommand } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { beginPoll, changeSketch, dropSketch, findSketchStation, sendSketch, takeBack, takeBackRound } from "./actions.ts";
import { askedEnd } from "../ending/rules.ts";
import { answerInWords, readPollCommand, turned, withAllChats, withChat, withDay, withEnding, withRhythm, withWords } from "./rules.ts";
import {
  ALL_DATA, BACK_DATA, CHAT_DATA, CHATS_DATA, chatsMessage, DAY_DATA, DROP_DATA, END_DATA, FOR_DATA, refusalText, RHYTHM_DATA, SEND_DATA,
  sentMessage, sketchMessage, takenBackMessage, TURN_DATA, UNDO_DATA, UNTIL_DATA, WORDS_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();

type Change = Parameters<typeof changeSketch>[2];

const sayingTo = (ctx: BotContext) => ({ locale: ctx.inPrivate.locale, now: ctx.scope.now });

async function begin(ctx: BotContext, station: StationScope, line: string): Promise<void> {
  const result = await beginPoll(station, ctx.place, line);
  if (!result.ok) return say(ctx, (t) => refusalText(t, result));
  await handOver(ctx, (t) => sketchMessage(t, result.shown, sayingTo(ctx)));
}

onStationCommand(bot, "poll", async (ctx, station, rest) => {
  const command = readPollCommand(rest);
  await begin(ctx, station, command.verb === "ask" ? command.line : "");
});

const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

/** A button of what is being put together: only its maker has it, and only the newest one counts. */
async function sketchStation(ctx: BotContext): Promise<StationScope | null> {
  const station = await findSketchStation(ctx.scope, ctx.person.account?.id ?? null, "button");
  if (!station) await say(ctx, (t) => t.poll.refusals.sketchGone);
  return station;
}

async function change(ctx: BotContext, code: string, how: Change, page?: number): Promise<void> {
  const station = await sketchStation(ctx);
  if (!station) return;
  const result = await changeSketch(station, code, how);
  if (!result.ok) return say(ctx, (t) => refusalText(t, result));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(page === undefined ? sketchMessage(ctx.t, result.shown, sayingTo(ctx)) : chatsMessage(ctx.t, result.shown, page));
}

/** Mounts a button that changes what is being put together; the numbers in its data are handed over. */
function onChange(pattern: RegExp, how: (numbers: readonly number[], found: readonly string[]) => Change, page?: (numbers: readonly number[]) => number): void {
  inPrivate.callbackQuery(pattern, async (ctx) => {
    const [, code = "", ...found] = ctx.match;
    const numbers = found.map(Number);
    await change(ctx, code, how(numbers, found), page?.(numbers));
  });
}

onChange(BACK_DATA, () => () => null);
onChange(WORDS_DATA, () => (sketch) => ({ ok: true, sketch: withWords(sketch) }));
onChange(END_DATA, () => (sketch, clock) => ({ ok: true, sketch: withEnding(sketch, askedEnd("choose"), clock) }));
onChange(FOR_DATA, ([minutes = 0]) => (sketch, clock) => ({ ok: true, sketch: withEnding(sketch, { kind: "after", minutes }, clock) }));
onChange(UNTIL_DATA, ([second = 0]) => (sketch, clock) => ({ ok: true, sketch: withEnding(sketch, { kind: "at", at: second * 1000 }, clock) }));
onChange(CHATS_DATA, () => () => null, ([page = 0]) => page);
onChange(CHAT_DATA, ([chatId = 0]) => (sketch) => ({ ok: true, sketch: withChat(sketch, chatId) }), ([, page = 0]) => page);

inPrivate.callbackQuery(TURN_DATA, async (ctx) => {
  const [, which, code = ""] = ctx.match;
  await change(ctx, code, (sketch) => turned(sketch, which === "several" ? "isMultiple" : "isAnonymous"));
});

onChange(DAY_DATA, ([index = 0, at = 0]) => (sketch) => {
  const when = sketch.options[index]?.choices[at];
  return when === undefined ? null : withDay(sketch, index, when);
});

onChange(RHYTHM_DATA, ([at = 0]) => (sketch) => {
  const time = sketch.rhythm?.kind === "asked" ? sketch.rhythm.choices[at] : undefined;
  return time === undefined ? null : { ok: true, sketch: withRhythm(sketch, time) };
});

inPrivate.callbackQuery(ALL_DATA, async (ctx) => {
  const [, code = "", page] = ctx.match;
  await change(ctx, code, (sketch, _clock, chatIds) => ({ ok: true, sketch: withAllChats(sketch, chatIds) }), Number(page));
});

inPrivate.callbackQuery(SEND_DATA, async (ctx) => {
  const station = await sketchStation(ctx);
  if (!station) return;
  const result = await sendSketch(station, ctx.match[1] ?? "");
  if (!result.ok) return say(ctx, (t) => t.poll.refusals[result.reason]);
  await ctx.answer.toast(result.sent.rhythm ? ctx.t.round.sentToast : ctx.t.poll.sentToast);
  await ctx.answer.rewrite(sentMessage(ctx.t, result.sent, sayingTo(ctx)));
});

inPrivate.callbackQuery(DROP_DATA, async (ctx) => {
  const station = await sketchStation(ctx);
  if (!station) return;
  if (!await dropSketch(station, ctx.match[1] ?? "")) return say(ctx, (t) => t.poll.refusals.sketchGone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite({ text: ctx.t.poll.dropped, buttons: [] });
});

inPrivate.callbackQuery(UNDO_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.poll.refusals.notForYou);
  const [, what, id] = ctx.match;
  const result = await (what === "round" ? takeBackRound : takeBack)(ctx.station, ctx.place, Number(id));
  if (!result.ok) return say(ctx, (t) => t.poll.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(result.shown
    ? takenBackMessage(ctx.t, result.shown, sayingTo(ctx))
    : { text: ctx.t.announce.takenBackOnly(result.question), buttons: [] });
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const station = await findSketchStation(ctx.scope, ctx.person.account?.id ?? null, "text");
  if (!station) return next();
  const { text } = ctx.message;
  const result = await changeSketch(station, null, (sketch, clock) => answerInWords(sketch, text, clock));
  if (!result.ok) return say(ctx, (t) => refusalText(t, result));
  await ctx.answer.reply(sketchMessage(ctx.t, result.shown, sayingTo(ctx)));
});
