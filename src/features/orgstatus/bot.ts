import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onSharedButton, onVerb } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { parseOrgCommand, SETTABLE } from "../organization/rules.ts";
import { localDate } from "../time/rules.ts";
import { readDay } from "../validity/rules.ts";
import { changeStatus, readForAsking } from "./actions.ts";
import { ASK_DATA, askMessage, changedMessage, SET_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

onVerb(bot, "org", { parse: parseOrgCommand, verb: "status" }, async (ctx, station, line) => {
  const day = readDay(line.day, { now: station.now, zone: station.timeZone });
  if (!day.ok) return say(ctx, (t) => t.orgstatus.days[day.reason]);
  const result = await changeStatus(station, { code: line.code }, { status: line.status, on: day.date });
  if (!result.ok) return say(ctx, (t) => t.orgstatus.refusals[result.reason]);
  await ctx.answer.reply(changedMessage(ctx.t, result));
});

const settable = (said: string | undefined) => SETTABLE.find((one) => one === said) ?? "active";

onSharedButton(bot, ASK_DATA, async (ctx, station, [id, status]) => {
  const about = await readForAsking(station, { id: Number(id) });
  if (!about) return say(ctx, (t) => t.orgstatus.refusals.noSuchOrganization);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askMessage(ctx.t, { ...about, status: settable(status), today: localDate(station.now, station.timeZone) }));
});

onSharedButton(bot, SET_DATA, async (ctx, station, [id, status, on = ""]) => {
  const result = await changeStatus(station, { id: Number(id) }, { status: settable(status), on });
  if (!result.ok) return say(ctx, (t) => t.orgstatus.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(changedMessage(ctx.t, result));
});
