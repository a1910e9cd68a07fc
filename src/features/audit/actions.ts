import type { StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { auditEvent } from "../../db/schema.ts";

/** What organizers do and look at, as it stands in the trail; no free text ever. */
export type AuditAction =
  | "station.set_up" | "station.changed" | "chat.linked" | "chat.unlinked" | "chat.topic_moved" | "chat.invited"
  | "role.granted" | "role.revoked" | "role.invited" | "roles.read"
  | "member.joined" | "member.left" | "member.erased" | "reach.read"
  | "rollcall.opened" | "rollcall.closed" | "rollcall.extended" | "rollcall.aliases_read" | "rollcall.door_shown"
  | "audit.read" | "retention.ran";

export async function recordAudit(
  tx: Tx,
  scope: StationScope,
  action: AuditAction,
  object?: { kind: string; id: number },
): Promise<void> {
  await tx.insert(auditEvent).values({
    stationId: scope.stationId, at: scope.now, actorId: scope.actor, action,
    objectKind: object?.kind ?? null, objectId: object?.id ?? null,
  });
}
