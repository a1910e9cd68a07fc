import { and, asc, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { coverageLink, organizationStatus, unit, unitStatus, type END_REASONS } from "../../db/schema-register.ts";
import { recordAudit } from "../audit/actions.ts";
import { findOrganization, type Organization, type OrganizationName } from "../organization/actions.ts";
import { JOINT_MAX_UNITS } from "../organization/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import type { Validity } from "../validity/rules.ts";

export type LinkRefusal =
  | "notForYou" | "noSuchOrganization" | "noSuchUnit" | "noSuchMarket" | "dissolved" | "unitGone" | "separateTaken" | "separateOne" | "daysTurned"
  | "alreadyLinked" | "notLinked" | "noStalls" | "tooManyStalls" | "changed";

/** A refusal and the code that it is about. */
export interface Refused {
  readonly ok: false;
  readonly reason: LinkRefusal;
  readonly about: string;
}

const refused = (reason: LinkRefusal, about = ""): Refused => ({ ok: false, reason, about });

interface UnitRef {
  readonly id: number;
  readonly code: string;
}

export interface Linked extends Validity {
  readonly ok: true;
  readonly id: number;
  readonly code: string;
  readonly linked: readonly string[];
  /** Those that were linked in that time before. */
  readonly already: readonly string[];
  /** How many units in operation the organization has now. */
  readonly inOperation: number;
  readonly isCrowded: boolean;
}

const ofOrganization = (scope: StationScope, organizationId: number) =>
  and(eq(coverageLink.stationId, scope.stationId), eq(coverageLink.organizationId, organizationId));

const overlaps = ({ fromOn, throughOn }: Validity): SQL =>
  sql`daterange(${coverageLink.fromOn}, ${coverageLink.throughOn} + 1) && daterange(${fromOn}::date, ${throughOn}::date + 1)`;

const holdsAt = (on: string): SQL => sql`${coverageLink.fromOn} <= ${on} and (${coverageLink.throughOn} is null or ${coverageLink.throughOn} >= ${on})`;

const isInOperation = (on: string): SQL => sql`${unit.enteredOn} <= ${on} and exists (select 1 from ${unitStatus} where ${unitStatus.stationId} = ${unit.stationId}
  and ${unitStatus.unitId} = ${unit.id} and ${unitStatus.status} = 'active' and ${unitStatus.fromOn} <= ${on}
  and (${unitStatus.throughOn} is null or ${unitStatus.throughOn} >= ${on}))`;

/** How many units in operation an organization covers on a day. */
export async function countInOperation(db: Database | Tx, scope: StationScope, organizationId: number, on: string): Promise<number> {
  const [row] = await db.select({ units: sql<number>`count(distinct ${unit.id})`.mapWith(Number) }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(ofOrganization(scope, organizationId), holdsAt(on), isInOperation(on)));
  return row?.units ?? 0;
}

/** Which units an organization covers on a day, by code. */
export async function readLinkedAt(db: Database | Tx, scope: StationScope, organizationId: number, on: string): Promise<string[]> {
  const rows = await db.select({ code: unit.code }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(ofOrganization(scope, organizationId), holdsAt(on))).orderBy(asc(unit.code));
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
async function holdUnits(tx: Tx, scope: StationScope, codes: readonly string[]): Promise<UnitRef[] | string> {
  const rows = codes.length === 0 ? [] : await tx.select({ id: unit.id, code: unit.code }).from(unit)
    .where(and(eq(unit.stationId, scope.stationId), inArray(unit.code, [...codes]))).orderBy(asc(unit.id)).for("share");
  const missing = codes.find((code) => rows.every((row) => row.code !== code));
  return missing ?? rows.toSorted((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code));
}

/** Whether a separate organization has room: it covers one unit at a time. */
async function refuseSeparate(tx: Tx, scope: StationScope, held: Organization, units: readonly UnitRef[], validity: Validity): Promise<Refused | null> {
  if (held.formation !== "separate") return null;
  if (units.length > 1) return refused("separateOne", held.code);
  const others = await tx.select({ id: coverageLink.unitId, code: unit.code }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(ofOrganization(scope, held.id), overlaps(validity)));
  const other = others.find(({ id }) => units.every((one) => one.id !== id));
  return other ? refused("separateTaken", other.code) : null;
}

async function refusePeriod(tx: Tx, scope: StationScope, held: Organization, units: readonly UnitRef[], validity: Validity): Promise<Refused | null> {
  const { fromOn, throughOn } = validity;
  if (throughOn !== null && throughOn < fromOn) return refused("daysTurned");
  const since = await dissolvedSince(tx, scope, held.id);
  if (since !== null && (throughOn === null || throughOn >= since)) return refused("dissolved", held.code);
  const gone = await findGone(tx, scope, units.map(({ id }) => id), throughOn);
  return gone === null ? null : refused("unitGone", units.find(({ id }) => id === gone)?.code);
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
  if (isNew.size === 0) return refused("alreadyLinked", units.map(({ code }) => code).join(" "));
  await recordAudit(tx, scope, "link.added", { kind: "organization", id: held.id });
  const inOperation = await countInOperation(tx, scope, held.id, localDate(scope.now, scope.timeZone));
  return {
    ok: true, id: held.id, code: held.code, fromOn, throughOn, inOperation, isCrowded: held.formation === "joint" && inOperation > JOINT_MAX_UNITS,
    linked: units.filter(({ id }) => isNew.has(id)).map(({ code }) => code), already: units.filter(({ id }) => !isNew.has(id)).map(({ code }) => code),
  };
}

/** The organization, held, if the speaking person may link units to it. */
async function hold(tx: Tx, scope: StationScope, name: OrganizationName): Promise<Organization | Refused> {
  if (!await isAllowed(tx, scope, "link")) return refused("notForYou");
  return await findOrganization(tx, scope, name, true) ?? refused("noSuchOrganization", "code" in name ? name.code : "");
}

/** Why units could not be linked to an organization that is to be made; where they can, they are held. */
export async function refuseUnits(tx: Tx, scope: StationScope, wish: { formation: Organization["formation"]; units: readonly string[] }): Promise<Refused | null> {
  const units = await holdUnits(tx, scope, wish.units);
  if (typeof units === "string") return refused("noSuchUnit", units);
  if (wish.formation === "separate" && units.length > 1) return refused("separateOne");
  const gone = await findGone(tx, scope, units.map(({ id }) => id), null);
  return gone === null ? null : refused("unitGone", units.find(({ id }) => id === gone)?.code);
}

/** Links units by their codes, in the running transaction, for whoever may. */
export async function linkCodes(tx: Tx, scope: StationScope, name: OrganizationName, codes: readonly string[], validity: Validity): Promise<Linked | Refused> {
  const held = await hold(tx, scope, name);
  if ("ok" in held) return held;
  const units = await holdUnits(tx, scope, codes);
  return typeof units === "string" ? refused("noSuchUnit", units) : addLinks(tx, scope, held, units, validity);
}

/** Links units to an organization: all of them, or none where one cannot be. */
export async function linkUnits(scope: StationScope, name: OrganizationName, codes: readonly string[], validity: Validity): Promise<Linked | Refused> {
  return scope.act((tx) => linkCodes(tx, scope, name, codes, validity));
}

type EndReason = (typeof END_REASONS)[number];

/** Ends what goes on after a day; what began later than that is empty, for it never was. Returns the codes of the units. */
export async function closeLinks(tx: Tx, scope: StationScope, organizationId: number, end: { lastOn: string; reason: EndReason; unitIds?: readonly number[] }): Promise<string[]> {
  const { lastOn, reason, unitIds } = end;
  const ended = await tx.update(coverageLink).set({ throughOn: sql`greatest(${lastOn}::date, ${coverageLink.fromOn} - 1)`, endReason: reason })
    .where(and(
      ofOrganization(scope, organizationId), sql`(${coverageLink.throughOn} is null or ${coverageLink.throughOn} > greatest(${lastOn}::date, ${coverageLink.fromOn} - 1))`,
      unitIds === undefined ? undefined : inArray(coverageLink.unitId, [...unitIds]),
    )).returning({ id: coverageLink.unitId });
  if (ended.length === 0) return [];
  const rows = await tx.select({ code: unit.code }).from(unit)
    .where(and(eq(unit.stationId, scope.stationId), inArray(unit.id, ended.map(({ id }) => id)))).orderBy(asc(unit.code));
  return rows.map(({ code }) => code);
}

export interface Ended {
  readonly ok: true;
  readonly id: number;
  readonly code: string;
  readonly ended: readonly string[];
  readonly notLinked: readonly string[];
  readonly lastOn: string;
}

/** Ends the links of units to an organization with a last day. */
export async function endLinks(scope: StationScope, name: OrganizationName, codes: readonly string[], lastOn: string): Promise<Ended | Refused> {
  return scope.act(async (tx): Promise<Ended | Refused> => {
    const held = await hold(tx, scope, name);
    if ("ok" in held) return held;
    const units = await holdUnits(tx, scope, codes);
    if (typeof units === "string") return refused("noSuchUnit", units);
    const ended = await closeLinks(tx, scope, held.id, { lastOn, reason: "ended", unitIds: units.map(({ id }) => id) });
    if (ended.length === 0) return refused("notLinked", codes.join(" "));
    await recordAudit(tx, scope, "link.ended", { kind: "organization", id: held.id });
    return { ok: true, id: held.id, code: held.code, ended, notLinked: codes.filter((code) => !ended.includes(code)), lastOn };
  });
}

/** More at once would hold everybody up; a market that is larger is linked by a file. */
const MAX_STALLS = 5000;

export interface Bulk {
  readonly ok: true;
  readonly id: number;
  readonly code: string;
  readonly marketId: number;
  readonly market: string;
  readonly fromOn: string;
  readonly stalls: number;
  readonly fresh: number;
}

interface Stalls {
  readonly marketCode: string;
  readonly marketId: number;
  readonly all: number;
  readonly fresh: readonly UnitRef[];
}

async function readStalls(tx: Tx, scope: StationScope, held: Organization, market: OrganizationName, fromOn: string): Promise<Stalls | Refused> {
  const isIt = "code" in market ? eq(unit.code, market.code) : eq(unit.id, market.id);
  const [found] = await tx.select({ id: unit.id, code: unit.code }).from(unit).where(and(eq(unit.stationId, scope.stationId), eq(unit.kind, "market"), isIt));
  if (!found) return refused("noSuchMarket", "code" in market ? market.code : "");
  const isLinked = sql<boolean>`exists (select 1 from ${coverageLink} where ${coverageLink.stationId} = ${unit.stationId} and ${coverageLink.unitId} = ${unit.id}
    and ${coverageLink.organizationId} = ${held.id} and ${overlaps({ fromOn, throughOn: null })})`;
  const rows = await tx.select({ id: unit.id, code: unit.code, isLinked }).from(unit)
    .where(and(eq(unit.stationId, scope.stationId), eq(unit.marketId, found.id), isInOperation(fromOn))).orderBy(asc(unit.id)).limit(MAX_STALLS + 1).for("share");
  if (rows.length === 0) return refused("noStalls", found.code);
  if (rows.length > MAX_STALLS) return refused("tooManyStalls", String(MAX_STALLS));
  return { marketCode: found.code, marketId: found.id, all: rows.length, fresh: rows.filter((row) => !row.isLinked) };
}

async function previewIn(tx: Tx, scope: StationScope, name: OrganizationName, market: OrganizationName, fromOn: string): Promise<(Bulk & { held: Organization; units: readonly UnitRef[] }) | Refused> {
  const held = await hold(tx, scope, name);
  if ("ok" in held) return held;
  const stalls = await readStalls(tx, scope, held, market, fromOn);
  if ("ok" in stalls) return stalls;
  if (stalls.fresh.length === 0) return refused("alreadyLinked", stalls.marketCode);
  const problem = await refusePeriod(tx, scope, held, [], { fromOn, throughOn: null })
    ?? await refuseSeparate(tx, scope, held, stalls.fresh, { fromOn, throughOn: null });
  const { marketCode, marketId, all, fresh } = stalls;
  return problem ?? { ok: true, id: held.id, code: held.code, market: marketCode, marketId, fromOn, stalls: all, fresh: fresh.length, held, units: fresh };
}

/** How many stalls in operation of a market would be linked. */
export async function previewMarket(scope: StationScope, name: OrganizationName, market: OrganizationName, fromOn: string): Promise<Bulk | Refused> {
  return scope.act((tx) => previewIn(tx, scope, name, market, fromOn));
}

/** Links them all at once, if they are still as many as was said; else says how many they are now. */
export async function linkMarket(
  scope: StationScope,
  plan: { organizationId: number; marketId: number; fromOn: string; fresh: number },
): Promise<Linked | Refused | (Bulk & { isPreview: true })> {
  return scope.act(async (tx): Promise<Linked | Refused | (Bulk & { isPreview: true })> => {
    const read = await previewIn(tx, scope, { id: plan.organizationId }, { id: plan.marketId }, plan.fromOn);
    if (!read.ok) return read;
    const { held, units, ...bulk } = read;
    if (units.length !== plan.fresh) return { ...bulk, isPreview: true };
    return addLinks(tx, scope, held, units, { fromOn: plan.fromOn, throughOn: null });
  });
}

