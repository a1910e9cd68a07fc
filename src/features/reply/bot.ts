import { Composer } from "grammy";
import type { BotContext, Outgoing, StationScope } from "../../context.ts";
import { readJoinPath } from "../member/rules.ts";
import { agreeToReplies, findActivityStation, giveReply, readShown, type Replied, type Said } from "./actions.ts";
import {
  AGREE_DATA, agreedToast, consentMessage, GUESTS_DATA, inviteMessage, notAgreedMessage, REPLY_DATA, replyToast, SHOW_DATA, shownMessage,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

/** The way in: from a group the private chat opens by itself. */
async function leadIn(ctx: BotContext, activityId: number, refused: Extract<Replied, { join: string }>): Promise<void> {
  if (ctx.place.kind !== "private") return ctx.answer.openPrivate(refused.join);
  await ctx.answer.toast("");
  await ctx.answer.tell(refused.reason === "noConsent"
    ? consentMessage(ctx.t, activityId, ctx.setting.controller)
    : inviteMessage(ctx.t, ctx.setting.botUsername, refused.join));
}

/** A tap speaks for the group's station; in private for that of the activity. */
async function stationOfTap(ctx: BotContext, activityId: number): Promise<StationScope | null> {
  return ctx.place.kind === "private" ? findActivityStation(ctx.scope, ctx.person.account?.id ?? null, activityId) : ctx.station;
}

async function reply(ctx: BotContext, tapped: Pick<Said, "activityId" | "slotId" | "choice">): Promise<void> {
  const station = await stationOfTap(ctx, tapped.activityId);
  if (!station) return ctx.answer.toast(ctx.t.reply.refusals.gone);
  const board = ctx.place.kind === "private" || ctx.place.kind === "unlinked"
    ? null
    : { chatId: ctx.place.chatId, messageId: ctx.callbackQuery?.message?.message_id ?? null };
  const replied = await giveReply(station, { ...tapped, board });
  if (!replied.ok && "join" in replied) return leadIn(ctx, tapped.activityId, replied);
  const toast = replyToast(ctx.t, replied, { timeZone: station.timeZone, locale: ctx.locale, now: station.now });
  await ctx.answer.toast(toast ?? "", { alert: !replied.ok });
}

const choiceOf = (text: string | undefined) => text === "going" || text === "maybe" ? text : "no";

bot.callbackQuery(REPLY_DATA, (ctx) => reply(ctx, { activityId: Number(ctx.match[1]), slotId: Number(ctx.match[2]), choice: choiceOf(ctx.match[3]) }));
bot.callbackQuery(GUESTS_DATA, (ctx) => reply(ctx, { activityId: Number(ctx.match[1]), slotId: 0, choice: { guests: Number(ctx.match[2]) } }));

/** An activity as a member sees it in private, or what they need to agree to first; null where they have not joined its station. */
async function page(ctx: BotContext, activityId: number): Promise<Outgoing | null> {
  const station = await findActivityStation(ctx.scope, ctx.person.account?.id ?? null, activityId);
  const shown = station && await readShown(station, activityId);
  if (!shown) return null;
  if (shown.isOpen && !shown.hasAgreed) return consentMessage(ctx.t, activityId, ctx.setting.controller);
  return shownMessage(ctx.t, shown, { locale: ctx.locale, now: ctx.scope.now, botUsername: ctx.setting.botUsername });
}

async function show(ctx: BotContext, activityId: number): Promise<boolean> {
  const shown = await page(ctx, activityId);
  if (shown) await ctx.answer.reply(shown);
  return shown !== null;
}

inPrivate.callbackQuery(AGREE_DATA, async (ctx) => {
  const [, version = "", id, answer] = ctx.match;
  if (answer === "no") {
    await ctx.answer.toast("");
    return ctx.answer.rewrite(notAgreedMessage(ctx.t));
  }
  const result = await agreeToReplies(ctx.scope, ctx.person.account?.id ?? null, Number(id), version);
  await ctx.answer.toast(agreedToast(ctx.t, result));
  await ctx.answer.rewrite(await page(ctx, Number(id)) ?? { text: ctx.t.reply.refusals.gone });
});

inPrivate.callbackQuery(SHOW_DATA, async (ctx) => {
  const isShown = await show(ctx, Number(ctx.match[1]));
  await ctx.answer.toast(isShown ? "" : ctx.t.reply.refusals.gone);
});

// Whoever has not joined yet goes on to features/member, which keeps the activity for afterwards.
inPrivate.filter((ctx) => ctx.command?.name === "start" && ctx.command.rest.startsWith("join-"), async (ctx, next) => {
  const activityId = readJoinPath(ctx.command?.rest ?? "")?.activityId ?? null;
  if (activityId === null || !await show(ctx, activityId)) await next();
});
