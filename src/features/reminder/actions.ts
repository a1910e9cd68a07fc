import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import type { AccountId, Locale, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account, consent, station } from "../../db/schema.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { reminder, rsvp } from "../../db/schema-reply.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { holdReachable, mayBePinged, takePing, type Reachable } from "../budget/actions.ts";
import { findActivityStation, giveReply, type Replied } from "../reply/actions.ts";
import { gather, isTimely, planReminders, windowOf, type Planned, type RemindedOf, type ReminderKind } from "./rules.ts";

/** One message, whatever it reminds of: what was owed to somebody at one instant. */
export interface ReminderRef {
  readonly accountId: number;
  readonly owedAt: string;
}

export const reminding = owed<ReminderRef>("reminder.message", "reminder");

/** The longest way ahead: eleven the day before something that begins at midnight, with a change of the clocks between. */
const AHEAD_MS = 41 * 3_600_000;

/** The news of a move went to those of the slot that was moved. */
const MOVED_AT = sql<Date | null>`case when ${activitySlot.previousStartsAt} is null then null else ${activity.movedAt} end`.mapWith(activity.movedAt);

const SLOT = {
  stationId: activity.stationId, activityId: activity.id, slotId: activitySlot.id, startsAt: activitySlot.startsAt,
  zone: station.timeZone, kinds: activity.reminders, movedAt: MOVED_AT, placeChangedAt: activity.placeChangedAt,
};
const REPLY = { answer: rsvp.answer, answeredAt: rsvp.answeredAt, confirmedAt: rsvp.confirmedAt };

const isComing = (now: Date) => and(
  gt(activitySlot.startsAt, now), lte(activitySlot.startsAt, new Date(now.getTime() + AHEAD_MS)),
  lte(activity.announcedAt, now), isNull(activity.cancelledAt), isNull(activity.heldAt),
);
const ofSlot = and(eq(activity.stationId, activitySlot.stationId), eq(activity.id, activitySlot.activityId));
const ofReply = and(eq(activitySlot.stationId, rsvp.stationId), eq(activitySlot.id, rsvp.slotId));
/** A place, or an answer that needs none; whoever waits is the waitlist's to write to. */
const isPlaced = sql`coalesce(${rsvp.place}, 'held') = 'held'`;
const hasAgreed = sql`exists (select 1 from ${consent} where ${consent.stationId} = ${rsvp.stationId}
  and ${consent.accountId} = ${rsvp.accountId} and ${consent.purpose} = 'reminders')`;

type Slot = Awaited<ReturnType<typeof readSlots>>[number];

async function readSlots(db: Database, now: Date) {
  return db.select(SLOT).from(activitySlot).innerJoin(activity, ofSlot).innerJoin(station, eq(station.id, activitySlot.stationId))
    .where(isComing(now)).orderBy(asc(activitySlot.startsAt));
}

/** Who has not been told this of this slot and can be now. */
async function readUntold(db: Database, slot: Slot, kind: ReminderKind, now: Date): Promise<number[]> {
  const { at } = windowOf(kind, slot.startsAt, slot.zone);
  const rows = await db.select({ accountId: rsvp.accountId, ridesAtMeals: account.ridesAtMeals, ...REPLY }).from(rsvp)
    .innerJoin(account, eq(account.id, rsvp.accountId))
    .where(and(
      eq(rsvp.stationId, slot.stationId), eq(rsvp.activityId, slot.activityId), eq(rsvp.slotId, slot.slotId),
      eq(rsvp.answer, kind === "decide" ? "maybe" : "going"), isPlaced, lt(rsvp.answeredAt, at), hasAgreed, mayBePinged(now),
      sql`not exists (select 1 from ${reminder} where ${reminder.stationId} = ${rsvp.stationId} and ${reminder.activityId} = ${rsvp.activityId}
        and ${reminder.accountId} = ${rsvp.accountId} and ${reminder.kind} = ${kind} and ${reminder.startsAt} = ${sql.param(slot.startsAt, reminder.startsAt)})`,
    ));
  return rows.filter((row) => planReminders({ ...slot, kinds: [kind] }, row, row).some((planned) => isTimely(planned, slot.zone, row, now)))
    .map((row) => row.accountId);
}

