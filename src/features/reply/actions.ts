import { and, asc, eq, gte, sql } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activityLimit, activitySlot, post } from "../../db/schema-activity.ts";
import { activityMark, rsvp } from "../../db/schema-reply.ts";
import { consent, member, station } from "../../db/schema.ts";
import { readActivity, type ActivityFacts } from "../activity/actions.ts";
import { repliesCloseAt, stateOf } from "../activity/rules.ts";
import { giveConsent, type ConsentRefusal } from "../consent/actions.ts";
import { REPLY_VERSION } from "../consent/rules.ts";
import { attachPost, oweBoards } from "../post/actions.ts";
import { readRoles } from "../role/actions.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { noteAccepted, oweReport, placesFreed, readFree, readWaiting } from "../waitlist/actions.ts";
import { isFrozen, leftBehind } from "../waitlist/rules.ts";
import { joinForActivity, limitedRole, type ReplyChoice } from "./rules.ts";

/** What somebody taps, and under which copy; the board is null in private. */
export interface Said {
  readonly activityId: number;
  /** 0 leaves open which of several slots is meant. */
  readonly slotId: number;
  readonly choice: ReplyChoice | { readonly guests: number };
  readonly board: { readonly chatId: number; readonly messageId: number | null } | null;
}

type Outcome =
  | { readonly outcome: "going" | "already" | "maybe" | "alreadyMaybe" | "takenBack" | "nothing"; readonly guests: number }
  | { readonly outcome: "waiting" | "alreadyWaiting"; readonly position: number; readonly guests: number;
      /** Something is free, and others wait for it. */
      readonly hasFree: boolean };

export type Replied =
  | ({ readonly ok: true } & Outcome)
  | { readonly ok: false; readonly reason: "gone" | "cancelled" | "over" | "chooseSlot" | "noGuests" | "fullThere" | "notForRole" }
  | { readonly ok: false; readonly reason: "late"; readonly closedAt: Date }
  | { readonly ok: false; readonly reason: "onlyFits"; readonly most: number }
  /** Nothing is stored of somebody who has not joined, or has not agreed; `join` is the way in. */
  | { readonly ok: false; readonly reason: "notJoined" | "noConsent"; readonly join: string };

interface Slot {
  readonly id: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

type OwnRow = typeof rsvp.$inferSelect;

interface Room {
  readonly limitedAs: OwnRow["limitedAs"];
  readonly most: number;
  readonly mine: number;
  readonly left: number;
}

/** All that a tap needs to know; the share of the lock keeps a change of the activity apart from it. */
async function findTapped(tx: Database | Tx, scope: StationScope, said: Said) {
  const me = scope.actor ?? 0;
  const [found] = await tx.select({
    about: activity, joinCode: station.joinCode, messageId: post.messageId, isPosted: sql<boolean>`${post.chatId} is not null`,
    isMember: sql<boolean>`exists (select 1 from ${member} where ${member.stationId} = activity.station_id and ${member.accountId} = ${me})`,
    hasAgreed: sql<boolean>`exists (select 1 from ${consent} where ${consent.stationId} = activity.station_id and ${consent.accountId} = ${me}
      and ${consent.purpose} = 'attendance' and ${gte(consent.textVersion, REPLY_VERSION)})`,
  }).from(activity).innerJoin(station, eq(station.id, activity.stationId))
    .leftJoin(post, and(eq(post.stationId, activity.stationId), eq(post.activityId, activity.id), eq(post.chatId, said.board?.chatId ?? 0)))
    .where(and(eq(activity.stationId, scope.stationId), eq(activity.id, said.activityId)))
    .for("share", { of: activity });
  return found ?? null;
}

type Tapped = NonNullable<Awaited<ReturnType<typeof findTapped>>>;

/** All slots, locked in the order in which everybody locks them, the first to begin first. */
async function holdSlots(tx: Tx, scope: StationScope, activityId: number): Promise<Slot[]> {
  const slots = await tx.select({ id: activitySlot.id, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt }).from(activitySlot)
    .where(and(eq(activitySlot.stationId, scope.stationId), eq(activitySlot.activityId, activityId)))
    .orderBy(asc(activitySlot.id)).for("update");
  return slots.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id);
}

const ofMine = (scope: StationScope, activityId: number) =>
  and(eq(rsvp.stationId, scope.stationId), eq(rsvp.activityId, activityId), eq(rsvp.accountId, scope.actor ?? 0));

async function readOwn(tx: Tx, scope: StationScope, activityId: number): Promise<OwnRow | null> {
  const [own] = await tx.select().from(rsvp).where(ofMine(scope, activityId));
  return own ?? null;
}

