import { randomBytes } from "node:crypto";
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Place, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activitySlot, post } from "../../db/schema-activity.ts";
import { activityMark, rsvp } from "../../db/schema-reply.ts";
import { draft } from "../../db/schema.ts";
import { atActivityStation, holdActivity, type Held } from "../activity/actions.ts";
import { stateOf } from "../activity/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { readManageable, type Listed } from "../manage/actions.ts";
import { oweNews } from "../news/actions.ts";
import { oweBoards } from "../post/actions.ts";
import { readWanted, wantedTime, type ChangeKind, type Doubt, type Wanted } from "./rules.ts";
import type { Span } from "../span/rules.ts";
import { activityFreed, offersMoved } from "../waitlist/actions.ts";

const KIND = "change";
/** Long enough to ask somebody, short enough that nobody confirms what was meant yesterday. */
const VALID_MS = 30 * 60_000;

export interface Slot {
  readonly id: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What is kept between the question and the answer; without `wanted` the next text says what is wanted. */
export interface Kept {
  readonly code: string;
  readonly activityId: number;
  readonly slotId: number;
  readonly kind: ChangeKind;
  readonly wanted: Wanted | null;
}

export type ChangeRefusal = "notForYou" | "nothingOpen" | "ended" | "changeGone" | "timeGone" | "beforeAnnounced" | "same";

interface About {
  readonly activityId: number;
  readonly title: string;
  readonly place: string | null;
  readonly capacity: number | null;
  readonly timeZone: string;
  readonly slot: Slot;
}

/** What an organizer is asked: which slot, what is wanted, which of several readings, or whether it is really meant. */
export type Asked = About & (
  | { readonly ask: "slot"; readonly slots: readonly Slot[] }
  | { readonly ask: "text" }
  | { readonly ask: "doubt"; readonly doubt: Doubt; readonly choices: readonly Span[] }
  | { readonly ask: "confirm"; readonly code: string; readonly wanted: Wanted; readonly chats: number; readonly people: number }
) & { readonly kind: ChangeKind };

export type Asking = Result<ChangeRefusal, Asked>;

async function readSlotsLeft(tx: Tx, held: Held, now: Date): Promise<Slot[]> {
  return tx.select({ id: activitySlot.id, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt }).from(activitySlot)
    .where(and(eq(activitySlot.stationId, held.stationId), eq(activitySlot.activityId, held.id), gt(activitySlot.endsAt, now)))
    .orderBy(asc(activitySlot.startsAt), asc(activitySlot.id));
}

async function keep(tx: Tx, { actor, stationId, now }: StationScope, content: Kept): Promise<void> {
  if (actor === null) return;
  await keepForm(tx, { accountId: actor, stationId, kind: KIND, content, expiresAt: new Date(now.getTime() + VALID_MS), asksForText: content.wanted === null });
}

/** How many groups and people would hear of it. */
async function readReach(tx: Tx, held: Held, kind: ChangeKind, slot: Slot): Promise<{ chats: number; people: number }> {
  const [chats] = await tx.select({ number: sql<number>`count(*)::int` }).from(post)
    .where(and(eq(post.stationId, held.stationId), eq(post.activityId, held.id), eq(post.state, "posted")));
  const [people] = await tx.select({ number: sql<number>`count(*)::int` }).from(rsvp).where(and(
    eq(rsvp.stationId, held.stationId), eq(rsvp.activityId, held.id), kind === "time" ? eq(rsvp.slotId, slot.id) : undefined,
  ));
  return { chats: chats?.number ?? 0, people: kind === "places" ? 0 : people?.number ?? 0 };
}

async function propose(tx: Tx, scope: StationScope, held: Held, about: About, kind: ChangeKind, wanted: Wanted): Promise<Asking> {
  const code = randomBytes(6).toString("base64url");
  await keep(tx, scope, { code, activityId: held.id, slotId: about.slot.id, kind, wanted });
  return { ok: true, ...about, kind, ask: "confirm", code, wanted, ...await readReach(tx, held, kind, about.slot) };
}

async function askAbout(tx: Tx, scope: StationScope, held: Held, about: About, { kind, text }: { kind: ChangeKind; text: string | null }): Promise<Asking> {
  const read = text === null ? null : readWanted(kind, text, { now: scope.now, zone: scope.timeZone }, about.slot);
  if (read?.ok) return propose(tx, scope, held, about, kind, read.wanted);
  await keep(tx, scope, { code: "", activityId: held.id, slotId: about.slot.id, kind, wanted: null });
  if (!read || read.doubt === "noText") return { ok: true, ...about, kind, ask: "text" };
  return { ok: true, ...about, kind, ask: "doubt", doubt: read.doubt, choices: read.choices };
}

/** Asks what is to become of an activity, or, where the text says it, whether that is meant; nothing is changed yet. */
export async function askChange(
  spoken: StationScope,
  place: Place,
  asked: { readonly activityId: number; readonly slotId: number | null; readonly kind: ChangeKind; readonly text: string | null },
): Promise<Asking> {
  const scope = await atActivityStation(spoken, place, asked.activityId);
  return scope.act(async (tx): Promise<Asking> => {
    const held = await holdActivity(tx, scope, asked.activityId, "manage");
    if (!held) return { ok: false, reason: "notForYou" };
    const slots = await readSlotsLeft(tx, held, scope.now);
    const slot = slots.find(({ id }) => id === asked.slotId) ?? slots[0];
    if (!slot || held.cancelledAt !== null || held.heldAt !== null) return { ok: false, reason: "ended" };
    const about = { activityId: held.id, title: held.title, place: held.place, capacity: held.capacity, timeZone: scope.timeZone, slot };
    if (asked.kind === "time" && asked.slotId === null && slots.length > 1) return { ok: true, ...about, kind: asked.kind, ask: "slot", slots };
    return askAbout(tx, scope, held, about, asked);
  });
}

/** As a line asks for it: the one activity that is in the speaking person's hands, or which of several. */
export async function askChangeByLine(scope: StationScope, place: Place, line: { kind: ChangeKind; text: string }): Promise<Asking | { readonly which: Listed[] }> {
  const listed = await readManageable(scope, "manage");
  const [first, second] = listed;
  if (!first) return { ok: false, reason: "nothingOpen" };
  return second ? { which: listed } : askChange(scope, place, { activityId: first.id, slotId: null, ...line });
}

async function readKept(db: Database | Tx, scope: StationScope): Promise<Kept | null> {
  if (scope.actor === null) return null;
  const [row] = await db.select({ content: draft.content }).from(draft)
    .where(and(eq(draft.accountId, scope.actor), eq(draft.kind, KIND), gt(draft.expiresAt, scope.now)));
  return (row?.content as Kept | undefined) ?? null;
}

/** The change for which the speaking person's next text is awaited, if there is one. */
export async function findAwaited(scope: StationScope): Promise<Kept | null> {
  if (scope.actor === null) return null;
  const [row] = await scope.db.select({ content: draft.content }).from(draft).where(isAwaited(scope.actor, KIND, scope.now));
  return (row?.content as Kept | undefined) ?? null;
}

/** Takes one of the readings that were offered for a time. */
export async function chooseTime(spoken: StationScope, place: Place, activityId: number, span: Span): Promise<Asking> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Asking> => {
    const held = await holdActivity(tx, scope, activityId, "manage");
    if (!held) return { ok: false, reason: "notForYou" };
    const kept = await readKept(tx, scope);
    const slots = await readSlotsLeft(tx, held, scope.now);
    const slot = slots.find(({ id }) => id === kept?.slotId);
    if (kept?.activityId !== activityId || !slot) return { ok: false, reason: "changeGone" };
    const about = { activityId, title: held.title, place: held.place, capacity: held.capacity, timeZone: scope.timeZone, slot };
    return propose(tx, scope, held, about, "time", wantedTime(span, slot));
  });
}