/** The people for whom something is due and not done: a first look, everything is asked again of each of them. */
export async function readDue({ db, now }: Scope): Promise<number[]> {
  const due = new Set<number>();
  for (const slot of await readSlots(db, now)) {
    for (const kind of slot.kinds as ReminderKind[]) {
      const { at, until } = windowOf(kind, slot.startsAt, slot.zone);
      if (now < at || now >= until) continue;
      for (const accountId of await readUntold(db, slot, kind, now)) due.add(accountId);
    }
  }
  return [...due].toSorted((a, b) => a - b);
}

type Coming = Planned & Pick<Slot, "stationId" | "activityId" | "startsAt" | "zone">;

/** All that somebody has coming, at all stations, and was not told. */
async function readComing(tx: Tx, accountId: number, habits: Reachable, now: Date): Promise<Coming[]> {
  const rows = await tx.select({
    ...SLOT, ...REPLY,
    told: sql<string[]>`(select coalesce(json_agg(r.kind), '[]') from reminder r where r.station_id = ${rsvp.stationId}
      and r.activity_id = ${rsvp.activityId} and r.account_id = ${rsvp.accountId} and r.starts_at = ${activitySlot.startsAt})`,
  }).from(rsvp).innerJoin(activitySlot, ofReply).innerJoin(activity, ofSlot).innerJoin(station, eq(station.id, rsvp.stationId))
    .where(and(eq(rsvp.accountId, accountId), isPlaced, hasAgreed, isComing(now)));
  return rows.flatMap((row) => planReminders(row, row, habits).filter(({ kind }) => !row.told.includes(kind)).map((planned) => ({ ...row, ...planned })));
}

/** Owes somebody one message for all that is due; several processes may try, the account is held meanwhile. */
export async function remind(scope: Scope, accountId: number): Promise<void> {
  const { now } = scope;
  await scope.act(async (tx) => {
    const person = await holdReachable(tx, accountId);
    const items = person ? gather(await readComing(tx, accountId, person, now), person, now) : [];
    if (!person || items.length === 0 || !await takePing(tx, accountId, person, now)) return;
    await tx.insert(reminder).values(items.map(({ stationId, activityId, kind, startsAt }) => ({ stationId, activityId, accountId, kind, startsAt, owedAt: now })))
      .onConflictDoNothing();
    const payload = { accountId, owedAt: now.toISOString() };
    await enqueue(tx, reminding, { key: `${accountId}:${now.getTime()}`, payload, now, ...(items[0] && { stationId: items[0].stationId }) });
  });
}

/** One thing that a message reminds of, as it stands now; without a reply the person has taken it back. */
export interface ReminderFacts extends RemindedOf {
  readonly activityId: number;
  readonly title: string;
  readonly place: string | null;
  readonly repliesCloseAt: Date | null;
  /** The slot that was reminded of; 0 where it was moved since. */
  readonly slotId: number;
  readonly reply: (NonNullable<RemindedOf["reply"]> & { readonly slotId: number; readonly endsAt: Date }) | null;
}

export interface ReminderMessage {
  readonly userSealed: string;
  readonly locale: Locale | null;
  readonly stationLocale: Locale;
  readonly isReachable: boolean;
  readonly ridesAtMeals: boolean;
  readonly items: readonly ReminderFacts[];
}

async function readItems(db: Database | Tx, { accountId, owedAt }: ReminderRef) {
  return db.select({
    activityId: reminder.activityId, kind: reminder.kind, remindedOf: reminder.startsAt, owedAt: reminder.owedAt,
    title: activity.title, place: activity.place, zone: station.timeZone, stationLocale: station.locale,
    movedAt: MOVED_AT, cancelledAt: activity.cancelledAt, repliesCloseAt: activity.repliesCloseAt,
    hasAgreed: sql<boolean>`exists (select 1 from consent c where c.station_id = ${reminder.stationId}
      and c.account_id = ${reminder.accountId} and c.purpose = 'reminders')`,
    slotId: sql<number>`coalesce((select s.id from activity_slot s where s.station_id = ${reminder.stationId}
      and s.activity_id = ${reminder.activityId} and s.starts_at = ${reminder.startsAt} limit 1), 0)`.mapWith(Number),
    ownSlotId: rsvp.slotId, answer: rsvp.answer, held: rsvp.place, answeredAt: rsvp.answeredAt, confirmedAt: rsvp.confirmedAt,
    startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt,
  }).from(reminder)
    .innerJoin(activity, and(eq(activity.stationId, reminder.stationId), eq(activity.id, reminder.activityId)))
    .innerJoin(station, eq(station.id, reminder.stationId))
    .leftJoin(rsvp, and(eq(rsvp.stationId, reminder.stationId), eq(rsvp.activityId, reminder.activityId), eq(rsvp.accountId, reminder.accountId)))
    .leftJoin(activitySlot, ofReply)
    .where(and(eq(reminder.accountId, accountId), eq(reminder.owedAt, new Date(owedAt))))
    .orderBy(asc(reminder.startsAt), asc(reminder.activityId));
}

