import { sql } from "drizzle-orm";
import { readRows } from "../../src/db/client.ts";
import {
  affiliation, auditEvent, chat, draft, invitation, outbox, roleGrant, rollCall,
} from "../../src/db/schema.ts";
import { activity, activityGrant, activitySeries, activitySlot, activityTemplate } from "../../src/db/schema-activity.ts";
import { poll, pollRound, pollVote } from "../../src/db/schema-poll.ts";
import { calendarFeed, checkIn, ping, reminder, rsvp, standingReply } from "../../src/db/schema-reply.ts";
import { unitContact } from "../../src/db/schema-contact.ts";
import { digestLine, digestList } from "../../src/db/schema-coverage.ts";
import { assignmentOffer } from "../../src/db/schema-instructor.ts";
import { importBatch } from "../../src/db/schema-import.ts";
import { helpRequest } from "../../src/db/schema-request.ts";
import { instructor, survey, unit } from "../../src/db/schema-register.ts";
import { scopeCopy, scopeEvent, scopeGrant, scopeInvitation, scopeNode } from "../../src/db/schema-node.ts";
import { suggestion } from "../../src/db/schema-suggestion.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

/** Every column of the database that may name a person, read from its catalogue: what refers to an account, and what is named like it. */
export async function personalColumns(bench: Bench): Promise<string[]> {
  const rows = await readRows(bench.database.db, sql`select table_name, column_name from information_schema.columns
      where table_schema = 'public' and data_type = 'bigint' and (column_name = 'account_id' or column_name like '%\\_by' or column_name = 'by' or column_name = 'actor_id')
    union select c.conrelid::regclass::text, a.attname from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
      where c.contype = 'f' and c.confrelid in ('account'::regclass, 'member'::regclass) and a.attname <> 'station_id'`);
  return rows.map((row) => `${String(row["table_name"])}.${String(row["column_name"])}`).toSorted();
}

/** The columns that still name this person; of one station's rows where it is given. */
export async function columnsNaming(bench: Bench, accountId: number, stationId?: number): Promise<string[]> {
  const found: string[] = [];
  for (const place of await personalColumns(bench)) {
    const [table = "", column = ""] = place.split(".");
    const atStation = stationId === undefined ? sql`` : sql` and (to_jsonb(t) ->> 'station_id') = ${String(stationId)}`;
    const hits = await readRows(bench.database.db, sql`select 1 as hit from ${sql.identifier(table)} t
      where ${sql.identifier(column)} = ${accountId}${atStation} limit 1`);
    if (hits.length > 0) found.push(place);
  }
  return found;
}

/** Something made: its number. */
const one = <Row extends { id: number }>([row]: Row[]): number => {
  if (!row) throw new Error("nothing was made");
  return row.id;
};

async function answersEverything(bench: Bench, at: Established, accountId: number, activityId: number): Promise<void> {
  const { db } = bench.database;
  const { stationId } = at;
  const now = bench.now();
  const slotId = one(await db.select({ id: activitySlot.id }).from(activitySlot).where(sql`activity_id = ${activityId}`));
  const content = {
    type: "other", title: "Study group", mode: "onsite", place: null, details: null, capacity: null, guestsMax: 0, limits: [], contact: null, hosts: [],
    closesMsBefore: null, chatIds: [],
  };
  // So far ahead that the clock does not come to it.
  const rhythm = { content, recurrence: { every: "week", interval: 1, weekdays: [6] }, startsOn: "2030-01-01", createdBy: accountId, createdAt: now };
  const seriesId = one(await db.insert(activitySeries).values({
    ...rhythm, stationId, fromTime: "15:00", minutes: 60, exceptions: [], announceDaysBefore: 3, announceAt: "10:00",
  }).returning({ id: activitySeries.id }));
  await db.insert(pollRound).values({ ...rhythm, stationId, endedAt: now, opensAt: "10:00", openMinutes: 60 });
  const pollId = one(await db.insert(poll).values({
    stationId, question: "When?", isAnonymous: false, isMultiple: false, isDated: false, askedBy: accountId, createdAt: now, announcedAt: now, closesAt: now, closedAt: now,
  }).returning({ id: poll.id }));
  const chatId = one(await db.update(chat).set({ linkedBy: accountId }).where(sql`station_id = ${stationId} and kind = 'member'`).returning({ id: chat.id }));
  const own = { stationId, activityId, accountId };
  await db.insert(rsvp).values({ ...own, slotId, answer: "going", place: "held", answeredAt: now }).onConflictDoNothing();
  await db.insert(checkIn).values({ ...own, slotId, answer: "here", method: "button", at: now }).onConflictDoNothing();
  await db.insert(reminder).values({ ...own, kind: "day_before", startsAt: now, owedAt: now });
  await db.insert(activityGrant).values({ ...own, right: "manage", grantedBy: accountId, grantedAt: now });
  await db.insert(standingReply).values({ stationId, seriesId, accountId, since: now });
  await db.insert(pollVote).values({ stationId, pollId, chatId, accountId, optionIds: ["a"], at: now });
}

