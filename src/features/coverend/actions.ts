import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { coverageLink, unit, type END_REASONS } from "../../db/schema-register.ts";
import { recordAudit } from "../audit/actions.ts";
import { codeOf, goesOn, holdForLinks, holdUnits, OFFERED, ofOrganization, readAsked, refused, type Asked, type Refused } from "../coverlink/actions.ts";
import type { OrganizationName } from "../organization/actions.ts";
import { localDate } from "../time/rules.ts";

type EndReason = (typeof END_REASONS)[number];

export interface Closed {
  readonly code: string;
  /** Whether not even one day of it is left. */
  readonly isEmpty: boolean;
}

/** Ends what goes on after a day; what began later than that is empty, for it never was. Returns the units, by code. */
export async function closeLinks(tx: Tx, scope: StationScope, organizationId: number, end: { lastOn: string; reason: EndReason; unitIds?: readonly number[] }): Promise<Closed[]> {
  const { lastOn, reason, unitIds } = end;
  const ended = await tx.update(coverageLink).set({ throughOn: sql`greatest(${lastOn}::date, ${coverageLink.fromOn} - 1)`, endReason: reason })
    .where(and(
      ofOrganization(scope, organizationId), sql`(${coverageLink.throughOn} is null or ${coverageLink.throughOn} > greatest(${lastOn}::date, ${coverageLink.fromOn} - 1))`,
      unitIds === undefined ? undefined : inArray(coverageLink.unitId, [...unitIds]),
    )).returning({ id: coverageLink.unitId, isEmpty: sql<boolean>`${coverageLink.throughOn} < ${coverageLink.fromOn}` });
  if (ended.length === 0) return [];
  const rows = await tx.select({ id: unit.id, code: unit.code }).from(unit)
    .where(and(eq(unit.stationId, scope.stationId), inArray(unit.id, ended.map(({ id }) => id)))).orderBy(asc(unit.code));
  return rows.map(({ id, code }) => ({ code, isEmpty: ended.every((one) => one.id !== id || one.isEmpty) }));
}

export interface Ended {
  readonly ok: true;
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly ended: readonly string[];
  /** Those of which no day is left. */
  readonly never: readonly string[];
  readonly notLinked: readonly string[];
  readonly lastOn: string;
  /** Whether that day is still to come. */
  readonly isAhead: boolean;
}

async function endCodes(tx: Tx, scope: StationScope, name: OrganizationName, codes: readonly string[], lastOn: string): Promise<Ended | Refused> {
  const held = await holdForLinks(tx, scope, name);
  if ("ok" in held) return held;
  const units = await holdUnits(tx, scope, codes);
  if (typeof units === "string") return refused("noSuchUnit", units);
  const ended = await closeLinks(tx, scope, held.id, { lastOn, reason: "ended", unitIds: units.map(({ id }) => id) });
  if (ended.length === 0) return refused("notLinked", codes.join(" "));
  await recordAudit(tx, scope, "link.ended", { kind: "organization", id: held.id });
  const codesWhere = (isEmpty: boolean) => ended.filter((one) => one.isEmpty === isEmpty).map(({ code }) => code);
  return {
    ok: true, stationId: scope.stationId, id: held.id, code: held.code, lastOn, isAhead: lastOn > localDate(scope.now, scope.timeZone),
    ended: codesWhere(false), never: codesWhere(true), notLinked: codes.filter((code) => ended.every((one) => one.code !== code)),
  };
}

/** Ends the links of units to an organization with a last day. */
export async function endLinks(scope: StationScope, name: OrganizationName, codes: readonly string[], lastOn: string): Promise<Ended | Refused> {
  return scope.act((tx) => endCodes(tx, scope, name, codes, lastOn));
}

/** Units whose links go on, or have a last day that is still to come. */
export async function readEndable(scope: StationScope, name: OrganizationName): Promise<Asked | null> {
  return readAsked(scope, name, (found, today) => scope.db.selectDistinct({ id: unit.id, code: unit.code }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(ofOrganization(scope, found.id), goesOn(today))).orderBy(asc(unit.code)).limit(4 * OFFERED));
}

/** Ends the link of the unit of a button. */
export async function endOne(scope: StationScope, organizationId: number, unitId: number, lastOn: string): Promise<Ended | Refused> {
  return scope.act(async (tx) => endCodes(tx, scope, { id: organizationId }, [await codeOf(tx, scope, unitId)], lastOn));
}
