import { Composer } from "grammy";
import { isTalk, onLine } from "../../telegram/command.ts";
import type { BotContext, StationScope } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { readAddLine, readUnitLine } from "../unitline/rules.ts";
import { answerUnit, beginUnit, findEnteringAt, type Answer, type Stepped } from "./actions.ts";
import { EMPTY_DRAFT, type Asked } from "./rules.ts";
import { draftRefusedText, KIND_DATA, PLACE_DATA, SKIP_DATA, stepMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

/** `/unit add` with nothing, or with a code or a name alone, begins the questions; anything more is a line. */
function readBeginning(rest: string): string | null {
  const line = readAddLine(rest);
  return line === null || /[|｜\r\n]/u.test(line) ? null : line;
}

onLine(inPrivate, "unit", readBeginning, async (ctx, station, line) => {
  const { code, fields } = readUnitLine(line);
  const { name, ...others } = fields;
  const known = { ...EMPTY_DRAFT, code, fields: name == null ? others : { ...others, name } };
  const begun = await beginUnit(station, known);
  await ctx.answer.reply(begun.ok ? stepMessage(ctx.t, begun.step) : { text: draftRefusedText(ctx.t, begun.reason) });
});

/** The station for which the person enters a unit, whichever they speak of now. */
async function enteringAt(ctx: BotContext, token: string | null): Promise<StationScope | null> {
  const { account } = ctx.person;
  const stationId = account && await findEnteringAt(ctx.scope, account.id, token);
  return stationId === null ? null : ctx.stationOf(stationId);
}

async function tapped(ctx: BotContext, answer: Extract<Answer, { token: string }>): Promise<void> {
  const station = await enteringAt(ctx, answer.token);
  const stepped: Stepped | null = station && await answerUnit(station, answer);
  if (!stepped?.ok) return say(ctx, (t) => draftRefusedText(t, stepped?.reason ?? "draftGone"));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(stepMessage(ctx.t, stepped.step));
}

inPrivate.callbackQuery(KIND_DATA, (ctx) => tapped(ctx, { step: "kind", token: ctx.match[1] ?? "", words: ctx.match[2] ?? "" }));
inPrivate.callbackQuery(PLACE_DATA, (ctx) => tapped(ctx, { step: ctx.match[1] as Asked, token: ctx.match[2] ?? "", place: Number(ctx.match[3]) }));
inPrivate.callbackQuery(SKIP_DATA, (ctx) => tapped(ctx, { step: ctx.match[1] as Asked, token: ctx.match[2] ?? "", skip: true }));

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const station = await enteringAt(ctx, null);
  if (!station) return next();
  const stepped = await answerUnit(station, { words: ctx.message.text });
  await ctx.answer.reply(stepped.ok ? stepMessage(ctx.t, stepped.step) : { text: draftRefusedText(ctx.t, stepped.reason) });
});
