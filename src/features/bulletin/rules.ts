import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { ActivityFacts, SlotFacts } from "../activity/actions.ts";
import { freePlaces, isCheckInOpen, repliesCloseAt, stateOf, type ActivityContent } from "../activity/rules.ts";
import { attendanceAt, attendData, clockOf } from "../attend/rules.ts";
import { startLink } from "../link/rules.ts";
import { starsText } from "../rating/rules.ts";
import { guestsData, joinForActivity, replyData } from "../reply/rules.ts";
import { formatSpan, formatSpanInZone } from "../span/rules.ts";
import { formatMoment } from "../time/rules.ts";

interface Io {
  readonly now: Date;
  readonly botUsername: string;
}

/** What a board says; the rest of an activity is not its business. */
export type BoardShown = Pick<ActivityFacts,
  | "stationId" | "id" | "type" | "title" | "mode" | "place" | "previousPlace" | "details" | "capacity" | "guestsMax" | "contact" | "repliesCloseAt"
  | "announcedAt" | "cancelledAt" | "cancelReason" | "heldAt" | "came" | "headCount" | "finalGoing" | "finalCame" | "rating" | "timeZone" | "locale" | "joinCode" | "hosts" | "slots">;

const moment = (at: Date, shown: BoardShown, now: Date) => formatMoment(at, shown.timeZone, shown.locale, now);

function slotTime(t: Messages, slot: SlotFacts, shown: BoardShown, now: Date): string {
  const time = formatSpanInZone(slot, shown.timeZone, shown.locale, now);
  const labelled = slot.label === null ? time : t.post.labelled(slot.label, time);
  const { previousStartsAt: startsAt, previousEndsAt: endsAt } = slot;
  return startsAt === null ? labelled : `${labelled}\n${t.post.before(formatSpan({ startsAt, endsAt }, shown.timeZone, shown.locale, now))}`;
}

function factLines(t: Messages, shown: BoardShown, now: Date): string[] {
  const kind = [t.activity.types[shown.type], t.activity.modes[shown.mode], ...(shown.hosts.length > 0 ? [t.post.hosts(shown.hosts)] : [])];
  const [only] = shown.slots;
  return [
    kind.join(" · "),
    ...(only && shown.slots.length === 1 ? [`🗓 ${slotTime(t, only, shown, now)}`] : []),
    ...(shown.place === null ? [] : [`📍 ${shown.place}`]),
    ...(shown.previousPlace === null ? [] : [t.post.before(shown.previousPlace)]),
    ...(shown.details === null ? [] : [shown.details]),
    ...(shown.contact === null ? [] : [t.post.contact(shown.contact)]),
  ];
}

/** Small counts are shown as they are: those counted chose to be, before this very group. */
function countsOf(t: Messages, slot: SlotFacts, shown: BoardShown): string {
  const free = freePlaces(shown.capacity, slot);
  return [
    t.post.going(slot.going, slot.guests),
    ...(slot.maybe > 0 ? [t.post.maybe(slot.maybe)] : []),
    ...(free === null ? [] : [free > 0 ? t.post.free(free) : t.post.full]),
    ...(slot.waiting > 0 ? [t.post.waiting(slot.waiting)] : []),
  ].join(" · ");
}

function countLines(t: Messages, shown: BoardShown, now: Date): string[] {
  const [only] = shown.slots;
  if (only && shown.slots.length === 1) return [`👥 ${countsOf(t, only, shown)}`];
  return shown.slots.flatMap((slot) => [`🗓 ${slotTime(t, slot, shown, now)}`, `👥 ${countsOf(t, slot, shown)}`]);
}

/** What can still be replied to; at what is about to begin people say that they are there. */
const openSlots = (shown: BoardShown, now: Date) =>
  shown.slots.filter((slot) => now < repliesCloseAt(shown, slot) && !isCheckInOpen(slot, now));

function goingButtons(t: Messages, shown: BoardShown, open: readonly SlotFacts[], now: Date): Button[][] {
  const { id } = shown;
  const others: Button[] = [{ text: t.post.button.maybe, data: replyData(id, 0, "maybe") }, { text: t.post.button.no, data: replyData(id, 0, "no") }];
  const [first] = open;
  if (first && shown.slots.length === 1) return [[{ text: t.post.button.going, data: replyData(id, first.id, "going") }, ...others]];
  const name = (slot: SlotFacts) => slot.label ?? formatMoment(slot.startsAt, shown.timeZone, shown.locale, now);
  return [...open.map((slot) => [{ text: `✅ ${name(slot)}`, data: replyData(id, slot.id, "going") }]), others];
}

