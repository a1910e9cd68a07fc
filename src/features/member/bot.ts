import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { CONSENT_VERSION } from "../consent/rules.ts";
import { findStationToJoin, isMemberOf, isRollCallOpen, joinStation, mayCheckIn, readJoinPathOf } from "./actions.ts";
import { JOIN_DATA, nextOf, readJoinPath, readJoinStep, type JoinPath, type JoinStep } from "./rules.ts";
import {
  affiliationQuestion, alreadyJoinedMessage, askConsentMessage, joinedMessage, joinMessage, textChangedToast, unknownCodeMessage,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function startJoining(ctx: BotContext, path: JoinPath): Promise<void> {
  const found = await findStationToJoin(ctx.scope.db, path);
  if (!found) return ctx.answer.reply(unknownCodeMessage(ctx.t));
  const { account } = ctx.person;
  if (account && await isMemberOf(ctx.scope.db, account.id, found.id)) {
    const isOpen = await isRollCallOpen(ctx.scope.db, ctx.scope, path);
    if (isOpen && !await mayCheckIn(ctx.scope.db, account.id, found.id)) return ctx.answer.reply(askConsentMessage(ctx.t, found.id));
    return ctx.answer.reply(alreadyJoinedMessage(ctx.t, found.name, { path, isRollCallOpen: isOpen }));
  }
  const step: JoinStep = { path, version: CONSENT_VERSION, answers: "" };
  return ctx.answer.reply(joinMessage(ctx.t, { step, stationName: found.name, controller: ctx.setting.controller }));
}

inPrivate.filter((ctx) => ctx.command?.name === "start" && ctx.command.rest.startsWith("join-"), async (ctx) => {
  const path = readJoinPath(ctx.command?.rest ?? "");
  await (path ? startJoining(ctx, path) : ctx.answer.reply(unknownCodeMessage(ctx.t)));
});

onCommand(bot, "join", async (ctx) => {
  const path = ctx.station && await readJoinPathOf(ctx.scope, ctx.station.stationId);
  if (path) return startJoining(ctx, path);
  await ctx.answer.reply({ text: ctx.t.system.needsStation });
});

async function finishJoining(ctx: BotContext, step: JoinStep, stationName: string): Promise<void> {
  const who = { userId: ctx.person.userId, locale: ctx.locale, aliasPrefix: ctx.t.member.aliasPrefix };
  const result = await joinStation(ctx.scope, who, step);
  if (!result.ok) {
    const arrival = { path: step.path, isRollCallOpen: false };
    await ctx.answer.toast("");
    return ctx.answer.rewrite(result.reason === "alreadyJoined" ? alreadyJoinedMessage(ctx.t, stationName, arrival) : unknownCodeMessage(ctx.t));
  }
  await ctx.answer.toast(ctx.t.member.joinedToast);
  await ctx.answer.rewrite(joinedMessage(ctx.t, result, { path: step.path, isRollCallOpen: result.isRollCallOpen, isAnswerable: result.isAnswerable }));
  await ctx.answer.reply(affiliationQuestion(ctx.t, { step, stationName, controller: ctx.setting.controller }));
}

inPrivate.callbackQuery(JOIN_DATA, async (ctx) => {
  const { step, isCurrent } = readJoinStep([...ctx.match]);
  const found = await findStationToJoin(ctx.scope.db, step.path);
  if (found && nextOf(step.answers) === "done") return finishJoining(ctx, step, found.name);
  await ctx.answer.toast(isCurrent ? "" : textChangedToast(ctx.t));
  await ctx.answer.rewrite(found
    ? joinMessage(ctx.t, { step, stationName: found.name, controller: ctx.setting.controller })
    : unknownCodeMessage(ctx.t));
});
