import type { AccountId, Result, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { recordAudit } from "../audit/actions.ts";
import { findKept, readKept, recordNodeEvent } from "../nodegrant/actions.ts";
import type { Body } from "../nodegrant/rules.ts";
import { readStationsLed } from "../station/actions.ts";
import { holdTree, place, readPlaces, takeOut, type Place } from "../tree/actions.ts";
import { checkDay, readPlaceDay, type Child, type PlaceDayRefusal } from "../tree/rules.ts";
import { localDate } from "../time/rules.ts";

/** A station or a body that the person may put elsewhere, by its own name and clock. */
export interface Movable extends Child {
  readonly name: string;
  readonly timeZone: string;
}

/** What this person may put below a body: the stations they lead and the bodies they keep. */
export async function readMovables(db: Database | Tx, scope: Scope, me: AccountId): Promise<Movable[]> {
  const stations = await readStationsLed(db, scope, me);
  const bodies = await readKept(db, me);
  return [
    ...stations.map(({ stationId, stationName, timeZone }) => ({ kind: "station" as const, id: stationId, name: stationName, timeZone })),
    ...bodies.map(({ nodeId, name, timeZone }) => ({ kind: "body" as const, id: nodeId, name, timeZone })),
  ];
}

async function findMovable(db: Database | Tx, scope: Scope, me: AccountId, child: Child): Promise<Movable | null> {
  return (await readMovables(db, scope, me)).find(({ kind, id }) => kind === child.kind && id === child.id) ?? null;
}

export type PlaceRefusal = "notForYou" | "circle" | "standsThere" | PlaceDayRefusal;

/** A day as a button carries it, or as somebody wrote it. */
export type Said = { readonly day: string } | { readonly words: string };

const dayOf = (said: Said, now: Date, zone: string) =>
  "day" in said ? checkDay(said.day, localDate(now, zone)) : readPlaceDay(said.words, now, zone);

export interface Placed {
  readonly child: Movable;
  readonly below: string;
  readonly fromOn: string;
  readonly today: string;
}

/** Puts what the person leads or keeps below a body, and writes it into the trails of both; under holdTree, when the body is known to take it. */
export async function placeBelow(tx: Tx, scope: Scope, me: AccountId, asked: { readonly child: Child; readonly below: Body; readonly on: Said }): Promise<Result<PlaceRefusal, Placed>> {
  const child = await findMovable(tx, scope, me, asked.child);
  if (!child) return { ok: false, reason: "notForYou" };
  const day = dayOf(asked.on, scope.now, child.timeZone);
  if (!day.ok) return day;
  const done = await place(tx, child, asked.below.nodeId, day.date);
  if (done !== "ok") return { ok: false, reason: done };
  await recordMove(tx, scope, me, child, { nodeId: asked.below.nodeId, isIn: true });
  return { ok: true, child, below: asked.below.name, fromOn: day.date, today: localDate(scope.now, child.timeZone) };
}

async function recordMove(tx: Tx, { now }: Scope, me: AccountId, child: Child, { nodeId, isIn }: { nodeId: number; isIn: boolean }): Promise<void> {
  await recordNodeEvent(tx, { now, actor: me }, nodeId, `${child.kind}.${isIn ? "placed" : "taken_out"}`, child.id);
  if (child.kind === "station") await recordAudit(tx, { stationId: child.id, now, actor: me }, isIn ? "station.placed" : "station.taken_out", { kind: "scope_node", id: nodeId });
}

/** Moves what the person leads or keeps below a body that they keep too. */
export async function move(scope: Scope, me: AccountId, asked: { readonly child: Child; readonly to: number; readonly on: Said }): Promise<Result<PlaceRefusal, Placed>> {
  return scope.act(async (tx): Promise<Result<PlaceRefusal, Placed>> => {
    await holdTree(tx);
    const below = await findKept(tx, me, asked.to);
    if (!below.ok) return { ok: false, reason: "notForYou" };
    return placeBelow(tx, scope, me, { child: asked.child, below: below.body, on: asked.on });
  });
}

export type LeaveRefusal = "notForYou" | "standsNowhere" | PlaceDayRefusal;

export interface Left {
  readonly child: Movable;
  readonly place: Place;
  readonly lastOn: string;
  readonly today: string;
}

/** Takes a station or a body out of where it stands; the day is the last one there. */
export async function leave(scope: Scope, me: AccountId, asked: { readonly child: Child; readonly on: Said }): Promise<Result<LeaveRefusal, Left>> {
  return scope.act(async (tx): Promise<Result<LeaveRefusal, Left>> => {
    await holdTree(tx);
    const child = await findMovable(tx, scope, me, asked.child);
    if (!child) return { ok: false, reason: "notForYou" };
    const day = dayOf(asked.on, scope.now, child.timeZone);
    if (!day.ok) return day;
    const left = await takeOut(tx, child, day.date);
    if (!left) return { ok: false, reason: "standsNowhere" };
    await recordMove(tx, scope, me, child, { nodeId: left.nodeId, isIn: false });
    return { ok: true, child, place: left, lastOn: day.date, today: localDate(scope.now, child.timeZone) };
  });
}

export interface Choice {
  readonly child: Movable;
  /** Where it stands today and is to stand. */
  readonly places: readonly Place[];
  /** The bodies that the person keeps, without itself. */
  readonly targets: readonly Body[];
  readonly today: string;
}

/** What there is to choose for something that is to be moved or taken out; null where it is not theirs. */
export async function readChoice(scope: Scope, me: AccountId, child: Child): Promise<Choice | null> {
  const found = await findMovable(scope.db, scope, me, child);
  if (!found) return null;
  const today = localDate(scope.now, found.timeZone);
  const targets = (await readKept(scope.db, me)).filter(({ nodeId }) => child.kind === "station" || nodeId !== child.id);
  return { child: found, places: await readPlaces(scope.db, child, today), targets, today };
}