const slotIs = (held: Held, slotId: number) =>
  and(eq(activitySlot.stationId, held.stationId), eq(activitySlot.activityId, held.id), eq(activitySlot.id, slotId));
const isIt = (held: Held) => and(eq(activity.stationId, held.stationId), eq(activity.id, held.id));

/** A closing time for replies keeps its distance from the start; one that was ahead is not shifted into the past, then replies stay open until the start. */
function shiftedClosing(at: Date | null, { from, to, now }: { from: Date; to: Date; now: Date }): Date | null {
  const shifted = at && new Date(at.getTime() + to.getTime() - from.getTime());
  return at && shifted && at > now && shifted <= now ? null : shifted;
}

async function moveSlot(tx: Tx, scope: StationScope, held: Held, slotId: number, wanted: Wanted & { kind: "time" }): Promise<ChangeRefusal | null> {
  const [slot] = await tx.select().from(activitySlot).where(slotIs(held, slotId)).for("update");
  const [startsAt, endsAt] = [new Date(wanted.startsAt), new Date(wanted.endsAt)];
  if (!slot || slot.endsAt <= scope.now) return "ended";
  if (startsAt <= scope.now) return "timeGone";
  if (startsAt <= held.announcedAt) return "beforeAnnounced";
  if (startsAt.getTime() === slot.startsAt.getTime() && endsAt.getTime() === slot.endsAt.getTime()) return "same";
  const before = stateOf(held, scope.now) === "planned" ? {} : { previousStartsAt: slot.startsAt, previousEndsAt: slot.endsAt };
  await tx.update(activitySlot).set({ startsAt, endsAt, ...before }).where(slotIs(held, slotId));
  const repliesCloseAt = shiftedClosing(held.repliesCloseAt, { from: slot.startsAt, to: startsAt, now: scope.now });
  await tx.update(activity).set({ movedAt: scope.now, repliesCloseAt }).where(isIt(held));
  await offersMoved(tx, scope, slotId);
  return null;
}