/** All that one message says, as it stands now; null where the person or what it was about is gone. */
export async function readReminder(db: Database | Tx, ref: ReminderRef): Promise<ReminderMessage | null> {
  const [person] = await db.select({
    userSealed: account.userSealed, locale: account.locale, unreachableSince: account.unreachableSince, ridesAtMeals: account.ridesAtMeals,
  }).from(account).where(eq(account.id, ref.accountId));
  const rows = await readItems(db, ref);
  const [first] = rows;
  if (!person || !first) return null;
  const items = rows.map(({ ownSlotId, startsAt, endsAt, answer, held, answeredAt, confirmedAt, ...about }) => ({
    ...about,
    reply: ownSlotId !== null && startsAt !== null && endsAt !== null && answer !== null && answeredAt !== null
      ? { slotId: ownSlotId, startsAt, endsAt, answer, place: held, answeredAt, confirmedAt }
      : null,
  }));
  return { ...person, stationLocale: first.stationLocale, isReachable: person.unreachableSince === null, items };
}

/** A button beneath a reminder; slot 0 where it is not known any more. */
export interface Press {
  readonly activityId: number;
  readonly slotId: number;
  readonly kind: ReminderKind;
  readonly press: "confirm" | "going" | "no";
}

/** The message that reminded somebody of this, to be written anew; null where it is too long ago. */
async function findMessage(db: Database, me: AccountId, { activityId, kind }: Press): Promise<ReminderRef | null> {
  const [found] = await db.select({ owedAt: reminder.owedAt }).from(reminder)
    .where(and(eq(reminder.accountId, me), eq(reminder.activityId, activityId), eq(reminder.kind, kind)))
    .orderBy(desc(reminder.owedAt)).limit(1);
  return found ? { accountId: me, owedAt: found.owedAt.toISOString() } : null;
}

/** Notes that somebody surely comes; saying so twice changes nothing. */
async function confirm(tx: Tx, me: AccountId, activityId: number, now: Date): Promise<void> {
  const isOpen = tx.select({ id: activitySlot.id }).from(activitySlot).innerJoin(activity, ofSlot)
    .where(and(eq(activitySlot.activityId, activityId), gt(activitySlot.endsAt, now), isNull(activity.cancelledAt), isNull(activity.heldAt)));
  await tx.update(rsvp).set({ confirmedAt: now }).where(and(
    eq(rsvp.accountId, me), eq(rsvp.activityId, activityId), eq(rsvp.answer, "going"), eq(rsvp.place, "held"), inArray(rsvp.slotId, isOpen),
  ));
}

export interface Pressed {
  readonly message: ReminderMessage;
  readonly replied: Replied | null;
  readonly timeZone: string;
}

/** Does what a button beneath a reminder says, and reads the message anew; null where it is nobody's or too long ago. */
export async function pressReminder(scope: Scope, me: AccountId, pressed: Press): Promise<Pressed | null> {
  const { activityId, slotId, press } = pressed;
  const station = await findActivityStation(scope, me, activityId);
  const ref = await findMessage(scope.db, me, pressed);
  if (!station || !ref) return null;
  const replied = press === "confirm" ? null : await giveReply(station, { activityId, slotId, choice: press, board: null });
  if (replied === null) await scope.act((tx) => confirm(tx, me, activityId, scope.now));
  const message = await readReminder(scope.db, ref);
  return message && { message, replied, timeZone: station.timeZone };
}
