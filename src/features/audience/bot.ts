import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { chooseAll, chooseNone, readAudience, toggleGroup } from "./actions.ts";
import { AUDIENCE_DATA, audienceMessage, GROUP_DATA, WHOLE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function show(ctx: BotContext, result: Awaited<ReturnType<typeof readAudience>> | null, page: number): Promise<void> {
  if (!result?.ok) return say(ctx, (t) => t.announce.refusals[result?.reason ?? "draftGone"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(audienceMessage(ctx.t, result.shown, page));
}

inPrivate.callbackQuery(AUDIENCE_DATA, async (ctx) => {
  const { account } = ctx.person;
  await show(ctx, account && await readAudience(ctx.scope, account.id, ctx.match[1] ?? ""), Number(ctx.match[2]));
});

inPrivate.callbackQuery(GROUP_DATA, async (ctx) => {
  const { account } = ctx.person;
  const [, code = "", chatId, page] = ctx.match;
  await show(ctx, account && await toggleGroup(ctx.scope, account.id, code, Number(chatId)), Number(page));
});

inPrivate.callbackQuery(WHOLE_DATA, async (ctx) => {
  const { account } = ctx.person;
  const choose = ctx.match[1] === "all" ? chooseAll : chooseNone;
  await show(ctx, account && await choose(ctx.scope, account.id, ctx.match[2] ?? ""), 0);
});
