import { Composer } from "grammy";
import type { AccountId, BotContext, Outgoing } from "../../context.ts";
import { present, say } from "../../telegram/say.ts";
import { parseScopeLine } from "../node/rules.ts";
import { readChild, type Child } from "../tree/rules.ts";
import { leave, move, readChoice, type Choice, type Said } from "./actions.ts";
import { askLeaveMessage, LEAVE_DATA, leftMessage, MOVE_DATA, OUT_DATA, placedMessage, PUT_DATA, TO_DATA, whenMessage, whereMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function moveIt(ctx: BotContext, me: AccountId, asked: { readonly child: Child; readonly to: number; readonly on: Said }): Promise<void> {
  const result = await move(ctx.scope, me, asked);
  await (result.ok ? present(ctx, placedMessage(ctx.t, ctx.locale, result)) : say(ctx, (t) => t.nodelink.refusals[result.reason]));
}

async function takeOut(ctx: BotContext, me: AccountId, asked: { readonly child: Child; readonly on: Said }): Promise<void> {
  const result = await leave(ctx.scope, me, asked);
  await (result.ok ? present(ctx, leftMessage(ctx.t, ctx.locale, result)) : say(ctx, (t) => t.nodelink.refusals[result.reason]));
}

/** What a line is about: the body of the number, else the station that the person speaks of. */
function childOf(ctx: BotContext, which: number | null): Child | null {
  if (which !== null) return { kind: "body", id: which };
  return ctx.station && { kind: "station", id: ctx.station.stationId };
}

inPrivate.filter((ctx) => ctx.command?.name === "scope", async (ctx, next) => {
  const { account } = ctx.person;
  const line = parseScopeLine(ctx.command?.rest ?? "");
  if (!account || (line.verb !== "move" && line.verb !== "leave")) return next();
  const child = childOf(ctx, line.which);
  if (!child) return say(ctx, (t) => t.nodelink.refusals.notForYou);
  const on = { words: line.day };
  return line.verb === "move" ? moveIt(ctx, account.id, { child, to: line.to, on }) : takeOut(ctx, account.id, { child, on });
});

/** A button about something that is to be moved or taken out; whether it is theirs is asked where it is looked for. */
function onButton(pattern: RegExp, press: (ctx: BotContext, me: AccountId, child: Child, parts: readonly string[]) => Promise<void>): void {
  inPrivate.callbackQuery(pattern, async (ctx) => {
    const { account } = ctx.person;
    const [, named = "", ...parts] = Array.from(ctx.match, (part) => part ?? "");
    const child = readChild(named);
    if (!account || !child) return say(ctx, (t) => t.nodelink.refusals.notForYou);
    await press(ctx, account.id, child, parts);
  });
}

function onChoice(pattern: RegExp, message: (ctx: BotContext, choice: Choice, parts: readonly string[]) => Outgoing): void {
  onButton(pattern, async (ctx, me, child, parts) => {
    const choice = await readChoice(ctx.scope, me, child);
    await (choice ? present(ctx, message(ctx, choice, parts)) : say(ctx, (t) => t.nodelink.refusals.notForYou));
  });
}

onChoice(MOVE_DATA, (ctx, choice) => whereMessage(ctx.t, choice));
onChoice(TO_DATA, (ctx, choice, [nodeId]) => {
  const target = choice.targets.find((each) => each.nodeId === Number(nodeId));
  return target ? whenMessage(ctx.t, ctx.locale, choice, target.nodeId, ctx.scope.now) : whereMessage(ctx.t, choice);
});
onChoice(LEAVE_DATA, (ctx, choice) => askLeaveMessage(ctx.t, ctx.locale, choice, ctx.scope.now));
onButton(PUT_DATA, (ctx, me, child, [to, day = ""]) => moveIt(ctx, me, { child, to: Number(to), on: { day } }));
onButton(OUT_DATA, (ctx, me, child, [day = ""]) => takeOut(ctx, me, { child, on: { day } }));
