import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Locale, Place, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { activity } from "../../db/schema-activity.ts";
import { activityMark } from "../../db/schema-reply.ts";
import { account, consent, member } from "../../db/schema.ts";
import { enqueue, enqueueAll, owed } from "../../outbox/enqueue.ts";
import { atActivityStation, holdActivity, readActivity, type ActivityFacts, type ActivityRef } from "../activity/actions.ts";
import { stateOf } from "../activity/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { holdReachable, takePing } from "../budget/actions.ts";
import { readManageable, type Listed } from "../manage/actions.ts";
import { afterQuiet, isQuietFor } from "../quiet/rules.ts";
import { isAnswerable, markStatement } from "./rules.ts";

export interface NudgeRef extends ActivityRef {
  readonly accountId: number;
}

/** All who have not answered are to be asked; one of them is to be; one of them is. */
export const round = owed<ActivityRef>("nudge.round", "reminder");
export const asking = owed<NudgeRef>("nudge.asking", "reminder");
export const nudging = owed<NudgeRef>("nudge.message", "reminder");

const keyOf = ({ stationId, activityId, accountId }: NudgeRef) => `${stationId}:${activityId}:${accountId}`;

export type NudgeRefusal = "notForYou" | "notNow" | "already" | "nothingOpen";
type Asked = Result<NudgeRefusal, { activityId: number; title: string }>;

async function hold(tx: Tx, scope: StationScope, activityId: number): Promise<Asked> {
  const held = await holdActivity(tx, scope, activityId, "manage");
  const about = held && await readActivity(tx, { stationId: scope.stationId, activityId });
  if (!about) return { ok: false, reason: "notForYou" };
  if (stateOf(about, scope.now) !== "announced" || !isAnswerable(about, scope.now)) return { ok: false, reason: "notNow" };
  return about.nudgedAt === null ? { ok: true, activityId, title: about.title } : { ok: false, reason: "already" };
}

/** Whether the speaking person may remind those who have not answered, before they are asked if they mean it. */
export async function askNudge(spoken: StationScope, place: Place, activityId: number): Promise<Asked> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act((tx) => hold(tx, scope, activityId));
}

export async function askNudgeByLine(scope: StationScope, place: Place): Promise<Asked | { readonly which: readonly Listed[] }> {
  const listed = await readManageable(scope, "manage");
  const [first, second] = listed;
  if (!first) return { ok: false, reason: "nothingOpen" };
  return second ? { which: listed } : askNudge(scope, place, first.id);
}

/** Reminds, once for each activity, all who have not answered; nobody is told who or how many they are. */
export async function nudge(spoken: StationScope, place: Place, activityId: number): Promise<Asked> {
  const scope = await atActivityStation(spoken, place, activityId);
  const { stationId, now } = scope;
  return scope.act(async (tx): Promise<Asked> => {
    const asked = await hold(tx, scope, activityId);
    if (!asked.ok) return asked;
    await tx.update(activity).set({ nudgedAt: now }).where(and(eq(activity.stationId, stationId), eq(activity.id, activityId)));
    await recordAudit(tx, scope, "activity.nudged", { kind: "activity", id: activityId });
    await enqueue(tx, round, { key: `${stationId}:${activityId}`, payload: { stationId, activityId }, now, stationId });
    return asked;
  });
}

/** Members who agreed to reminders, can be written to and have no reply; whether they answered is told by their mark. */
async function readSilent(db: Database | Tx, seal: Seal, ref: ActivityRef, accountId?: number): Promise<number[]> {
  const marks = await db.select({ mark: activityMark.mark }).from(activityMark).where(and(
    eq(activityMark.stationId, ref.stationId), eq(activityMark.activityId, ref.activityId), eq(activityMark.kind, "answered"),
  ));
  const answered = new Set(marks.map(({ mark }) => mark));
  const members = await db.select({ accountId: member.accountId }).from(member)
    .innerJoin(account, eq(account.id, member.accountId))
    .innerJoin(consent, and(eq(consent.stationId, member.stationId), eq(consent.accountId, member.accountId), eq(consent.purpose, "reminders")))
    .where(and(
      eq(member.stationId, ref.stationId), isNull(account.unreachableSince), accountId === undefined ? undefined : eq(member.accountId, accountId),
      sql`not exists (select 1 from rsvp where rsvp.station_id = ${member.stationId} and rsvp.activity_id = ${ref.activityId} and rsvp.account_id = ${member.accountId})`,
    )).orderBy(asc(member.accountId));
  return members.map((row) => row.accountId).filter((id) => !answered.has(seal.proof(markStatement("answered", { ...ref, accountId: id }))));
}

/** Promises each of those who have not answered that they are asked. */
export async function promiseAskings(tx: Tx, seal: Seal, ref: ActivityRef, now: Date): Promise<void> {
  const silent = await readSilent(tx, seal, ref);
  await enqueueAll(tx, asking, silent.map((accountId) => {
    const payload = { ...ref, accountId };
    return { key: keyOf(payload), payload, now, stationId: ref.stationId };
  }));
}

/** Asks one of them within their limit, after their quiet time if it is now; not where that is too late, and never twice. */
export async function promiseMessage(tx: Tx, seal: Seal, ref: NudgeRef, now: Date): Promise<void> {
  const about = await readActivity(tx, ref);
  const person = await holdReachable(tx, ref.accountId);
  if (!about || !person) return;
  const at = afterQuiet(now, about.timeZone, person);
  if (!isAnswerable(about, at)) return;
  const { stationId, activityId } = ref;
  const marked = await tx.insert(activityMark).values({ stationId, activityId, kind: "nudged", mark: seal.proof(markStatement("nudged", ref)) })
    .onConflictDoNothing().returning({ mark: activityMark.mark });
  if (marked.length === 0 || !await takePing(tx, ref.accountId, person, at)) return;
  await enqueue(tx, nudging, { key: keyOf(ref), payload: ref, now, stationId, afterMs: at.getTime() - now.getTime() });
}

export interface NudgeFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly about: ActivityFacts;
}

/** The question as it stands now; null where it is answered, over, unwelcome or in quiet time. */
export async function readNudge(db: Database, seal: Seal, ref: NudgeRef, now: Date): Promise<NudgeFacts | null> {
  const about = await readActivity(db, ref);
  if (!about || stateOf(about, now) !== "announced" || !isAnswerable(about, now)) return null;
  const [person] = await db.select({ userSealed: account.userSealed, locale: account.locale, ridesAtMeals: account.ridesAtMeals })
    .from(account).where(eq(account.id, ref.accountId));
  if (!person || isQuietFor(now, about.timeZone, person)) return null;
  const silent = await readSilent(db, seal, ref, ref.accountId);
  return silent.length === 0 ? null : { userSealed: person.userSealed, locale: person.locale ?? about.locale, about };
}
