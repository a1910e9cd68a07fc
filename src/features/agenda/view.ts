import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import type { SlotFacts } from "../activity/actions.ts";
import { freePlaces, repliesCloseAt } from "../activity/rules.ts";
import { FEED_PAGE_DATA, fileData } from "../calendar/rules.ts";
import { startLink } from "../link/rules.ts";
import { joinForActivity, replyData } from "../reply/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatSpan } from "../span/rules.ts";
import { standData } from "../standing/rules.ts";
import { formatMoment } from "../time/rules.ts";
import type { About, Agenda, MyActivity, OpenActivity, OpenSlot } from "./actions.ts";
import { leastOf, listData, PAGE_SIZE, pageOf, refreshData, type List } from "./rules.ts";

export const LIST_DATA = /^agenda:(open|mine):(\d{1,4})(?::now)?$/;
export const REPLIED_DATA = /^(?:reply:\d|standing:)/;

/** More buttons in a row than this are too narrow for a time. */
const SLOTS_IN_ROW = 2;

export interface Saying {
  readonly locale: Locale;
  readonly now: Date;
  readonly hasFeeds: boolean;
  readonly botUsername: string;
}

function headOf(t: Messages, number: number, { title, stationName }: About, stations: number): string {
  return `${number}. ${stations > 1 ? t.agenda.ofStation(title, stationName) : title}`;
}

/** As on a board, what is public anyway; the places that are free for the reader. */
function countsOf(t: Messages, slot: OpenSlot, capacity: number | null): string {
  const free = leastOf(freePlaces(capacity, slot), slot.leftForRole);
  return [
    ...(free === null ? [t.post.going(slot.going, slot.guests)] : [free > 0 ? t.post.free(free) : t.post.full]),
    ...(slot.waiting > 0 ? [t.post.waiting(slot.waiting)] : []),
  ].join(" · ");
}

function openBlock(t: Messages, item: OpenActivity, number: number, stations: number, { locale, now }: Saying): string {
  const time = (slot: SlotFacts) => `🗓 ${slot.label === null ? "" : `${slot.label} `}${formatSpan(slot, item.timeZone, locale, now)}`;
  return [
    headOf(t, number, item, stations), ...(item.place === null ? [] : [`📍 ${item.place}`]),
    ...item.slots.flatMap((slot) => [time(slot), `👥 ${countsOf(t, slot, item.capacity)}`]),
    ...(item.repliesCloseAt === null ? [] : [t.post.closesAt(formatMoment(item.repliesCloseAt, item.timeZone, locale, now))]),
  ].join("\n");
}

function openButtons(t: Messages, item: OpenActivity, number: number, { locale, now }: Saying): Button[][] {
  const { activityId, slots } = item;
  const maybe = { text: t.agenda.button.maybe(number), data: replyData(activityId, 0, "maybe") };
  const going = (slot: SlotFacts): Button => {
    const name = slot.label === null ? formatMoment(slot.startsAt, item.timeZone, locale, now) : shortTitle(slot.label, 12);
    return { text: item.isOnlySlot ? t.agenda.button.going(number) : t.agenda.button.slot(number, name), data: replyData(activityId, slot.id, "going") };
  };
  return item.isOnlySlot ? [[...slots.map(going), maybe]] : [...inRows(slots.map(going), SLOTS_IN_ROW), [maybe]];
}

/** Of whom nothing is kept, the way in with the activity kept for afterwards; the group whose list it is has the same link. */
function joinButton(t: Messages, { stationId, joinCode, activityId, title }: OpenActivity, number: number, { botUsername }: Saying): Button {
  return { text: t.agenda.button.join(number, shortTitle(title, 12)), url: startLink(botUsername, joinForActivity(stationId, joinCode, activityId)) };
}

function standingLine(t: Messages, item: MyActivity, { locale, now }: Saying): string {
  const { reply } = t.agenda;
  if (item.reply === "held") return reply.held(item.guests);
  if (item.reply === "waiting") return reply.waiting(item.position);
  if (item.reply === "maybe") return reply.maybe;
  return reply.offered(formatMoment(item.offerEndsAt ?? item.startsAt, item.timeZone, locale, now));
}

function mineBlock(t: Messages, item: MyActivity, number: number, stations: number, saying: Saying): string {
  const time = formatSpan(item, item.timeZone, saying.locale, saying.now);
  return [
    headOf(t, number, item, stations), `🗓 ${item.label === null ? "" : `${item.label} `}${time}`,
    ...(item.place === null ? [] : [`📍 ${item.place}`]), standingLine(t, item, saying),
  ].join("\n");
}

