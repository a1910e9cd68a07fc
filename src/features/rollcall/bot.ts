import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { extendRollCall, openChosen, readSteerable, startRollCall, stopRollCall, type Choice, type OpenRollCall } from "./actions.ts";
import { readSteering, type Steering } from "./rules.ts";
import {
  ANYWAY_DATA, CLOSE_DATA, EXTEND_DATA, extendedHereMessage, extendedMessage, extendedToast, MINUTES_DATA, openedHereMessage, openedMessage,
  questionMessage, refusalText, stoppedMessage, UNTIL_DATA, whichMessage, type Saying,
} from "./view.ts";

export const bot = new Composer<BotContext>();

/** How things are said here, and how in the person's private chat. */
const sayingHere = (ctx: BotContext, { timeZone, now }: StationScope): Saying => ({ locale: ctx.locale, timeZone, now });
const sayingInPrivate = (ctx: BotContext, { timeZone, now }: StationScope): Saying => ({ locale: ctx.inPrivate.locale, timeZone, now });

async function refuse(ctx: BotContext, station: StationScope, refused: Parameters<typeof refusalText>[1]): Promise<void> {
  await say(ctx, (t) => refusalText(t, refused, sayingInPrivate(ctx, station)));
}

/** Hands the opener what they steer it with: in private, or where that cannot be, in the organizers' group. */
async function giveControl(ctx: BotContext, station: StationScope, opened: OpenRollCall): Promise<void> {
  const told = await ctx.answer.tell(openedMessage(ctx.inPrivate.t, opened, sayingInPrivate(ctx, station)));
  if (!told && ctx.place.kind === "organizer") await ctx.answer.reply(openedMessage(ctx.t, opened, sayingHere(ctx, station)));
}

async function start(ctx: BotContext, station: StationScope, line: string): Promise<void> {
  const result = await startRollCall(station, ctx.place, line);
  if (!result.ok) return refuse(ctx, station, result);
  if ("asked" in result) return ctx.answer.reply(questionMessage(ctx.t, result.asked, sayingHere(ctx, station)));
  if (ctx.place.kind !== "private") await ctx.answer.react("👌");
  await giveControl(ctx, station, result.opened);
}

async function close(ctx: BotContext, station: StationScope, id: number): Promise<void> {
  const result = await stopRollCall(station, ctx.place, id);
  if (!result.ok) return refuse(ctx, station, result);
  if (ctx.place.kind === "private") return ctx.answer.reply(stoppedMessage(ctx.t, result));
  await ctx.answer.react("👌");
}

async function extend(ctx: BotContext, station: StationScope, id: number, ms: number): Promise<void> {
  const result = await extendRollCall(station, ctx.place, id, ms);
  if (!result.ok) return refuse(ctx, station, result);
  if (ctx.place.kind === "private") return ctx.answer.reply(extendedMessage(ctx.t, result.extended, sayingHere(ctx, station)));
  await ctx.answer.react("👌");
}

async function steer(ctx: BotContext, station: StationScope, steering: NonNullable<Steering>): Promise<void> {
  const open = await readSteerable(station, ctx.place);
  if (open === null) return refuse(ctx, station, { reason: "notForYou" });
  const [first, second] = open;
  if (!first) return refuse(ctx, station, { reason: "nothingOpen" });
  if (steering.verb === "extend" && steering.ms === null) return say(ctx, (t: Messages) => t.rollcall.control.howToExtend);
  const act = steering.verb === "close" ? steering : { verb: steering.verb, ms: steering.ms ?? 0 };
  if (second) return ctx.answer.reply(whichMessage(ctx.t, open, act));
  return act.verb === "close" ? close(ctx, station, first.id) : extend(ctx, station, first.id, act.ms);
}

// `/rollcall qr` is taken by features/door, which is mounted before.
onStationCommand(bot, "rollcall", async (ctx, station, rest) => {
  const steering = readSteering(rest);
  await (steering ? steer(ctx, station, steering) : start(ctx, station, rest));
});

async function choose(ctx: BotContext, code: string, choice: Choice): Promise<void> {
  const { station } = ctx;
  if (!station) return say(ctx, (t) => t.rollcall.refusals.notForYou);
  const result = await openChosen(station, ctx.place, code, choice);
  if (!result.ok) return refuse(ctx, station, result);
  await ctx.answer.toast(ctx.t.rollcall.control.openedToast);
  if (ctx.place.kind !== "member") return ctx.answer.rewrite(openedMessage(ctx.t, result.opened, sayingHere(ctx, station)));
  await ctx.answer.rewrite(openedHereMessage(ctx.t, result.opened, sayingHere(ctx, station)));
  await giveControl(ctx, station, result.opened);
}

bot.callbackQuery(MINUTES_DATA, (ctx) => choose(ctx, ctx.match[2] ?? "", { minutes: Number(ctx.match[1]) }));
bot.callbackQuery(UNTIL_DATA, (ctx) => choose(ctx, ctx.match[2] ?? "", { untilMs: Number(ctx.match[1]) * 1000 }));
bot.callbackQuery(ANYWAY_DATA, (ctx) => choose(ctx, ctx.match[1] ?? "", "asWritten"));

bot.callbackQuery(CLOSE_DATA, async (ctx) => {
  const { station } = ctx;
  if (!station) return say(ctx, (t) => t.rollcall.refusals.notForYou);
  const result = await stopRollCall(station, ctx.place, Number(ctx.match[1]));
  if (!result.ok) return refuse(ctx, station, result);
  await ctx.answer.toast(ctx.t.rollcall.control.closedToast(result.headCount));
  await ctx.answer.rewrite(stoppedMessage(ctx.t, result));
});

bot.callbackQuery(EXTEND_DATA, async (ctx) => {
  const { station } = ctx;
  if (!station) return say(ctx, (t) => t.rollcall.refusals.notForYou);
  const result = await extendRollCall(station, ctx.place, Number(ctx.match[1]), Number(ctx.match[2]) * 60_000);
  if (!result.ok) return refuse(ctx, station, result);
  const saying = { ...sayingHere(ctx, station), timeZone: result.timeZone };
  await ctx.answer.toast(extendedToast(ctx.t, result.extended.closesAt, saying));
  const message = ctx.place.kind === "member" ? extendedHereMessage : extendedMessage;
  await ctx.answer.rewrite(message(ctx.t, result.extended, saying));
});