/** A code of theirs, a unit that they surveyed and decided about, and that they offered to others; the offer has ended, so that the clock does not touch it. */
async function servesAsInstructor(bench: Bench, { stationId }: Established, accountId: number): Promise<void> {
  const { db } = bench.database;
  await db.insert(instructor).values({
    stationId, code: "I90", accountId, role: "instructor", capacity: 5, areas: [], industries: [], languages: [], visitEveryDays: 92, activeFrom: "2026-01-01",
  });
  const unitId = one(await db.insert(unit).values({ stationId, code: "U90", kind: "market", area: "A", enteredOn: "2026-01-01", createdAt: bench.now() }).returning({ id: unit.id }));
  await db.insert(assignmentOffer).values({
    stationId, unitId, requestedBy: accountId, throughOn: "2027-01-01", createdAt: bench.now(), endedAt: bench.now(), outcome: "stopped",
  });
  await db.insert(unitContact).values({ stationId, unitId, accountId, textVersion: "1", since: bench.now() });
  await db.insert(survey).values({ stationId, unitId, on: "2026-11-01", source: "visit", by: accountId, createdAt: bench.now() });
  await db.insert(suggestion).values({ stationId, action: "survey_first", units: ["U90"], facts: "x", madeOn: "2026-11-01", status: "declined", endedOn: "2026-11-01", decidedBy: accountId });
}

/** They keep a body above the stations, and have done everything there that can be done. */
async function keepsBody(bench: Bench, accountId: number): Promise<void> {
  const { db } = bench.database;
  const at = bench.now();
  const nodeId = one(await db.insert(scopeNode).values({ kind: "committee", name: "North", timeZone: "Asia/Shanghai", locale: "en", createdAt: at }).returning({ id: scopeNode.id }));
  await db.insert(scopeGrant).values({ nodeId, accountId, kind: "keeper", grantedBy: accountId, grantedAt: at });
  await db.insert(scopeInvitation).values({ nodeId, codeHash: "z", purpose: "child", createdBy: accountId, createdAt: at, expiresAt: new Date(at.getTime() + 3_600_000) });
  await db.insert(scopeCopy).values({ nodeId, weekOn: "2026-11-16", accountId, state: "sent" });
  await db.insert(scopeEvent).values({ nodeId, at, actorId: accountId, action: "body.created" });
}

/** Leaves a trace of a member in every column that can hold one; each new table must be added here. */
export async function leavesTraces(bench: Bench, at: Established, accountId: number, activityId: number): Promise<void> {
  const { db } = bench.database;
  const { stationId } = at;
  const now = bench.now();
  await answersEverything(bench, at, accountId, activityId);
  await servesAsInstructor(bench, at, accountId);
  await keepsBody(bench, accountId);
  await db.update(activity).set({ announcedBy: accountId, headCountBy: accountId }).where(sql`id = ${activityId}`);
  await db.insert(activityTemplate).values({ stationId, name: "Usual", content: {}, createdBy: accountId, createdAt: now });
  await db.insert(rollCall).values({
    stationId, title: "Meeting", openedBy: accountId, openedAt: now, closesAt: now, closedAt: now, headCount: 0, offersOnWay: false, offersNotToday: false,
  });
  await db.insert(roleGrant).values({ stationId, accountId, role: "instructor", fromOn: "2026-11-01", grantedBy: accountId });
  await db.insert(affiliation).values({ stationId, accountId, kind: "floating", fromOn: "2026-11-01" });
  await db.insert(invitation).values({ stationId, codeHash: "x", purpose: "door", terms: {}, createdBy: accountId, createdAt: now, expiresAt: new Date(now.getTime() + 3_600_000) });
  await db.insert(auditEvent).values({ stationId, at: now, actorId: accountId, action: "reach.read" });
  await db.insert(draft).values({ accountId, stationId, kind: "alias", content: { accountId }, expiresAt: new Date(now.getTime() + 3_600_000) });
  await db.insert(importBatch).values({ stationId, sheet: "units", state: "applied", importedBy: accountId, header: [], columns: [], startedAt: now, appliedAt: now });
  await db.insert(digestList).values({ stationId, weekOn: "2026-11-16", accountId });
  const unitId = one(await db.select({ id: unit.id }).from(unit).where(sql`station_id = ${stationId} order by id limit 1`));
  await db.insert(digestLine).values({ stationId, weekOn: "2026-11-16", action: "survey", unitId, takenBy: accountId, takenAt: now });
  await db.insert(helpRequest).values({
    stationId, requestedBy: accountId, handledBy: accountId, category: "other", openedOn: "2026-11-01", dueOn: "2030-01-01", createdAt: now,
  });
  await db.insert(ping).values({ accountId, at: now });
  await db.insert(calendarFeed).values({ accountId, codeHash: "y", createdAt: now });
  await db.insert(outbox).values({
    kind: "notice.dead", key: `${stationId}:${accountId}`, stationId, payload: { stationId, accountId }, lane: 1,
    runAt: new Date(now.getTime() + 3_600_000), createdAt: now,
  });
}
