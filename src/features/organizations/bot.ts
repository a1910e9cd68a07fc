import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onSharedButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readOrganizations } from "./actions.ts";
import { filterData, readFilter } from "./rules.ts";
import { listMessage, PAGE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

onStationCommand(bot, "orgs", async (ctx, station, rest) => {
  const result = await readOrganizations(station, readFilter(rest), 0);
  if (!result.ok) return say(ctx, (t) => t.organization.refusals[result.reason]);
  await ctx.answer.reply(listMessage(ctx.t, result, filterData(rest)));
});

onSharedButton(bot, PAGE_DATA, async (ctx, station, [page, words = ""]) => {
  const result = await readOrganizations(station, readFilter(words), Number(page));
  if (!result.ok) return say(ctx, (t) => t.organization.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(listMessage(ctx.t, result, filterData(words)));
});
