import { randomBytes } from "node:crypto";
import { and, asc, desc, eq, exists, gt, isNull, sql } from "drizzle-orm";
import type { Place, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { chat, draft, rollCall, rollCallBoard, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { CHAT_COUNT, HERE_COUNT, oweBoards, readBoardChats } from "../board/actions.ts";
import { closeRollCall } from "../closing/actions.ts";
import { keepForm } from "../form/actions.ts";
import { isAllowed, readRoles } from "../role/actions.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { checkClosing, endedAt, isOpen, isTooFar, maySteer, readWish, usualTitle, type Doubt, type Wish } from "./rules.ts";

/** Long enough to choose a time, short enough that nobody opens yesterday's roll call. */
const WISH_VALID_MS = 15 * 60_000;

export interface OpenRollCall {
  readonly id: number;
  readonly title: string;
  readonly openedBy: number | null;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  readonly here: number;
  readonly chats: number;
}

const OPEN_COLUMNS = {
  id: rollCall.id, title: rollCall.title, openedBy: rollCall.openedBy,
  closesAt: rollCall.closesAt, closedAt: rollCall.closedAt, here: HERE_COUNT, chats: CHAT_COUNT,
};

/** What is open at this place: in a member group its own boards, elsewhere all of the station's. */
export async function readOpen(db: Database | Tx, scope: StationScope, place: Place): Promise<OpenRollCall[]> {
  const boardHere = db.select({ one: sql`1` }).from(rollCallBoard).where(and(
    eq(rollCallBoard.stationId, scope.stationId), sql`${rollCallBoard.rollCallId} = roll_call.id`,
    eq(rollCallBoard.chatId, place.kind === "member" ? place.chatId : 0),
  ));
  return db.select(OPEN_COLUMNS).from(rollCall).where(and(
    eq(rollCall.stationId, scope.stationId), isNull(rollCall.closedAt), gt(rollCall.closesAt, scope.now),
    place.kind === "member" ? exists(boardHere) : undefined,
  )).orderBy(desc(rollCall.openedAt), desc(rollCall.id)).limit(8);
}

async function readTargets(tx: Tx, scope: StationScope, place: Place): Promise<number[]> {
  if (place.kind === "member") return [place.chatId];
  const rows = await tx.select({ id: chat.id }).from(chat)
    .where(and(eq(chat.stationId, scope.stationId), eq(chat.kind, "member"), eq(chat.state, "active"))).orderBy(asc(chat.id));
  return rows.map((row) => row.id);
}

async function openNow(tx: Tx, scope: StationScope, chatIds: readonly number[], wish: { title: string | null; closesAt: Date }): Promise<OpenRollCall> {
  const { stationId, now, actor } = scope;
  const title = wish.title ?? usualTitle({ now, zone: scope.timeZone }, scope.stationLocale);
  const [offers] = await tx.select({ offersOnWay: station.offersOnWay, offersNotToday: station.offersNotToday })
    .from(station).where(eq(station.id, stationId));
  const [row] = await tx.insert(rollCall).values({
    stationId, title, openedBy: actor, openedAt: now, closesAt: wish.closesAt,
    offersOnWay: offers?.offersOnWay ?? false, offersNotToday: offers?.offersNotToday ?? false,
  }).returning({ id: rollCall.id });
  if (!row) throw new Error("a roll call was not opened");
  await tx.insert(rollCallBoard).values(chatIds.map((chatId) => ({ stationId, rollCallId: row.id, chatId })));
  await recordAudit(tx, scope, "rollcall.opened", { kind: "roll_call", id: row.id });
  await oweBoards(tx, scope, row.id, chatIds, 0);
  return { id: row.id, title, openedBy: actor, closesAt: wish.closesAt, closedAt: null, here: 0, chats: chatIds.length };
}

/** What somebody wanted to open, kept until they choose a time or say that a second one is meant. */
interface KeptWish {
  readonly code: string;
  readonly title: string | null;
  readonly closesAtMs: number | null;
}

async function keepWish(tx: Tx, scope: StationScope, wish: { title: string | null; closesAt: Date | null }): Promise<string> {
  const code = randomBytes(6).toString("base64url");
  const content: KeptWish = { code, title: wish.title, closesAtMs: wish.closesAt?.getTime() ?? null };
  const { actor, stationId, now } = scope;
  const expiresAt = new Date(now.getTime() + WISH_VALID_MS);
  if (actor !== null) await keepForm(tx, { accountId: actor, stationId, kind: "rollcall", content, expiresAt, asksForText: false });
  return code;
}

async function takeWish(tx: Tx, scope: StationScope, code: string): Promise<KeptWish | null> {
  if (scope.actor === null) return null;
  const taken = await tx.delete(draft).where(and(
    eq(draft.accountId, scope.actor), eq(draft.stationId, scope.stationId), eq(draft.kind, "rollcall"),
    gt(draft.expiresAt, scope.now), sql`${draft.content}->>'code' = ${code}`,
  )).returning({ content: draft.content });
  return (taken[0]?.content as KeptWish | undefined) ?? null;
}

export type Doubtful = Doubt | "alreadyOpen";

/** A question back to the organizer; nothing is opened yet. */
export interface Question {
  readonly doubt: Doubtful;
  readonly title: string | null;
  readonly choices: readonly Date[];
  readonly code: string;
  readonly open: readonly OpenRollCall[];
}

export type OpenRefusal = "notForYou" | "noMemberChat" | "titleTooLong" | "wishGone" | "timeGone";
export type Opening = Result<OpenRefusal, { opened: OpenRollCall } | { asked: Question }>;

async function ask(tx: Tx, scope: StationScope, wish: Exclude<Wish, { kind: "titleTooLong" }>, open: readonly OpenRollCall[]): Promise<Opening> {
  const closesAt = wish.kind === "ready" ? wish.closesAt : null;
  const code = await keepWish(tx, scope, { title: wish.title, closesAt });
  const doubt = wish.kind === "ready" ? "alreadyOpen" : wish.doubt;
  return { ok: true, asked: { doubt, title: wish.title, choices: wish.kind === "asked" ? wish.choices : [], code, open } };
}

/** Opens what a `/rollcall` line asks for, or asks back where it is in doubt or something is open there already. */
export async function startRollCall(scope: StationScope, place: Place, line: string): Promise<Opening> {
  return scope.act(async (tx): Promise<Opening> => {
    if (!await isAllowed(tx, scope, "rollcall")) return { ok: false, reason: "notForYou" };
    const chatIds = await readTargets(tx, scope, place);
    if (chatIds.length === 0) return { ok: false, reason: "noMemberChat" };
    const wish = readWish(line, { now: scope.now, zone: scope.timeZone });
    if (wish.kind === "titleTooLong") return { ok: false, reason: "titleTooLong" };
    const open = await readOpen(tx, scope, place);
    if (wish.kind === "asked" || open.length > 0) return ask(tx, scope, wish, open);
    return { ok: true, opened: await openNow(tx, scope, chatIds, wish) };
  });
}

/** How a button answers the question: so many minutes, until an instant, or as it was written. */
export type Choice = { minutes: number } | { untilMs: number } | "asWritten";

function chosenClosing(choice: Choice, kept: KeptWish, now: Date): Date | null {
  if (choice === "asWritten") return kept.closesAtMs === null ? null : new Date(kept.closesAtMs);
  return "minutes" in choice ? new Date(now.getTime() + choice.minutes * 60_000) : new Date(choice.untilMs);
}

/** Opens what was asked about, with the chosen time; only the person who was asked can. */
export async function openChosen(scope: StationScope, place: Place, code: string, choice: Choice): Promise<Result<OpenRefusal, { opened: OpenRollCall }>> {
  return scope.act(async (tx): Promise<Result<OpenRefusal, { opened: OpenRollCall }>> => {
    if (!await isAllowed(tx, scope, "rollcall")) return { ok: false, reason: "notForYou" };
    const chatIds = await readTargets(tx, scope, place);
    if (chatIds.length === 0) return { ok: false, reason: "noMemberChat" };
    const kept = await takeWish(tx, scope, code);
    if (!kept) return { ok: false, reason: "wishGone" };
    const closesAt = chosenClosing(choice, kept, scope.now);
    if (!closesAt || !checkClosing(closesAt, scope.now).ok) return { ok: false, reason: "timeGone" };
    return { ok: true, opened: await openNow(tx, scope, chatIds, { title: kept.title, closesAt }) };
  });
}

type Steered<Value extends object> = Result<"notForYou" | "tooLong", Value> | { ok: false; reason: "alreadyClosed"; endedAt: Date };

type Steerable = Omit<OpenRollCall, "here" | "chats">;

/** The roll call, locked, if the speaking person may steer it; roles are read in the same transaction. */
async function holdSteerable(tx: Tx, scope: StationScope, id: number): Promise<Steerable | null> {
  const roles = await readRoles(tx, scope);
  const [found] = await tx.select({
    id: rollCall.id, title: rollCall.title, openedBy: rollCall.openedBy, closesAt: rollCall.closesAt, closedAt: rollCall.closedAt,
  }).from(rollCall).where(and(eq(rollCall.stationId, scope.stationId), eq(rollCall.id, id))).for("update");
  return found && maySteer(roles, scope.actor !== null && found.openedBy === scope.actor) ? found : null;
}

/** In private somebody may steer what belongs to another station of theirs than the one they speak of; rights are asked there. */
export async function atItsStation(scope: StationScope, place: Place, id: number): Promise<StationScope> {
  if (place.kind !== "private") return scope;
  const [found] = await scope.db.select(STATION_FACTS).from(rollCall).innerJoin(station, eq(station.id, rollCall.stationId)).where(eq(rollCall.id, id));
  return found ? stationScope(scope, found, scope.actor) : scope;
}

/** Those of the open ones here that the speaking person may steer; null for somebody who may open none at all. */
export async function readSteerable(scope: StationScope, place: Place): Promise<OpenRollCall[] | null> {
  if (!await isAllowed(scope.db, scope, "rollcall")) return null;
  const roles = await readRoles(scope.db, scope);
  const open = await readOpen(scope.db, scope, place);
  return open.filter(({ openedBy }) => maySteer(roles, scope.actor !== null && openedBy === scope.actor));
}

export async function stopRollCall(spoken: StationScope, place: Place, id: number): Promise<Steered<{ title: string; headCount: number }>> {
  const scope = await atItsStation(spoken, place, id);
  return scope.act(async (tx): Promise<Steered<{ title: string; headCount: number }>> => {
    const found = await holdSteerable(tx, scope, id);
    if (!found) return { ok: false, reason: "notForYou" };
    if (found.closedAt !== null) return { ok: false, reason: "alreadyClosed", endedAt: endedAt(found) };
    await recordAudit(tx, scope, "rollcall.closed", { kind: "roll_call", id });
    const closed = await closeRollCall(tx, scope.now, { stationId: scope.stationId, rollCallId: id });
    return { ok: true, title: found.title, headCount: closed?.headCount ?? 0 };
  });
}

/** Moves the closing time on; never past 24 hours from now, and never after the end. */
export async function extendRollCall(
  spoken: StationScope,
  place: Place,
  id: number,
  ms: number,
): Promise<Steered<{ extended: Steerable; timeZone: string }>> {
  const scope = await atItsStation(spoken, place, id);
  return scope.act(async (tx): Promise<Steered<{ extended: Steerable; timeZone: string }>> => {
    const found = await holdSteerable(tx, scope, id);
    if (!found) return { ok: false, reason: "notForYou" };
    if (!isOpen(found, scope.now)) return { ok: false, reason: "alreadyClosed", endedAt: endedAt(found) };
    const closesAt = new Date(found.closesAt.getTime() + ms);
    if (isTooFar(closesAt, scope.now)) return { ok: false, reason: "tooLong" };
    await tx.update(rollCall).set({ closesAt }).where(and(eq(rollCall.stationId, scope.stationId), eq(rollCall.id, id)));
    await recordAudit(tx, scope, "rollcall.extended", { kind: "roll_call", id });
    await oweBoards(tx, scope, id, await readBoardChats(tx, scope.stationId, id), 0);
    return { ok: true, extended: { ...found, closesAt }, timeZone: scope.timeZone };
  });
}
