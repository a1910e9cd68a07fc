import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onSharedButton, onVerb } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { parseLinkCommand, refusalOf } from "../coverlink/rules.ts";
import { endLinks, endOne, readEndable } from "./actions.ts";
import { DONE_DATA, END_DATA, endedMessage, endMessage, lastDayMessage, PICK_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

onVerb(bot, "link", { parse: parseLinkCommand, verb: "end" }, async (ctx, station, line) => {
  const result = await endLinks(station, line, line.units, line.lastOn);
  await (result.ok ? ctx.answer.reply(endedMessage(ctx.t, result)) : say(ctx, (t) => refusalOf(t, result)));
});

onSharedButton(bot, END_DATA, async (ctx, station, [id]) => {
  const asked = await readEndable(station, { id: Number(id) });
  if (!asked) return say(ctx, (t) => t.coverlink.refusals.noSuchOrganization(""));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(endMessage(ctx.t, asked));
});

onSharedButton(bot, PICK_DATA, async (ctx, station, [id, unitId]) => {
  const asked = await readEndable(station, { id: Number(id) });
  const unit = asked?.units.find((one) => one.id === Number(unitId));
  if (!asked || !unit) return say(ctx, (t) => t.coverlink.gone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(lastDayMessage(ctx.t, asked, unit));
});

onSharedButton(bot, DONE_DATA, async (ctx, station, [id, unitId, lastOn = ""]) => {
  const result = await endOne(station, Number(id), Number(unitId), lastOn);
  if (!result.ok) return say(ctx, (t) => refusalOf(t, result));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(endedMessage(ctx.t, result));
});
