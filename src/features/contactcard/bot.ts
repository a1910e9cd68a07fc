import { Composer } from "grammy";
import type { BotContext, Result, StationScope } from "../../context.ts";
import { onStationButton } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { endContact, looksAfterUnits, readContacts, readOwnCards, readOwnUnit, stopBeingContact, type ContactsRefusal, type Contacts } from "./actions.ts";
import { ASK_END_DATA, ASK_STOP_DATA, askEndMessage, askStopMessage, contactsMessage, END_DATA, OF_DATA, OWN_DATA, ownCardMessage, STOP_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function showContacts(ctx: BotContext, { timeZone }: StationScope, result: Result<ContactsRefusal, Contacts>, before?: string): Promise<void> {
  if (!result.ok) return say(ctx, (t) => t.contact.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(contactsMessage(ctx.t, result, { locale: ctx.locale, timeZone }, before));
}

onStationButton(bot, OF_DATA, async (ctx, station, [unitId]) => showContacts(ctx, station, await readContacts(station, { id: Number(unitId) })));

onStationButton(bot, ASK_END_DATA, async (ctx, station, [unitId, contactId]) => {
  const id = Number(contactId);
  const result = await readContacts(station, { id: Number(unitId) });
  if (!result.ok) return showContacts(ctx, station, result);
  if (!result.contacts.some((each) => each.id === id)) return say(ctx, (t) => t.contact.refusals.contactGone);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askEndMessage(ctx.t, result.unit, id));
});

onStationButton(bot, END_DATA, async (ctx, station, [unitId, contactId]) => {
  const result = await endContact(station, { unitId: Number(unitId), id: Number(contactId) });
  await showContacts(ctx, station, result, result.ok ? ctx.t.contact.ended(result.unit.code) : undefined);
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
