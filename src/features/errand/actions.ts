import { and, eq, gte, inArray, isNull, notInArray, or, sql, type SQL } from "drizzle-orm";
import type { AccountId, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { digestLine, digestList } from "../../db/schema-coverage.ts";
import { assignment, instructor, organization, unit } from "../../db/schema-register.ts";
import { suggestion } from "../../db/schema-suggestion.ts";
import { member } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { showNewDraft } from "../announce/actions.ts";
import { recordAudit } from "../audit/actions.ts";
import { NEW_DRAFT } from "../draft/rules.ts";
import { ACTIONS, FORMING } from "../needs/rules.ts";
import { EMPTY_SKETCH } from "../question/rules.ts";
import { readHolders, readRoles } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { todayAt } from "../time/rules.ts";
import { lookedAfterSince, type Errand } from "./rules.ts";

/** Somebody's copy of the short list of a week. */
export interface CopyRef {
  readonly stationId: number;
  readonly weekOn: string;
  readonly accountId: number;
}

/** Shows it as it is now: posts it, or edits what was posted. */
export const listCopy = owed<CopyRef>("shortlist.copy", "digest");

/** Lines that change together are one edit. */
const GATHERED_MS = 1000;
/** One statement would have more values than the database takes. */
const CHUNK = 1000;

/** Owes every copy of these lists anew. */
export async function oweCopies(tx: Tx, now: Date, lists: readonly Omit<CopyRef, "accountId">[]): Promise<void> {
  const weeks = new Map(lists.map((each) => [`${each.stationId}:${each.weekOn}`, each]));
  const stations = [...new Set(lists.map(({ stationId }) => stationId))];
  for (let from = 0; from < stations.length; from += CHUNK) {
    const copies = await tx.select({ stationId: digestList.stationId, weekOn: digestList.weekOn, accountId: digestList.accountId }).from(digestList)
      .where(inArray(digestList.stationId, stations.slice(from, from + CHUNK)));
    const due = copies.filter(({ stationId, weekOn }) => weeks.has(`${stationId}:${weekOn}`));
    for (let at = 0; at < due.length; at += CHUNK) {
      await enqueueAll(tx, listCopy, due.slice(at, at + CHUNK).map((ref) => (
        { key: `${ref.stationId}:${ref.weekOn}:${ref.accountId}`, payload: ref, now, stationId: ref.stationId, afterMs: GATHERED_MS })));
    }
  }
}

export interface Reader {
  readonly stationId: number;
  readonly accountId: number;
  /** Who organizes there today; a line that somebody else has taken is free again. */
  readonly organizers: readonly number[];
}

/** Lines of a station as one person sees them, in the order of the list. */
export async function readErrands(db: Database | Tx, reader: Reader, which: SQL | undefined): Promise<Errand[]> {
  const rows = await db.select({
    id: digestLine.id, stationId: digestLine.stationId, action: digestLine.action, unit: unit.code, instructor: instructor.code, throughOn: assignment.throughOn,
    assignmentId: digestLine.assignmentId, organization: sql<string | null>`coalesce(${organization.code}, ${organization.name}, ${suggestion.organization})`,
    suggestionId: digestLine.suggestionId, forming: suggestion.action, units: suggestion.units,
    takenBy: digestLine.takenBy, alias: member.alias, aliasShown: member.aliasShown, doneAt: digestLine.doneAt,
  }).from(digestLine)
    .leftJoin(assignment, and(eq(assignment.stationId, digestLine.stationId), eq(assignment.id, digestLine.assignmentId)))
    .leftJoin(instructor, and(eq(instructor.stationId, digestLine.stationId), eq(instructor.id, assignment.instructorId)))
    .leftJoin(unit, and(eq(unit.stationId, digestLine.stationId), sql`${unit.id} = coalesce(${digestLine.unitId}, ${assignment.unitId})`))
    .leftJoin(organization, and(eq(organization.stationId, digestLine.stationId), eq(organization.id, digestLine.organizationId)))
    .leftJoin(suggestion, and(eq(suggestion.stationId, digestLine.stationId), eq(suggestion.id, digestLine.suggestionId)))
    .leftJoin(member, and(eq(member.stationId, digestLine.stationId), eq(member.accountId, digestLine.takenBy)))
    .where(and(eq(digestLine.stationId, reader.stationId), which));
  return rows.map(({ takenBy, alias, aliasShown, doneAt, forming, units, ...row }): Errand => {
    const taker = takenBy === null || !reader.organizers.includes(takenBy) ? "nobody" : takenBy === reader.accountId ? "you" : "other";
    return {
      ...row, units: units ?? [], forming: FORMING.find((each) => each === forming) ?? null, isDone: doneAt !== null,
      taker, alias: taker === "other" && aliasShown === true ? alias : null,
    };
  }).toSorted((a, b) => ACTIONS.indexOf(a.action) - ACTIONS.indexOf(b.action) || a.id - b.id);
}

export type ErrandRefusal = "notForYou" | "leadDecides" | "listOld" | "done";

interface Held {
  readonly errand: Errand;
  readonly reader: Reader & { readonly accountId: AccountId };
  readonly isLead: boolean;
}

const byId = (scope: StationScope, id: number) => and(eq(digestLine.stationId, scope.stationId), eq(digestLine.id, id));

/** A line that the speaking person may do something about. */
async function find(tx: Tx, scope: StationScope, id: number): Promise<Result<ErrandRefusal, Held>> {
  const roles = await readRoles(tx, scope);
  const isLead = roles.includes("station_lead");
  if (scope.actor === null || !roles.some((role) => ORGANIZERS.includes(role))) return { ok: false, reason: "notForYou" };
  const reader = { stationId: scope.stationId, accountId: scope.actor, organizers: await readHolders(tx, scope, ORGANIZERS) };
  const [errand] = await readErrands(tx, reader, eq(digestLine.id, id));
  if (!errand) return { ok: false, reason: "listOld" };
  if (errand.action === "suggestion" && !isLead) return { ok: false, reason: "leadDecides" };
  return { ok: true, errand, reader, isLead };
}

export type Taken = Result<ErrandRefusal, { errand: Errand; mayTakeOver: boolean }>;

/** Takes a line that nobody has, or as its lead from whoever has it; the first is quicker, and the other learns that somebody has it. */
export async function takeErrand(scope: StationScope, id: number, isOver: boolean): Promise<Taken> {
  return scope.act(async (tx): Promise<Taken> => {
    const found = await find(tx, scope, id);
    if (!found.ok) return found;
    const { reader, isLead } = found;
    const isFree = or(isNull(digestLine.takenBy), notInArray(digestLine.takenBy, [...reader.organizers]));
    const taken = await tx.update(digestLine).set({ takenBy: reader.accountId, takenAt: scope.now }).where(and(
      byId(scope, id), isNull(digestLine.doneAt), gte(digestLine.weekOn, lookedAfterSince(todayAt(scope))),
      isOver && isLead ? sql`${digestLine.takenBy} is distinct from ${reader.accountId}` : isFree,
    )).returning({ weekOn: digestLine.weekOn });
    for (const { weekOn } of taken) {
      await recordAudit(tx, scope, "shortlist.taken", { kind: "digest_line", id });
      await oweCopies(tx, scope.now, [{ stationId: scope.stationId, weekOn }]);
    }
    const [errand] = await readErrands(tx, reader, eq(digestLine.id, id));
    if (errand?.isDone) return { ok: false, reason: "done" };
    if (!errand || errand.taker === "nobody") return { ok: false, reason: "listOld" };
    return { ok: true, errand, mayTakeOver: isLead && errand.taker === "other" };
  });
}

export type GivenBack = Result<ErrandRefusal | "notYours", { errand: Errand }>;

/** Gives back what the speaking person has taken and is not done. */
export async function giveErrandBack(scope: StationScope, id: number): Promise<GivenBack> {
  return scope.act(async (tx): Promise<GivenBack> => {
    const found = await find(tx, scope, id);
    if (!found.ok) return found;
    if (found.errand.isDone) return { ok: false, reason: "done" };
    const [given] = await tx.update(digestLine).set({ takenBy: null, takenAt: null })
      .where(and(byId(scope, id), isNull(digestLine.doneAt), eq(digestLine.takenBy, found.reader.accountId))).returning({ weekOn: digestLine.weekOn });
    if (!given) return { ok: false, reason: "notYours" };
    await recordAudit(tx, scope, "shortlist.given_back", { kind: "digest_line", id });
    await oweCopies(tx, scope.now, [{ stationId: scope.stationId, weekOn: given.weekOn }]);
    return { ok: true, errand: found.errand };
  });
}

/** Begins an announcement of the line's organization: its title and time are asked, and the draft is shown in private. */
export async function draftErrand(scope: StationScope, id: number): Promise<Result<ErrandRefusal>> {
  return scope.act(async (tx): Promise<Result<ErrandRefusal>> => {
    const found = await find(tx, scope, id);
    if (!found.ok) return found;
    const [host] = await tx.select({ name: organization.name }).from(digestLine)
      .innerJoin(organization, and(eq(organization.stationId, digestLine.stationId), eq(organization.id, digestLine.organizationId))).where(byId(scope, id));
    if (!host) return { ok: false, reason: "listOld" };
    const isShown = await showNewDraft(tx, scope, { ...NEW_DRAFT, sketch: { ...EMPTY_SKETCH, hosts: [host.name] } });
    return isShown ? { ok: true } : { ok: false, reason: "notForYou" };
  });
}
