import { Composer } from "grammy";
import type { BotContext, Result } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { endContact, looksAfterUnits, readContacts, readOwnCards, readOwnUnit, stopBeingContact, type ContactsRefusal, type Contacts } from "./actions.ts";
import { ASK_END_DATA, ASK_STOP_DATA, askEndMessage, askStopMessage, contactsMessage, END_DATA, OF_DATA, OWN_DATA, ownCardMessage, STOP_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function showContacts(ctx: BotContext, result: Result<ContactsRefusal, Contacts> | null, before?: string): Promise<void> {
  if (!ctx.station || !result?.ok) return say(ctx, (t) => t.contact.refusals[result && !result.ok ? result.reason : "notForYou"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(contactsMessage(ctx.t, result, { locale: ctx.locale, timeZone: ctx.station.timeZone }, before));
}

inPrivate.callbackQuery(OF_DATA, async (ctx) => showContacts(ctx, ctx.station && await readContacts(ctx.station, { id: Number(ctx.match[1]) })));

inPrivate.callbackQuery(ASK_END_DATA, async (ctx) => {
  const [unitId, id] = [Number(ctx.match[1]), Number(ctx.match[2])];
  const result = ctx.station && await readContacts(ctx.station, { id: unitId });
  if (!result?.ok) return showContacts(ctx, result);
  if (!result.contacts.some((each) => each.id === id)) return say(ctx, (t) => t.contact.refusals.contactGone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askEndMessage(ctx.t, result.unit.code, unitId, id));
});

inPrivate.callbackQuery(END_DATA, async (ctx) => {
  const result = ctx.station && await endContact(ctx.station, { unitId: Number(ctx.match[1]), id: Number(ctx.match[2]) });
  await showContacts(ctx, result, result?.ok ? ctx.t.contact.ended(result.unit.code) : undefined);
});

/** Every unit of theirs in a message of its own; false where they are nobody's contact. */
async function showOwn(ctx: BotContext): Promise<boolean> {
  const { account } = ctx.person;
  const cards = account ? await readOwnCards(ctx.scope, account.id) : [];
  for (const card of cards) await ctx.answer.tell(ownCardMessage(ctx.t, card, ctx.locale, ctx.scope.now));
  return cards.length > 0;
}

// Whoever looks after units too is shown those by myunits.
inPrivate.filter((ctx) => ctx.command?.name === "myunits" && ctx.command.rest === "", async (ctx, next) => {
  if (!await showOwn(ctx) || (ctx.station && await looksAfterUnits(ctx.station))) return next();
});

inPrivate.callbackQuery(OWN_DATA, async (ctx) => {
  if (!await showOwn(ctx)) return say(ctx, (t) => t.contact.refusals.contactGone);
  await ctx.answer.toast("");
});

inPrivate.callbackQuery(ASK_STOP_DATA, async (ctx) => {
  const { account } = ctx.person;
  const unitId = Number(ctx.match[1]);
  const found = account && await readOwnUnit(ctx.scope, account.id, unitId);
  if (!found) return say(ctx, (t) => t.contact.refusals.contactGone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askStopMessage(ctx.t, found.code, unitId));
});

inPrivate.callbackQuery(STOP_DATA, async (ctx) => {
  const { account } = ctx.person;
  const result = account && await stopBeingContact(ctx.scope, account.id, Number(ctx.match[1]));
  if (!result?.ok) return say(ctx, (t) => t.contact.refusals.contactGone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite({ text: ctx.t.contact.stopped(result.code) });
});
