import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onCommand, onSharedButton } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { endLinks, endOne, linkOne, linkUnits, readEndable, readLinkable } from "./actions.ts";
import { parseLinkCommand, type LinkCommand } from "./rules.ts";
import {
  ASK_DATA, askMessage, DONE_DATA, END_DATA, endedMessage, endMessage, lastDayMessage, linkedMessage, ONE_DATA, PICK_DATA,
  refusalText,
} from "./view.ts";

export const bot = new Composer<BotContext>();

async function run(ctx: BotContext, station: StationScope, command: Exclude<LinkCommand, { verb: "market" }>): Promise<void> {
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
    case "end": {
      const result = await endLinks(station, command, command.units, command.lastOn);
      return result.ok ? ctx.answer.reply(endedMessage(ctx.t, result)) : say(ctx, (t) => refusalText(t, result));
    }
  }
}

// Stalls hears /link G2 market U11.
onCommand(bot, "link", async (ctx, rest) => {
  const { station } = ctx;
  if (!station) return say(ctx, (t) => t.system.needsStation);
  const command = parseLinkCommand(rest, { now: station.now, zone: station.timeZone });
  if (command.verb !== "market") await run(ctx, station, command);
});

onSharedButton(bot, ASK_DATA, async (ctx, station, [id]) => {
  const asked = await readLinkable(station, { id: Number(id) });
  if (!asked) return say(ctx, (t) => t.coverlink.refusals.noSuchOrganization(""));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askMessage(ctx.t, asked));
});

onSharedButton(bot, END_DATA, async (ctx, station, [id]) => {
  const asked = await readEndable(station, { id: Number(id) });
  if (!asked) return say(ctx, (t) => t.coverlink.refusals.noSuchOrganization(""));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(endMessage(ctx.t, asked));
});

onSharedButton(bot, ONE_DATA, async (ctx, station, [id, unitId]) => {
  const result = await linkOne(station, Number(id), Number(unitId));
  if (!result.ok) return say(ctx, (t) => refusalText(t, result));
  const asked = await readLinkable(station, { id: Number(id) });
  await ctx.answer.toast(result.isCrowded ? ctx.t.coverlink.crowded(result.inOperation) : ctx.t.coverlink.linkedToast(result.linked.join(" ")), { alert: result.isCrowded });
  if (asked) await ctx.answer.rewrite(askMessage(ctx.t, asked));
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
  if (!result.ok) return say(ctx, (t) => refusalText(t, result));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(endedMessage(ctx.t, result));
});
