import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Locale, Result, Scope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import type { DIGEST_STATES } from "../../db/schema-coverage.ts";
import { scopeCopy, scopeGrant, scopeNode, scopeRun } from "../../db/schema-node.ts";
import { account } from "../../db/schema.ts";
import type { Seal } from "../../db/seal.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { dayAfter } from "../date/rules.ts";
import { FORMULA_VERSION } from "../figures/rules.ts";
import { BODY_FACTS, readHeld } from "../nodegrant/actions.ts";
import { pickHeld, type Body, type WhichRefusal } from "../nodegrant/rules.ts";
import { leavesOf, readSetUp } from "../tree/actions.ts";
import { maySend, newestTurn, type Sums, type Turn } from "./rules.ts";

const COUNTS = z.object({ units: z.int(), organization: z.int(), work: z.int() });
const SUMS = z.object({ total: COUNTS, byKind: z.array(COUNTS.extend({ kind: z.string() })).readonly() });
const WEEK = z.object({
  version: z.string(),
  /** How many stations are in the sums, and the names of those that are not. */
  counted: z.int(), missing: z.array(z.string()),
  setUp: z.object({ stations: z.int(), expected: z.int().nullable() }),
  sums: SUMS,
  /** The week before, by the stations that stood there then; null where none had figures. */
  before: z.object({ counted: z.int(), sums: SUMS }).nullable(),
  isLate: z.boolean(),
});

/** A week of a body as its digest tells it, by the Monday of the week. */
export type NodeWeek = z.infer<typeof WEEK>;

const numberIn = (row: Record<string, unknown>, name: string): number => Number(row[name] ?? 0);

/** The newest figures of a day of each station below a body. */
const newestBelow = (nodeId: number, day: string) => sql`select distinct on (cs.station_id) cs.station_id, cs.figures from coverage_snapshot cs
  where cs.station_id in (${leavesOf(nodeId, day)}) and cs.as_of = ${day}::date and cs.formula_version = ${FORMULA_VERSION} order by cs.station_id, cs.revision desc`;

/** What the figures of the stations below a body come to at the end of a day, and of how many stations they are; counts of units only. */
export async function readSums(db: Database | Tx, nodeId: number, day: string): Promise<{ counted: number; sums: Sums }> {
  const rows = await readRows(db, sql`select p.kind, count(*) as counted, sum((p.counts ->> 'units')::int) as units,
      sum((p.counts ->> 'organization')::int) as organization, sum((p.counts ->> 'work')::int) as work
    from (${newestBelow(nodeId, day)}) n cross join lateral (
      select null as kind, n.figures -> 'total' as counts
      union all select k ->> 'key', k -> 'coverage' from jsonb_array_elements(n.figures -> 'byKind') k) p
    group by p.kind order by p.kind`);
  const counts = rows.map((row) => ({ kind: row["kind"], units: numberIn(row, "units"), organization: numberIn(row, "organization"), work: numberIn(row, "work") }));
  const { kind: _, ...total } = counts.find(({ kind }) => kind === null) ?? { kind: null, units: 0, organization: 0, work: 0 };
  return {
    counted: numberIn(rows.find((row) => row["kind"] === null) ?? {}, "counted"),
    sums: { total, byKind: counts.filter(({ kind }) => kind !== null).map((each) => ({ ...each, kind: String(each.kind) })) },
  };
}

/** The names of the stations below a body whose figures of a day are not there. */
async function readMissing(db: Database | Tx, nodeId: number, day: string): Promise<string[]> {
  const rows = await readRows(db, sql`select t.name from station t where t.id in (${leavesOf(nodeId, day)}) and not exists (
    select from coverage_snapshot cs where cs.station_id = t.id and cs.as_of = ${day}::date and cs.formula_version = ${FORMULA_VERSION}) order by t.name, t.id`);
  return rows.map((row) => String(row["name"]));
}

/** The week as it stands now. */
async function readWeek(db: Database | Tx, nodeId: number, turn: Pick<Turn, "weekOn" | "isLate">): Promise<NodeWeek> {
  const sunday = dayAfter(turn.weekOn, 6);
  const before = await readSums(db, nodeId, dayAfter(sunday, -7));
  return {
    version: FORMULA_VERSION, ...await readSums(db, nodeId, sunday), missing: await readMissing(db, nodeId, sunday), setUp: await readSetUp(db, nodeId, sunday),
    before: before.counted === 0 ? null : before, isLate: turn.isLate,
  };
}

/** The copy of a body's digest for one of those who keep or read it. */
export const nodeDigest = owed<{ nodeId: number; weekOn: string; accountId: number }>("nodedigest", "digest");

interface Waiting extends Turn {
  readonly nodeId: number;
  readonly timeZone: string;
}

