import { randomBytes } from "node:crypto";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { AccountId, Locale, Place, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { poll } from "../../db/schema-poll.ts";
import { chat, draft, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { atPollStation, createPoll, holdSteerable, isPoll, readPoll, readPostChats } from "../ballot/actions.ts";
import { endsAt, openMinutes, troubleOfEnd } from "../ending/rules.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { clockOf, type Clock } from "../moment/rules.ts";
import { isDated } from "../option/rules.ts";
import type { RecurringTime } from "../recurrence/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { atRoundStation, createRound, removeRound } from "../round/actions.ts";
import { contentOf } from "../round/rules.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";
import { doubtOf, nextOpening, readPoll as readLine, SKETCH_VALID_MS, UNDO_MS, type Refused, type Rhythm, type Sketch } from "./rules.ts";

const KIND = "poll";

export interface ChatChoice {
  readonly id: number;
  readonly title: string;
}

/** What is being put together, as it is shown; `chats` are all groups that it could go to. */
export interface Shown {
  readonly code: string;
  readonly sketch: Sketch;
  readonly chats: readonly ChatChoice[];
  readonly timeZone: string;
  /** In which the group reads it. */
  readonly locale: Locale;
}

interface Kept {
  readonly code: string;
  readonly sketch: Sketch;
}

type Refusal = Result<"notForYou" | "noMemberChat" | "sketchGone"> & { ok: false };


async function readChats(db: Database | Tx, scope: StationScope): Promise<ChatChoice[]> {
  return db.select({ id: chat.id, title: chat.title }).from(chat)
    .where(and(eq(chat.stationId, scope.stationId), eq(chat.kind, "member"), eq(chat.state, "active"))).orderBy(asc(chat.id));
}

async function show(tx: Tx, scope: StationScope, kept: Kept): Promise<Shown> {
  return { ...kept, chats: await readChats(tx, scope), timeZone: scope.timeZone, locale: scope.stationLocale };
}

async function keep(tx: Tx, scope: StationScope, kept: Kept): Promise<void> {
  if (scope.actor === null) return;
  const expiresAt = new Date(scope.now.getTime() + SKETCH_VALID_MS);
  await keepForm(tx, { accountId: scope.actor, stationId: scope.stationId, kind: KIND, content: kept, expiresAt, asksForText: true });
}

const isMine = (scope: Scope, actor: AccountId) => and(eq(draft.accountId, actor), eq(draft.kind, KIND), gt(draft.expiresAt, scope.now));

/** The station for which the speaking person is putting a poll together, whichever of theirs they speak of now; for a text, only if it was asked for. */
export async function findSketchStation(scope: Scope, actor: AccountId | null, by: "button" | "text"): Promise<StationScope | null> {
  if (actor === null) return null;
  const [found] = await scope.db.select(STATION_FACTS).from(draft).innerJoin(station, eq(station.id, draft.stationId))
    .where(by === "text" ? isAwaited(actor, KIND, scope.now) : isMine(scope, actor));
  return found ? stationScope(scope, found, actor) : null;
}

async function holdKept(tx: Tx, scope: StationScope, code: string | null): Promise<Kept | null> {
  if (scope.actor === null) return null;
  const [found] = await tx.select({ content: draft.content }).from(draft).where(and(
    isMine(scope, scope.actor), eq(draft.stationId, scope.stationId), code === null ? undefined : sql`draft.content->>'code' = ${code}`,
  )).for("update");
  return (found?.content as Kept | undefined) ?? null;
}

/** Begins a poll from what was written behind `/poll`; in a members' group it is for that group, else for all of them. */
export async function beginPoll(scope: StationScope, place: Place, line: string): Promise<{ ok: true; shown: Shown } | Refusal | Refused> {
  return scope.act(async (tx): Promise<{ ok: true; shown: Shown } | Refusal | Refused> => {
    if (!await isAllowed(tx, scope, "poll")) return { ok: false, reason: "notForYou" };
    const chats = await readChats(tx, scope);
    const chatIds = place.kind === "member" ? [place.chatId] : chats.map(({ id }) => id);
    if (chatIds.length === 0) return { ok: false, reason: "noMemberChat" };
    const read = readLine(line, clockOf(scope));
    if (!read.ok) return read;
    const kept = { code: randomBytes(6).toString("base64url"), sketch: { ...read.sketch, chatIds } };
    await keep(tx, scope, kept);
    return { ok: true, shown: await show(tx, scope, kept) };
  });
}

/** Changes what is being put together; `change` is pure, and null or a refusal of its leaves all as it was. Without a code it is the newest. */
export async function changeSketch(
  scope: StationScope,
  code: string | null,
  change: (sketch: Sketch, clock: Clock, chatIds: readonly number[]) => { ok: true; sketch: Sketch } | Refused | null,
): Promise<{ ok: true; shown: Shown } | Refusal | Refused> {
  return scope.act(async (tx): Promise<{ ok: true; shown: Shown } | Refusal | Refused> => {
    if (!await isAllowed(tx, scope, "poll")) return { ok: false, reason: "notForYou" };
    const kept = await holdKept(tx, scope, code);
    if (!kept) return { ok: false, reason: "sketchGone" };
    const chatIds = (await readChats(tx, scope)).map(({ id }) => id);
    const changed = change(kept.sketch, clockOf(scope), chatIds) ?? { ok: true, sketch: kept.sketch };
    if (!changed.ok) return changed;
    const next = { code: kept.code, sketch: changed.sketch };
    await keep(tx, scope, next);
    return { ok: true, shown: await show(tx, scope, next) };
  });
}

/** Forgets what is being put together. */
export async function dropSketch(scope: StationScope, code: string): Promise<boolean> {
  return scope.act(async (tx) => {
    if (!await holdKept(tx, scope, code) || scope.actor === null) return false;
    await tx.delete(draft).where(isMine(scope, scope.actor));
    return true;
  });
}

/** What goes out in a minute, or what was planned to come again. */
export interface Sent {
  readonly id: number;
  readonly rhythm: { readonly time: RecurringTime; readonly first: Date } | null;
  readonly question: string;
  readonly chats: number;
  readonly closesAt: Date;
  readonly timeZone: string;
}

/** Plans what comes again, from its next time on. */
async function planRound(tx: Tx, scope: StationScope, shown: Shown, chatIds: readonly number[]): Promise<{ id: number; time: RecurringTime; first: Date } | null> {
  const { question, options, isAnonymous, isMultiple, rhythm, ending } = shown.sketch;
  const first = rhythm?.kind === "sure" ? nextOpening(rhythm.time, clockOf(scope)) : null;
  if (rhythm?.kind !== "sure" || !first) return null;
  const content = { question: question ?? "", options: options.map(({ text }) => text), isDated: isDated(options), isAnonymous, isMultiple, chatIds };
  const id = await createRound(tx, scope, content, {
    recurrence: rhythm.time.recurrence, opensAt: rhythm.time.from, openMinutes: openMinutes(ending, first) ?? 0, startsOn: localDate(first, scope.timeZone),
  });
  return { id, time: rhythm.time, first };
}

type Sending = { ok: true; sent: Sent } | Refusal | { ok: false; reason: "notReady" | "noGroupChosen" | "endGone"; shown: Shown };

/** What goes out, where and until when; a refusal where something is missing or has passed meanwhile. */
function planOf(shown: Shown, now: Date): { ok: true; chatIds: number[]; announcedAt: Date; closesAt: Date } | { ok: false; reason: "notReady" | "noGroupChosen" | "endGone" } {
  const { sketch, chats } = shown;
  if (doubtOf(sketch) !== null) return { ok: false, reason: "notReady" };
  const chatIds = chats.map(({ id }) => id).filter((id) => sketch.chatIds.includes(id));
  if (chatIds.length === 0) return { ok: false, reason: "noGroupChosen" };
  const announcedAt = new Date(now.getTime() + UNDO_MS);
  const closesAt = endsAt(sketch.ending, announcedAt) ?? announcedAt;
  if (troubleOfEnd(closesAt.getTime(), announcedAt) !== null) return { ok: false, reason: "endGone" };
  return { ok: true, chatIds, announcedAt, closesAt };
}

/** Sends what was shown, a minute from now; until then it can be taken back. */
export async function sendSketch(scope: StationScope, code: string): Promise<Sending> {
  return scope.act(async (tx): Promise<Sending> => {
    if (!await isAllowed(tx, scope, "poll")) return { ok: false, reason: "notForYou" };
    const kept = await holdKept(tx, scope, code);
    if (!kept || scope.actor === null) return { ok: false, reason: "sketchGone" };
    const shown = await show(tx, scope, kept);
    const plan = planOf(shown, scope.now);
    if (!plan.ok) return { ...plan, shown };
    const { options, isAnonymous, isMultiple } = kept.sketch;
    const question = kept.sketch.question ?? "";
    await tx.delete(draft).where(isMine(scope, scope.actor));
    const about = { question, chats: plan.chatIds.length, closesAt: plan.closesAt, timeZone: scope.timeZone };
    const round = await planRound(tx, scope, shown, plan.chatIds);
    if (round) return { ok: true, sent: { ...about, id: round.id, rhythm: round } };
    const id = await createPoll(tx, scope, { question, options, isAnonymous, isMultiple }, { ...plan, askedBy: scope.actor });
    await recordAudit(tx, scope, "poll.asked", { kind: "poll", id });
    return { ok: true, sent: { ...about, id, rhythm: null } };
  });
}

type TakenBack = { ok: true; question: string; shown: Shown | null } | { ok: false; reason: "notForYou" | "alreadyOut" };

/** Takes a poll back while nothing is out, and hands it over to be changed, unless another one was begun. */
export async function takeBack(spoken: StationScope, place: Place, pollId: number): Promise<TakenBack> {
  const scope = await atPollStation(spoken, place, pollId);
  const ref = { stationId: scope.stationId, pollId };
  return scope.act(async (tx): Promise<TakenBack> => {
    const held = await holdSteerable(tx, scope, pollId);
    const about = held && await readPoll(tx, ref);
    if (!about) return { ok: false, reason: "notForYou" };
    if (about.announcedAt <= scope.now) return { ok: false, reason: "alreadyOut" };
    const chatIds = await readPostChats(tx, ref);
    await tx.delete(poll).where(isPoll(ref));
    await recordAudit(tx, scope, "poll.taken_back", { kind: "poll", id: pollId });
    const { question, isMultiple, isAnonymous } = about;
    const options = about.options.map((option) => ({ ...option, choices: [], trouble: null }));
    return { ok: true, question, shown: await keepAgain(tx, scope, { question, options, isMultiple, isAnonymous, chatIds }, { kind: "at", at: about.closesAt.getTime() }, null) };
  });
}

async function keepAgain(
  tx: Tx, scope: StationScope, about: Omit<Sketch, "ending" | "isUsualEnd" | "rhythm">, ending: Sketch["ending"], rhythm: Rhythm | null,
): Promise<Shown | null> {
  if (scope.actor === null || await tx.$count(draft, isMine(scope, scope.actor)) > 0) return null;
  const kept = {
    code: randomBytes(6).toString("base64url"),
    sketch: { ...about, ending, isUsualEnd: false, rhythm },
  };
  await keep(tx, scope, kept);
  return show(tx, scope, kept);
}

/** Takes a recurring poll back before its first time, and hands it over to be changed, unless another one was begun. */
export async function takeBackRound(spoken: StationScope, place: Place, roundId: number): Promise<TakenBack> {
  const scope = await atRoundStation(spoken, place, roundId);
  return scope.act(async (tx): Promise<TakenBack> => {
    const removed = await removeRound(tx, scope, roundId);
    if (removed === "alreadyOut") return { ok: false, reason: "alreadyOut" };
    if (!removed) return { ok: false, reason: "notForYou" };
    const { plan, content: { question, isMultiple, isAnonymous, chatIds } } = removed;
    const options = contentOf(removed.content, clockOf(scope)).options.map((option) => ({ ...option, choices: [], trouble: null }));
    const rhythm: Rhythm = { kind: "sure", time: { recurrence: plan.recurrence, from: plan.opensAt, minutes: null } };
    return { ok: true, question, shown: await keepAgain(tx, scope, { question, options, isMultiple, isAnonymous, chatIds }, { kind: "after", minutes: plan.openMinutes }, rhythm) };
  });
}
