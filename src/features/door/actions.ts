import { and, eq, gt, lte } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Place, Result, Scope, StationScope } from "../../context.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import { invitation, rollCall, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { giveAnswer, type Answered } from "../checkin/actions.ts";
import { readRoles } from "../role/actions.ts";
import { atItsStation, readSteerable, type OpenRollCall } from "../rollcall/actions.ts";
import { endedAt, isOpen, maySteer } from "../rollcall/rules.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { DOOR_VALID_MS, doorParameter, type Door } from "./rules.ts";

const TERMS = z.object({ rollCallId: z.int() });
export interface DoorCode {
  readonly rollCallId: number;
  readonly title: string;
  readonly parameter: string;
  readonly expiresAt: Date;
  readonly timeZone: string;
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
    await tx.delete(invitation).where(and(eq(invitation.stationId, stationId), eq(invitation.purpose, "door"), lte(invitation.expiresAt, now)));
    const expiresAt = new Date(now.getTime() + DOOR_VALID_MS);
    await tx.insert(invitation).values({
      stationId, codeHash: hashOfCode(code), purpose: "door", terms: { rollCallId }, createdBy: scope.actor, createdAt: now, expiresAt,
    });
    await recordAudit(tx, scope, "rollcall.door_shown", { kind: "roll_call", id: rollCallId });
    const until = found.closesAt < expiresAt ? found.closesAt : expiresAt;
    return { ok: true, rollCallId, title: found.title, parameter: doorParameter(stationId, code), expiresAt: until, timeZone: scope.timeZone };
  });
}

type Behind = { station: StationScope; rollCallId: number };

/** What stands behind a door code that is still good; the person's scope there, whichever station they speak of otherwise. */
async function findDoor(scope: Scope, actor: AccountId | null, door: Door): Promise<Behind | null> {
  const [found] = await scope.db.select({ ...STATION_FACTS, terms: invitation.terms }).from(invitation)
    .innerJoin(station, eq(station.id, invitation.stationId))
    .where(and(
      eq(invitation.stationId, door.stationId), eq(invitation.codeHash, hashOfCode(door.code)), eq(invitation.purpose, "door"),
      gt(invitation.expiresAt, scope.now),
    ));
  const terms = TERMS.safeParse(found?.terms);
  return found && terms.success ? { station: stationScope(scope, found, actor), rollCallId: terms.data.rollCallId } : null;
}

/** Checks in whoever scanned the code; null where the code is unknown or too old. */
export async function comeIn(scope: Scope, actor: AccountId | null, door: Door): Promise<{ station: StationScope; answered: Answered } | null> {
  const found = await findDoor(scope, actor, door);
  if (!found) return null;
  const answered = await giveAnswer(found.station, { rollCallId: found.rollCallId, choice: "here", method: "door", board: null });
  return { station: found.station, answered };
}

/** The open roll calls here whose door the speaking person may open; null for somebody who may open none at all. */
export async function readDoors(scope: StationScope, place: Place): Promise<OpenRollCall[] | null> {
  return readSteerable(scope, place);
}
