import { Composer, type Filter as Where } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import type { UnitKind, UnitStatus } from "../unit/rules.ts";
import { chooseOption, offerOptions, openList, reopenList, turnList, type List, type ListRefusal } from "./actions.ts";
import { ALL, readFilter } from "./rules.ts";
import {
  BACK_DATA, CLEAR_DATA, FIRST_DATA, FLAG_DATA, KIND_DATA, listMessage, NARROW_DATA, narrowMessage, PICK_DATA, pickMessage, PLACE_DATA, SHOW_DATA, STATUS_DATA, TURN_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

type Opened = { ok: true; list: List } | { ok: false; reason: ListRefusal };

// A list of units that nobody looks after is for one pair of eyes; asked for in a group, it comes in private.
onCommand(bot, "units", async (ctx, rest) => {
  if (!ctx.station) return say(ctx, (t) => t.system.needsStation);
  const opened = await openList(ctx.station, readFilter(rest));
  if (!opened.ok) return say(ctx, (t) => t.units.refusals[opened.reason]);
  await handOver(ctx, (t) => listMessage(t, opened.list));
});

type Tapped = Where<BotContext, "callback_query:data"> & { match: string | RegExpMatchArray };

/** Does what a button asks with its list, and shows the list. */
async function show(ctx: Tapped, turn: (station: StationScope) => Promise<Opened>): Promise<void> {
  const opened: Opened = ctx.station ? await turn(ctx.station) : { ok: false, reason: "notForYou" };
  if (!opened.ok) return say(ctx, (t) => t.units.refusals[opened.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(listMessage(ctx.t, opened.list));
}

const part = (ctx: Tapped, at: number) => ctx.match[at] ?? "";

inPrivate.callbackQuery(BACK_DATA, (ctx) => show(ctx, (station) => reopenList(station)));
inPrivate.callbackQuery(SHOW_DATA, (ctx) => show(ctx, (station) => turnList(station, part(ctx, 1), null)));
inPrivate.callbackQuery(FIRST_DATA, (ctx) => show(ctx, (station) => turnList(station, part(ctx, 1), { cursor: null })));
inPrivate.callbackQuery(TURN_DATA, (ctx) => show(ctx, (station) =>
  turnList(station, part(ctx, 2), { cursor: part(ctx, 1) === "next" ? { after: part(ctx, 3) } : { before: part(ctx, 3) } })));
inPrivate.callbackQuery(KIND_DATA, (ctx) => show(ctx, (station) => turnList(station, part(ctx, 1), { filter: { kind: part(ctx, 2) as UnitKind } })));
inPrivate.callbackQuery(STATUS_DATA, (ctx) => show(ctx, (station) => turnList(station, part(ctx, 1), { filter: { status: part(ctx, 2) as UnitStatus } })));
inPrivate.callbackQuery(FLAG_DATA, (ctx) => show(ctx, (station) => turnList(station, part(ctx, 2), { filter: { [part(ctx, 1)]: part(ctx, 3) === "y" } })));
inPrivate.callbackQuery(CLEAR_DATA, (ctx) => show(ctx, (station) => turnList(station, part(ctx, 1), { filter: ALL })));
inPrivate.callbackQuery(PLACE_DATA, (ctx) => show(ctx, (station) => chooseOption(station, part(ctx, 2), part(ctx, 1) as "area" | "industry", Number(part(ctx, 3)))));

inPrivate.callbackQuery(NARROW_DATA, async (ctx) => {
  const opened = ctx.station && await turnList(ctx.station, part(ctx, 1), null);
  if (!opened?.ok) return say(ctx, (t) => t.units.refusals[opened?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(narrowMessage(ctx.t, opened.list));
});

inPrivate.callbackQuery(PICK_DATA, async (ctx) => {
  const field = part(ctx, 2) as "area" | "industry" | "kind" | "status";
  const offered = ctx.station && await offerOptions(ctx.station, part(ctx, 1), field === "industry" ? "industry" : "area");
  if (!offered?.ok) return say(ctx, (t) => t.units.refusals[offered?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(pickMessage(ctx.t, offered.token, field, offered.options));
});
