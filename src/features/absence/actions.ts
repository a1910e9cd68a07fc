import { and, eq } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { instructor, instructorAway } from "../../db/schema-register.ts";
import { draft } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { findOwnInstructor, holdInstructor } from "../instructor/actions.ts";
import { isAllowed } from "../role/actions.ts";
import type { Absence } from "./rules.ts";

/** Long enough to look into a calendar. */
const AWAY_VALID_MS = 30 * 60_000;
const AWAY_FORM = "away";

export type AbsenceRefusal = "notForYou" | "notFound";

/** Whose days they are: one's own, or by code for whoever looks after the instructors. */
async function findWhom(tx: Tx, scope: StationScope, code: string | null): Promise<Result<AbsenceRefusal, { id: number; code: string }>> {
  if (code === null) {
    const own = await findOwnInstructor(tx, scope);
    const held = own && await holdInstructor(tx, scope, own.code);
    return held ? { ok: true, id: held.id, code: held.code } : { ok: false, reason: "notForYou" };
  }
  if (!await isAllowed(tx, scope, "instructor")) return { ok: false, reason: "notForYou" };
  const found = await holdInstructor(tx, scope, code);
  return found ? { ok: true, id: found.id, code: found.code } : { ok: false, reason: "notFound" };
}

/** Keeps when an instructor is away, in place of what was said before; that they never are is an answer too. */
export async function sayAway(scope: StationScope, code: string | null, absences: readonly Absence[]): Promise<Result<AbsenceRefusal, { code: string }>> {
  return scope.act(async (tx): Promise<Result<AbsenceRefusal, { code: string }>> => {
    const whom = await findWhom(tx, scope, code);
    if (!whom.ok) return whom;
    await tx.delete(instructorAway).where(and(eq(instructorAway.stationId, scope.stationId), eq(instructorAway.instructorId, whom.id)));
    const rows = absences.map(({ fromOn, throughOn }) => ({ stationId: scope.stationId, instructorId: whom.id, fromOn, throughOn }));
    if (rows.length > 0) await tx.insert(instructorAway).values(rows);
    await tx.update(instructor).set({ awaySaidAt: scope.now }).where(and(eq(instructor.stationId, scope.stationId), eq(instructor.id, whom.id)));
    if (code === null && scope.actor !== null) await tx.delete(draft).where(and(eq(draft.accountId, scope.actor), eq(draft.kind, AWAY_FORM)));
    await recordAudit(tx, scope, "instructor.away_said", { kind: "instructor", id: whom.id });
    return { ok: true, code: whom.code };
  });
}

/** The next words in private say when the person is away. */
export async function awaitAway(scope: StationScope): Promise<Result<"notForYou">> {
  return scope.act(async (tx): Promise<Result<"notForYou">> => {
    if (scope.actor === null || !await findOwnInstructor(tx, scope)) return { ok: false, reason: "notForYou" };
    const expiresAt = new Date(scope.now.getTime() + AWAY_VALID_MS);
    await keepForm(tx, { accountId: scope.actor, stationId: scope.stationId, kind: AWAY_FORM, content: {}, expiresAt, asksForText: true });
    return { ok: true };
  });
}

/** The station for which the words that somebody writes say when they are away; null where they are not asked for. */
export async function findAwayStation({ db, now }: Scope, me: AccountId): Promise<number | null> {
  const [awaited] = await db.select({ stationId: draft.stationId }).from(draft).where(isAwaited(me, AWAY_FORM, now));
  return awaited?.stationId ?? null;
}
