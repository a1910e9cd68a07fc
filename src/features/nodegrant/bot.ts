import { Composer } from "grammy";
import type { AccountId, BotContext } from "../../context.ts";
import { present, say } from "../../telegram/say.ts";
import { parseScopeLine } from "../node/rules.ts";
import { layDown, readPeople, readOwn, withdraw } from "./actions.ts";
import {
  ASK_LAY_DOWN_DATA, ASK_WITHDRAW_DATA, askLayDownMessage, askWithdrawMessage, laidDownMessage, LAY_DOWN_DATA, LIST_DATA, peopleMessage, WITHDRAW_DATA, withdrawnMessage,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function showPeople(ctx: BotContext, me: AccountId, which: number | null): Promise<void> {
  const people = await readPeople(ctx.scope, me, which);
  await (people.ok ? present(ctx, peopleMessage(ctx.t, ctx.locale, people)) : say(ctx, (t) => t.node.refusals[people.reason]));
}

/** Asks before anything is withdrawn: what a number stands for may have changed since it was read. */
async function askWithdraw(ctx: BotContext, me: AccountId, which: number | null, pick: { readonly number: number } | { readonly grantId: number }): Promise<void> {
  const people = await readPeople(ctx.scope, me, which);
  if (!people.ok) return say(ctx, (t) => t.node.refusals[people.reason]);
  const grant = "number" in pick ? people.grants[pick.number - 1] : people.grants.find(({ grantId }) => grantId === pick.grantId);
  await (grant ? present(ctx, askWithdrawMessage(ctx.t, ctx.locale, people, grant)) : say(ctx, (t) => t.node.refusals.noSuchItem));
}

async function askLayDown(ctx: BotContext, me: AccountId, which: number | null): Promise<void> {
  const own = await readOwn(ctx.scope, me, which);
  await (own.ok ? present(ctx, askLayDownMessage(ctx.t, own.body)) : say(ctx, (t) => t.node.refusals[own.reason]));
}

inPrivate.filter((ctx) => ctx.command?.name === "scope", async (ctx, next) => {
  const { account } = ctx.person;
  const line = parseScopeLine(ctx.command?.rest ?? "");
  if (!account) return next();
  if (line.verb === "people") return showPeople(ctx, account.id, line.which);
  if (line.verb === "withdraw") return askWithdraw(ctx, account.id, line.which, line);
  if (line.verb === "resign") return askLayDown(ctx, account.id, line.which);
  return next();
});

function onButton(pattern: RegExp, press: (ctx: BotContext, me: AccountId, ids: readonly number[]) => Promise<void>): void {
  inPrivate.callbackQuery(pattern, async (ctx) => {
    const { account } = ctx.person;
    if (!account) return say(ctx, (t) => t.node.refusals.notForYou);
    await press(ctx, account.id, Array.from(ctx.match, Number).slice(1));
  });
}

onButton(LIST_DATA, (ctx, me, [nodeId = 0]) => showPeople(ctx, me, nodeId));
onButton(ASK_WITHDRAW_DATA, (ctx, me, [nodeId = 0, grantId = 0]) => askWithdraw(ctx, me, nodeId, { grantId }));
onButton(ASK_LAY_DOWN_DATA, (ctx, me, [nodeId = 0]) => askLayDown(ctx, me, nodeId));

onButton(WITHDRAW_DATA, async (ctx, me, [grantId = 0]) => {
  const result = await withdraw(ctx.scope, me, grantId);
  await (result.ok ? present(ctx, withdrawnMessage(ctx.t, result.body, result.right)) : say(ctx, (t) => t.node.refusals[result.reason]));
});

onButton(LAY_DOWN_DATA, async (ctx, me, [nodeId = 0]) => {
  const result = await layDown(ctx.scope, me, nodeId);
  await (result.ok ? present(ctx, laidDownMessage(ctx.t, result.body)) : say(ctx, (t) => t.node.refusals[result.reason]));
});
