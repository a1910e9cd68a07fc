import { Composer } from "grammy";
import type { AccountId, BotContext, Scope } from "../../context.ts";
import { isTalk, onCommand } from "../../telegram/command.ts";
import { present, say } from "../../telegram/say.ts";
import { cleanName } from "../station/rules.ts";
import { answering, awaitText, changeBody, closeBody, createBody, findAsked, readCard, readOverview, type Asked, type BodyChange } from "./actions.ts";
import { parseScopeLine, readExpected } from "./rules.ts";
import {
  ASK_CLOSE_DATA, ASK_DATA, askCloseMessage, askTextMessage, cardMessage, CLOSE_DATA, closedMessage, KIND_DATA, LIST_DATA, NEW_DATA, overviewMessage, SHOW_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

type CardResult = Awaited<ReturnType<typeof changeBody>> | Awaited<ReturnType<typeof createBody>>;

async function answer(ctx: BotContext, result: CardResult): Promise<void> {
  if (!result.ok) return say(ctx, (t) => t.node.refusals[result.reason]);
  await present(ctx, cardMessage(ctx.t, ctx.locale, result.card));
}

async function showList(ctx: BotContext): Promise<void> {
  const { account } = ctx.person;
  const overview = account ? await readOverview(ctx.scope, account.id) : { bodies: [], stations: [] };
  await present(ctx, overviewMessage(ctx.t, ctx.locale, overview));
}

async function showCard(ctx: BotContext, me: AccountId, nodeId: number): Promise<void> {
  const card = await readCard(ctx.scope, me, nodeId);
  await answer(ctx, card ? { ok: true, card } : { ok: false, reason: "notForYou" });
}

async function close(ctx: BotContext, me: AccountId, which: number | null): Promise<void> {
  const result = await closeBody(ctx.scope, me, which);
  if (!result.ok) return say(ctx, (t) => t.node.refusals[result.reason]);
  await present(ctx, closedMessage(ctx.t, result.body.name));
}

const change = async (ctx: BotContext, me: AccountId, which: number | null, to: BodyChange) => answer(ctx, await changeBody(ctx.scope, me, which, to));

// Nodelink hears its verbs of /scope first, nodegrant and nodemove theirs.
onCommand(bot, "scope", async (ctx, rest) => {
  const { account } = ctx.person;
  const line = parseScopeLine(rest);
  if (line.verb === "list" || !account) return showList(ctx);
  if (line.verb === "show") return showCard(ctx, account.id, line.which);
  if (line.verb === "create") return answer(ctx, await createBody(ctx.scope, account.id, { name: line.name, kind: line.kind, locale: ctx.locale }));
  if (line.verb === "rename") return change(ctx, account.id, line.which, { name: line.name });
  if (line.verb === "kind") return change(ctx, account.id, line.which, { kind: line.kind });
  if (line.verb === "expect") return change(ctx, account.id, line.which, { expectedStations: line.stations });
  if (line.verb === "close") return close(ctx, account.id, line.which);
  const reason = line.verb === "unclear" ? line.reason : "unclear";
  await say(ctx, (t) => (reason === "unclear" ? `${t.node.refusals.unclear}\n\n${t.node.usage}` : t.node.refusals[reason]));
});

/** A button that somebody with an account presses; what it names is looked for among what is theirs. */
function onButton(pattern: RegExp, press: (ctx: BotContext, me: AccountId, parts: readonly string[]) => Promise<void>): void {
  inPrivate.callbackQuery(pattern, async (ctx) => {
    const { account } = ctx.person;
    if (!account) return say(ctx, (t) => t.node.refusals.notForYou);
    await press(ctx, account.id, Array.from(ctx.match, (part) => part ?? "").slice(1));
  });
}

onButton(LIST_DATA, showList);
onButton(SHOW_DATA, (ctx, me, [nodeId]) => showCard(ctx, me, Number(nodeId)));
onButton(KIND_DATA, (ctx, me, [nodeId, kind]) => change(ctx, me, Number(nodeId), { kind: kind === "committee" ? "committee" : "leading_group" }));
onButton(CLOSE_DATA, (ctx, me, [nodeId]) => close(ctx, me, Number(nodeId)));

onButton(ASK_CLOSE_DATA, async (ctx, me, [nodeId]) => {
  const card = await readCard(ctx.scope, me, Number(nodeId));
  if (card?.body.right !== "keeper") return say(ctx, (t) => t.node.refusals.notForYou);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askCloseMessage(ctx.t, card.body));
});

async function ask(ctx: BotContext, me: AccountId, asked: Asked): Promise<void> {
  const found = await awaitText(ctx.scope, me, asked);
  if (!found) return say(ctx, (t) => t.node.refusals[asked.ask === "create" ? "mayNotCreate" : "notForYou"]);
  await ctx.answer.toast("");
  await ctx.answer.reply(askTextMessage(ctx.t, asked.ask, found.name));
}

onButton(NEW_DATA, (ctx, me) => ask(ctx, me, { ask: "create", nodeId: null }));
onButton(ASK_DATA, (ctx, me, [what, nodeId]) => ask(ctx, me, { ask: what === "expect" ? "expect" : "rename", nodeId: Number(nodeId) }));

/** What was asked for, from the text; a text that does not answer it leaves the question open. */
async function takeText(ctx: BotContext, scope: Scope, me: AccountId, { ask: what, nodeId }: Asked, text: string): Promise<void> {
  if (what === "expect") {
    const read = readExpected(text);
    return read ? answer(ctx, await changeBody(scope, me, nodeId, { expectedStations: read.stations })) : say(ctx, (t) => t.node.refusals.noSuchNumber);
  }
  const name = cleanName(text);
  if (name === "") return say(ctx, (t) => t.node.refusals.noName);
  await answer(ctx, what === "create" ? await createBody(scope, me, { name, kind: "leading_group", locale: ctx.locale }) : await changeBody(scope, me, nodeId, { name }));
}

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const asked = account && await findAsked(ctx.scope, account.id);
  if (!account || !asked) return next();
  await takeText(ctx, answering(ctx.scope, account.id), account.id, asked, ctx.message.text);
});