function buttons(t: Messages, shown: BoardShown, { now, botUsername }: Io): Button[][] {
  const open = openSlots(shown, now);
  const isAttending = attendanceAt(shown.slots, now).kind === "open";
  // Whoever cannot come after all can say so until the end.
  const no: Button[][] = shown.slots.every(({ endsAt }) => endsAt <= now) ? [] : [[{ text: t.post.button.no, data: replyData(shown.id, 0, "no") }]];
  if (open.length === 0 && !isAttending) return no;
  const guests = Array.from({ length: shown.guestsMax + 1 }, (_, count) => ({
    text: count === 0 ? t.post.button.alone : t.post.button.guests(count), data: guestsData(shown.id, count),
  }));
  const join = startLink(botUsername, joinForActivity(shown.stationId, shown.joinCode, shown.id));
  const here = { text: shown.mode === "async" ? t.attend.did : t.attend.here, data: attendData(shown.id) };
  return [
    ...(isAttending ? [[here]] : []),
    ...(open.length > 0 ? goingButtons(t, shown, open, now) : no),
    ...(open.length > 0 && shown.guestsMax > 0 ? [guests] : []),
    [{ text: t.post.button.join, url: join }],
  ];
}

/** What can be done now, and that nobody must. */
function standingLines(t: Messages, shown: BoardShown, now: Date): string[] {
  const attendance = attendanceAt(shown.slots, now);
  if (attendance.kind === "open") {
    const until = clockOf(attendance.closesAt, { ...shown, now });
    return [t.attend.came({ came: shown.came, counted: shown.headCount, until }), "", t.attend.voluntary];
  }
  if (openSlots(shown, now).length === 0) return [t.post.closed];
  return [...(shown.repliesCloseAt === null ? [] : [t.post.closesAt(moment(shown.repliesCloseAt, shown, now))]), "", t.post.voluntary];
}

function cancelledMessage(t: Messages, shown: BoardShown, now: Date): Outgoing {
  const times = shown.slots.map((slot) => `🗓 ${formatSpan(slot, shown.timeZone, shown.locale, now)}`);
  return { text: [t.post.cancelled(shown.title), ...(shown.cancelReason === null ? [] : [shown.cancelReason]), ...times].join("\n"), buttons: [] };
}

function heldMessage(t: Messages, shown: BoardShown, now: Date): Outgoing {
  const times = shown.slots.map((slot) => `🗓 ${formatSpan(slot, shown.timeZone, shown.locale, now)}`);
  const { rating } = shown;
  const rated = rating === null ? [] : [t.post.rated(starsText(rating.average), rating.raters)];
  return { text: [`📣 ${shown.title}`, ...times, t.post.held({ going: shown.finalGoing ?? 0, came: shown.finalCame ?? 0, counted: shown.headCount }), ...rated].join("\n"), buttons: [] };
}

/**
 * An announcement as a group sees it: what, when, where, counts only, and that it is voluntary. The words are handed in:
 * the copies and the organizer's preview are laid out here, so that the preview cannot differ from what is posted.
 */
export function boardMessage(t: Messages, shown: BoardShown, io: Io): Outgoing {
  const { now } = io;
  const state = stateOf(shown, now);
  if (state === "cancelled") return cancelledMessage(t, shown, now);
  if (state === "held") return heldMessage(t, shown, now);
  const text = [`📣 ${shown.title}`, ...factLines(t, shown, now), "", ...countLines(t, shown, now), ...standingLines(t, shown, now)];
  return { text: text.join("\n"), buttons: buttons(t, shown, io) };
}

/** What a group will see of an activity that is not announced yet: nobody has answered. */
export function plannedBoard(
  content: ActivityContent,
  at: { readonly stationId: number; readonly timeZone: string; readonly locale: Locale; readonly joinCode: string; readonly now: Date },
): BoardShown {
  const { now, ...station } = at;
  const nobody = { previousStartsAt: null, previousEndsAt: null, going: 0, guests: 0, taken: 0, waiting: 0, maybe: 0 };
  return {
    ...station, ...content, id: 0, previousPlace: null, announcedAt: now, cancelledAt: null, cancelReason: null, heldAt: null,
    came: 0, headCount: 0, finalGoing: null, finalCame: null, rating: null, slots: content.slots.map((slot, index) => ({ ...slot, ...nobody, id: index })),
  };
}
