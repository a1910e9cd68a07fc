import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onSharedButton, onStationCommand } from "../../telegram/command.ts";
import { present, say } from "../../telegram/say.ts";
import type { OrganizationName } from "../organization/actions.ts";
import { todayAt } from "../time/rules.ts";
import { readDay } from "../validity/rules.ts";
import { beginTerm, correctTerm, extendTerm, findTerm, readTermList, type TermResult } from "./actions.ts";
import { parseTermCommand, readTermWords, usualYears } from "./rules.ts";
import {
  askBeginMessage, askExtensionMessage, BEGIN_DATA, EXTEND_DATA, listMessage, NEW_DATA, noTermMessage, SHOW_DATA, termMessage, THROUGH_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();

async function answer(ctx: BotContext, station: StationScope, result: TermResult): Promise<void> {
  if (!result.ok) return say(ctx, (t) => t.term.refusals[result.reason](result.about, result.code));
  await present(ctx, termMessage(ctx.t, result.term, todayAt(station), true));
}

async function show(ctx: BotContext, station: StationScope, name: OrganizationName): Promise<void> {
  const found = await findTerm(station, name);
  const message = found.ok ? termMessage(ctx.t, found.term, todayAt(station)) : found.organization ? noTermMessage(ctx.t, found.organization) : null;
  if (message === null) return say(ctx, (t) => t.term.refusals[found.ok ? "noSuchOrganization" : found.reason]("", ""));
  await present(ctx, message);
}

async function list(ctx: BotContext, station: StationScope): Promise<void> {
  const result = await readTermList(station);
  if (!result.ok) return say(ctx, (t) => t.term.refusals[result.reason]());
  await ctx.answer.reply(listMessage(ctx.t, result));
}

onStationCommand(bot, "term", async (ctx, station, rest) => {
  const clock = { now: station.now, zone: station.timeZone };
  const command = parseTermCommand(rest);
  if (command.verb === "list") return list(ctx, station);
  if (command.verb === "unclear") return say(ctx, (t) => t.term.usage);
  if (command.verb === "show") return show(ctx, station, command);
  if (command.verb === "begin" || command.verb === "correct") {
    const words = readTermWords(command.text, clock);
    const record = command.verb === "begin" ? beginTerm : correctTerm;
    return words ? answer(ctx, station, await record(station, command, words)) : say(ctx, (t) => `${t.term.unclear(command.text.slice(0, 60))}\n\n${t.term.usage}`);
  }
  const day = command.text === "" ? null : readDay(command.text, clock);
  if (!day?.ok) return say(ctx, (t) => `${t.term.unclear(command.text.slice(0, 60))}\n\n${t.term.usage}`);
  await answer(ctx, station, await extendTerm(station, command, day.date));
});

onSharedButton(bot, SHOW_DATA, (ctx, station, [id]) => show(ctx, station, { id: Number(id) }));

onSharedButton(bot, EXTEND_DATA, async (ctx, station, [id]) => {
  const found = await findTerm(station, { id: Number(id) });
  if (!found.ok) return say(ctx, (t) => t.term.refusals[found.reason](found.about, found.code));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askExtensionMessage(ctx.t, found.term));
});

onSharedButton(bot, NEW_DATA, async (ctx, station, [id]) => {
  const found = await findTerm(station, { id: Number(id) });
  const { organization } = found;
  if (!organization) return say(ctx, (t) => t.term.refusals[found.ok ? "noSuchOrganization" : found.reason]("", ""));
  await ctx.answer.toast("");
  const years = usualYears(organization.level);
  await ctx.answer.rewrite(askBeginMessage(ctx.t, { ...organization, term: found.ok ? found.term : null, today: todayAt(station), years }));
});

onSharedButton(bot, THROUGH_DATA, async (ctx, station, [id, day = ""]) => answer(ctx, station, await extendTerm(station, { id: Number(id) }, day)));
onSharedButton(bot, BEGIN_DATA, async (ctx, station, [id, day = ""]) => answer(ctx, station, await beginTerm(station, { id: Number(id) }, { startedOn: day, years: null })));