async function cancel(tx: Tx, scope: StationScope, held: Held, reason: string | null): Promise<null> {
  await tx.update(activity).set({ cancelledAt: scope.now, cancelReason: reason }).where(and(isIt(held), isNull(activity.cancelledAt)));
  await tx.delete(activityMark).where(and(eq(activityMark.stationId, held.stationId), eq(activityMark.activityId, held.id)));
  return null;
}

async function apply(tx: Tx, scope: StationScope, held: Held, { slotId, wanted }: Omit<Kept, "code">): Promise<ChangeRefusal | null> {
  if (!wanted) return "changeGone";
  if (wanted.kind === "time") return moveSlot(tx, scope, held, slotId, wanted);
  if (wanted.kind === "cancel") return cancel(tx, scope, held, wanted.reason);
  if (wanted.kind === "place") {
    if (wanted.place === held.place) return "same";
    const before = stateOf(held, scope.now) === "planned" ? {} : { previousPlace: held.place, placeChangedAt: scope.now };
    await tx.update(activity).set({ place: wanted.place, ...before }).where(isIt(held));
    return null;
  }
  if (wanted.capacity === held.capacity) return "same";
  await tx.update(activity).set({ capacity: wanted.capacity }).where(isIt(held));
  await activityFreed(tx, scope, held.id);
  return null;
}

export type Changed = Result<ChangeRefusal, {
  readonly title: string; readonly wanted: Wanted; readonly timeZone: string; readonly activityId: number; readonly seriesId: number | null;
}>;

/** Changes an activity that is held: every copy is edited, and whoever replied is told. A reason where it cannot be. */
export async function changeHeld(tx: Tx, scope: StationScope, held: Held, kept: Omit<Kept, "code">): Promise<ChangeRefusal | null> {
  const { activityId, slotId, kind } = kept;
  const refused = held.cancelledAt !== null || held.heldAt !== null ? "ended" : await apply(tx, scope, held, kept);
  if (refused) return refused;
  await recordAudit(tx, scope, kind === "cancel" ? "activity.cancelled" : "activity.changed", { kind: "activity", id: activityId });
  const isOut = stateOf(held, scope.now) !== "planned";
  if (isOut && kind !== "places") {
    await oweNews(tx, scope, { stationId: scope.stationId, activityId, slotId, kind });
  }
  await oweBoards(tx, scope, activityId);
  return null;
}

/** Does what was asked about and confirmed: every copy is edited, and whoever replied is told. */
export async function confirmChange(spoken: StationScope, place: Place, code: string): Promise<Changed> {
  const found = await readKept(spoken.db, spoken);
  if (!found || found.code !== code || found.wanted === null) return { ok: false, reason: "changeGone" };
  const scope = await atActivityStation(spoken, place, found.activityId);
  const { wanted, activityId } = found;
  return scope.act(async (tx): Promise<Changed> => {
    const held = await holdActivity(tx, scope, activityId, "manage");
    if (!held) return { ok: false, reason: "notForYou" };
    if (held.cancelledAt !== null || held.heldAt !== null) return { ok: false, reason: "ended" };
    const taken = await tx.delete(draft).where(and(eq(draft.accountId, scope.actor ?? 0), eq(draft.kind, KIND), sql`${draft.content}->>'code' = ${code}`))
      .returning({ kind: draft.kind });
    const refused = taken.length === 0 ? "changeGone" : await changeHeld(tx, scope, held, found);
    if (refused) return { ok: false, reason: refused };
    return { ok: true, title: held.title, wanted, timeZone: scope.timeZone, activityId, seriesId: held.seriesId };
  });
}

/** Leaves everything as it was. */
export async function dropChange(scope: StationScope, code: string): Promise<void> {
  await scope.act(async (tx) => {
    await tx.delete(draft).where(and(eq(draft.accountId, scope.actor ?? 0), eq(draft.kind, KIND), sql`${draft.content}->>'code' = ${code}`));
  });
}
