import { Composer } from "grammy";
import { isTalk, onLine, onStationButton, onVerb } from "../../telegram/command.ts";
import type { BotContext, StationScope } from "../../context.ts";
import { handOver, say } from "../../telegram/say.ts";
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

onVerb(bot, "instructor", { parse: parseInstructorCommand, verb: "away" }, (ctx, station, line) =>
  keep(ctx, station, line.code, parseAbsences(line.text, { now: station.now, zone: station.timeZone })));

onStationButton(bot, NOT_AWAY_DATA, (ctx, station, [code = ""]) => keep(ctx, station, code, []));
onStationButton(bot, OWN_DATA, (ctx, station) => keep(ctx, station, null, []));

const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

onLine(bot, "myunits", (rest) => OWN_AWAY.test(rest) && rest.replace(OWN_AWAY, ""), async (ctx, station, text) => {
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
