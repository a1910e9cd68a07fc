import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { declareAffiliation, deleteAffiliation, giveConsent, readPurpose, withdrawConsent } from "./actions.ts";
import type { Affiliation, Purpose } from "./rules.ts";
import { BELONG_DATA, belongingMessage, GIVE_DATA, OLDER_DATA, olderMessage, PAGE_DATA, purposeMessage, WITHDRAW_DATA, withdrawnToast } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

/** Shows one purpose in the place of the tapped message; false where the person has not joined. */
async function showPurpose(ctx: BotContext, stationId: number, purpose: Purpose): Promise<void> {
  const { account } = ctx.person;
  const shown = account && await readPurpose(ctx.scope, account.id, stationId, purpose);
  await ctx.answer.rewrite(shown
    ? purposeMessage(ctx.t, ctx.locale, shown, ctx.setting.controller)
    : { text: ctx.t.consent.refusals.notMember });
}

inPrivate.callbackQuery(PAGE_DATA, async (ctx) => {
  await ctx.answer.toast("");
  await showPurpose(ctx, Number(ctx.match[1]), ctx.match[2] as Purpose);
});

inPrivate.callbackQuery(OLDER_DATA, async (ctx) => {
  const { account } = ctx.person;
  const shown = account && await readPurpose(ctx.scope, account.id, Number(ctx.match[1]), ctx.match[2] as Purpose);
  await ctx.answer.toast("");
  if (shown) await ctx.answer.rewrite(olderMessage(ctx.t, ctx.locale, shown, ctx.setting.controller));
});

inPrivate.callbackQuery(GIVE_DATA, async (ctx) => {
  const [, version = "", stationId, purpose] = ctx.match;
  const asked = { version, stationId: Number(stationId), purpose: purpose as "attendance" | "reminders" };
  const { account } = ctx.person;
  const result = account && await giveConsent(ctx.scope, account.id, asked);
  await ctx.answer.toast(result?.ok ? ctx.t.consent.givenToast : ctx.t.consent.refusals[result?.reason ?? "notMember"]);
  await showPurpose(ctx, asked.stationId, asked.purpose);
});

inPrivate.callbackQuery(WITHDRAW_DATA, async (ctx) => {
  const asked = { stationId: Number(ctx.match[1]), purpose: ctx.match[2] as "attendance" | "reminders" };
  const { account } = ctx.person;
  const result = account && await withdrawConsent(ctx.scope, account.id, asked);
  await ctx.answer.toast(result?.ok
    ? withdrawnToast(ctx.t, asked.purpose, result.gone)
    : ctx.t.consent.refusals[result?.reason ?? "notMember"]);
  await showPurpose(ctx, asked.stationId, asked.purpose);
});

/** The question after joining was skipped: nothing is stored, not even that. */
inPrivate.callbackQuery(BELONG_DATA, async (ctx, next) => {
  if (ctx.match[3] !== "skip") return next();
  await ctx.answer.toast("");
  await ctx.answer.rewrite(belongingMessage(ctx.t, Number(ctx.match[2]), "skip"));
});

inPrivate.callbackQuery(BELONG_DATA, async (ctx) => {
  const [, version = "", station, chosen] = ctx.match;
  const stationId = Number(station);
  const kind = chosen === "none" ? null : chosen as Affiliation;
  const { account } = ctx.person;
  const result = account && (kind === null
    ? await deleteAffiliation(ctx.scope, account.id, stationId)
    : await declareAffiliation(ctx.scope, account.id, { stationId, kind, version }));
  if (!result?.ok) {
    await ctx.answer.toast(ctx.t.consent.refusals[result?.reason ?? "notMember"]);
    return showPurpose(ctx, stationId, "affiliation");
  }
  await ctx.answer.toast(kind === null ? ctx.t.consent.affiliationDeleted : "");
  await (kind === null ? showPurpose(ctx, stationId, "affiliation") : ctx.answer.rewrite(belongingMessage(ctx.t, stationId, kind)));
});
