import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationButton, onStationCommand } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import type { UnitKind, UnitStatus } from "../unit/rules.ts";
import { chooseOption, offerOptions, openList, reopenList, turnList, type List, type ListRefusal } from "./actions.ts";
import { ALL, readFilter } from "./rules.ts";
import {
  BACK_DATA, CLEAR_DATA, FIRST_DATA, FLAG_DATA, KIND_DATA, listMessage, NARROW_DATA, narrowMessage, PICK_DATA, pickMessage, PLACE_DATA, SHOW_DATA, STATUS_DATA, TURN_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();

type Opened = { ok: true; list: List } | { ok: false; reason: ListRefusal };

// A list of units that nobody looks after is for one pair of eyes; asked for in a group, it comes in private.
onStationCommand(bot, "units", async (ctx, station, rest) => {
  const opened = await openList(station, readFilter(rest));
  if (!opened.ok) return say(ctx, (t) => t.units.refusals[opened.reason]);
  await handOver(ctx, (t) => listMessage(t, opened.list));
});

async function show(ctx: BotContext, opened: Opened): Promise<void> {
  if (!opened.ok) return say(ctx, (t) => t.units.refusals[opened.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(listMessage(ctx.t, opened.list));
}

/** Mounts a button that does something with its list and shows it. */
function onList(data: RegExp, turn: (station: StationScope, token: string, first: string, second: string) => Promise<Opened>): void {
  onStationButton(bot, data, async (ctx, station, [token = "", first = "", second = ""]) => show(ctx, await turn(station, token, first, second)));
}

onList(BACK_DATA, (station) => reopenList(station));
onList(SHOW_DATA, (station, token) => turnList(station, token, null));
onList(FIRST_DATA, (station, token) => turnList(station, token, { cursor: null }));
onList(TURN_DATA, (station, token, way, code) => turnList(station, token, { cursor: way === "next" ? { after: code } : { before: code } }));
onList(KIND_DATA, (station, token, kind) => turnList(station, token, { filter: { kind: kind as UnitKind } }));
onList(STATUS_DATA, (station, token, status) => turnList(station, token, { filter: { status: status as UnitStatus } }));
onList(FLAG_DATA, (station, token, flag, how) => turnList(station, token, { filter: { [flag]: how === "y" } }));
onList(CLEAR_DATA, (station, token) => turnList(station, token, { filter: ALL }));
onList(PLACE_DATA, (station, token, field, place) => chooseOption(station, token, field as "area" | "industry", Number(place)));

onStationButton(bot, NARROW_DATA, async (ctx, station, [token = ""]) => {
  const opened = await turnList(station, token, null);
  if (!opened.ok) return say(ctx, (t) => t.units.refusals[opened.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(narrowMessage(ctx.t, opened.list));
});

onStationButton(bot, PICK_DATA, async (ctx, station, [token = "", said]) => {
  const field = said as "area" | "industry" | "kind" | "status";
  const offered = await offerOptions(station, token, field === "industry" ? "industry" : "area");
  if (!offered.ok) return say(ctx, (t) => t.units.refusals[offered.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(pickMessage(ctx.t, offered, field));
});
