import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onSharedButton, onVerb } from "../../telegram/command.ts";
import { present, say } from "../../telegram/say.ts";
import { parseLinkCommand, refusalOf } from "../coverlink/rules.ts";
import { linkMarket, previewMarket, type MarketName } from "./actions.ts";
import { ASK_DATA, LINK_DATA, linkedMessage, previewMessage } from "./view.ts";
import type { OrganizationName } from "../organization/actions.ts";

export const bot = new Composer<BotContext>();

async function preview(ctx: BotContext, station: StationScope, name: OrganizationName, market: MarketName, fromOn: string): Promise<void> {
  const result = await previewMarket(station, name, market, fromOn);
  if (!result.ok) return say(ctx, (t) => refusalOf(t, result));
  await present(ctx, previewMessage(ctx.t, result));
}

onVerb(bot, "link", { parse: parseLinkCommand, verb: "market" }, (ctx, station, line) => preview(ctx, station, line, { code: line.market }, line.fromOn));

onSharedButton(bot, ASK_DATA, (ctx, station, [id, marketId, fromOn = ""]) => preview(ctx, station, { id: Number(id) }, { id: Number(marketId) }, fromOn));

onSharedButton(bot, LINK_DATA, async (ctx, station, [id, marketId, fromOn = "", fresh]) => {
  const result = await linkMarket(station, { organizationId: Number(id), marketId: Number(marketId), fromOn, fresh: Number(fresh) });
  if (!result.ok) return say(ctx, (t) => refusalOf(t, result));
  await ctx.answer.toast("isPreview" in result ? ctx.t.stalls.changed : "");
  await ctx.answer.rewrite("isPreview" in result ? previewMessage(ctx.t, result) : linkedMessage(ctx.t, result));
});
