import { and, eq, exists, inArray, isNotNull, isNull, lte, ne, or, sql, type SQL } from "drizzle-orm";
import type { AccountId, Scope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import {
  account, auditEvent, consentProof, draft, inbox, invitation, outbox, pace, pendingCommand, periodRun,
} from "../../db/schema.ts";
import { activity, activityGrant, activitySeries } from "../../db/schema-activity.ts";
import { poll, pollVote } from "../../db/schema-poll.ts";
import { activityMark, checkIn, ping, reminder, rsvp, standingReply } from "../../db/schema-reply.ts";
import { scopeEvent, scopeInvitation } from "../../db/schema-node.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { recordRetention } from "../audit/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { eraseAccount } from "../erasure/actions.ts";
import { isPeriodTaken, readUntaken, takePeriod, takeStationPeriod, type StationPeriod } from "../period/actions.ts";
import { blankClosed } from "../request/actions.ts";
import { forgetEnded } from "../suggestion/actions.ts";
import { blankSuperseded } from "../survey/actions.ts";
import { foldUnitCounts } from "../unitcount/actions.ts";
import { blankNotes } from "../visit/actions.ts";
import { foldCheckIns } from "../trace/actions.ts";
import {
  ANSWER_MS, AUDIT_KEPT_YEARS, before, CHECK_IN_KEPT_MS, DEAD_MESSAGE_KEPT_MS, INBOX_ID_KEPT_MS, monthsBefore, nightOf, PACE_KEPT_MS,
  PARKED_BODY_KEPT_MS, PERIOD_KEPT_MS, PING_KEPT_MS, PROOF_KEPT_YEARS, RATED_MARK_KEPT_MS, REPLY_KEPT_MS, REQUEST_KEPT_DAYS, NOTE_KEPT_DAYS, SILENT_ACCOUNT_MONTHS, SUGGESTION_KEPT_DAYS, SUPERSEDED_KEPT_DAYS, yearsBefore,
} from "./rules.ts";

/** The question to somebody who has been silent for two years: shall we keep you? */
export const askToStay = owed<{ accountId: number }>("retention.ask", "reminder");

const HOUR_NAME = "retention.hour";
const ACCOUNTS_NAME = "retention.accounts";
const NIGHT_NAME = "retention.station";

/** The stations whose night has come and was not kept. */
export async function readNights({ db, now }: Scope): Promise<StationPeriod[]> {
  return readUntaken(db, NIGHT_NAME, (timeZone) => nightOf(now, timeZone));
}

export async function isAccountsNightDone(scope: Scope, date: string): Promise<boolean> {
  return isPeriodTaken(scope.db, ACCOUNTS_NAME, date);
}

export async function isSwept(scope: Scope, hour: string): Promise<boolean> {
  return isPeriodTaken(scope.db, HOUR_NAME, hour);
}

type OfActivity = typeof rsvp | typeof activityGrant | typeof activityMark | typeof reminder;

/** Deletes rows whose activity is as described; returns how many. */
async function sweepOf(tx: Tx, table: OfActivity, stationId: number, isSo: SQL | undefined): Promise<number> {
  const described = tx.select({ one: sql`1` }).from(activity)
    .where(and(eq(activity.stationId, table.stationId), eq(activity.id, table.activityId), isSo));
  const gone = await tx.delete(table).where(and(eq(table.stationId, stationId), exists(described))).returning({ activityId: table.activityId });
  return gone.length;
}

/** When an activity was over: at the end of its last slot, or when it was cancelled. */
const OVER_AT = sql`least(activity.cancelled_at, (select max(activity_slot.ends_at) from activity_slot
  where activity_slot.station_id = activity.station_id and activity_slot.activity_id = activity.id))`;

/** What people answered, and what was kept so as not to ask them twice. */
async function sweepAnswers(tx: Tx, stationId: number, now: Date): Promise<Record<string, number>> {
  const isLongOver = lte(OVER_AT, sql.param(before(now, REPLY_KEPT_MS), activity.announcedAt));
  const isOver = or(isNotNull(activity.heldAt), isNotNull(activity.cancelledAt));
  const isRated = and(isOver, or(ne(activityMark.kind, "rated"), lte(activity.heldAt, before(now, RATED_MARK_KEPT_MS))));
  const closed = tx.select({ one: sql`1` }).from(poll).where(and(
    eq(poll.stationId, pollVote.stationId), eq(poll.id, pollVote.pollId), lte(poll.closedAt, before(now, REPLY_KEPT_MS)),
  ));
  const ended = tx.select({ one: sql`1` }).from(activitySeries).where(and(
    eq(activitySeries.stationId, standingReply.stationId), eq(activitySeries.id, standingReply.seriesId), isNotNull(activitySeries.endedAt),
  ));
  const votes = await tx.delete(pollVote).where(and(eq(pollVote.stationId, stationId), exists(closed))).returning({ at: pollVote.at });
  const standing = await tx.delete(standingReply).where(and(eq(standingReply.stationId, stationId), exists(ended))).returning({ since: standingReply.since });
  return {
    rsvp: await sweepOf(tx, rsvp, stationId, isLongOver), activity_grant: await sweepOf(tx, activityGrant, stationId, isLongOver),
    activity_mark: await sweepOf(tx, activityMark, stationId, isRated), reminder: await sweepOf(tx, reminder, stationId, isOver),
    poll_vote: votes.length, standing_reply: standing.length,
  };
}

/** The night of one station: old check-ins, replies, proofs and lines of the trail go, and the trail says how many. */
export async function keepStationNight(scope: Scope, night: StationPeriod): Promise<void> {
  const { now } = scope;
  const { stationId, period: date } = night;
  await scope.act(async (tx) => {
    if (!await takeStationPeriod(tx, NIGHT_NAME, night, now)) return;
    const oldCheckIns = and(eq(checkIn.stationId, stationId), lte(checkIn.at, before(now, CHECK_IN_KEPT_MS))) ?? sql`false`;
    const proofs = await tx.delete(consentProof).where(and(
      eq(consentProof.stationId, stationId), lte(consentProof.withdrawnAt, yearsBefore(now, PROOF_KEPT_YEARS)),
    )).returning({ id: consentProof.id });
    await tx.execute(sql`select set_config('muster.retention', 'on', true)`);
    const lines = await tx.delete(auditEvent).where(and(
      eq(auditEvent.stationId, stationId), lte(auditEvent.at, yearsBefore(now, AUDIT_KEPT_YEARS)),
    )).returning({ id: auditEvent.id });
    const gone = {
      check_in: await foldCheckIns(tx, oldCheckIns), unit_head_count: await foldUnitCounts(tx, stationId, before(now, CHECK_IN_KEPT_MS)), consent_proof: proofs.length, audit_event: lines.length, ...await sweepAnswers(tx, stationId, now),
      survey: await blankSuperseded(tx, stationId, dayAfter(date, -SUPERSEDED_KEPT_DAYS)), visit: await blankNotes(tx, stationId, dayAfter(date, -NOTE_KEPT_DAYS)),
      help_request: await blankClosed(tx, stationId, dayAfter(date, -REQUEST_KEPT_DAYS)),
      suggestion: await forgetEnded(tx, stationId, dayAfter(date, -SUGGESTION_KEPT_DAYS)),
    };
    for (const [kind, amount] of Object.entries(gone)) {
      if (amount > 0) await recordRetention(tx, { stationId, now }, kind, amount);
    }
  });
}

const isSilent = (now: Date) => lte(account.lastActiveAt, monthsBefore(now, SILENT_ACCOUNT_MONTHS));
const isUnanswered = (now: Date) => and(lte(account.askedToStayAt, before(now, ANSWER_MS)), isSilent(now));

/** Erases those who were asked and stayed silent, then asks those who have become silent since. */
export async function keepAccountsNight(scope: Scope, date: string): Promise<void> {
  const silent = await scope.db.select({ id: account.id }).from(account).where(isUnanswered(scope.now));
  for (const { id } of silent) {
    await scope.act(async (tx) => {
      const still = await tx.select({ id: account.id }).from(account).where(and(eq(account.id, id), isUnanswered(scope.now))).for("update");
      if (still.length > 0) await eraseAccount(tx, scope, id);
    });
  }
  await scope.act(async (tx) => {
    if (!await takePeriod(tx, ACCOUNTS_NAME, date, scope.now)) return;
    await tx.delete(scopeEvent).where(lte(scopeEvent.at, yearsBefore(scope.now, AUDIT_KEPT_YEARS)));
    const asked = await tx.select({ id: account.id }).from(account).where(and(isSilent(scope.now), isNull(account.askedToStayAt)));
    for (const { id } of asked) {
      await enqueue(tx, askToStay, { key: String(id), payload: { accountId: id }, now: scope.now });
    }
  });
}

/** Whom to ask, if they are still silent and were not asked; the time to answer runs from the asking. */
export async function readSilent(db: Scope["db"], accountId: number, now: Date) {
  const [row] = await db.select({ userSealed: account.userSealed, locale: account.locale }).from(account)
    .where(and(eq(account.id, accountId), isSilent(now), isNull(account.askedToStayAt)));
  return row ?? null;
}

export async function noteAsked(tx: Tx, accountId: number, now: Date): Promise<void> {
  await tx.update(account).set({ askedToStayAt: now }).where(and(eq(account.id, accountId), isSilent(now), isNull(account.askedToStayAt)));
}

/** "Keep me": the two years begin anew; false where nothing is left to keep. */
export async function stay(scope: Scope, me: AccountId): Promise<boolean> {
  return scope.act(async (tx) => {
    const kept = await tx.update(account).set({ lastActiveAt: scope.now, askedToStayAt: null }).where(eq(account.id, me)).returning({ id: account.id });
    return kept.length > 0;
  });
}

async function sweepInbox(tx: Tx, now: Date): Promise<void> {
  const settledBy = (ms: number) => lte(sql`coalesce(${inbox.settledAt}, ${inbox.receivedAt})`, sql.param(before(now, ms), inbox.receivedAt));
  await tx.delete(inbox).where(and(inArray(inbox.state, ["done", "ignored"]), settledBy(INBOX_ID_KEPT_MS)));
  await tx.update(inbox).set({ body: null })
    .where(and(eq(inbox.state, "parked"), isNotNull(inbox.body), lte(inbox.receivedAt, before(now, PARKED_BODY_KEPT_MS))));
  await tx.delete(inbox).where(and(eq(inbox.state, "parked"), settledBy(DEAD_MESSAGE_KEPT_MS)));
}

/** Once an hour: what is short-lived by nature. `hour` names the period. */
export async function sweep(scope: Scope, hour: string): Promise<void> {
  const { now } = scope;
  await scope.act(async (tx) => {
    if (!await takePeriod(tx, HOUR_NAME, hour, now)) return;
    await sweepInbox(tx, now);
    await tx.delete(outbox).where(and(eq(outbox.state, "dead"), lte(outbox.createdAt, before(now, DEAD_MESSAGE_KEPT_MS))));
    await tx.delete(invitation).where(lte(invitation.expiresAt, now));
    await tx.delete(scopeInvitation).where(lte(scopeInvitation.expiresAt, now));
    await tx.delete(pendingCommand).where(lte(pendingCommand.expiresAt, now));
    await tx.delete(draft).where(lte(draft.expiresAt, now));
    await tx.delete(ping).where(lte(ping.at, before(now, PING_KEPT_MS)));
    await tx.delete(pace).where(and(
      lte(pace.updatedAt, before(now, PACE_KEPT_MS)), or(isNull(pace.pausedUntil), lte(pace.pausedUntil, now)),
    ));
    await tx.delete(periodRun).where(lte(periodRun.at, before(now, PERIOD_KEPT_MS)));
  });
}
