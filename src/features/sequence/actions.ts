import { and, eq } from "drizzle-orm";
import type { Place, Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { activity } from "../../db/schema-activity.ts";
import { atActivityStation, holdActivity, type Held } from "../activity/actions.ts";
import { recordAudit } from "../audit/actions.ts";
import { readManageable, type Listed } from "../manage/actions.ts";
import { applyChange, type SequenceChange, type Steps } from "./rules.ts";

export interface Sequence extends Steps {
  readonly activityId: number;
  readonly title: string;
  readonly nudgedAt: Date | null;
  readonly timeZone: string;
}

export type SequenceRefusal = "notForYou" | "ended" | "nothingOpen";
type Read = Result<SequenceRefusal, { sequence: Sequence }>;

async function change(tx: Tx, scope: StationScope, held: Held, wanted: SequenceChange): Promise<Steps> {
  const after = applyChange({ kinds: held.reminders, group: held.groupReminder }, wanted);
  await tx.update(activity).set({ reminders: after.kinds, groupReminder: after.group })
    .where(and(eq(activity.stationId, scope.stationId), eq(activity.id, held.id)));
  await recordAudit(tx, scope, "activity.changed", { kind: "activity", id: held.id });
  return after;
}

/** Which reminders an activity has, after the change if one is wanted; for whoever manages it. */
export async function steerSequence(spoken: StationScope, place: Place, activityId: number, wanted: SequenceChange | null): Promise<Read> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Read> => {
    const held = await holdActivity(tx, scope, activityId, "manage");
    if (!held) return { ok: false, reason: "notForYou" };
    if (held.cancelledAt !== null || held.heldAt !== null) return { ok: false, reason: "ended" };
    const steps = wanted ? await change(tx, scope, held, wanted) : { kinds: held.reminders, group: held.groupReminder };
    const { title, nudgedAt } = held;
    return { ok: true, sequence: { ...steps, activityId, title, nudgedAt, timeZone: scope.timeZone } };
  });
}

/** As a line asks for it: of the one activity in the speaking person's hands, or which of several. */
export async function steerByLine(scope: StationScope, place: Place, wanted: SequenceChange | null): Promise<Read | { readonly which: readonly Listed[] }> {
  const listed = await readManageable(scope, "manage");
  const [first, second] = listed;
  if (!first) return { ok: false, reason: "nothingOpen" };
  return second ? { which: listed } : steerSequence(scope, place, first.id, wanted);
}
