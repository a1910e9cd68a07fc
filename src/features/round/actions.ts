import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Place, Result, Scope, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { pollRound } from "../../db/schema-poll.ts";
import { chat, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { createPoll } from "../ballot/actions.ts";
import type { Recurrence } from "../recurrence/rules.ts";
import { readOpenPolls, type OpenPoll } from "../result/actions.ts";
import { readRoles } from "../role/actions.ts";
import { maySteer } from "../rollcall/rules.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { contentOf, isWorthOpening, nextOccurrence, type Occurrence, type RoundContent, type RoundPlan } from "./rules.ts";

const CONTENT = z.object({
  question: z.string(), options: z.array(z.string()), isDated: z.boolean(), isMultiple: z.boolean(), isAnonymous: z.boolean(), chatIds: z.array(z.int()),
});
const weekdays = z.object({ every: z.literal("week"), interval: z.int(), weekdays: z.array(z.int()) });
const dayOfMonth = z.object({ every: z.literal("month"), interval: z.int(), day: z.int() });
const nthOfMonth = z.object({
  every: z.literal("month"), interval: z.int(), weekday: z.int(), nth: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(-1)]),
});
const RECURRENCE: z.ZodType<Recurrence> = z.union([weekdays, dayOfMonth, nthOfMonth]);

/** As many missed times as one look sees to; the next look goes on. */
const AT_ONCE = 50;

type Row = typeof pollRound.$inferSelect;

const planOf = (row: Row): RoundPlan => ({ ...row, recurrence: RECURRENCE.parse(row.recurrence) });
const isIt = (stationId: number, id: number) => and(eq(pollRound.stationId, stationId), eq(pollRound.id, id));

/** Makes a poll that comes again; the first time is its first occurrence on or after `startsOn`. */
export async function createRound(
  tx: Tx,
  scope: StationScope,
  content: RoundContent,
  plan: { recurrence: Recurrence; opensAt: string; openMinutes: number; startsOn: string },
): Promise<number> {
  const [made] = await tx.insert(pollRound).values({
    stationId: scope.stationId, content, ...plan, createdBy: scope.actor, createdAt: scope.now,
  }).returning({ id: pollRound.id });
  if (!made) throw new Error("a recurring poll was not made");
  await recordAudit(tx, scope, "poll.asked", { kind: "poll_round", id: made.id });
  return made.id;
}

/** The round, locked, if the speaking person may steer it; roles are read in the same transaction. */
async function holdRound(tx: Tx, scope: StationScope, id: number): Promise<Row | null> {
  const [found] = await tx.select().from(pollRound).where(isIt(scope.stationId, id)).for("update");
  const roles = await readRoles(tx, scope);
  return found && maySteer(roles, scope.actor !== null && found.createdBy === scope.actor) ? found : null;
}

/** Takes back what has not come yet; null where it is not theirs or has begun. */
export async function removeRound(tx: Tx, scope: StationScope, id: number): Promise<{ content: RoundContent; plan: RoundPlan } | "alreadyOut" | null> {
  const held = await holdRound(tx, scope, id);
  if (!held) return null;
  if (held.plannedThroughOn !== null || held.endedAt !== null) return "alreadyOut";
  await tx.delete(pollRound).where(isIt(scope.stationId, id));
  await recordAudit(tx, scope, "poll.taken_back", { kind: "poll_round", id });
  return { content: CONTENT.parse(held.content), plan: planOf(held) };
}

interface DueRound {
  readonly row: Row;
  readonly timeZone: string;
}

