import { and, desc, eq, exists, gte, inArray, isNull, lt, lte, or } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { auditEvent, member, roleGrant } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import type { Role } from "../command/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { ROLE_ORDER } from "../role/rules.ts";
import { localDate } from "../time/rules.ts";

const PAGE_LINES = 20;

/** Who acted, as far as an auditor may know. */
export type TrailActor =
  | { readonly kind: "self" | "erased" | "bot" }
  | { readonly kind: "person"; readonly role: Role | null; readonly alias: string | null };

export interface TrailLine {
  readonly id: number;
  readonly at: Date;
  readonly action: string;
  readonly objectKind: string | null;
  readonly amount: number | null;
  readonly actor: TrailActor;
}

export interface TrailPage {
  readonly stationId: number;
  readonly stationName: string;
  readonly timeZone: string;
  readonly lines: readonly TrailLine[];
  /** Where the older lines begin; null at the end. */
  readonly olderThan: number | null;
}

async function readRolesOf(tx: Tx, scope: StationScope, accountIds: readonly number[]): Promise<Map<number, Role>> {
  const today = localDate(scope.now, scope.timeZone);
  const rows = await tx.select({ accountId: roleGrant.accountId, role: roleGrant.role }).from(roleGrant).where(and(
    eq(roleGrant.stationId, scope.stationId), inArray(roleGrant.accountId, [...accountIds]), isNull(roleGrant.revokedAt),
    lte(roleGrant.fromOn, today), or(isNull(roleGrant.throughOn), gte(roleGrant.throughOn, today)),
  ));
  const ranked = rows.toSorted((a, b) => ROLE_ORDER.indexOf(b.role) - ROLE_ORDER.indexOf(a.role));
  return new Map(ranked.map((row) => [row.accountId, row.role]));
}

/** Only people who hold or held a role are named: a list of members beside "who is here" would say who is not. */
async function readActors(tx: Tx, scope: StationScope, accountIds: readonly number[]): Promise<(id: number) => TrailActor> {
  const roles = await readRolesOf(tx, scope, accountIds);
  const shown = await tx.select({ accountId: member.accountId, alias: member.alias }).from(member).where(and(
    eq(member.stationId, scope.stationId), inArray(member.accountId, [...accountIds]), eq(member.aliasShown, true),
    exists(tx.select({ id: roleGrant.id }).from(roleGrant)
      .where(and(eq(roleGrant.stationId, member.stationId), eq(roleGrant.accountId, member.accountId)))),
  ));
  const aliases = new Map(shown.map((row) => [row.accountId, row.alias]));
  return (id) => id === scope.actor
    ? { kind: "self" }
    : { kind: "person", role: roles.get(id) ?? null, alias: aliases.get(id) ?? null };
}

/** A page of the trail, newest first; the look is recorded after it was taken. */
export async function readTrail(scope: StationScope, olderThan: number | null): Promise<Result<"notForYou", { page: TrailPage }>> {
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "audit")) return { ok: false, reason: "notForYou" };
    const rows = await tx.select().from(auditEvent).where(and(
      eq(auditEvent.stationId, scope.stationId), olderThan === null ? undefined : lt(auditEvent.id, olderThan),
    )).orderBy(desc(auditEvent.id)).limit(PAGE_LINES + 1);
    const shown = rows.slice(0, PAGE_LINES);
    const actorOf = await readActors(tx, scope, [...new Set(shown.flatMap((row) => row.actorId ?? []))]);
    await recordAudit(tx, scope, "audit.read");
    const lines = shown.map(({ actorId, actorErased, ...row }): TrailLine => ({
      ...row, actor: actorId === null ? { kind: actorErased ? "erased" : "bot" } : actorOf(actorId),
    }));
    const { stationId, stationName, timeZone } = scope;
    return { ok: true, page: { stationId, stationName, timeZone, lines, olderThan: rows.length > PAGE_LINES ? lines.at(-1)?.id ?? null : null } };
  });
}
