import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onSharedButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { localDate } from "../time/rules.ts";
import { addMassOrganization, endMassOrganization, readMassCard, type MassResult } from "./actions.ts";
import { parseMassCommand, type MassCommand, type MassOrganizationKind } from "./rules.ts";
import { ADD_DATA, ASK_DATA, askEndMessage, cardMessage, END_DATA, SHOW_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

function act(station: StationScope, command: Exclude<MassCommand, { verb: "usage" | "doubt" }>): Promise<MassResult> {
  if (command.verb === "show") return readMassCard(station, command);
  return command.verb === "add" ? addMassOrganization(station, { code: command.code }, command) : endMassOrganization(station, { code: command.code }, command);
}

onStationCommand(bot, "massorg", async (ctx, station, rest) => {
  const command = parseMassCommand(rest, { now: station.now, zone: station.timeZone });
  if (command.verb === "usage") return say(ctx, (t) => t.massorg.usage);
  if (command.verb === "doubt") return say(ctx, (t) => t.massorg.doubts[command.reason](command.text.slice(0, 40)));
  const result = await act(station, command);
  if (!result.ok) return say(ctx, (t) => t.massorg.refusals[result.reason]);
  await ctx.answer.reply(cardMessage(ctx.t, result));
});

async function present(ctx: BotContext, result: MassResult): Promise<void> {
  if (!result.ok) return say(ctx, (t) => t.massorg.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(cardMessage(ctx.t, result));
}

const kindOf = (said: string | undefined) => said as MassOrganizationKind;

onSharedButton(bot, SHOW_DATA, async (ctx, station, [id]) => present(ctx, await readMassCard(station, { id: Number(id) })));

onSharedButton(bot, ADD_DATA, async (ctx, station, [id, kind]) => {
  const fromOn = localDate(station.now, station.timeZone);
  await present(ctx, await addMassOrganization(station, { id: Number(id) }, { kind: kindOf(kind), fromOn, throughOn: null }));
});

onSharedButton(bot, ASK_DATA, async (ctx, station, [id, kind]) => {
  const card = await readMassCard(station, { id: Number(id) });
  if (!card.ok) return say(ctx, (t) => t.massorg.refusals[card.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askEndMessage(ctx.t, card, kindOf(kind)));
});

onSharedButton(bot, END_DATA, async (ctx, station, [id, kind, lastOn = ""]) => present(ctx, await endMassOrganization(station, { id: Number(id) }, { kind: kindOf(kind), lastOn })));
