import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationButton, onStationCommand } from "../../telegram/command.ts";
import { present, say } from "../../telegram/say.ts";
import { changeGroupDigest, readGroupDigest, readGroupDigests } from "./actions.ts";
import { parseDigestCommand, patchOf, type DigestCommand, type Patch } from "./rules.ts";
import { CHANGE_DATA, groupMessage, LIST_DATA, listMessage, planMessage, SHOW_DATA, type Reading } from "./view.ts";

export const bot = new Composer<BotContext>();

const readingOf = (ctx: BotContext, station: StationScope): Reading => ({ ...station, locale: ctx.locale });

/** What a change is answered with besides how it stands now. */
const doneLines = (ctx: BotContext, comesNow: boolean): string[] => [ctx.t.digestplan.changed, ...comesNow ? [ctx.t.digestplan.comesNow] : []];

async function list(ctx: BotContext, station: StationScope): Promise<void> {
  const result = await readGroupDigests(station);
  if (!result.ok) return say(ctx, (t) => t.digestplan.refusals[result.reason]);
  await present(ctx, listMessage(ctx.t, result.groups, readingOf(ctx, station)));
}

async function show(ctx: BotContext, station: StationScope): Promise<void> {
  if (!("chatId" in ctx.place)) return list(ctx, station);
  const result = await readGroupDigest(station, ctx.place.chatId);
  if (!result.ok) return say(ctx, (t) => t.digestplan.refusals[result.reason]);
  await ctx.answer.reply(groupMessage(ctx.t, result.group, readingOf(ctx, station)));
}

/** Changes the digest of the group in which it was said; in private buttons say which group is meant. */
async function changeHere(ctx: BotContext, station: StationScope, patch: Patch): Promise<void> {
  if (!("chatId" in ctx.place)) return say(ctx, (t) => t.digestplan.refusals.whichGroup);
  const result = await changeGroupDigest(station, ctx.place.chatId, patch);
  if (!result.ok) return say(ctx, (t) => t.digestplan.refusals[result.reason]);
  await ctx.answer.reply(groupMessage(ctx.t, result.group, readingOf(ctx, station), doneLines(ctx, result.comesNow)));
}

/** The topic in which it was written; 0 is the general one. */
function topicOf(ctx: BotContext): number {
  const said = ctx.message ?? ctx.callbackQuery?.message;
  return said && "is_topic_message" in said && said.is_topic_message ? said.message_thread_id ?? 0 : 0;
}

async function moveHere(ctx: BotContext, station: StationScope): Promise<void> {
  if (!("chatId" in ctx.place)) return say(ctx, (t) => t.digestplan.refusals.whichGroup);
  const isForum = ctx.chat?.type === "supergroup" && ctx.chat.is_forum === true;
  if (!isForum) return say(ctx, (t) => t.digestplan.refusals.noTopics);
  await changeHere(ctx, station, { threadId: topicOf(ctx) });
}

async function run(ctx: BotContext, station: StationScope, command: DigestCommand): Promise<void> {
  switch (command.verb) {
    case "show": return show(ctx, station);
    case "here": return moveHere(ctx, station);
    case "change": return changeHere(ctx, station, command.patch);
    case "doubt": return say(ctx, (t) => (command.reason === "whichHour"
      ? t.digestplan.doubts.whichHour(command.hours) : `${t.digestplan.doubts[command.reason]}\n\n${t.digestplan.usage}`));
  }
}

onStationCommand(bot, "digest", async (ctx, station, rest) => {
  await run(ctx, station, parseDigestCommand(rest));
});

onStationButton(bot, LIST_DATA, list);

onStationButton(bot, SHOW_DATA, async (ctx, station, [chatId]) => {
  const result = await readGroupDigest(station, Number(chatId));
  if (!result.ok) return say(ctx, (t) => t.digestplan.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(planMessage(ctx.t, result.group, readingOf(ctx, station)));
});

onStationButton(bot, CHANGE_DATA, async (ctx, station, [chatId, what = "", value = ""]) => {
  const patch = patchOf(what, value);
  const result = patch ? await changeGroupDigest(station, Number(chatId), patch) : null;
  if (!result?.ok) return say(ctx, (t) => t.digestplan.refusals.notForYou);
  await ctx.answer.toast(doneLines(ctx, result.comesNow).join(" "));
  await ctx.answer.rewrite(planMessage(ctx.t, result.group, readingOf(ctx, station)));
});
