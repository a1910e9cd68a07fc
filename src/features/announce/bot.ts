import { Composer } from "grammy";
import type { AccountId, BotContext, Scope } from "../../context.ts";
import { isTalk, onStationButton, onStationCommand } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import type { Topic } from "../topic/rules.ts";
import {
  announceAgain, answerInWords, answerQuestion, askTopic, dropDraft, finishChoosing, goBack, guideAnnouncement, isDrafting, sendDraft, showDraft, skipQuestion, takeBack,
  writeAnnouncement, type Drafting,
} from "./actions.ts";
import { AGAIN_DATA, isAgain, type Saying } from "./rules.ts";
import {
  DONE_DATA, draftMessage, droppedMessage, editMessage, outMessage, PAGE_DATA, PICK_DATA, sentMessage, takenBackMessage, TOPIC_DATA, UNDO_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

/** Drafts are shown in private only, in the person's own language. */
const saying = (ctx: BotContext): Saying => ({ locale: ctx.inPrivate.locale, now: ctx.scope.now, botUsername: ctx.setting.botUsername });

onStationCommand(bot, "announce", async (ctx, station, rest) => {
  const result = isAgain(rest) ? await announceAgain(station)
    : rest === "" ? await guideAnnouncement(station, ctx.place) : await writeAnnouncement(station, ctx.place, rest);
  if (!result.ok) return say(ctx, (t) => t.announce.refusals[result.reason]);
  await handOver(ctx, (t) => draftMessage(t, result.shown, saying(ctx)));
});

/** The draft in the place of the message whose button was pressed. */
async function showHere(ctx: BotContext, result: Drafting): Promise<void> {
  if (!result.ok) return say(ctx, (t) => t.announce.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(draftMessage(ctx.t, result.shown, saying(ctx)));
}

interface Press {
  readonly scope: Scope;
  readonly me: AccountId;
  readonly code: string;
  readonly turn: number;
}

async function send(ctx: BotContext, { scope, me, code, turn }: Press): Promise<void> {
  const result = await sendDraft(scope, me, { code, turn });
  if (!result.ok) return say(ctx, (t) => t.announce.refusals[result.reason]);
  if ("shown" in result) return showHere(ctx, result);
  await ctx.answer.toast(ctx.t.announce.sent.toast);
  await ctx.answer.rewrite(sentMessage(ctx.t, result.sent, saying(ctx)));
}

async function drop(ctx: BotContext, { scope, me, code }: Press): Promise<void> {
  if (!await dropDraft(scope, me, code)) return say(ctx, (t) => t.announce.refusals.draftGone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(droppedMessage(ctx.t));
}

async function showEdit(ctx: BotContext, { scope, me, code }: Press): Promise<void> {
  const result = await showDraft(scope, me, code);
  if (!result.ok) return say(ctx, (t) => t.announce.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(editMessage(ctx.t, result.shown));
}

const PAGES: Readonly<Record<string, (ctx: BotContext, press: Press) => Promise<void>>> = {
  show: async (ctx, { scope, me, code }) => showHere(ctx, await showDraft(scope, me, code)),
  edit: showEdit,
  send,
  drop,
  when: async (ctx, { scope, me, ...pressed }) => showHere(ctx, await askTopic(scope, me, pressed, "announceAt")),
  skip: async (ctx, { scope, me, ...pressed }) => showHere(ctx, await skipQuestion(scope, me, pressed)),
  back: async (ctx, { scope, me, ...pressed }) => showHere(ctx, await goBack(scope, me, pressed)),
};

function pressOf(ctx: BotContext, code: string | undefined, turn: string | undefined): Press | null {
  const { account } = ctx.person;
  return account && { scope: ctx.scope, me: account.id, code: code ?? "", turn: Number(turn) };
}

inPrivate.callbackQuery(PAGE_DATA, async (ctx) => {
  const press = pressOf(ctx, ctx.match[2], ctx.match[3]);
  if (!press) return say(ctx, (t) => t.announce.refusals.draftGone);
  await PAGES[ctx.match[1] ?? ""]?.(ctx, press);
});

inPrivate.callbackQuery(PICK_DATA, async (ctx) => {
  const press = pressOf(ctx, ctx.match[1], ctx.match[2]);
  if (!press) return say(ctx, (t) => t.announce.refusals.draftGone);
  await showHere(ctx, await answerQuestion(press.scope, press.me, press, Number(ctx.match[3])));
});

inPrivate.callbackQuery(TOPIC_DATA, async (ctx) => {
  const press = pressOf(ctx, ctx.match[1], ctx.match[2]);
  if (!press) return say(ctx, (t) => t.announce.refusals.draftGone);
  await showHere(ctx, await askTopic(press.scope, press.me, press, ctx.match[3] as Topic));
});

onStationButton(bot, AGAIN_DATA, async (ctx, station) => {
  const result = await announceAgain(station);
  if (!result.ok) return say(ctx, (t) => t.announce.refusals[result.reason]);
  await showHere(ctx, result);
});

inPrivate.callbackQuery(DONE_DATA, async (ctx) => {
  const { account } = ctx.person;
  if (!account) return say(ctx, (t) => t.announce.refusals.draftGone);
  await showHere(ctx, await finishChoosing(ctx.scope, account.id, ctx.match[1] ?? ""));
});

inPrivate.callbackQuery(UNDO_DATA, async (ctx) => {
  const { station } = ctx;
  const what = ctx.match[1] === "series" ? "series" : "activity";
  const id = Number(ctx.match[2]);
  const result = station && await takeBack(station, ctx.place, what, id);
  if (!result || (!result.ok && result.reason === "notForYou")) return say(ctx, (t) => t.announce.refusals.notForYou);
  if (!result.ok) {
    await ctx.answer.toast("");
    return ctx.answer.rewrite(outMessage(ctx.t, what, id));
  }
  await ctx.answer.toast(ctx.t.announce.takenBack);
  await ctx.answer.rewrite(result.shown ? draftMessage(ctx.t, result.shown, saying(ctx)) : takenBackMessage(ctx.t, result.title));
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  if (!account || !await isDrafting(ctx.scope, account.id)) return next();
  const result = await answerInWords(ctx.scope, account.id, ctx.message.text);
  if (!result.ok) return say(ctx, (t) => t.announce.refusals[result.reason]);
  await ctx.answer.tell(draftMessage(ctx.t, result.shown, saying(ctx)));
});
