import { and, asc, eq, gte, inArray, isNull, lte, or, type SQL } from "drizzle-orm";
import type { AccountId, Result, StationId, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account, member, roleGrant, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { endContacts } from "../contact/actions.ts";
import { mayUse, type CommandName, type Role } from "../command/rules.ts";
import { localDate } from "../time/rules.ts";
import { isInForce, laterEnd, ROLE_ORDER, type RoleTerms } from "./rules.ts";

const inForce = (today: string) => and(
  isNull(roleGrant.revokedAt), lte(roleGrant.fromOn, today), or(isNull(roleGrant.throughOn), gte(roleGrant.throughOn, today)),
);

/** The roles that the speaking person holds today, in the station's zone. */
export async function readRoles(db: Database | Tx, scope: Pick<StationScope, "stationId" | "actor" | "now" | "timeZone">): Promise<Role[]> {
  if (scope.actor === null) return [];
  const rows = await db.select({ role: roleGrant.role }).from(roleGrant).where(and(
    eq(roleGrant.stationId, scope.stationId), eq(roleGrant.accountId, scope.actor), inForce(localDate(scope.now, scope.timeZone)),
  ));
  return rows.map((row) => row.role);
}

export async function isMember(db: Database | Tx, scope: StationScope): Promise<boolean> {
  if (scope.actor === null) return false;
  const rows = await db.select({ alias: member.alias }).from(member)
    .where(and(eq(member.stationId, scope.stationId), eq(member.accountId, scope.actor)));
  return rows.length > 0;
}

/** Whether the register lets the speaking person do this; ask it inside the acting transaction. */
export async function isAllowed(tx: Database | Tx, scope: StationScope, name: CommandName): Promise<boolean> {
  return mayUse(name, { roles: await readRoles(tx, scope), isMember: await isMember(tx, scope) });
}

export async function isLead(tx: Database | Tx, scope: StationScope): Promise<boolean> {
  return (await readRoles(tx, scope)).includes("station_lead");
}

interface Of {
  readonly stationId: number;
  readonly timeZone: string;
  readonly now: Date;
}

/** Who holds one of these roles today, each once. */
export async function readHolders(db: Database | Tx, of: Of, roles: readonly Role[]): Promise<AccountId[]> {
  const rows = await db.selectDistinct({ accountId: roleGrant.accountId }).from(roleGrant).where(and(
    eq(roleGrant.stationId, of.stationId), inArray(roleGrant.role, [...roles]), inForce(localDate(of.now, of.timeZone)),
  )).orderBy(asc(roleGrant.accountId));
  return rows.map((row) => row.accountId as AccountId);
}

/** Who leads the station today. */
export async function readLeads(db: Database | Tx, of: Of): Promise<AccountId[]> {
  return readHolders(db, of, ["station_lead"]);
}

/** Lets a role end with a day; one that would be over already ends now. */
export async function endRoleOn(
  tx: Tx,
  scope: StationScope,
  { accountId, role, lastOn }: { readonly accountId: AccountId; readonly role: Role; readonly lastOn: string },
): Promise<void> {
  const isOver = lastOn < localDate(scope.now, scope.timeZone);
  const ended = await tx.update(roleGrant).set(isOver ? { revokedAt: scope.now } : { throughOn: lastOn }).where(and(
    eq(roleGrant.stationId, scope.stationId), eq(roleGrant.accountId, accountId), eq(roleGrant.role, role), isNull(roleGrant.revokedAt),
  )).returning({ id: roleGrant.id });
  for (const { id } of ended) await recordAudit(tx, scope, "role.revoked", { kind: "role_grant", id });
}

/** Gives the role from today; one that is already held is never shortened by it. */
export async function grantRole(
  tx: Tx,
  scope: StationScope,
  grant: RoleTerms & { readonly accountId: AccountId; readonly grantedBy: number | null },
): Promise<void> {
  const today = localDate(scope.now, scope.timeZone);
  const [held] = await tx.update(roleGrant).set({ revokedAt: scope.now }).where(and(
    eq(roleGrant.stationId, scope.stationId), eq(roleGrant.accountId, grant.accountId), eq(roleGrant.role, grant.role),
    isNull(roleGrant.revokedAt),
  )).returning({ fromOn: roleGrant.fromOn, throughOn: roleGrant.throughOn });
  const throughOn = held && isInForce(held, today) ? laterEnd(held.throughOn, grant.throughOn) : grant.throughOn;
  const [made] = await tx.insert(roleGrant).values({
    stationId: scope.stationId, accountId: grant.accountId, role: grant.role,
    fromOn: today, throughOn, grantedBy: grant.grantedBy,
  }).returning({ id: roleGrant.id });
  if (made) await recordAudit(tx, scope, "role.granted", { kind: "role_grant", id: made.id });
}

/**
 * Whether without this person nobody with an open end would lead the station. Locks the station until the commit,
 * so that two leads cannot leave each other at the same moment.
 */
export async function isLastLead(tx: Tx, stationId: StationId, accountId: number): Promise<boolean> {
  await tx.select({ id: station.id }).from(station).where(eq(station.id, stationId)).for("no key update");
  const leads = await tx.select({ accountId: roleGrant.accountId }).from(roleGrant).where(and(
    eq(roleGrant.stationId, stationId), eq(roleGrant.role, "station_lead"), isNull(roleGrant.revokedAt), isNull(roleGrant.throughOn),
  ));
  return leads.length > 0 && leads.every((lead) => lead.accountId === accountId);
}

export interface HeldRole {
  readonly grantId: number;
  readonly role: Role;
  readonly fromOn: string;
  readonly throughOn: string | null;
  /** Null where they have not joined or do not show it. */
  readonly alias: string | null;
  readonly isSelf: boolean;
}

async function readHeld(db: Database | Tx, scope: StationScope, which?: SQL): Promise<HeldRole[]> {
  const rows = await db.select({
    grantId: roleGrant.id, role: roleGrant.role, fromOn: roleGrant.fromOn, throughOn: roleGrant.throughOn,
    accountId: roleGrant.accountId, alias: member.alias, aliasShown: member.aliasShown,
  }).from(roleGrant)
    .leftJoin(member, and(eq(member.stationId, roleGrant.stationId), eq(member.accountId, roleGrant.accountId)))
    .where(and(eq(roleGrant.stationId, scope.stationId), inForce(localDate(scope.now, scope.timeZone)), which))
    .orderBy(asc(roleGrant.fromOn), asc(roleGrant.id));
  return rows.map(({ accountId, aliasShown, alias, ...row }) => ({
    ...row, alias: aliasShown === true ? alias : null, isSelf: accountId === scope.actor,
  })).toSorted((a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role));
}

/** Who holds which role, for the lead; the look is recorded. */
export async function readRoleList(scope: StationScope): Promise<Result<"notForYou", { roles: HeldRole[] }>> {
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "role")) return { ok: false, reason: "notForYou" };
    await recordAudit(tx, scope, "roles.read");
    return { ok: true, roles: await readHeld(tx, scope) };
  });
}