/** Opens one occurrence, once whoever comes first; false if somebody else did. */
async function openOne(tx: Tx, now: Date, { row, timeZone }: DueRound, next: Occurrence): Promise<boolean> {
  const { stationId, id } = row;
  const taken = await tx.update(pollRound).set({ plannedThroughOn: next.on }).where(and(
    isIt(stationId, id), isNull(pollRound.endedAt), sql`poll_round.planned_through_on is not distinct from ${row.plannedThroughOn}::date`,
  )).returning({ id: pollRound.id });
  if (taken.length === 0) return false;
  if (!isWorthOpening(next, now)) return true;
  const content = CONTENT.parse(row.content);
  const chats = await tx.select({ id: chat.id }).from(chat).where(and(
    eq(chat.stationId, stationId), eq(chat.kind, "member"), eq(chat.state, "active"), inArray(chat.id, [...content.chatIds]),
  )).orderBy(asc(chat.id));
  if (chats.length === 0) return true;
  await createPoll(tx, { stationId, now }, contentOf(content, { now: next.opensAt, zone: timeZone }), {
    chatIds: chats.map((each) => each.id), askedBy: row.createdBy, announcedAt: now, closesAt: next.closesAt, round: { id, on: next.on },
  });
  return true;
}

async function openRound(scope: Scope, due: DueRound): Promise<void> {
  let { row } = due;
  for (let opened = 0; opened < AT_ONCE; opened += 1) {
    const next = nextOccurrence(planOf(row), due.timeZone);
    if (!next || next.opensAt > scope.now) return;
    const current = { ...due, row };
    if (!await scope.act((tx) => openOne(tx, scope.now, current, next))) return;
    row = { ...row, plannedThroughOn: next.on };
  }
}

/** Opens every recurring poll whose time has come, each time once, and leaves out what was missed by too much. */
export async function openDue(scope: Scope, undoMs: number): Promise<void> {
  const rows = await scope.db.select({ row: pollRound, timeZone: station.timeZone }).from(pollRound)
    .innerJoin(station, eq(station.id, pollRound.stationId))
    .where(and(isNull(pollRound.endedAt), lte(pollRound.createdAt, new Date(scope.now.getTime() - undoMs)))).orderBy(asc(pollRound.id));
  for (const due of rows) await openRound(scope, due);
}

export interface RoundShown {
  readonly id: number;
  readonly question: string;
  readonly recurrence: Recurrence;
  readonly opensAt: string;
  readonly next: Date | null;
}

export interface PollList {
  readonly open: readonly OpenPoll[];
  readonly rounds: readonly RoundShown[];
}

/** The open polls and those that come again, as far as the speaking person may steer them; null for somebody who may ask none. */
export async function readList(scope: StationScope, place: Place): Promise<PollList | null> {
  const open = await readOpenPolls(scope, place);
  if (open === null) return null;
  const roles = await readRoles(scope.db, scope);
  const rows = await scope.db.select().from(pollRound).where(and(eq(pollRound.stationId, scope.stationId), isNull(pollRound.endedAt))).orderBy(asc(pollRound.id));
  const rounds = rows.filter((row) => maySteer(roles, scope.actor !== null && row.createdBy === scope.actor)).map((row) => {
    const plan = planOf(row);
    return { id: row.id, question: CONTENT.parse(row.content).question, recurrence: plan.recurrence, opensAt: plan.opensAt, next: nextOccurrence(plan, scope.timeZone)?.opensAt ?? null };
  });
  return { open, rounds };
}

/** In private a round may belong to another station of theirs than the one they speak of; rights are asked there. */
export async function atRoundStation(scope: StationScope, place: Place, id: number): Promise<StationScope> {
  if (place.kind !== "private") return scope;
  const [found] = await scope.db.select(STATION_FACTS).from(pollRound).innerJoin(station, eq(station.id, pollRound.stationId)).where(eq(pollRound.id, id));
  return found ? stationScope(scope, found, scope.actor) : scope;
}

/** A recurring poll comes no more; one that is open runs to its end. */
export async function endRound(spoken: StationScope, place: Place, id: number): Promise<Result<"notForYou", { question: string }>> {
  const scope = await atRoundStation(spoken, place, id);
  return scope.act(async (tx): Promise<Result<"notForYou", { question: string }>> => {
    const held = await holdRound(tx, scope, id);
    if (!held) return { ok: false, reason: "notForYou" };
    await tx.update(pollRound).set({ endedAt: scope.now }).where(and(isIt(scope.stationId, id), isNull(pollRound.endedAt)));
    await recordAudit(tx, scope, "poll.closed", { kind: "poll_round", id });
    return { ok: true, question: CONTENT.parse(held.content).question };
  });
}
