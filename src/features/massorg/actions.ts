import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { massOrganization, unit, unitStatus } from "../../db/schema-register.ts";
import { recordAudit } from "../audit/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import type { Validity } from "../validity/rules.ts";
import type { MassOrganizationKind } from "./rules.ts";

/** How a line or a button names a unit; it is looked for at one station only. */
export type UnitName = { readonly code: string } | { readonly id: number };

interface MassOrganization extends Validity {
  readonly kind: MassOrganizationKind;
}

/** The mass organizations of a unit as of today, and those that it had. */
export interface MassCard {
  readonly ok: true;
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly today: string;
  readonly all: readonly MassOrganization[];
}

export type MassRefusal = "notForYou" | "noSuchUnit" | "unitGone" | "alreadyThere" | "notThere" | "daysTurned";
export type MassResult = MassCard | { readonly ok: false; readonly reason: MassRefusal };

const refused = (reason: MassRefusal): MassResult => ({ ok: false, reason });
const ofUnit = (scope: StationScope, unitId: number) => and(eq(massOrganization.stationId, scope.stationId), eq(massOrganization.unitId, unitId));

interface Unit {
  readonly id: number;
  readonly code: string;
}

async function hold(tx: Tx, scope: StationScope, name: UnitName): Promise<Unit | MassResult> {
  if (!await isAllowed(tx, scope, "massorg")) return refused("notForYou");
  const isIt = "code" in name ? eq(unit.code, name.code) : eq(unit.id, name.id);
  // Held so that the unit is not closed meanwhile.
  const [found] = await tx.select({ id: unit.id, code: unit.code }).from(unit).where(and(eq(unit.stationId, scope.stationId), isIt)).for("share");
  return found ?? refused("noSuchUnit");
}

async function card(tx: Tx, scope: StationScope, { id, code }: Unit): Promise<MassCard> {
  const all = await tx.select({ kind: massOrganization.kind, fromOn: massOrganization.fromOn, throughOn: massOrganization.throughOn })
    .from(massOrganization).where(ofUnit(scope, id)).orderBy(desc(massOrganization.fromOn), asc(massOrganization.kind));
  return { ok: true, stationId: scope.stationId, id, code, today: localDate(scope.now, scope.timeZone), all };
}

/** What a unit has, for whoever may see it. */
export async function readMassCard(scope: StationScope, name: UnitName): Promise<MassResult> {
  return scope.act(async (tx): Promise<MassResult> => {
    const held = await hold(tx, scope, name);
    return "ok" in held ? held : card(tx, scope, held);
  });
}

async function goneSince(tx: Tx, scope: StationScope, unitId: number): Promise<string | null> {
  const [now] = await tx.select({ status: unitStatus.status, fromOn: unitStatus.fromOn }).from(unitStatus)
    .where(and(eq(unitStatus.stationId, scope.stationId), eq(unitStatus.unitId, unitId), sql`${unitStatus.throughOn} is null`));
  return now && now.status !== "active" && now.status !== "dormant" ? now.fromOn : null;
}

/** Records a mass organization in a unit; the database keeps two of one kind from overlapping. */
export async function addMassOrganization(scope: StationScope, name: UnitName, wish: MassOrganization): Promise<MassResult> {
  return scope.act(async (tx): Promise<MassResult> => {
    const held = await hold(tx, scope, name);
    if ("ok" in held) return held;
    const { kind, fromOn, throughOn } = wish;
    if (throughOn !== null && throughOn < fromOn) return refused("daysTurned");
    const gone = await goneSince(tx, scope, held.id);
    if (gone !== null && (throughOn === null || throughOn >= gone)) return refused("unitGone");
    const made = await tx.insert(massOrganization).values({ stationId: scope.stationId, unitId: held.id, kind, fromOn, throughOn })
      .onConflictDoNothing().returning({ id: massOrganization.id });
    if (made.length === 0) return refused("alreadyThere");
    await recordAudit(tx, scope, "massorg.added", { kind: "unit", id: held.id });
    return card(tx, scope, held);
  });
}

/** Ends what goes on after a day. */
export async function endMassOrganization(scope: StationScope, name: UnitName, end: { kind: MassOrganizationKind; lastOn: string }): Promise<MassResult> {
  return scope.act(async (tx): Promise<MassResult> => {
    const held = await hold(tx, scope, name);
    if ("ok" in held) return held;
    const last = sql`greatest(${end.lastOn}::date, ${massOrganization.fromOn} - 1)`;
    const ended = await tx.update(massOrganization).set({ throughOn: last, endReason: "ended" })
      .where(and(ofUnit(scope, held.id), eq(massOrganization.kind, end.kind), sql`(${massOrganization.throughOn} is null or ${massOrganization.throughOn} > ${last})`))
      .returning({ id: massOrganization.id });
    if (ended.length === 0) return refused("notThere");
    await recordAudit(tx, scope, "massorg.ended", { kind: "unit", id: held.id });
    return card(tx, scope, held);
  });
}
