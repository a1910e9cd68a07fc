import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onSharedButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { linkOne, linkUnits, readLinkable } from "./actions.ts";
import { parseLinkCommand, type LinkCommand } from "./rules.ts";
import { ASK_DATA, askMessage, linkedMessage, ONE_DATA, refusalText } from "./view.ts";

export const bot = new Composer<BotContext>();

async function run(ctx: BotContext, station: StationScope, command: Exclude<LinkCommand, { verb: "market" | "end" }>): Promise<void> {
  switch (command.verb) {
    case "usage": return say(ctx, (t) => t.coverlink.usage);
    case "doubt": return say(ctx, (t) => t.coverlink.doubts[command.reason](command.text));
    case "ask": {
      const asked = await readLinkable(station, command);
      return asked ? ctx.answer.reply(askMessage(ctx.t, asked)) : say(ctx, (t) => t.coverlink.refusals.noSuchOrganization(command.code));
    }
    case "link": {
      const result = await linkUnits(station, command, command.units, command);
      return result.ok ? ctx.answer.reply(linkedMessage(ctx.t, result)) : say(ctx, (t) => refusalText(t, result));
    }
  }
}

// Stalls hears /link G2 market U11, coverend what ends.
onStationCommand(bot, "link", async (ctx, station, rest) => {
  const command = parseLinkCommand(rest, { now: station.now, zone: station.timeZone });
  if (command.verb !== "market" && command.verb !== "end") await run(ctx, station, command);
});

onSharedButton(bot, ASK_DATA, async (ctx, station, [id]) => {
  const asked = await readLinkable(station, { id: Number(id) });
  if (!asked) return say(ctx, (t) => t.coverlink.refusals.noSuchOrganization(""));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askMessage(ctx.t, asked));
});

onSharedButton(bot, ONE_DATA, async (ctx, station, [id, unitId]) => {
  const result = await linkOne(station, Number(id), Number(unitId));
  if (!result.ok) return say(ctx, (t) => refusalText(t, result));
  const asked = await readLinkable(station, { id: Number(id) });
  await ctx.answer.toast(result.isCrowded ? ctx.t.coverlink.crowded(result.inOperation) : ctx.t.coverlink.linkedToast(result.linked.join(" ")), { alert: result.isCrowded });
  if (asked) await ctx.answer.rewrite(askMessage(ctx.t, asked));
});