/** The open bodies below which something has stood, whose newest digest may go out and has not. */
export async function readWaiting(scope: Scope): Promise<Waiting[]> {
  const newest = sql<string | null>`(select max(r.week_on)::text from scope_run r where r.node_id = scope_node.id)`;
  const hasEverHad = sql`(exists (select from scope_station s where s.node_id = scope_node.id) or exists (select from scope_node_parent p where p.parent_id = scope_node.id))`;
  const rows = await scope.db.select({ nodeId: scopeNode.id, timeZone: scopeNode.timeZone, newest }).from(scopeNode)
    .where(and(isNull(scopeNode.closedAt), hasEverHad)).orderBy(asc(scopeNode.id));
  return rows.map((row) => ({ ...row, ...newestTurn(scope.now, row.timeZone) }))
    .filter((row) => (row.newest === null || row.newest < row.weekOn) && maySend(row, scope.now, row.timeZone));
}

/** Owes everybody who keeps or reads a body the digest of a week, once; before the deadline only when no station is missing. */
export async function oweDigest(scope: Scope, waiting: Waiting): Promise<void> {
  const { nodeId, weekOn } = waiting;
  await scope.act(async (tx) => {
    // While it waits for somebody nothing is summed: it is asked every minute.
    if (!waiting.isDeadlineOver && (await readMissing(tx, nodeId, dayAfter(weekOn, 6))).length > 0) return;
    const week = await readWeek(tx, nodeId, waiting);
    if (week.counted + week.missing.length === 0) return;
    const claimed = await tx.insert(scopeRun).values({ nodeId, weekOn, sums: week, owedAt: scope.now }).onConflictDoNothing().returning({ nodeId: scopeRun.nodeId });
    if (claimed.length === 0) return;
    const readers = await tx.selectDistinct({ accountId: scopeGrant.accountId }).from(scopeGrant).where(eq(scopeGrant.nodeId, nodeId)).orderBy(asc(scopeGrant.accountId));
    if (readers.length === 0) return;
    await tx.insert(scopeCopy).values(readers.map(({ accountId }) => ({ nodeId, weekOn, accountId, state: "sending" as const })));
    await enqueueAll(tx, nodeDigest, readers.map(({ accountId }) => ({ key: `${nodeId}:${weekOn}:${accountId}`, payload: { nodeId, weekOn, accountId }, now: scope.now })));
  });
}

export interface Copy {
  readonly userId: number;
  readonly locale: Locale;
  readonly body: Body;
  readonly weekOn: string;
  readonly week: NodeWeek;
}

async function readRun(db: Database | Tx, nodeId: number, weekOn: string): Promise<NodeWeek | null> {
  const [run] = await db.select({ sums: scopeRun.sums }).from(scopeRun).where(and(eq(scopeRun.nodeId, nodeId), eq(scopeRun.weekOn, weekOn)));
  return run ? WEEK.parse(run.sums) : null;
}

/** What is to be sent to one person; null once they keep and read the body no more. */
export async function readCopy(db: Database, seal: Seal, of: { nodeId: number; weekOn: string; accountId: number }): Promise<Copy | null> {
  const [row] = await db.select({ ...BODY_FACTS, userSealed: account.userSealed, own: account.locale }).from(scopeGrant)
    .innerJoin(scopeNode, eq(scopeNode.id, scopeGrant.nodeId)).innerJoin(account, eq(account.id, scopeGrant.accountId))
    .where(and(eq(scopeGrant.nodeId, of.nodeId), eq(scopeGrant.accountId, of.accountId), isNull(scopeNode.closedAt)));
  const week = row ? await readRun(db, of.nodeId, of.weekOn) : null;
  if (!row || !week) return null;
  const { userSealed, own, ...body } = row;
  return { userId: seal.open(userSealed, "account"), locale: own ?? body.locale, body, weekOn: of.weekOn, week };
}

export async function noteCopy(tx: Tx, of: { nodeId: number; weekOn: string; accountId: number }, state: (typeof DIGEST_STATES)[number]): Promise<void> {
  await tx.update(scopeCopy).set({ state }).where(and(eq(scopeCopy.nodeId, of.nodeId), eq(scopeCopy.weekOn, of.weekOn), eq(scopeCopy.accountId, of.accountId)));
}

/** The newest week of a body, for those who keep or read it: as it was told, else as it stands. */
export async function readNewest(scope: Scope, me: AccountId, which: number | null): Promise<Result<WhichRefusal, Omit<Copy, "userId" | "locale"> & { wasTold: boolean }>> {
  const found = pickHeld(await readHeld(scope.db, me), which);
  if (!found.ok) return found;
  const { body } = found;
  const turn = newestTurn(scope.now, body.timeZone);
  const told = await readRun(scope.db, body.nodeId, turn.weekOn);
  return { ok: true, body, weekOn: turn.weekOn, week: told ?? await readWeek(scope.db, body.nodeId, { weekOn: turn.weekOn, isLate: false }), wasTold: told !== null };
}