/**
 * How many places this person could have now, with their guests: those that they hold or are being offered, and what is
 * left behind those who wait before them. `most` is what they could ever have; Infinity without a limit.
 */
async function readRoom(tx: Tx, scope: StationScope, { about }: Tapped, slot: Slot, own: OwnRow | null): Promise<Room> {
  const { stationId } = scope;
  const limits = await tx.select({ role: activityLimit.role, places: activityLimit.places }).from(activityLimit)
    .where(and(eq(activityLimit.stationId, stationId), eq(activityLimit.activityId, about.id)));
  const limitedAs = limits.length === 0 ? null : limitedRole(await readRoles(tx, scope));
  const free = await readFree(tx, { stationId, activityId: about.id, slotId: slot.id, capacity: about.capacity });
  const line = isFrozen(slot.startsAt, scope.timeZone, scope.now) ? [] : await readWaiting(tx, stationId, slot.id);
  const turn = line.findIndex(({ accountId }) => accountId === scope.actor);
  const before = turn < 0 ? line : line.slice(0, turn);
  const most = Math.min(about.capacity ?? Number.POSITIVE_INFINITY, limits.find(({ role }) => role === limitedAs)?.places ?? Number.POSITIVE_INFINITY);
  const mine = own?.slotId === slot.id && (own.place === "held" || own.place === "offered") ? 1 + own.guests : 0;
  return { limitedAs, most, mine, left: mine + leftBehind(before, free, limitedAs) };
}

/** How many stand before this person in the line, themselves included, and whether they wait though something is free. */
async function readTurn(tx: Tx, scope: StationScope, about: Tapped["about"]): Promise<{ position: number; hasFree: boolean }> {
  const [row] = await tx.select({
    position: sql<number>`(select count(*) from rsvp o where o.station_id = rsvp.station_id and o.slot_id = rsvp.slot_id
      and o.place in ('waiting', 'offered') and (o.waiting_since, o.account_id) <= (rsvp.waiting_since, rsvp.account_id))::int`,
    slotId: rsvp.slotId, limitedAs: rsvp.limitedAs,
  }).from(rsvp).where(ofMine(scope, about.id));
  if (!row) throw new Error("whoever waits has no row");
  const free = await readFree(tx, { stationId: scope.stationId, activityId: about.id, slotId: row.slotId, capacity: about.capacity });
  return { position: row.position, hasFree: leftBehind([], free, row.limitedAs) > 0 };
}

/** Notes that somebody answered, whatever it was, so that they are not asked again; the mark names nobody. False where it stood. */
async function markAnswered(tx: Tx, scope: StationScope, activityId: number): Promise<boolean> {
  const mark = scope.seal.proof(`answered|${scope.stationId}|${activityId}|${scope.actor ?? 0}`);
  const made = await tx.insert(activityMark).values({ stationId: scope.stationId, activityId, kind: "answered", mark }).onConflictDoNothing()
    .returning({ kind: activityMark.kind });
  return made.length > 0;
}

async function write(tx: Tx, scope: StationScope, activityId: number, row: Pick<OwnRow, "slotId" | "answer" | "guests" | "place" | "limitedAs" | "waitingSince" | "confirmedAt">): Promise<void> {
  const values = { ...row, offeredAt: null, offerEndsAt: null, answeredAt: scope.now };
  await tx.insert(rsvp).values({ stationId: scope.stationId, activityId, accountId: scope.actor ?? 0, ...values })
    .onConflictDoUpdate({ target: [rsvp.stationId, rsvp.activityId, rsvp.accountId], set: values });
}

const late = (closedAt: Date): Replied => ({ ok: false, reason: "late", closedAt });

async function come(tx: Tx, scope: StationScope, tapped: Tapped, slot: Slot, own: OwnRow | null, guests: number): Promise<Replied> {
  const { about } = tapped;
  const isSame = own?.slotId === slot.id && own.answer === "going";
  if (isSame && own.place === "held" && own.guests === guests) return { ok: true, outcome: "already", guests };
  const closedAt = repliesCloseAt(about, slot);
  if (scope.now >= closedAt && !(isSame && own.place === "held" && guests < own.guests)) return late(closedAt);
  const room = await readRoom(tx, scope, tapped, slot, own);
  const row = { slotId: slot.id, answer: "going" as const, guests, limitedAs: room.limitedAs };
  if (1 + guests > room.left) return lineUp(tx, scope, about, own, row, room);
  if (isSame && own.place === "offered") await noteAccepted(tx, scope, { activityId: about.id, slotId: slot.id });
  await write(tx, scope, about.id, { ...row, place: "held", waitingSince: null, confirmedAt: isSame ? own.confirmedAt : null });
  return { ok: true, outcome: "going", guests };
}

