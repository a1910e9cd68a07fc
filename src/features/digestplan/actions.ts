import { and, asc, desc, eq } from "drizzle-orm";
import type { Locale, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { digestRun, digestSchedule } from "../../db/schema-coverage.ts";
import { chat } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { dropDigests, hasUnits, oweDigest, skipDigest } from "../digest/actions.ts";
import { newestOccasion, nextOccasion, occasionOf, USUAL_SCHEDULE, type Schedule } from "../digest/rules.ts";
import { isAllowed } from "../role/actions.ts";
import type { Patch } from "./rules.ts";

export interface GroupDigest extends Schedule {
  readonly chatId: number;
  readonly title: string;
  readonly isOff: boolean;
  readonly locale: Locale;
  /** The bot may not write there; the digest rests. */
  readonly isResting: boolean;
  /** When the next one comes. */
  readonly nextAt: Date;
}

const DENIED = { ok: false, reason: "notForYou" } as const;

const COLUMNS = {
  chatId: chat.id, title: chat.title, state: chat.state, weekday: digestSchedule.weekday, minute: digestSchedule.minute, isOff: digestSchedule.isOff,
  locale: digestSchedule.locale, threadId: digestSchedule.threadId,
};

function fromGroups(db: Database | Tx) {
  return db.select(COLUMNS).from(chat).leftJoin(digestSchedule, and(eq(digestSchedule.stationId, chat.stationId), eq(digestSchedule.chatId, chat.id)));
}
type Row = Awaited<ReturnType<typeof fromGroups>>[number];

const here = (scope: StationScope, chatId: number) => and(eq(chat.stationId, scope.stationId), eq(chat.id, chatId));
const scheduleOf = (row: Row): Schedule => (row.weekday === null || row.minute === null ? USUAL_SCHEDULE : { weekday: row.weekday, minute: row.minute });

async function readLastWeek(db: Database | Tx, scope: StationScope, chatId: number): Promise<string> {
  const [last] = await db.select({ weekOn: digestRun.weekOn }).from(digestRun)
    .where(and(eq(digestRun.stationId, scope.stationId), eq(digestRun.chatId, chatId))).orderBy(desc(digestRun.weekOn)).limit(1);
  return last?.weekOn ?? "";
}

/** A group's digest as it stands; where the next week has been told of already, the one after it comes next. */
async function groupDigest(db: Database | Tx, scope: StationScope, row: Row): Promise<GroupDigest> {
  const schedule = scheduleOf(row);
  const next = nextOccasion(scope.now, scope.timeZone, schedule);
  const told = await readLastWeek(db, scope, row.chatId);
  return {
    ...schedule, chatId: row.chatId, title: row.title, isOff: row.isOff === true, locale: row.locale ?? scope.stationLocale, isResting: row.state !== "active",
    nextAt: told < next.weekOn ? next.dueAt : occasionOf(dayAfter(told, 7), scope.timeZone, schedule).dueAt,
  };
}

async function findGroup(db: Database | Tx, scope: StationScope, chatId: number): Promise<Row | null> {
  const [row] = await fromGroups(db).where(here(scope, chatId));
  return row ?? null;
}

/** The groups of the station with their digests. */
export async function readGroupDigests(scope: StationScope): Promise<Result<"notForYou", { groups: GroupDigest[] }>> {
  if (!await isAllowed(scope.db, scope, "digest")) return DENIED;
  const rows = await fromGroups(scope.db).where(eq(chat.stationId, scope.stationId)).orderBy(asc(chat.id));
  const groups = [];
  for (const row of rows) groups.push(await groupDigest(scope.db, scope, row));
  return { ok: true, groups };
}

export async function readGroupDigest(scope: StationScope, chatId: number): Promise<Result<"notForYou", { group: GroupDigest }>> {
  const row = await isAllowed(scope.db, scope, "digest") ? await findGroup(scope.db, scope, chatId) : null;
  return row ? { ok: true, group: await groupDigest(scope.db, scope, row) } : DENIED;
}

/**
 * What the change means for the newest week; true where its digest comes at once. One whose day was still to come and would
 * be past by the new schedule does, for no week is left out; one that passed while there were to be none is not caught up on.
 */
async function settleWeek(tx: Tx, scope: StationScope, before: Row, after: Row): Promise<boolean> {
  const of = { stationId: scope.stationId, chatId: before.chatId };
  const [told, due] = [before, after].map((row) => newestOccasion(scope.now, scope.timeZone, scheduleOf(row)).weekOn);
  if (told === undefined || due === undefined) return false;
  if (after.isOff === true) await dropDigests(tx, of, scope.now);
  else if (before.isOff === true) await skipDigest(tx, { ...of, weekOn: due }, scope.now);
  else if (told < due && before.state === "active" && await hasUnits(tx, of.stationId)) return oweDigest(tx, { ...of, weekOn: due }, scope.now);
  return false;
}

/** Changes when, where or how a group gets its digest. */
export async function changeGroupDigest(scope: StationScope, chatId: number, patch: Patch): Promise<Result<"notForYou", { group: GroupDigest; comesNow: boolean }>> {
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "digest")) return DENIED;
    // Held, so that of two changes at once neither is lost.
    await tx.select({ id: chat.id }).from(chat).where(here(scope, chatId)).for("no key update");
    const before = await findGroup(tx, scope, chatId);
    if (!before) return DENIED;
    const set = { ...scheduleOf(before), isOff: before.isOff === true, locale: before.locale, threadId: before.threadId, ...patch };
    await tx.insert(digestSchedule).values({ stationId: scope.stationId, chatId, ...set })
      .onConflictDoUpdate({ target: [digestSchedule.stationId, digestSchedule.chatId], set });
    const after = { ...before, ...set };
    const comesNow = await settleWeek(tx, scope, before, after);
    await recordAudit(tx, scope, "digest.changed", { kind: "chat", id: chatId });
    return { ok: true, group: await groupDigest(tx, scope, after), comesNow };
  });
}
