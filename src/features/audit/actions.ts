import { eq } from "drizzle-orm";
import type { Tx } from "../../db/client.ts";
import { auditEvent } from "../../db/schema.ts";

/** What organizers do and look at, as it stands in the trail; no free text ever. */
export const AUDIT_ACTIONS = [
  "station.set_up", "station.changed", "station.placed", "station.taken_out", "chat.linked", "chat.unlinked", "chat.topic_moved", "chat.invited",
  "role.granted", "role.revoked", "role.invited", "role.link_withdrawn", "roles.read",
  "member.joined", "member.left", "member.erased", "reach.read",
  "rollcall.opened", "rollcall.closed", "rollcall.extended", "rollcall.aliases_read", "rollcall.door_shown",
  "activity.announced", "activity.taken_back", "activity.changed", "activity.cancelled", "activity.handed_over",
  "activity.aliases_read", "activity.counted", "activity.door_shown", "activity.nudged",
  "series.started", "series.changed", "series.ended", "poll.asked", "poll.taken_back", "poll.closed", "poll.votes_read",
  "unit.added", "unit.changed", "unit.status_changed", "unit.members_read",
  "instructor.added", "instructor.changed", "instructor.retired", "instructor.read", "instructor.away_said",
  "assignment.made", "assignment.ended", "assignment.renewed", "assignment.handed_over", "assignment.offered", "assignment.offer_stopped",
  "visit.recorded", "visit.followed_up",
  "contact.invited", "contact.link_withdrawn", "contact.began", "contact.ended", "contact.read", "contact.counted",
  "organization.added", "organization.changed", "organization.status_changed", "term.begun", "term.corrected", "term.extended",
  "link.added", "link.ended", "massorg.added", "massorg.ended",
  "request.read", "request.taken", "request.passed", "request.closed",
  "survey.recorded", "suggestion.taken_up", "suggestion.put_off", "shortlist.taken", "shortlist.given_back",
  "register.imported", "register.import_undone", "register.exported", "coverage.exported",
  "digest.changed", "audit.read", "retention.ran",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** A StationScope fits; so does what the nightly work knows. */
interface AuditScope {
  readonly stationId: number;
  readonly now: Date;
  readonly actor: number | null;
}

export async function recordAudit(
  tx: Tx,
  scope: AuditScope,
  action: AuditAction,
  object?: { kind: string; id: number },
): Promise<void> {
  await tx.insert(auditEvent).values({
    stationId: scope.stationId, at: scope.now, actorId: scope.actor, action,
    objectKind: object?.kind ?? null, objectId: object?.id ?? null,
  });
}

/** Records that somebody erased themselves: a line that never held an actor. */
export async function recordErasure(tx: Tx, scope: Omit<AuditScope, "actor">): Promise<void> {
  await tx.insert(auditEvent).values({ stationId: scope.stationId, at: scope.now, actorErased: true, action: "member.erased" });
}

/** Records how many rows of one kind the nightly retention deleted. */
export async function recordRetention(tx: Tx, scope: Omit<AuditScope, "actor">, objectKind: string, amount: number): Promise<void> {
  await tx.insert(auditEvent).values({ stationId: scope.stationId, at: scope.now, action: "retention.ran", objectKind, amount });
}

/** Puts a tombstone in the place of somebody who is erased; the only change that the trail allows. */
export async function forgetActor(tx: Tx, accountId: number): Promise<number> {
  const rows = await tx.update(auditEvent).set({ actorId: null, actorErased: true })
    .where(eq(auditEvent.actorId, accountId)).returning({ id: auditEvent.id });
  return rows.length;
}
