import { Composer } from "grammy";
import { isTalk, onLine, onSharedButton } from "../../telegram/command.ts";
import type { BotContext } from "../../context.ts";
import { handOver, say } from "../../telegram/say.ts";
import { FORMATION_ORDER, LEVEL_ORDER } from "../organization/rules.ts";
import { answerFounding, beginFounding, chooseFounding, dropFounding, finishFounding, isFounding, openFounding, type Choice, type Founding } from "./actions.ts";
import { readAddLine } from "./rules.ts";
import { DONE_DATA, draftMessage, DROP_DATA, FORMATION_DATA, LEVEL_DATA, NEW_DATA, OPEN_DATA, registeredMessage, WORD_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

/** A line is answered where it was written; what is still asked is asked in private. */
async function present(ctx: BotContext, founding: Founding): Promise<void> {
  if (founding.kind === "refused") return say(ctx, (t) => t.founding.refusals[founding.reason]);
  if (founding.kind === "registered") return ctx.answer.reply(registeredMessage(ctx.t, founding.done));
  await handOver(ctx, (t) => draftMessage(t, founding));
}

onLine(bot, "org", readAddLine, async (ctx, station, line) => present(ctx, await beginFounding(station, line)));

onSharedButton(bot, NEW_DATA, async (ctx, station) => {
  const founding = await beginFounding(station, "");
  if (founding.kind !== "refused") await ctx.answer.toast(ctx.place.kind === "private" ? "" : ctx.t.founding.inPrivate);
  await present(ctx, founding);
});

/** A button of the draft shows the draft anew, or what was registered. */
async function turn(ctx: BotContext, founding: Founding | null): Promise<void> {
  if (founding === null || founding.kind === "refused") return say(ctx, (t) => t.founding.refusals[founding?.reason ?? "draftGone"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(founding.kind === "registered" ? registeredMessage(ctx.t, founding.done) : draftMessage(ctx.t, founding));
}

async function choose(ctx: BotContext, code: string, choice: Choice): Promise<void> {
  const { account } = ctx.person;
  await turn(ctx, account && await chooseFounding(ctx.scope, account.id, code, choice));
}

inPrivate.callbackQuery(FORMATION_DATA, async (ctx) => {
  const [, code = "", said] = ctx.match;
  await choose(ctx, code, { kind: "formation", value: FORMATION_ORDER.find((one) => one === said) ?? null });
});

inPrivate.callbackQuery(LEVEL_DATA, async (ctx) => {
  const [, code = "", said] = ctx.match;
  await choose(ctx, code, { kind: "level", value: LEVEL_ORDER.find((one) => one === said) ?? null });
});

inPrivate.callbackQuery(WORD_DATA, async (ctx) => {
  const [, code = "", said] = ctx.match;
  await choose(ctx, code, { kind: "word", value: said === "area" || said === "industry" || said === "approvedBy" ? said : "none" });
});

inPrivate.callbackQuery(DONE_DATA, async (ctx) => {
  const { account } = ctx.person;
  await turn(ctx, account && await finishFounding(ctx.scope, account.id, ctx.match[1] ?? ""));
});

inPrivate.callbackQuery(OPEN_DATA, async (ctx) => {
  const { account } = ctx.person;
  await turn(ctx, account && await openFounding(ctx.scope, account.id, ctx.match[1] ?? ""));
});

inPrivate.callbackQuery(DROP_DATA, async (ctx) => {
  const { account } = ctx.person;
  if (!account || !await dropFounding(ctx.scope, account.id, ctx.match[1] ?? "")) return say(ctx, (t) => t.founding.refusals.draftGone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite({ text: ctx.t.founding.dropped, buttons: [] });
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  if (!account || !await isFounding(ctx.scope, account.id)) return next();
  const founding = await answerFounding(ctx.scope, account.id, ctx.message.text);
  if (founding.kind === "refused") return say(ctx, (t) => t.founding.refusals[founding.reason]);
  await ctx.answer.reply(founding.kind === "registered" ? registeredMessage(ctx.t, founding.done) : draftMessage(ctx.t, founding));
});
