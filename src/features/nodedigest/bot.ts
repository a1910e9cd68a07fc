import { Composer } from "grammy";
import type { AccountId, BotContext } from "../../context.ts";
import { present, say } from "../../telegram/say.ts";
import { parseScopeLine } from "../node/rules.ts";
import { readNewest } from "./actions.ts";
import { digestMessage, SHOW_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function show(ctx: BotContext, me: AccountId, which: number | null): Promise<void> {
  const found = await readNewest(ctx.scope, me, which);
  if (!found.ok) return say(ctx, (t) => t.node.refusals[found.reason]);
  await present(ctx, digestMessage(ctx.t, ctx.locale, found));
}

inPrivate.filter((ctx) => ctx.command?.name === "scope", async (ctx, next) => {
  const { account } = ctx.person;
  const line = parseScopeLine(ctx.command?.rest ?? "");
  if (line.verb !== "digest" || !account) return next();
  await show(ctx, account.id, line.which);
});

inPrivate.callbackQuery(SHOW_DATA, async (ctx) => {
  const { account } = ctx.person;
  if (!account) return say(ctx, (t) => t.node.refusals.notForYou);
  await show(ctx, account.id, Number(ctx.match[1]));
});