/** There is not room enough now: what somebody has stays theirs, more guests than fit change nothing, and whoever has nothing yet waits. */
async function lineUp(
  tx: Tx, scope: StationScope, about: Tapped["about"], own: OwnRow | null, row: Pick<OwnRow, "slotId" | "answer" | "guests" | "limitedAs">, room: Room,
): Promise<Replied> {
  const isSame = own?.slotId === row.slotId && own.answer === "going";
  if (own?.place !== "waiting" && own?.answer === "going" && !isSame) return { ok: false, reason: "fullThere" };
  if (room.most < 1) return { ok: false, reason: "notForRole" };
  const within = room.mine > 0 || (room.left > 0 && !isSame) ? room.left : room.most;
  if (1 + row.guests > within) return { ok: false, reason: "onlyFits", most: Math.min(about.guestsMax, within - 1) };
  const outcome = isSame && own.guests === row.guests ? "alreadyWaiting" : "waiting";
  if (outcome === "waiting") {
    const waitingSince = isSame ? own.waitingSince ?? scope.now : scope.now;
    await write(tx, scope, about.id, { ...row, place: "waiting", waitingSince, confirmedAt: null });
  }
  const { position, hasFree } = await readTurn(tx, scope, about);
  return { ok: true, outcome, position, hasFree, guests: row.guests };
}

async function leaveOpen(tx: Tx, scope: StationScope, { about }: Tapped, slot: Slot, own: OwnRow | null): Promise<Replied> {
  if (own?.answer === "maybe" && own.slotId === slot.id) return { ok: true, outcome: "alreadyMaybe", guests: 0 };
  const closedAt = repliesCloseAt(about, slot);
  if (scope.now >= closedAt) return late(closedAt);
  await write(tx, scope, about.id, { slotId: slot.id, answer: "maybe", guests: 0, place: null, limitedAs: null, waitingSince: null, confirmedAt: null });
  return { ok: true, outcome: "maybe", guests: 0 };
}

async function takeBack(tx: Tx, scope: StationScope, slots: readonly Slot[], own: OwnRow | null, activityId: number): Promise<Replied> {
  if (!own) return { ok: true, outcome: "nothing", guests: 0 };
  const slot = slots.find(({ id }) => id === own.slotId);
  if (slot && scope.now >= slot.endsAt) return late(slot.endsAt);
  await tx.delete(rsvp).where(ofMine(scope, activityId));
  return { ok: true, outcome: "takenBack", guests: 0 };
}

/** Which slot is meant: the one tapped, the one answered before, or the only one that still takes replies. */
function meantSlot(slots: readonly Slot[], own: OwnRow | null, said: Said, about: Tapped["about"], now: Date): Slot | null {
  if (said.slotId !== 0) return slots.find(({ id }) => id === said.slotId) ?? null;
  const answered = slots.find(({ id }) => id === own?.slotId);
  if (answered) return answered;
  const open = slots.filter((slot) => now < repliesCloseAt(about, slot));
  return (said.choice === "maybe" || slots.length === 1 ? open[0] ?? slots[0] : open.length === 1 ? open[0] : undefined) ?? null;
}

async function answer(tx: Tx, scope: StationScope, tapped: Tapped, said: Said): Promise<Replied> {
  const { about } = tapped;
  const slots = await holdSlots(tx, scope, about.id);
  const own = await readOwn(tx, scope, about.id);
  if (said.choice === "no") return takeBack(tx, scope, slots, own, about.id);
  const slot = meantSlot(slots, own, said, about, scope.now);
  if (!slot) return { ok: false, reason: said.slotId === 0 ? "chooseSlot" : "gone" };
  if (said.choice === "maybe") return leaveOpen(tx, scope, tapped, slot, own);
  if (said.choice === "going") return come(tx, scope, tapped, slot, own, own?.answer === "going" ? own.guests : 0);
  return said.choice.guests > about.guestsMax ? { ok: false, reason: "noGuests" } : come(tx, scope, tapped, slot, own, said.choice.guests);
}

function refusal(scope: StationScope, tapped: Tapped | null, said: Said): Replied | null {
  if (!tapped || (said.board !== null && !tapped.isPosted)) return { ok: false, reason: "gone" };
  const state = stateOf(tapped.about, scope.now);
  if (state !== "announced") return { ok: false, reason: state === "planned" ? "gone" : state === "cancelled" ? "cancelled" : "over" };
  // Somebody of whom nothing is kept has nothing to take back.
  if (said.choice === "no" && !tapped.isMember) return { ok: true, outcome: "nothing", guests: 0 };
  const join = joinForActivity(scope.stationId, tapped.joinCode, said.activityId);
  if (!tapped.isMember) return { ok: false, reason: "notJoined", join };
  return tapped.hasAgreed || said.choice === "no" ? null : { ok: false, reason: "noConsent", join };
}

