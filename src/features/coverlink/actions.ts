import { and, asc, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { coverageLink, organizationStatus, unit, unitStatus } from "../../db/schema-register.ts";
import { recordAudit } from "../audit/actions.ts";
import { holdsDay, isInOperation } from "../coverage/actions.ts";
import { findOrganization, type Organization, type OrganizationName } from "../organization/actions.ts";
import { JOINT_MAX_UNITS } from "../organization/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import type { Validity } from "../validity/rules.ts";

export type LinkRefusal =
  | "notForYou" | "noSuchOrganization" | "noSuchUnit" | "noSuchMarket" | "dissolved" | "unitGone" | "separateTaken" | "separateOne" | "daysTurned"
  | "alreadyLinked" | "notLinked" | "noStalls" | "noMoreStalls" | "tooManyStalls";

/** A link of a unit that stood in the way of a new one. */
export interface Held extends Validity {
  readonly code: string;
}

/** What was wished, and the links that stand in its way. */
export interface Overlap {
  readonly code: string;
  readonly fromOn: string;
  readonly held: readonly Held[];
}

/** A refusal and the code that it is about. */
export interface Refused<Reason extends LinkRefusal = LinkRefusal> {
  readonly ok: false;
  readonly reason: Reason;
  readonly about: string;
  readonly overlap?: Overlap;
}

export const refused = <Reason extends LinkRefusal>(reason: Reason, about = ""): Refused<Reason> => ({ ok: false, reason, about });

export interface UnitRef {
  readonly id: number;
  readonly code: string;
}

export interface Linked extends Validity {
  readonly ok: true;
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly linked: readonly string[];
  /** Links of the others, which were there before. */
  readonly already: readonly Held[];
  /** How many units in operation the organization has now. */
  readonly inOperation: number;
  readonly isCrowded: boolean;
}

export const ofOrganization = (scope: StationScope, organizationId: number) =>
  and(eq(coverageLink.stationId, scope.stationId), eq(coverageLink.organizationId, organizationId));

const overlaps = ({ fromOn, throughOn }: Validity): SQL =>
  sql`daterange(${coverageLink.fromOn}, ${coverageLink.throughOn} + 1) && daterange(${fromOn}::date, ${throughOn}::date + 1)`;

/** Whether a link has days left, today's included. */
export const goesOn = (today: string): SQL => sql`(${coverageLink.throughOn} is null or ${coverageLink.throughOn} >= greatest(${today}::date, ${coverageLink.fromOn}))`;

/** How many units in operation an organization covers on a day. */
async function countInOperation(db: Database | Tx, scope: StationScope, organizationId: number, on: string): Promise<number> {
  const [row] = await db.select({ units: sql<number>`count(distinct ${unit.id})`.mapWith(Number) }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(ofOrganization(scope, organizationId), holdsDay(coverageLink, on), isInOperation(on)));
  return row?.units ?? 0;
}

/** Which units an organization covers on a day, by code. */
export async function readLinkedAt(db: Database | Tx, scope: StationScope, organizationId: number, on: string): Promise<string[]> {
  const rows = await db.select({ code: unit.code }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(ofOrganization(scope, organizationId), holdsDay(coverageLink, on))).orderBy(asc(unit.code));
  return rows.map(({ code }) => code);
}

/** Since when an organization is dissolved, or a unit gone; null while it is not. */
async function dissolvedSince(tx: Tx, scope: StationScope, organizationId: number): Promise<string | null> {
  const [row] = await tx.select({ status: organizationStatus.status, fromOn: organizationStatus.fromOn }).from(organizationStatus)
    .where(and(eq(organizationStatus.stationId, scope.stationId), eq(organizationStatus.organizationId, organizationId), sql`through_on is null`));
  return row?.status === "dissolved" ? row.fromOn : null;
}

/** Units that are closed, moved out or not found; those that are dormant keep what they have. */
async function findGone(tx: Tx, scope: StationScope, ids: readonly number[], throughOn: string | null): Promise<number | null> {
  const [row] = await tx.select({ id: unitStatus.unitId }).from(unitStatus).where(and(
    eq(unitStatus.stationId, scope.stationId), inArray(unitStatus.unitId, [...ids]), sql`${unitStatus.throughOn} is null`,
    inArray(unitStatus.status, ["closed", "moved_out", "not_found"]), throughOn === null ? undefined : sql`${unitStatus.fromOn} <= ${throughOn}`,
  )).limit(1);
  return row?.id ?? null;
}

/** The units of these codes at this station, held so that none is closed meanwhile; or the first code that is none. */
export async function holdUnits(tx: Tx, scope: StationScope, codes: readonly string[]): Promise<UnitRef[] | string> {
  const rows = codes.length === 0 ? [] : await tx.select({ id: unit.id, code: unit.code }).from(unit)
    .where(and(eq(unit.stationId, scope.stationId), inArray(unit.code, [...codes]))).orderBy(asc(unit.id)).for("share");
  const missing = codes.find((code) => rows.every((row) => row.code !== code));
  return missing ?? rows.toSorted((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code));
}

/** Whether a separate organization has room: it covers one unit at a time. */
export async function refuseSeparate(tx: Tx, scope: StationScope, held: Organization, units: readonly UnitRef[], validity: Validity): Promise<Refused | null> {
  if (held.formation !== "separate") return null;
  if (units.length > 1) return refused("separateOne", held.code);
  const others = await tx.select({ id: coverageLink.unitId, code: unit.code }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(ofOrganization(scope, held.id), overlaps(validity)));
  const other = others.find(({ id }) => units.every((one) => one.id !== id));
  return other ? refused("separateTaken", other.code) : null;
}

export async function refusePeriod(tx: Tx, scope: StationScope, held: Organization, units: readonly UnitRef[], validity: Validity): Promise<Refused | null> {
  const { fromOn, throughOn } = validity;
  if (throughOn !== null && throughOn < fromOn) return refused("daysTurned");
  const since = await dissolvedSince(tx, scope, held.id);
  if (since !== null && (throughOn === null || throughOn >= since)) return refused("dissolved", held.code);
  const gone = await findGone(tx, scope, units.map(({ id }) => id), throughOn);
  return gone === null ? null : refused("unitGone", units.find(({ id }) => id === gone)?.code);
}

/** The links of these units in that time, the earliest of each. */
async function readHeld(tx: Tx, scope: StationScope, organizationId: number, ids: readonly number[], validity: Validity): Promise<Held[]> {
  if (ids.length === 0) return [];
  return tx.selectDistinctOn([unit.code], { code: unit.code, fromOn: coverageLink.fromOn, throughOn: coverageLink.throughOn }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(ofOrganization(scope, organizationId), inArray(coverageLink.unitId, [...ids]), overlaps(validity))).orderBy(asc(unit.code), asc(coverageLink.fromOn));
}

/**
 * Links held units to a held organization. Where somebody else links the same at the same moment the database keeps
 * one of the two, and the other is told that it was linked already.
 */
export async function addLinks(tx: Tx, scope: StationScope, held: Organization, units: readonly UnitRef[], validity: Validity): Promise<Linked | Refused> {
  const problem = await refusePeriod(tx, scope, held, units, validity) ?? await refuseSeparate(tx, scope, held, units, validity);
  if (problem) return problem;
  const { fromOn, throughOn } = validity;
  const own = { stationId: scope.stationId, organizationId: held.id, formation: held.formation, fromOn, throughOn };
  const made = await tx.insert(coverageLink).values(units.map(({ id }) => ({ ...own, unitId: id }))).onConflictDoNothing().returning({ id: coverageLink.unitId });
  const isNew = new Set(made.map(({ id }) => id));
  const already = await readHeld(tx, scope, held.id, units.flatMap(({ id }) => isNew.has(id) ? [] : id), validity);
  if (isNew.size === 0) return { ...refused("alreadyLinked", units.map(({ code }) => code).join(" ")), overlap: { code: held.code, fromOn, held: already } };
  await recordAudit(tx, scope, "link.added", { kind: "organization", id: held.id });
  const inOperation = await countInOperation(tx, scope, held.id, localDate(scope.now, scope.timeZone));
  return {
    ok: true, stationId: scope.stationId, id: held.id, code: held.code, fromOn, throughOn, inOperation, isCrowded: held.formation === "joint" && inOperation > JOINT_MAX_UNITS,
    linked: units.filter(({ id }) => isNew.has(id)).map(({ code }) => code), already,
  };
}

/** The organization, held, if the speaking person may link units to it. */
export async function holdForLinks(tx: Tx, scope: StationScope, name: OrganizationName): Promise<Organization | Refused> {
  if (!await isAllowed(tx, scope, "link")) return refused("notForYou");
  return await findOrganization(tx, scope, name, true) ?? refused("noSuchOrganization", "code" in name ? name.code : "");
}

export type UnitProblem = "noSuchUnit" | "separateOne" | "unitGone";

/** Why units could not be linked to an organization that is to be made; where they can, they are held. */
export async function refuseUnits(tx: Tx, scope: StationScope, wish: { formation: Organization["formation"]; units: readonly string[] }): Promise<Refused<UnitProblem> | null> {
  const units = await holdUnits(tx, scope, wish.units);
  if (typeof units === "string") return refused("noSuchUnit", units);
  if (wish.formation === "separate" && units.length > 1) return refused("separateOne");
  const gone = await findGone(tx, scope, units.map(({ id }) => id), null);
  return gone === null ? null : refused("unitGone", units.find(({ id }) => id === gone)?.code);
}

/** Links units by their codes, in the running transaction, for whoever may. */
export async function linkCodes(tx: Tx, scope: StationScope, name: OrganizationName, codes: readonly string[], validity: Validity): Promise<Linked | Refused> {
  const held = await holdForLinks(tx, scope, name);
  if ("ok" in held) return held;
  const units = await holdUnits(tx, scope, codes);
  return typeof units === "string" ? refused("noSuchUnit", units) : addLinks(tx, scope, held, units, validity);
}

/** Links units to an organization: all of them, or none where one cannot be. */
export async function linkUnits(scope: StationScope, name: OrganizationName, codes: readonly string[], validity: Validity): Promise<Linked | Refused> {
  return scope.act((tx) => linkCodes(tx, scope, name, codes, validity));
}

/** How many units are offered by buttons; for the others one writes their codes. */
export const OFFERED = 12;

export interface Asked {
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly market: { readonly id: number; readonly code: string } | null;
  readonly units: readonly UnitRef[];
  readonly today: string;
}

export async function readAsked(scope: StationScope, name: OrganizationName, units: (found: Organization, today: string) => Promise<UnitRef[]>): Promise<Asked | null> {
  const found = await isAllowed(scope.db, scope, "link") ? await findOrganization(scope.db, scope, name) : null;
  if (!found) return null;
  const today = localDate(scope.now, scope.timeZone);
  const [market] = found.marketId === null ? [] : await scope.db.select({ id: unit.id, code: unit.code }).from(unit)
    .where(and(eq(unit.stationId, scope.stationId), eq(unit.id, found.marketId), eq(unit.kind, "market")));
  return { stationId: scope.stationId, id: found.id, code: found.code, market: market ?? null, units: await units(found, today), today };
}

/** Units in operation that could be linked to it next: of its market, else of its area, and linked to nothing that goes on. */
export async function readLinkable(scope: StationScope, name: OrganizationName): Promise<Asked | null> {
  return readAsked(scope, name, async (found, today) => {
    const near = found.marketId !== null ? eq(unit.marketId, found.marketId) : found.area !== null ? eq(unit.area, found.area) : undefined;
    const isFree = sql`not exists (select 1 from ${coverageLink} where ${coverageLink.stationId} = ${unit.stationId} and ${coverageLink.unitId} = ${unit.id} and ${goesOn(today)})`;
    return scope.db.select({ id: unit.id, code: unit.code }).from(unit)
      .where(and(eq(unit.stationId, scope.stationId), near, isInOperation(today), isFree)).orderBy(asc(unit.code)).limit(OFFERED);
  });
}

export async function codeOf(tx: Tx, scope: StationScope, unitId: number): Promise<string> {
  const [found] = await tx.select({ code: unit.code }).from(unit).where(and(eq(unit.stationId, scope.stationId), eq(unit.id, unitId)));
  return found?.code ?? "";
}

/** Links the unit of a button from today. */
export async function linkOne(scope: StationScope, organizationId: number, unitId: number): Promise<Linked | Refused> {
  const fromOn = localDate(scope.now, scope.timeZone);
  return scope.act(async (tx) => linkCodes(tx, scope, { id: organizationId }, [await codeOf(tx, scope, unitId)], { fromOn, throughOn: null }));
}
