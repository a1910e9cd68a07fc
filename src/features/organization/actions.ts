import { and, asc, eq, gt, isNull, ne, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { coverageLink, organization, organizationStatus, organizationTerm, unit } from "../../db/schema-register.ts";
import { recordAudit } from "../audit/actions.ts";
import { freeCode } from "../code/actions.ts";
import type { Change } from "../founding/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import { countsByDefault, standsAbove, type Formation, type Level, type OrganizationStatus } from "./rules.ts";

/** How a line or a button names an organization; it is looked for at one station only. */
export type OrganizationName = { readonly code: string } | { readonly id: number };

const FACTS = {
  stationId: organization.stationId, id: organization.id, code: organization.code, name: organization.name, formation: organization.formation, level: organization.level,
  counts: organization.counts, area: organization.area, industry: organization.industry, marketId: organization.marketId,
  parentId: organization.parentId, approvedBy: organization.approvedBy,
};

/** An organization of the register; one that only hosted something has no code and is none. */
export interface Organization {
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly formation: Formation;
  readonly level: Level;
  readonly counts: boolean;
  readonly area: string | null;
  readonly industry: string | null;
  readonly marketId: number | null;
  readonly parentId: number | null;
  readonly approvedBy: string | null;
}

const isNamed = (scope: StationScope, name: OrganizationName): SQL | undefined =>
  and(eq(organization.stationId, scope.stationId), "code" in name ? eq(organization.code, name.code) : eq(organization.id, name.id));

/** The organization of this station that is meant, held until the commit where `lock` is true. */
export async function findOrganization(db: Database | Tx, scope: StationScope, name: OrganizationName, lock = false): Promise<Organization | null> {
  const query = db.select(FACTS).from(organization).where(isNamed(scope, name));
  const [found] = await (lock ? query.for("no key update") : query);
  return found?.code && found.formation && found.level ? { ...found, code: found.code, formation: found.formation, level: found.level } : null;
}

export type FoundingRefusal =
  | "codeTaken" | "nameTaken" | "noSuchParent" | "parentNotAbove" | "noSuchMarket" | "sinceInFuture";

export interface Founded {
  readonly code: string | null;
  readonly name: string;
  readonly formation: Formation;
  readonly level: Level;
  readonly counts: boolean;
  readonly area: string | null;
  readonly industry: string | null;
  /** The codes of the market and of the superior organization. */
  readonly market: string | null;
  readonly parent: string | null;
  readonly approvedBy: string | null;
  readonly status: OrganizationStatus;
  readonly fromOn: string;
  readonly term: { readonly startedOn: string; readonly years: number } | null;
}

async function findMarketId(tx: Tx, scope: StationScope, code: string): Promise<number | null> {
  const [found] = await tx.select({ id: unit.id }).from(unit)
    .where(and(eq(unit.stationId, scope.stationId), eq(unit.code, code), eq(unit.kind, "market")));
  return found?.id ?? null;
}

interface Placed {
  readonly marketId: number | null;
  readonly parentId: number | null;
  readonly parentLevel: Level | null;
}

/** The market and the parent that are named, if they are there and the parent stands above. */
async function place(tx: Tx, scope: StationScope, named: { market: string | null; parent: string | null; level: Level }): Promise<Result<FoundingRefusal, Placed>> {
  const marketId = named.market === null ? null : await findMarketId(tx, scope, named.market);
  if (named.market !== null && marketId === null) return { ok: false, reason: "noSuchMarket" };
  const parent = named.parent === null ? null : await findOrganization(tx, scope, { code: named.parent });
  if (named.parent !== null && parent === null) return { ok: false, reason: "noSuchParent" };
  if (parent && !standsAbove(parent.level, named.level)) return { ok: false, reason: "parentNotAbove" };
  return { ok: true, marketId, parentId: parent?.id ?? null, parentLevel: parent?.level ?? null };
}

/** Two who ask for the next code at once are told the same; the second asks again. */
const CODE_TRIES = 5;

/** Writes the row: over one that so far only hosted activities under that name, else a new one; null where code or name is taken. */
async function write(tx: Tx, scope: StationScope, founded: Founded, code: string, placed: Placed): Promise<number | null> {
  const { name, formation, level, counts, area, industry, approvedBy } = founded;
  const { marketId, parentId, parentLevel } = placed;
  const row = { name, code, formation, level, counts, area, industry, approvedBy, marketId, parentId, parentLevel };
  const [taken] = await tx.select({ id: organization.id }).from(organization).where(isNamed(scope, { code }));
  if (taken) return null;
  const [grown] = await tx.update(organization).set(row)
    .where(and(eq(organization.stationId, scope.stationId), sql`lower(${organization.name}) = lower(${name})`, isNull(organization.code)))
    .returning({ id: organization.id });
  if (grown) return grown.id;
  const [made] = await tx.insert(organization).values({ stationId: scope.stationId, ...row }).onConflictDoNothing().returning({ id: organization.id });
  return made?.id ?? null;
}

async function isNameTaken(tx: Tx, scope: StationScope, name: string): Promise<boolean> {
  const rows = await tx.select({ id: organization.id }).from(organization)
    .where(and(eq(organization.stationId, scope.stationId), sql`lower(${organization.name}) = lower(${name})`));
  return rows.length > 0;
}

async function writeWithCode(tx: Tx, scope: StationScope, founded: Founded, placed: Placed): Promise<Result<FoundingRefusal, { id: number; code: string }>> {
  for (let tries = 0; tries < (founded.code === null ? CODE_TRIES : 1); tries += 1) {
    const code = founded.code ?? await freeCode(tx, scope.stationId, "G");
    const id = await write(tx, scope, founded, code, placed);
    if (id !== null) return { ok: true, id, code };
    if (await isNameTaken(tx, scope, founded.name)) return { ok: false, reason: founded.code === null ? "nameTaken" : await codeOrName(tx, scope, founded.code) };
  }
  return { ok: false, reason: "codeTaken" };
}

async function codeOrName(tx: Tx, scope: StationScope, code: string): Promise<FoundingRefusal> {
  const rows = await tx.select({ id: organization.id }).from(organization).where(isNamed(scope, { code }));
  return rows.length > 0 ? "codeTaken" : "nameTaken";
}

/** Registers an organization in the running transaction; whoever calls has asked whether they may. */
export async function createOrganization(tx: Tx, scope: StationScope, founded: Founded): Promise<Result<FoundingRefusal, { id: number; code: string }>> {
  if (founded.fromOn > localDate(scope.now, scope.timeZone)) return { ok: false, reason: "sinceInFuture" };
  const placed = await place(tx, scope, founded);
  if (!placed.ok) return placed;
  const made = await writeWithCode(tx, scope, founded, placed);
  if (!made.ok) return made;
  const own = { stationId: scope.stationId, organizationId: made.id };
  await tx.insert(organizationStatus).values({ ...own, status: founded.status, fromOn: founded.fromOn });
  if (founded.term) await tx.insert(organizationTerm).values({ ...own, ...founded.term });
  await recordAudit(tx, scope, "organization.added", { kind: "organization", id: made.id });
  return made;
}

export type ChangeRefusal = FoundingRefusal | "notForYou" | "noSuchOrganization" | "childNotBelow" | "coversSeveral";

async function placeChange(tx: Tx, scope: StationScope, held: Organization, change: Change): Promise<Result<FoundingRefusal, { row: Partial<typeof organization.$inferInsert> }>> {
  const placed = await place(tx, scope, { market: change.market ?? null, parent: change.parent ?? null, level: change.level ?? held.level });
  if (!placed.ok) return placed;
  const { market, parent, ...plain } = change;
  const { marketId, parentId, parentLevel } = placed;
  // Whether it counts follows its formation, unless somebody said otherwise, now or before.
  const follows = change.formation !== undefined && held.counts === countsByDefault(held.formation) ? { counts: countsByDefault(change.formation) } : {};
  return { ok: true, row: { ...follows, ...plain, ...(market === undefined ? {} : { marketId }), ...(parent === undefined ? {} : { parentId, parentLevel }) } };
}

/** Whether another organization of the station has this code or name. */
async function isTaken(tx: Tx, scope: StationScope, held: Organization, which: SQL): Promise<boolean> {
  return await tx.$count(organization, and(eq(organization.stationId, scope.stationId), which, ne(organization.id, held.id))) > 0;
}

/** Why a level cannot be put right: a parent that stays would not stand above it, or a child not below. */
async function refuseLevel(tx: Tx, scope: StationScope, held: Organization, { level, parent }: Change): Promise<"parentNotAbove" | "childNotBelow" | null> {
  if (level === undefined) return null;
  const above = held.parentId === null || parent !== undefined ? null : await findOrganization(tx, scope, { id: held.parentId });
  if (above && !standsAbove(above.level, level)) return "parentNotAbove";
  const children = await tx.select({ level: organization.level }).from(organization)
    .where(and(eq(organization.stationId, scope.stationId), eq(organization.parentId, held.id)));
  return children.some((child) => child.level !== null && !standsAbove(level, child.level)) ? "childNotBelow" : null;
}

/** Whether it covered more than one unit on any day, which a separate organization never does. */
async function hasCoveredSeveral(tx: Tx, held: Organization): Promise<boolean> {
  const other = alias(coverageLink, "other");
  const days = (link: typeof coverageLink | typeof other) => sql`daterange(${link.fromOn}, ${link.throughOn} + 1)`;
  const [pair] = await tx.select({ id: other.id }).from(coverageLink)
    .innerJoin(other, and(eq(other.stationId, coverageLink.stationId), eq(other.organizationId, coverageLink.organizationId), gt(other.id, coverageLink.id)))
    .where(and(eq(coverageLink.stationId, held.stationId), eq(coverageLink.organizationId, held.id), sql`${days(other)} && ${days(coverageLink)}`)).limit(1);
  return pair !== undefined;
}

async function refuseChange(tx: Tx, scope: StationScope, held: Organization, change: Change): Promise<ChangeRefusal | null> {
  const { code, name, formation } = change;
  if (code !== undefined && await isTaken(tx, scope, held, eq(organization.code, code))) return "codeTaken";
  if (name !== undefined && await isTaken(tx, scope, held, sql`lower(${organization.name}) = lower(${name})`)) return "nameTaken";
  if (formation === "separate" && await hasCoveredSeveral(tx, held)) return "coversSeveral";
  return refuseLevel(tx, scope, held, change);
}

/** Puts right what has no history of its own: all but its states, terms and links; the trail keeps that it was changed. */
export async function changeOrganization(scope: StationScope, name: OrganizationName, change: Change): Promise<Result<ChangeRefusal, { id: number }>> {
  return scope.act(async (tx): Promise<Result<ChangeRefusal, { id: number }>> => {
    if (!await isAllowed(tx, scope, "org")) return { ok: false, reason: "notForYou" };
    const held = await findOrganization(tx, scope, name, true);
    if (!held) return { ok: false, reason: "noSuchOrganization" };
    const reason = await refuseChange(tx, scope, held, change);
    if (reason) return { ok: false, reason };
    const placed = await placeChange(tx, scope, held, change);
    if (!placed.ok) return placed;
    await tx.update(organization).set(placed.row).where(isNamed(scope, { id: held.id }));
    await recordAudit(tx, scope, "organization.changed", { kind: "organization", id: held.id });
    return { ok: true, id: held.id };
  });
}

/** How many units a card names; the rest it counts. */
const CARD_UNITS = 60;

export interface Card extends Organization {
  readonly today: string;
  readonly market: string | null;
  readonly parent: { readonly id: number; readonly code: string | null; readonly name: string } | null;
  readonly children: readonly { readonly id: number; readonly code: string | null; readonly name: string }[];
  readonly history: readonly { readonly status: OrganizationStatus; readonly fromOn: string; readonly throughOn: string | null }[];
  readonly status: OrganizationStatus;
  readonly term: { readonly startedOn: string; readonly years: number; readonly endsOn: string; readonly extendedThrough: string | null } | null;
  readonly units: readonly { readonly id: number; readonly code: string }[];
  readonly unitCount: number;
}

const NAMED = { id: organization.id, code: organization.code, name: organization.name };

/** The term that runs on a day: the one that began last. */
export async function readTerm(db: Database | Tx, scope: StationScope, organizationId: number, on: string) {
  const [found] = await db.select({
    startedOn: organizationTerm.startedOn, years: organizationTerm.years, endsOn: organizationTerm.endsOn, extendedThrough: organizationTerm.extendedThrough,
  }).from(organizationTerm).where(and(
    eq(organizationTerm.stationId, scope.stationId), eq(organizationTerm.organizationId, organizationId), sql`${organizationTerm.startedOn} <= ${on}`,
  )).orderBy(sql`${organizationTerm.startedOn} desc`).limit(1);
  return found ?? null;
}

async function readUnits(db: Database | Tx, scope: StationScope, organizationId: number, on: string) {
  return db.select({ id: unit.id, code: unit.code }).from(coverageLink)
    .innerJoin(unit, and(eq(unit.stationId, coverageLink.stationId), eq(unit.id, coverageLink.unitId)))
    .where(and(
      eq(coverageLink.stationId, scope.stationId), eq(coverageLink.organizationId, organizationId),
      sql`${coverageLink.fromOn} <= ${on} and (${coverageLink.throughOn} is null or ${coverageLink.throughOn} >= ${on})`,
    )).orderBy(asc(unit.code));
}

/** All that a card shows as of today; null where there is none, or it is not theirs to see. */
export async function readCard(scope: StationScope, name: OrganizationName): Promise<Card | null> {
  const { db, stationId } = scope;
  const found = await isAllowed(db, scope, "org") ? await findOrganization(db, scope, name) : null;
  if (!found) return null;
  const today = localDate(scope.now, scope.timeZone);
  const history = await db.select({ status: organizationStatus.status, fromOn: organizationStatus.fromOn, throughOn: organizationStatus.throughOn })
    .from(organizationStatus).where(and(eq(organizationStatus.stationId, stationId), eq(organizationStatus.organizationId, found.id)))
    .orderBy(asc(organizationStatus.fromOn));
  const [market] = found.marketId === null ? [] : await db.select({ code: unit.code }).from(unit).where(and(eq(unit.stationId, stationId), eq(unit.id, found.marketId)));
  const [parent] = found.parentId === null ? [] : await db.select(NAMED).from(organization).where(isNamed(scope, { id: found.parentId }));
  const children = await db.select(NAMED).from(organization)
    .where(and(eq(organization.stationId, stationId), eq(organization.parentId, found.id))).orderBy(asc(organization.code));
  const units = await readUnits(db, scope, found.id, today);
  return {
    ...found, today, market: market?.code ?? null, parent: parent ?? null, children, history,
    status: history.at(-1)?.status ?? "proposed", term: await readTerm(db, scope, found.id, today),
    units: units.slice(0, CARD_UNITS), unitCount: units.length,
  };
}
