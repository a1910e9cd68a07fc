import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationButton, onStationCommand } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import type { Role } from "../command/rules.ts";
import { localDate } from "../time/rules.ts";
import { readGrant, readRoleList, revokeFrom, revokeGrant } from "./actions.ts";
import { parseRoleCommand, repliedMessage, writerOf } from "./rules.ts";
import { ASK_REVOKE_DATA, askRevokeMessage, LIST_DATA, REVOKE_DATA, revokedMessage, rolesMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

async function revokeInReply(ctx: BotContext, station: StationScope, role: Role): Promise<void> {
  const replied = repliedMessage(ctx.message);
  if (!replied) return say(ctx, (t) => t.role.refusals.needsReply);
  const userId = writerOf(replied);
  if (userId === null) return say(ctx, (t) => t.role.refusals.notAPerson);
  const result = await revokeFrom(station, userId, role);
  if (!result.ok) return say(ctx, (t) => t.role.refusals[result.reason]);
  await ctx.answer.react("👌");
}

async function showRoles(ctx: BotContext, station: StationScope): Promise<void> {
  const result = await readRoleList(station);
  if (!result.ok) return say(ctx, (t) => t.role.refusals[result.reason]);
  await handOver(ctx, (t) => rolesMessage(t, station, result.roles));
}

// Granting is an offer until it is accepted: features/offer hears /role grant.
onStationCommand(bot, "role", async (ctx, station, rest) => {
  const command = parseRoleCommand(rest, localDate(station.now, station.timeZone));
  if (command.verb === "revoke") return revokeInReply(ctx, station, command.role);
  if (command.verb === "list") return showRoles(ctx, station);
  const reason = command.verb === "unclear" ? command.reason : "unclear";
  return say(ctx, (t) => `${t.role.refusals[reason]}\n\n${t.role.usage}`);
});

onStationButton(bot, LIST_DATA, async (ctx, station) => {
  const result = await readRoleList(station);
  if (!result.ok) return say(ctx, (t) => t.role.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(rolesMessage(ctx.t, station, result.roles));
});

onStationButton(bot, ASK_REVOKE_DATA, async (ctx, station, [grantId]) => {
  const held = await readGrant(station, Number(grantId));
  if (!held) return say(ctx, (t) => t.role.refusals.notForYou);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askRevokeMessage(ctx.t, station, held));
});

onStationButton(bot, REVOKE_DATA, async (ctx, station, [grantId]) => {
  const result = await revokeGrant(station, Number(grantId));
  if (!result.ok) return say(ctx, (t) => t.role.refusals[result.reason]);
  const text = ctx.t.role.revoked(ctx.t.role.names[result.role]);
  await ctx.answer.toast(text);
  await ctx.answer.rewrite(revokedMessage(ctx.t, station, text));
});