const hasChanged = (replied: Replied) => replied.ok && !replied.outcome.startsWith("already") && replied.outcome !== "nothing";

/** Takes somebody's answer: one fact for each person and activity, whatever was tapped before; the places are kept under the lock of their slot. */
export async function giveReply(scope: StationScope, said: Said): Promise<Replied> {
  return scope.act(async (tx): Promise<Replied> => {
    const tapped = await findTapped(tx, scope, said);
    const refused = refusal(scope, tapped, said);
    if (refused || !tapped) return refused ?? { ok: false, reason: "gone" };
    if (said.board?.messageId != null && tapped.messageId === null) {
      await attachPost(tx, { stationId: scope.stationId, activityId: said.activityId, chatId: said.board.chatId }, said.board.messageId);
    }
    const before = await readOwn(tx, scope, said.activityId);
    const replied = await answer(tx, scope, tapped, said);
    if (replied.ok) await markAnswered(tx, scope, said.activityId);
    if (!hasChanged(replied)) return replied;
    if (before?.place === "offered") await oweReport(tx, scope, said.activityId);
    if (before?.place === "held" || before?.place === "offered") await placesFreed(tx, scope, before.slotId);
    await oweBoards(tx, scope, said.activityId, said.board?.chatId ?? null);
    return replied;
  });
}

/**
 * Says "going" for somebody who comes every time, as if they had tapped: a place, or the line behind those who wait. False
 * where they have not agreed, have answered by themselves (also that they do not come), or nothing can be said any more.
 */
export async function replyFor(tx: Tx, scope: StationScope, activityId: number, guests: number): Promise<boolean> {
  const tapped = await findTapped(tx, scope, { activityId, slotId: 0, choice: "going", board: null });
  if (!tapped?.isMember || !tapped.hasAgreed || tapped.about.cancelledAt !== null || tapped.about.heldAt !== null) return false;
  const [slot] = await holdSlots(tx, scope, activityId);
  if (!slot || await readOwn(tx, scope, activityId) || !await markAnswered(tx, scope, activityId)) return false;
  const wanted = Math.min(guests, tapped.about.guestsMax);
  const replied = await come(tx, scope, tapped, slot, null, wanted);
  const settled = replied.ok || wanted === 0 ? replied : await come(tx, scope, tapped, slot, null, 0);
  await tx.update(rsvp).set({ isStanding: true }).where(ofMine(scope, activityId));
  return settled.ok;
}

/** The station of an activity that somebody may answer from the private chat, whichever of theirs they speak of now. */
export async function findActivityStation(scope: Scope, actor: AccountId | null, activityId: number): Promise<StationScope | null> {
  const [found] = await scope.db.select(STATION_FACTS).from(activity)
    .innerJoin(station, eq(station.id, activity.stationId)).where(eq(activity.id, activityId));
  return found && actor !== null ? stationScope(scope, found, actor) : null;
}

export type Agreed = Result<ConsentRefusal>;

/** Agrees that replies are kept, under the text that was on the screen, at the station of this activity. */
export async function agreeToReplies(scope: Scope, me: AccountId | null, activityId: number, version: string): Promise<Agreed> {
  const at = await findActivityStation(scope, me, activityId);
  if (!at || me === null) return { ok: false, reason: "notMember" };
  return giveConsent(at, me, { stationId: at.stationId, purpose: "attendance", version });
}

export interface Shown {
  readonly about: ActivityFacts;
  readonly hasAgreed: boolean;
  /** Whether a reply to one of its slots would still be taken. */
  readonly isOpen: boolean;
}

/** An activity as a member sees it in private; null where they have not joined its station or it is not out. */
export async function readShown(scope: StationScope, activityId: number): Promise<Shown | null> {
  const tapped = await findTapped(scope.db, scope, { activityId, slotId: 0, choice: "maybe", board: null });
  if (!tapped?.isMember || stateOf(tapped.about, scope.now) === "planned") return null;
  const about = await readActivity(scope.db, { stationId: scope.stationId, activityId });
  if (!about) return null;
  const isOpen = stateOf(about, scope.now) === "announced" && about.slots.some((slot) => scope.now < repliesCloseAt(about, slot));
  return { about, hasAgreed: tapped.hasAgreed, isOpen };
}
