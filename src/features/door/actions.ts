import { and, eq, gt, lte } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Place, Result, Scope, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import { invitation, rollCall, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { atActivityStation, holdActivity, readActivity } from "../activity/actions.ts";
import { stateOf } from "../activity/rules.ts";
import { attend, readAttendable, type Attended } from "../attend/actions.ts";
import { attendanceAt } from "../attend/rules.ts";
import { giveAnswer, type Answered } from "../checkin/actions.ts";
import { readCountable, type Countable } from "../headcount/actions.ts";
import { readRoles } from "../role/actions.ts";
import { atItsStation, readSteerable, type OpenRollCall } from "../rollcall/actions.ts";
import { endedAt, isOpen, maySteer } from "../rollcall/rules.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { DOOR_VALID_MS, doorData, doorOfActivity, doorParameter, type Door } from "./rules.ts";

const TERMS = z.union([z.object({ rollCallId: z.int() }), z.object({ activityId: z.int() })]);
type Behind = z.infer<typeof TERMS>;
export interface DoorCode {
  /** What the button that makes the next one carries. */
  readonly renew: string;
  readonly title: string;
  readonly parameter: string;
  readonly expiresAt: Date;
  readonly timeZone: string;
}

/** Keeps the code, and forgets those that are too old; says until when it is good. */
async function keepCode(tx: Tx, { stationId, actor, now }: StationScope, code: string, behind: Behind): Promise<Date> {
  await tx.delete(invitation).where(and(eq(invitation.stationId, stationId), eq(invitation.purpose, "door"), lte(invitation.expiresAt, now)));
  const expiresAt = new Date(now.getTime() + DOOR_VALID_MS);
  await tx.insert(invitation).values({ stationId, codeHash: hashOfCode(code), purpose: "door", terms: behind, createdBy: actor, createdAt: now, expiresAt });
  return expiresAt;
}

export type DoorRefusal = { ok: false; reason: "alreadyClosed"; endedAt: Date };

/** Makes a new code for the door of a roll call; it ends with the roll call, and the ones before it end in their own time. */
export async function makeDoorCode(spoken: StationScope, place: Place, rollCallId: number): Promise<Result<"notForYou", DoorCode> | DoorRefusal> {
  const scope = await atItsStation(spoken, place, rollCallId);
  const code = makeCode();
  const { stationId, now } = scope;
  return scope.act(async (tx): Promise<Result<"notForYou", DoorCode> | DoorRefusal> => {
    const roles = await readRoles(tx, scope);
    const [found] = await tx.select({
      title: rollCall.title, openedBy: rollCall.openedBy, closesAt: rollCall.closesAt, closedAt: rollCall.closedAt,
    }).from(rollCall).where(and(eq(rollCall.stationId, stationId), eq(rollCall.id, rollCallId)));
    if (!found || !maySteer(roles, scope.actor !== null && found.openedBy === scope.actor)) return { ok: false, reason: "notForYou" };
    if (!isOpen(found, now)) return { ok: false, reason: "alreadyClosed", endedAt: endedAt(found) };
    const expiresAt = await keepCode(tx, scope, code, { rollCallId });
    await recordAudit(tx, scope, "rollcall.door_shown", { kind: "roll_call", id: rollCallId });
    const until = found.closesAt < expiresAt ? found.closesAt : expiresAt;
    return { ok: true, renew: doorData(rollCallId), title: found.title, parameter: doorParameter(stationId, code), expiresAt: until, timeZone: scope.timeZone };
  });
}

export type ActivityDoor =
  | ({ readonly ok: true } & DoorCode)
  | { readonly ok: false; readonly reason: "notForYou" }
  | { readonly ok: false; readonly reason: "cancelled" }
  | { readonly ok: false; readonly reason: "early"; readonly opensAt: Date }
  | { readonly ok: false; readonly reason: "late"; readonly endedAt: Date };

/** Makes a code for the door of an activity while check-in is open; for whoever may take its attendance. */
export async function makeActivityDoor(spoken: StationScope, place: Place, activityId: number): Promise<ActivityDoor> {
  const scope = await atActivityStation(spoken, place, activityId);
  const code = makeCode();
  return scope.act(async (tx): Promise<ActivityDoor> => {
    const held = await holdActivity(tx, scope, activityId, "attendance");
    const about = held && await readActivity(tx, { stationId: scope.stationId, activityId });
    if (!about || stateOf(about, scope.now) === "planned") return { ok: false, reason: "notForYou" };
    if (about.cancelledAt !== null) return { ok: false, reason: "cancelled" };
    const attendance = attendanceAt(about.slots, scope.now);
    if (attendance.kind === "early") return { ok: false, reason: "early", opensAt: attendance.opensAt };
    if (attendance.kind === "late") return { ok: false, reason: "late", endedAt: attendance.endedAt };
    const expiresAt = await keepCode(tx, scope, code, { activityId });
    await recordAudit(tx, scope, "activity.door_shown", { kind: "activity", id: activityId });
    return {
      ok: true, renew: doorOfActivity(activityId), title: about.title, parameter: doorParameter(scope.stationId, code),
      expiresAt: attendance.closesAt < expiresAt ? attendance.closesAt : expiresAt, timeZone: scope.timeZone,
    };
  });
}

/** What stands behind a door code that is still good; the person's scope there, whichever station they speak of otherwise. */
async function findDoor(scope: Scope, actor: AccountId | null, door: Door): Promise<{ station: StationScope; behind: Behind } | null> {
  const [found] = await scope.db.select({ ...STATION_FACTS, terms: invitation.terms }).from(invitation)
    .innerJoin(station, eq(station.id, invitation.stationId))
    .where(and(
      eq(invitation.stationId, door.stationId), eq(invitation.codeHash, hashOfCode(door.code)), eq(invitation.purpose, "door"),
      gt(invitation.expiresAt, scope.now),
    ));
  const terms = TERMS.safeParse(found?.terms);
  return found && terms.success ? { station: stationScope(scope, found, actor), behind: terms.data } : null;
}

/** Checks in whoever scanned the code; null where the code is unknown or too old. */
export async function comeIn(scope: Scope, actor: AccountId | null, door: Door): Promise<{ station: StationScope; answered: Answered | Attended } | null> {
  const found = await findDoor(scope, actor, door);
  if (!found) return null;
  const { station: at, behind } = found;
  const answered = "activityId" in behind
    ? await attend(at, { activityId: behind.activityId, method: "door", copy: null })
    : await giveAnswer(at, { rollCallId: behind.rollCallId, choice: "here", method: "door", board: null });
  return { station: at, answered };
}

/** The activities whose door the speaking person may open now. */
export async function readActivityDoors(scope: StationScope, place: Place): Promise<Countable[]> {
  const open = await readAttendable(scope.db, scope, place);
  return (await readCountable(scope)).filter(({ id }) => open.some((each) => each.id === id));
}

/** The open roll calls here whose door the speaking person may open; null for somebody who may open none at all. */
export async function readDoors(scope: StationScope, place: Place): Promise<OpenRollCall[] | null> {
  return readSteerable(scope, place);
}
