import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { isTimeZone, zoneName } from "../time/rules.ts";
import { changeStation, pickStation, readOffers, readStationsServed, stationScope, type StationChange } from "./actions.ts";
import { cleanName, parseLanguage, parseStationCommand, type StationCommand } from "./rules.ts";
import { noStationMessage, PICK_DATA, stationMessage, TOGGLE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

async function overview(ctx: BotContext, station: StationScope) {
  const stations = station.actor === null ? [] : await readStationsServed(ctx.scope.db, station.actor);
  return stationMessage(ctx.t, station, stations, await readOffers(station));
}

type Wish = { readonly change: StationChange; readonly done: string } | "noName" | "noSuchZone" | "noSuchLanguage";

/** What a one-line form asks for, or what is wrong with it. */
function readWish(command: Exclude<StationCommand, { verb: "show" | "unclear" }>, { t, locale: own }: Pick<BotContext, "t" | "locale">): Wish {
  if (command.verb === "name") {
    const name = cleanName(command.value);
    return name === "" ? "noName" : { change: { name }, done: t.station.changed.name(name) };
  }
  if (command.verb === "zone") {
    if (!isTimeZone(command.value)) return "noSuchZone";
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: command.value }).resolvedOptions();
    return { change: { timeZone }, done: t.station.changed.zone(timeZone, zoneName(timeZone, own)) };
  }
  const locale = parseLanguage(command.value);
  return locale === null ? "noSuchLanguage" : { change: { locale }, done: t.station.changed.lang[locale] };
}

onCommand(bot, "station", async (ctx, rest) => {
  const { station } = ctx;
  const command = parseStationCommand(rest);
  if (!station) return void await ctx.answer.tell(noStationMessage(ctx.t, ctx.setting.botUsername));
  if (command.verb === "show") return void await ctx.answer.tell(await overview(ctx, station));
  if (command.verb === "unclear") return say(ctx, (t) => `${t.station.refusals.unclear}\n\n${t.station.usage}`);
  const wish = readWish(command, ctx);
  if (typeof wish === "string") return say(ctx, (t) => t.station.refusals[wish]);
  const result = await changeStation(station, wish.change);
  if (!result.ok) return say(ctx, (t) => t.station.refusals[result.reason]);
  await ctx.answer.tell({ text: wish.done });
});

bot.callbackQuery(PICK_DATA, async (ctx) => {
  const { account } = ctx.person;
  if (!account) return say(ctx, (t) => t.station.refusals.notForYou);
  const result = await pickStation(ctx.scope, account.id, Number(ctx.match[1]));
  if (!result.ok) return say(ctx, (t) => t.station.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.station.picked(result.station.stationName));
  await ctx.answer.rewrite(await overview(ctx, stationScope(ctx.scope, result.station, account.id)));
});

bot.callbackQuery(TOGGLE_DATA, async (ctx) => {
  const [, what, stationId, how] = ctx.match;
  const { station } = ctx;
  if (!station || station.stationId !== Number(stationId)) return say(ctx, (t) => t.station.refusals.notForYou);
  const isOn = how === "on";
  const result = await changeStation(station, what === "onWay" ? { offersOnWay: isOn } : { offersNotToday: isOn });
  if (!result.ok) return say(ctx, (t) => t.station.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.station.toggled);
  await ctx.answer.rewrite(await overview(ctx, station));
});
