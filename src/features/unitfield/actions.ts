import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { organization, unit } from "../../db/schema-register.ts";
import { draft } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { findMarket, findUnit, holdUnit, type Unit, type UnitRefusal, type Which } from "../unit/actions.ts";
import { EDITABLE, readField, type Editable, type FieldChange } from "./rules.ts";

export type FieldRefusal = UnitRefusal | "unreadable" | "isMarket";
export type FieldsChanged = Result<FieldRefusal, { unit: Unit }>;

const KIND = "unitfield";
const KEPT = z.object({ unitId: z.int(), field: z.enum(EDITABLE) });
/** Long enough to look a name up. */
const VALID_MS = 30 * 60_000;

/** Whether units or organizations name it as their market; held against any that would begin to. */
async function isMarketOf(tx: Tx, { stationId, id }: Unit): Promise<boolean> {
  await tx.select({ id: unit.id }).from(unit).where(and(eq(unit.stationId, stationId), eq(unit.id, id))).for("update");
  return await tx.$count(unit, and(eq(unit.stationId, stationId), eq(unit.marketId, id))) > 0
    || await tx.$count(organization, and(eq(organization.stationId, stationId), eq(organization.marketId, id))) > 0;
}

async function isCodeTaken(tx: Tx, { stationId, id }: Unit, code: string): Promise<boolean> {
  return await tx.$count(unit, and(eq(unit.stationId, stationId), eq(unit.code, code), ne(unit.id, id))) > 0;
}

async function write(tx: Tx, scope: StationScope, held: Unit, patch: FieldChange): Promise<FieldsChanged> {
  const { market, ...fields } = patch;
  const found = market == null ? null : await findMarket(tx, scope.stationId, market, held.code);
  if (found && !found.ok) return found;
  if (fields.code !== undefined && await isCodeTaken(tx, held, fields.code)) return { ok: false, reason: "codeTaken" };
  if (fields.kind !== undefined && fields.kind !== held.kind && held.kind === "market" && await isMarketOf(tx, held)) return { ok: false, reason: "isMarket" };
  const marketId = market === undefined ? {} : { marketId: found?.id ?? null };
  await tx.update(unit).set({ ...fields, ...marketId }).where(and(eq(unit.stationId, scope.stationId), eq(unit.id, held.id)));
  await recordAudit(tx, scope, "unit.changed", { kind: "unit", id: held.id });
  return { ok: true, unit: await findUnit(tx, scope.stationId, { id: held.id }) ?? held };
}

/** Changes what is said of a unit; null takes a field away. */
export async function changeFields(scope: StationScope, which: Which, patch: FieldChange): Promise<FieldsChanged> {
  return scope.act(async (tx): Promise<FieldsChanged> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const held = await holdUnit(tx, scope, which);
    if (!held) return { ok: false, reason: "noSuchUnit" };
    const changed = await write(tx, scope, held, patch);
    // What is refused can be written again.
    if (changed.ok && scope.actor !== null) await tx.delete(draft).where(and(eq(draft.accountId, scope.actor), eq(draft.kind, KIND)));
    return changed;
  });
}

/** The unit whose fields somebody wants to change, if they may. */
export async function readEdited(scope: StationScope, which: Which): Promise<FieldsChanged> {
  if (!await isAllowed(scope.db, scope, "unit")) return { ok: false, reason: "notForYou" };
  const found = await findUnit(scope.db, scope.stationId, which);
  return found ? { ok: true, unit: found } : { ok: false, reason: "noSuchUnit" };
}

/** Notes that the next text in private is this field of this unit. */
export async function awaitField(scope: StationScope, unitId: number, field: Editable): Promise<FieldsChanged> {
  return scope.act(async (tx): Promise<FieldsChanged> => {
    const found = await isAllowed(tx, scope, "unit") ? await findUnit(tx, scope.stationId, { id: unitId }) : null;
    if (!found || scope.actor === null) return { ok: false, reason: "noSuchUnit" };
    const expiresAt = new Date(scope.now.getTime() + VALID_MS);
    await keepForm(tx, { accountId: scope.actor, stationId: scope.stationId, kind: KIND, content: { unitId, field }, expiresAt, asksForText: true });
    return { ok: true, unit: found };
  });
}

/** Which field of which unit of which station somebody is writing, if they are. */
export async function findAwaited({ db, now }: Scope, me: AccountId): Promise<{ stationId: number; unitId: number; field: Editable } | null> {
  const [row] = await db.select({ content: draft.content, stationId: draft.stationId }).from(draft).where(isAwaited(me, KIND, now));
  const kept = KEPT.safeParse(row?.content).data;
  return kept && row?.stationId ? { stationId: row.stationId, ...kept } : null;
}

/** Takes what was written as this field. */
export async function changeByWords(scope: StationScope, { unitId, field }: { unitId: number; field: Editable }, words: string): Promise<FieldsChanged> {
  const patch = readField(field, words);
  return patch ? changeFields(scope, { id: unitId }, patch) : { ok: false, reason: "unreadable" };
}
