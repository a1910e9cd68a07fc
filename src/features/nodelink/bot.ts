import { Composer } from "grammy";
import type { AccountId, BotContext } from "../../context.ts";
import { onStart } from "../../telegram/command.ts";
import { present, say } from "../../telegram/say.ts";
import { parseScopeLine, type Purpose } from "../node/rules.ts";
import { readChild, type Child } from "../tree/rules.ts";
import { answerLink, makeLink, readInvited, takeUp, withdrawLink } from "./actions.ts";
import { invitedMessage, linkMessage, MAKE_DATA, PICK_DATA, placedMessage, PUT_DATA, TAKE_DATA, takenMessage, WITHDRAW_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function giveLink(ctx: BotContext, me: AccountId, which: number | null, purpose: Purpose): Promise<void> {
  const result = await makeLink(ctx.scope, me, which, purpose);
  if (!result.ok) return say(ctx, (t) => t.node.refusals[result.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await ctx.answer.reply(linkMessage(ctx.t, result.body, purpose, result.code, ctx.setting.botUsername));
}

/** What the link offers; `only` where the person has said what they would put below. */
async function showLink(ctx: BotContext, code: string, only: Child | null): Promise<void> {
  const found = await readInvited(ctx.scope, ctx.person.account?.id ?? null, code);
  if (!found) return say(ctx, (t) => t.nodelink.refusals.linkGone);
  const movables = only === null ? found.movables : found.movables.filter(({ kind, id }) => kind === only.kind && id === only.id);
  if (only !== null && movables.length === 0) return say(ctx, (t) => t.nodelink.refusals.notForYou);
  await present(ctx, invitedMessage(ctx.t, ctx.locale, { ...found, movables }, code, ctx.scope.now));
}

async function put(ctx: BotContext, me: AccountId, code: string, asked: Parameters<typeof answerLink>[3]): Promise<void> {
  const result = await answerLink(ctx.scope, me, code, asked);
  await (result.ok ? present(ctx, placedMessage(ctx.t, ctx.locale, result)) : say(ctx, (t) => t.nodelink.refusals[result.reason]));
}

async function acceptByLine(ctx: BotContext, me: AccountId, code: string, words: string): Promise<void> {
  const found = await readInvited(ctx.scope, me, code);
  const [child, other] = found?.movables ?? [];
  // A right is taken up, and one of several chosen, with a button under the words that say what it means.
  if (!child || other) return showLink(ctx, code, null);
  await put(ctx, me, code, { child, on: { words } });
}

inPrivate.filter((ctx) => ctx.command?.name === "scope", async (ctx, next) => {
  const { account } = ctx.person;
  const line = parseScopeLine(ctx.command?.rest ?? "");
  if (line.verb === "link" && account) return giveLink(ctx, account.id, line.which, line.purpose);
  if (line.verb === "accept") return account ? acceptByLine(ctx, account.id, line.code, line.day) : showLink(ctx, line.code, null);
  return next();
});

onStart(bot, "scope-", (ctx, code) => showLink(ctx, code, null));

inPrivate.callbackQuery(MAKE_DATA, async (ctx) => {
  const { account } = ctx.person;
  const [, nodeId, purpose] = ctx.match;
  if (!account) return say(ctx, (t) => t.node.refusals.notForYou);
  await giveLink(ctx, account.id, Number(nodeId), purpose === "keeper" || purpose === "reader" ? purpose : "child");
});

inPrivate.callbackQuery(WITHDRAW_DATA, async (ctx) => {
  const { account } = ctx.person;
  if (!account || !await withdrawLink(ctx.scope, account.id, ctx.match[1] ?? "")) return say(ctx, (t) => t.invitation.tooLate);
  await present(ctx, { text: ctx.t.invitation.withdrawn });
});

inPrivate.callbackQuery(PICK_DATA, (ctx) => showLink(ctx, ctx.match[1] ?? "", readChild(ctx.match[2] ?? "")));

inPrivate.callbackQuery(PUT_DATA, async (ctx) => {
  const { account } = ctx.person;
  const [, code = "", named = "", day = ""] = ctx.match;
  const child = readChild(named);
  if (!account || !child) return say(ctx, (t) => t.nodelink.refusals.notForYou);
  await put(ctx, account.id, code, { child, on: { day } });
});

inPrivate.callbackQuery(TAKE_DATA, async (ctx) => {
  const result = await takeUp(ctx.scope, ctx.match[1] ?? "", { userId: ctx.person.userId, locale: ctx.inPrivate.locale });
  await (result.ok ? present(ctx, takenMessage(ctx.t, result)) : say(ctx, (t) => t.nodelink.refusals[result.reason]));
});
