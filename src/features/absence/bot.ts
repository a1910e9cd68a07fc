import { Composer } from "grammy";
import { isTalk, onStationButton } from "../../telegram/command.ts";
import type { BotContext, StationScope } from "../../context.ts";
import { handOver, say } from "../../telegram/say.ts";
import { isPlacedAt } from "../command/rules.ts";
import { parseInstructorCommand } from "../instructor/rules.ts";
import { awaitAway, findAwayStation, sayAway } from "./actions.ts";
import { OWN_AWAY, parseAbsences, type Absence } from "./rules.ts";
import { ASK_DATA, awaySavedMessage, NOT_AWAY_DATA, OWN_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

async function keep(ctx: BotContext, station: StationScope, code: string | null, absences: readonly Absence[] | null): Promise<void> {
  if (absences === null) return say(ctx, (t) => t.instructor.refusals.badAway);
  const result = await sayAway(station, code, absences);
  if (!result.ok) return say(ctx, (t) => t.instructor.refusals[result.reason]);
  if (ctx.callbackQuery) return ctx.answer.toast(awaySavedMessage(ctx.t, result.code, absences).text, { alert: true });
  await handOver(ctx, (t) => awaySavedMessage(t, result.code, absences));
}

bot.filter((ctx) => ctx.command?.name === "instructor" && isPlacedAt("instructor", ctx.place.kind), async (ctx, next) => {
  const { station } = ctx;
  if (!station) return next();
  const clock = { now: station.now, zone: station.timeZone };
  const command = parseInstructorCommand(ctx.command?.rest ?? "", clock);
  if (command.verb !== "away") return next();
  await keep(ctx, station, command.code, parseAbsences(command.text, clock));
});

onStationButton(bot, NOT_AWAY_DATA, (ctx, station, [code = ""]) => keep(ctx, station, code, []));
onStationButton(bot, OWN_DATA, (ctx, station) => keep(ctx, station, null, []));

const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

inPrivate.filter((ctx) => ctx.command?.name === "myunits" && OWN_AWAY.test(ctx.command.rest), async (ctx) => {
  const { station } = ctx;
  if (!station) return say(ctx, (t) => t.system.needsStation);
  const text = (ctx.command?.rest ?? "").replace(OWN_AWAY, "");
  await keep(ctx, station, null, parseAbsences(text, { now: station.now, zone: station.timeZone }));
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const stationId = account && await findAwayStation(ctx.scope, account.id);
  const station = stationId && await ctx.stationOf(stationId);
  if (!station) return next();
  await keep(ctx, station, null, parseAbsences(ctx.message.text, { now: station.now, zone: station.timeZone }));
});

onStationButton(bot, ASK_DATA, async (ctx, station) => {
  const result = await awaitAway(station);
  if (!result.ok) return say(ctx, (t) => t.system.notForYou);
  await ctx.answer.toast("");
  await ctx.answer.tell({ text: ctx.t.visit.units.askAway });
});
