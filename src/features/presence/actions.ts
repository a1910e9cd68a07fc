import { and, asc, eq } from "drizzle-orm";
import type { Place, Result, StationScope } from "../../context.ts";
import { member, rollCall } from "../../db/schema.ts";
import { checkIn } from "../../db/schema-reply.ts";
import { recordAudit } from "../audit/actions.ts";
import { HERE_COUNT } from "../board/actions.ts";
import { readRoles } from "../role/actions.ts";
import { atItsStation } from "../rollcall/actions.ts";
import { maySteer } from "../rollcall/rules.ts";

export interface Presence {
  readonly title: string;
  readonly here: number;
  readonly aliases: readonly string[];
}

/** How many are here, and the aliases of those among them who chose to be shown; the look goes into the trail. */
export async function readPresence(spoken: StationScope, place: Place, rollCallId: number): Promise<Result<"notForYou", Presence>> {
  const scope = await atItsStation(spoken, place, rollCallId);
  return scope.act(async (tx): Promise<Result<"notForYou", Presence>> => {
    const roles = await readRoles(tx, scope);
    const [found] = await tx.select({ title: rollCall.title, openedBy: rollCall.openedBy, here: HERE_COUNT }).from(rollCall)
      .where(and(eq(rollCall.stationId, scope.stationId), eq(rollCall.id, rollCallId)));
    if (!found || !maySteer(roles, scope.actor !== null && found.openedBy === scope.actor)) return { ok: false, reason: "notForYou" };
    await recordAudit(tx, scope, "rollcall.aliases_read", { kind: "roll_call", id: rollCallId });
    const shown = await tx.select({ alias: member.alias }).from(checkIn)
      .innerJoin(member, and(eq(member.stationId, checkIn.stationId), eq(member.accountId, checkIn.accountId)))
      .where(and(
        eq(checkIn.stationId, scope.stationId), eq(checkIn.rollCallId, rollCallId), eq(checkIn.answer, "here"), eq(member.aliasShown, true),
      )).orderBy(asc(member.alias));
    return { ok: true, title: found.title, here: found.here, aliases: shown.map((row) => row.alias) };
  });
}
