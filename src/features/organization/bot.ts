import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onSharedButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readChange } from "../founding/rules.ts";
import { changeOrganization, readCard, type OrganizationName } from "./actions.ts";
import { parseOrgCommand } from "./rules.ts";
import { cardMessage, menuMessage, SHOW_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

async function show(ctx: BotContext, station: StationScope, name: OrganizationName): Promise<void> {
  const card = await readCard(station, name);
  if (!card) return say(ctx, (t) => t.organization.refusals.noSuchOrganization);
  await ctx.answer.reply(cardMessage(ctx.t, card));
}

async function change(ctx: BotContext, station: StationScope, code: string, text: string): Promise<void> {
  const wish = readChange(text, { now: station.now, zone: station.timeZone });
  if (!wish) return say(ctx, (t) => `${t.organization.unclear(text.slice(0, 60))}\n\n${t.organization.usage}`);
  const result = await changeOrganization(station, { code }, wish);
  if (!result.ok) return say(ctx, (t) => t.organization.refusals[result.reason]);
  await show(ctx, station, { id: result.id });
}

// Founding hears /org add, orgstatus what changes the state.
onStationCommand(bot, "org", async (ctx, station, rest) => {
  const command = parseOrgCommand(rest);
  if (command.verb === "menu") return ctx.answer.reply(menuMessage(ctx.t, station.stationId));
  if (command.verb === "show") return show(ctx, station, { code: command.code });
  if (command.verb === "change") return change(ctx, station, command.code, command.text);
  return say(ctx, (t) => t.organization.usage);
});

onSharedButton(bot, SHOW_DATA, async (ctx, station, [id]) => {
  const card = await readCard(station, { id: Number(id) });
  if (!card) return say(ctx, (t) => t.organization.refusals.noSuchOrganization);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(cardMessage(ctx.t, card));
});