function mineButtons(t: Messages, item: MyActivity, number: number, { now }: Saying): Button[] {
  const { activityId, slotId } = item;
  const { button } = t.agenda;
  const isOpen = now < repliesCloseAt(item, item);
  const isWaiting = item.reply === "waiting" || item.reply === "offered";
  const isAsked = item.reply === "maybe" || item.reply === "offered";
  return [
    ...(isAsked && isOpen ? [{ text: button.going(number), data: replyData(activityId, slotId, "going") }] : []),
    { text: isWaiting ? button.leave(number) : button.no(number), data: replyData(activityId, slotId, "no") },
    ...(isAsked ? [] : [{ text: button.file(number), data: fileData(activityId) }]),
    ...(item.reply === "held" && item.seriesId !== null ? [{ text: t.standing.button.everyNumbered(number), data: standData(item.seriesId, true) }] : []),
  ];
}

function turning(t: Messages, list: List, page: number, pages: number): Button[] {
  return [
    ...(page > 0 ? [{ text: t.agenda.button.previous, data: listData(list, page - 1) }] : []),
    { text: t.agenda.button.refresh, data: refreshData(list, page) },
    ...(page < pages - 1 ? [{ text: t.agenda.button.next, data: listData(list, page + 1) }] : []),
  ];
}

function layOut(t: Messages, list: List, shown: { page: number; pages: number; head: string; blocks: readonly string[]; rows: readonly Button[][] }, other: Button[][]): Outgoing {
  const { page, pages, head, blocks, rows } = shown;
  return {
    text: [head, ...blocks, ...(pages > 1 ? [t.agenda.page(page + 1, pages)] : [])].join("\n\n"),
    buttons: [...rows, turning(t, list, page, pages), ...other],
  };
}

/** What can be joined now, each with its answers at one tap. */
function openMessage(t: Messages, { open, mine, stations, isKnown }: Agenda, wanted: number, saying: Saying): Outgoing {
  const { shown, page, pages } = pageOf(open, wanted);
  const numbered = shown.map((item, at) => ({ item, number: page * PAGE_SIZE + at + 1 }));
  return layOut(t, "open", {
    page, pages, head: open.length > 0 ? t.agenda.open(open.length) : t.agenda.none,
    blocks: numbered.map(({ item, number }) => openBlock(t, item, number, stations, saying)),
    rows: numbered.flatMap(({ item, number }) => (isKnown ? openButtons(t, item, number, saying) : [[joinButton(t, item, number, saying)]])),
  }, mine.length > 0 ? [[{ text: t.agenda.button.mine(mine.length), data: listData("mine", 0) }]] : []);
}

const everyTime = (t: Messages, standing: Agenda["standing"]): string[] =>
  standing.length === 0 ? [] : [standing.map(({ title }) => t.standing.mine(title)).join("\n")];

const noMore = (t: Messages, { seriesId, title }: Agenda["standing"][number]): Button =>
  ({ text: t.standing.button.noMore(shortTitle(title)), data: standData(seriesId, false) });

/** What the person goes to, waits for or thinks about. */
function mineMessage(t: Messages, { open, mine, standing, stations }: Agenda, wanted: number, saying: Saying): Outgoing {
  const { shown, page, pages } = pageOf(mine, wanted);
  const numbered = shown.map((item, at) => ({ item, number: page * PAGE_SIZE + at + 1 }));
  const feed = saying.hasFeeds ? [[{ text: t.calendar.button.feed, data: FEED_PAGE_DATA }]] : [];
  return layOut(t, "mine", {
    page, pages, head: mine.length > 0 ? t.agenda.mine(mine.length) : t.agenda.noneMine,
    blocks: [...numbered.map(({ item, number }) => mineBlock(t, item, number, stations, saying)), ...everyTime(t, standing)],
    rows: [...numbered.map(({ item, number }) => mineButtons(t, item, number, saying)), ...standing.map((each): Button[] => [noMore(t, each)])],
  }, [[{ text: t.agenda.button.open(open.length), data: listData("open", 0) }], ...feed]);
}

/** One of the two lists. */
export function agendaMessage(t: Messages, agenda: Agenda, shown: { list: List; page: number }, saying: Saying): Outgoing {
  return shown.list === "open" ? openMessage(t, agenda, shown.page, saying) : mineMessage(t, agenda, shown.page, saying);
}
