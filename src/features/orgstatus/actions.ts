import { and, desc, eq } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { organizationStatus } from "../../db/schema-register.ts";
import { recordAudit } from "../audit/actions.ts";
import { closeLinks } from "../coverend/actions.ts";
import { readLinkedAt } from "../coverlink/actions.ts";
import { dayBefore } from "../date/rules.ts";
import { findOrganization, type OrganizationName } from "../organization/actions.ts";
import type { OrganizationStatus } from "../organization/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";

export type StatusRefusal = "notForYou" | "noSuchOrganization" | "inFuture" | "beforeLast" | "sameStatus";

export interface StatusChanged {
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly status: OrganizationStatus;
  readonly on: string;
  /** The units whose links ended with it. */
  readonly ended: readonly string[];
  /** The units that it had until it was dissolved, and since when it has been back. */
  readonly lost: readonly string[];
}

interface Period {
  readonly status: OrganizationStatus;
  readonly fromOn: string;
}

/**
 * Begins a new state on a day; the one before ends the day before. On the day on which a state began the newer word counts,
 * and where that is the state before, that one goes on as if nothing had been said. Returns what it was until now.
 */
async function turn(tx: Tx, scope: StationScope, organizationId: number, status: OrganizationStatus, on: string): Promise<StatusRefusal | Period | null> {
  const own = and(eq(organizationStatus.stationId, scope.stationId), eq(organizationStatus.organizationId, organizationId));
  const period = (fromOn: string) => and(own, eq(organizationStatus.fromOn, fromOn));
  const [last, before] = await tx.select({ status: organizationStatus.status, fromOn: organizationStatus.fromOn }).from(organizationStatus)
    .where(own).orderBy(desc(organizationStatus.fromOn)).limit(2);
  if (last && last.fromOn > on) return "beforeLast";
  if (last?.status === status) return "sameStatus";
  if (last?.fromOn === on && before?.status === status) {
    await tx.delete(organizationStatus).where(period(on));
    await tx.update(organizationStatus).set({ throughOn: null }).where(period(before.fromOn));
  } else if (last?.fromOn === on) {
    await tx.update(organizationStatus).set({ status }).where(period(on));
  } else {
    if (last) await tx.update(organizationStatus).set({ throughOn: dayBefore(on) }).where(period(last.fromOn));
    await tx.insert(organizationStatus).values({ stationId: scope.stationId, organizationId, status, fromOn: on });
  }
  return last ?? null;
}

/** Records a new state of an organization from a day; dissolving it ends its links the day before, with that reason. */
export async function changeStatus(
  scope: StationScope,
  name: OrganizationName,
  change: { readonly status: OrganizationStatus; readonly on: string },
): Promise<Result<StatusRefusal, StatusChanged>> {
  return scope.act(async (tx): Promise<Result<StatusRefusal, StatusChanged>> => {
    const { status, on } = change;
    if (!await isAllowed(tx, scope, "org")) return { ok: false, reason: "notForYou" };
    const held = await findOrganization(tx, scope, name, true);
    if (!held) return { ok: false, reason: "noSuchOrganization" };
    if (on > localDate(scope.now, scope.timeZone)) return { ok: false, reason: "inFuture" };
    const was = await turn(tx, scope, held.id, status, on);
    if (typeof was === "string") return { ok: false, reason: was };
    const closed = status === "dissolved" ? await closeLinks(tx, scope, held.id, { lastOn: dayBefore(on), reason: "organization_dissolved" }) : [];
    await recordAudit(tx, scope, "organization.status_changed", { kind: "organization", id: held.id });
    const lost = was?.status === "dissolved" ? await readLinkedAt(tx, scope, held.id, dayBefore(was.fromOn)) : [];
    return { ok: true, stationId: scope.stationId, id: held.id, code: held.code, status, on, ended: closed.map(({ code }) => code), lost };
  });
}

/** What a question about the state of an organization shows; null where it is not theirs. */
export async function readForAsking(scope: StationScope, name: OrganizationName): Promise<{ stationId: number; id: number; code: string; units: number } | null> {
  const found = await isAllowed(scope.db, scope, "org") ? await findOrganization(scope.db, scope, name) : null;
  if (!found) return null;
  const units = await readLinkedAt(scope.db, scope, found.id, localDate(scope.now, scope.timeZone));
  return { stationId: found.stationId, id: found.id, code: found.code, units: units.length };
}
