import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { unattendedText } from "../attend/rules.ts";
import { comeIn, makeActivityDoor, makeDoorCode, readActivityDoors, readDoors, type DoorCode } from "./actions.ts";
import { isDoorLine, readDoor } from "./rules.ts";
import {
  ACTIVITY_DOOR_DATA, activityDoorsMessage, closedText, consentMessage, DOOR_DATA, doorCaption, doorPicture, doorsMessage, inviteMessage, lateMessage, welcomeMessage,
} from "./view.ts";

export const bot = new Composer<BotContext>();

/** The picture always goes to the private chat of whoever asked: it is theirs to hang up. */
async function showCode(ctx: BotContext, code: DoorCode): Promise<void> {
  const { botUsername } = ctx.setting;
  const picture = await doorPicture(botUsername, code.parameter);
  await ctx.answer.photo(picture, doorCaption(ctx.inPrivate.t, code, { botUsername, timeZone: code.timeZone }));
}

/** True if a new code was made and shown. */
async function openDoor(ctx: BotContext, station: StationScope, rollCallId: number): Promise<boolean> {
  const result = await makeDoorCode(station, ctx.place, rollCallId);
  if (result.ok) {
    await showCode(ctx, result);
    return true;
  }
  const saying = { timeZone: station.timeZone, now: station.now, locale: ctx.inPrivate.locale };
  await say(ctx, (t) => "endedAt" in result ? closedText(t, result.endedAt, saying) : t.door.refusals[result.reason]);
  return false;
}

onLine(bot, "rollcall", isDoorLine, async (ctx, station) => {
  const open = await readDoors(station, ctx.place);
  if (open === null) return say(ctx, (t) => t.door.refusals.notForYou);
  const [first, second] = open;
  if (!first) return say(ctx, (t) => t.rollcall.refusals.nothingOpen);
  if (second) return ctx.answer.reply(doorsMessage(ctx.t, open));
  const shown = await openDoor(ctx, station, first.id);
  if (shown && ctx.place.kind !== "private") await ctx.answer.react("👌");
});

bot.callbackQuery(DOOR_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.door.refusals.notForYou);
  const shown = await openDoor(ctx, ctx.station, Number(ctx.match[1]));
  if (shown) await ctx.answer.toast(ctx.place.kind === "private" ? "" : ctx.t.door.sent);
});

/** True if a new code for an activity was made and shown. */
async function openActivityDoor(ctx: BotContext, station: StationScope, activityId: number): Promise<boolean> {
  const result = await makeActivityDoor(station, ctx.place, activityId);
  if (result.ok) {
    await showCode(ctx, result);
    return true;
  }
  const saying = { timeZone: station.timeZone, now: station.now, locale: ctx.inPrivate.locale };
  await say(ctx, (t) => result.reason === "notForYou" ? t.door.refusals.notForYou : unattendedText(t, result, saying));
  return false;
}

onLine(bot, "announce", isDoorLine, async (ctx, station) => {
  const [first, second, ...more] = await readActivityDoors(station, ctx.place);
  if (!first) return say(ctx, (t) => t.door.noActivity);
  if (second) return void await ctx.answer.tell(activityDoorsMessage(ctx.inPrivate.t, [first, second, ...more]));
  const shown = await openActivityDoor(ctx, station, first.id);
  if (shown && ctx.place.kind !== "private") await ctx.answer.react("👌");
});

bot.callbackQuery(ACTIVITY_DOOR_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.door.refusals.notForYou);
  const shown = await openActivityDoor(ctx, ctx.station, Number(ctx.match[1]));
  if (shown) await ctx.answer.toast(ctx.place.kind === "private" ? "" : ctx.t.door.sent);
});

const isAtDoor = (ctx: BotContext) =>
  ctx.command?.name === "start" && ctx.command.rest.startsWith("door-") && ctx.place.kind === "private";

bot.filter(isAtDoor, async (ctx) => {
  const { t } = ctx;
  const door = readDoor(ctx.command?.rest ?? "");
  const came = door && await comeIn(ctx.scope, ctx.person.account?.id ?? null, door);
  if (!came || (!came.answered.ok && came.answered.reason === "gone")) return ctx.answer.reply({ text: t.door.refusals.codeGone });
  const { station, answered } = came;
  if (answered.ok) return ctx.answer.reply(welcomeMessage(t, answered));
  if (answered.reason === "early" || answered.reason === "cancelled") {
    return ctx.answer.reply({ text: unattendedText(t, answered, { timeZone: station.timeZone, now: station.now, locale: ctx.locale }) });
  }
  if (answered.reason === "late") return ctx.answer.reply(lateMessage(t, answered.endedAt, station.timeZone));
  if (answered.reason === "notJoined") return ctx.answer.reply(inviteMessage(t, ctx.setting.botUsername, answered.join));
  await ctx.answer.reply(consentMessage(t, station.stationId));
});