type Revoked = Result<"notForYou" | "lastLead", { role: Role }>;

async function revoke(tx: Tx, scope: StationScope, which: SQL | undefined): Promise<Revoked> {
  if (!await isAllowed(tx, scope, "role")) return { ok: false, reason: "notForYou" };
  const [held] = await tx.select({ id: roleGrant.id, role: roleGrant.role, accountId: roleGrant.accountId, throughOn: roleGrant.throughOn })
    .from(roleGrant).where(and(eq(roleGrant.stationId, scope.stationId), isNull(roleGrant.revokedAt), which));
  if (!held) return { ok: false, reason: "notForYou" };
  if (held.role === "station_lead" && held.throughOn === null && await isLastLead(tx, scope.stationId, held.accountId)) {
    return { ok: false, reason: "lastLead" };
  }
  await tx.update(roleGrant).set({ revokedAt: scope.now })
    .where(and(eq(roleGrant.stationId, scope.stationId), eq(roleGrant.id, held.id), isNull(roleGrant.revokedAt)));
  await recordAudit(tx, scope, "role.revoked", { kind: "role_grant", id: held.id });
  if (held.role === "unit_contact") await endContacts(tx, scope, { accountId: held.accountId }, "ended");
  return { ok: true, role: held.role };
}

/** Ends a role at once. */
export async function revokeGrant(scope: StationScope, grantId: number): Promise<Revoked> {
  return scope.act((tx) => revoke(tx, scope, eq(roleGrant.id, grantId)));
}

/** Ends the role of the person who wrote the message that was replied to. */
export async function revokeFrom(scope: StationScope, userId: number, role: Role): Promise<Revoked> {
  return scope.act(async (tx) => {
    const [person] = await tx.select({ id: account.id }).from(account).where(eq(account.userHash, scope.seal.fingerprint(userId)));
    if (!person) return { ok: false, reason: "notForYou" };
    return revoke(tx, scope, and(eq(roleGrant.accountId, person.id), eq(roleGrant.role, role)));
  });
}

/** One role that the lead is about to end, to ask once more. */
export async function readGrant(scope: StationScope, grantId: number): Promise<HeldRole | null> {
  if (!await isAllowed(scope.db, scope, "role")) return null;
  const [held] = await readHeld(scope.db, scope, eq(roleGrant.id, grantId));
  return held ?? null;
}
