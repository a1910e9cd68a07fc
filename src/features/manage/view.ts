import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { SlotFacts } from "../activity/actions.ts";
import { freePlaces, stateOf } from "../activity/rules.ts";
import { attendanceAt } from "../attend/rules.ts";
import { changeData, type ChangeKind } from "../change/rules.ts";
import { doorOfActivity } from "../door/rules.ts";
import { handData } from "../handover/rules.ts";
import { countPageData, mayCount } from "../headcount/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { sequenceData } from "../sequence/rules.ts";
import { formatSpanInZone } from "../span/rules.ts";
import { formatMoment, formatMomentInZone } from "../time/rules.ts";
import { LIST_DATA as SERIES_DATA } from "../timetable/rules.ts";
import type { Card, Comers, Listed } from "./actions.ts";
import { aliasesData, cardData, listData, pageOf } from "./rules.ts";

export const CARD_DATA = /^manage:card:(\d{1,15})$/;
export const LIST_DATA = /^manage:list:(\d{1,4})$/;
export const WHO_DATA = /^manage:who:(\d{1,15})$/;

/** A message carries so many; who else comes is a number. */
const SHOWN_ALIASES = 100;

export interface Saying {
  readonly locale: Locale;
  readonly now: Date;
}

function slotLines(t: Messages, slot: SlotFacts, card: Card, { locale, now }: Saying): string[] {
  const free = freePlaces(card.capacity, slot);
  const counts = [
    t.post.going(slot.going, slot.guests), t.post.maybe(slot.maybe), ...(free === null ? [] : [free > 0 ? t.post.free(free) : t.post.full]),
    ...(slot.waiting > 0 ? [t.post.waiting(slot.waiting)] : []),
  ];
  return [`🗓 ${formatSpanInZone(slot, card.timeZone, locale, now)}`, `👥 ${counts.join(" · ")}`];
}

function stateLine(t: Messages, card: Card, { locale, now }: Saying): string {
  const state = stateOf(card, now);
  if (state === "planned") return t.manage.planned(formatMomentInZone(card.announcedAt, card.timeZone, locale, now), card.posted + card.unposted);
  if (state === "cancelled") return t.manage.cancelled;
  return state === "held" ? t.manage.held : t.manage.posted(card.posted, card.unposted);
}

/** Near the door; before and after there is nothing to take. */
function attendanceRow(t: Messages, card: Card, now: Date): Button[] {
  const mayTake = mayCount(card, card.slots, now) === "yes";
  const isOpen = attendanceAt(card.slots, now).kind === "open";
  return [
    ...(mayTake && isOpen ? [{ text: t.door.button, data: doorOfActivity(card.id) }] : []),
    ...(mayTake ? [{ text: t.attend.count, data: countPageData(card.id) }] : []),
  ];
}

function steeringRows(t: Messages, { id, mayHandOver }: Card): Button[][] {
  const change = (kind: ChangeKind): Button => ({ text: t.manage.button[kind], data: changeData(id, kind) });
  return [[change("time"), change("place")], [change("places"), change("cancel")], [{ text: t.manage.button.remind, data: sequenceData(id) }, ...(mayHandOver ? [{ text: t.manage.button.hand, data: handData(id) }] : [])]];
}

/** What an organizer steers one activity with. */
export function cardMessage(t: Messages, card: Card, saying: Saying): Outgoing {
  const isOpen = card.heldAt === null && card.cancelledAt === null;
  const lines = [
    `📣 ${card.title}`, ...card.slots.flatMap((slot) => slotLines(t, slot, card, saying)), ...(card.place === null ? [] : [`📍 ${card.place}`]),
    stateLine(t, card, saying), ...(card.handedTo > 0 ? [t.manage.handed(card.handedTo)] : []),
  ];
  const who = card.maySeeAliases ? [{ text: t.manage.button.who, data: aliasesData(card.id) }] : [];
  return { text: lines.join("\n"), buttons: [...(isOpen && card.mayManage ? steeringRows(t, card) : []), attendanceRow(t, card, saying.now), who] };
}

function turning(t: Messages, page: number, pages: number): Button[] {
  return [
    ...(page > 0 ? [{ text: t.agenda.button.previous, data: listData(page - 1) }] : []),
    ...(page < pages - 1 ? [{ text: t.agenda.button.next, data: listData(page + 1) }] : []),
  ];
}

/** What somebody manages, the next first, page by page. */
export function listMessage(t: Messages, listed: readonly Listed[], about: { zone: string; series: number; page: number }, { locale, now }: Saying): Outgoing {
  const { zone, series } = about;
  const toSeries: Button[][] = series === 0 ? [] : [[{ text: t.timetable.button.list(series), data: SERIES_DATA }]];
  if (listed.length === 0) return { text: t.manage.none, buttons: toSeries };
  const button = ({ id, title, startsAt }: Listed): Button[] =>
    [{ text: `${shortTitle(title, 14)} · ${formatMoment(startsAt, zone, locale, now)}`, data: cardData(id) }];
  const { shown, page, pages } = pageOf(listed, about.page);
  const text = pages > 1 ? `${t.manage.list}\n${t.agenda.page(page + 1, pages)}` : t.manage.list;
  return { text, buttons: [...shown.map(button), turning(t, page, pages), ...toSeries] };
}

export function comersMessage(t: Messages, shown: Comers): Outgoing {
  const aliases = shown.aliases.slice(0, SHOWN_ALIASES);
  const hidden = shown.going - shown.aliases.length;
  const unsaid = shown.aliases.length - aliases.length;
  const list = `${aliases.join("  ·  ")}${unsaid > 0 ? ` … +${unsaid}` : ""}`;
  return {
    text: [t.manage.going(shown.title, shown.going), ...(aliases.length > 0 ? [list] : []), ...(hidden > 0 ? [t.manage.hidden(hidden)] : []), t.manage.note].join("\n"),
  };
}
