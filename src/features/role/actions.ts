import { and, eq, gte, isNull, lte, or } from "drizzle-orm";
import type { StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { member, roleGrant } from "../../db/schema.ts";
import { mayUse, type CommandName, type Role } from "../command/rules.ts";
import { localDate } from "../time/rules.ts";

/** The roles that the speaking person holds today, in the station's zone. */
export async function readRoles(db: Database | Tx, scope: StationScope): Promise<Role[]> {
  if (scope.actor === null) return [];
  const today = localDate(scope.now, scope.timeZone);
  const rows = await db.select({ role: roleGrant.role }).from(roleGrant).where(and(
    eq(roleGrant.stationId, scope.stationId), eq(roleGrant.accountId, scope.actor), isNull(roleGrant.revokedAt),
    lte(roleGrant.fromOn, today), or(isNull(roleGrant.throughOn), gte(roleGrant.throughOn, today)),
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
