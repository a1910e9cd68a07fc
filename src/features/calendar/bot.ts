import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { endFeed, hasFeed, makeFeed, readEvents } from "./actions.ts";
import { calendarText, FEED_DATA, feedMessage, FILE_DATA, linkMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

inPrivate.callbackQuery(FILE_DATA, async (ctx) => {
  const { account } = ctx.person;
  const activityId = Number(ctx.match[1]);
  const result = account && await readEvents(ctx.scope, account.id, activityId);
  if (!result?.ok) return ctx.answer.toast(ctx.t.calendar.refusals[result?.reason ?? "gone"], { alert: true });
  await ctx.answer.toast("");
  const text = calendarText(ctx.t, result.events, ctx.setting);
  await ctx.answer.document(new TextEncoder().encode(text), `muster-${activityId}.ics`, ctx.t.calendar.fileCaption(result.title));
});

inPrivate.callbackQuery(FEED_DATA, async (ctx) => {
  const { publicUrl } = ctx.setting;
  const { account } = ctx.person;
  const verb = ctx.match[1];
  if (!account || (publicUrl === null && verb !== "off")) return ctx.answer.toast(ctx.t.calendar.refusals.noFeed, { alert: true });
  if (verb === "new" && publicUrl !== null) {
    const code = await makeFeed(ctx.scope, account.id);
    await ctx.answer.toast("");
    return ctx.answer.rewrite(linkMessage(ctx.t, publicUrl, code));
  }
  if (verb === "off") await endFeed(ctx.scope, account.id);
  await ctx.answer.toast(verb === "off" ? ctx.t.calendar.feed.ended : "");
  await ctx.answer.rewrite(feedMessage(ctx.t, await hasFeed(ctx.scope, account.id)));
});
