import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { principal } from "../../telegram/principal.ts";
import { noteTotals, noteVote } from "./actions.ts";

/** Mounted before anybody enters: what Telegram tells of a poll comes from no chat and is answered to nobody. */
export const bot = new Composer<BotContext>();

bot.on("poll", (ctx) => noteTotals(ctx.scope, ctx.poll));

bot.on("poll_answer", async (ctx) => {
  const voter = principal(ctx.update);
  if (voter.kind !== "human") return;
  const { poll_id: telegramPollId, option_persistent_ids: optionIds } = ctx.pollAnswer;
  await noteVote(ctx.scope, { telegramPollId, userId: voter.userId, optionIds });
});
