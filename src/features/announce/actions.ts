import { and, desc, eq, lte, sql } from "drizzle-orm";
import type { AccountId, Locale, Place, Result, Scope, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { activity } from "../../db/schema-activity.ts";
import { account } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { atActivityStation, readActivity } from "../activity/actions.ts";
import { targetsOf } from "../audience/rules.ts";
import { sketchOf } from "../content/rules.ts";
import { chatsOf, recallActivity, recallSeries, sendOut, type SentOut } from "../dispatch/actions.ts";
import type { Sent } from "../dispatch/rules.ts";
import {
  beginDraft, changeDraft, hasDraft, hold, isWriting, readDraft, readGroups, removeDraft, type DraftRefusal, type DraftShown, type Pressed,
} from "../draft/actions.ts";
import {
  amended, currentQuestion, draftLike, editing, NEW_DRAFT, proceed, settleChats, skip, stepBack, writtenDraft, type Draft,
} from "../draft/rules.ts";
import type { Sketch } from "../question/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { atSeriesStation } from "../series/actions.ts";
import type { Answer } from "../sketch/rules.ts";
import type { Topic } from "../topic/rules.ts";

export type Drafting = Result<DraftRefusal, { shown: DraftShown }>;

/** Shows a person, in private, the draft that something else has begun for them. */
export const draftReady = owed<{ stationId: number; accountId: number }>("announce.draft", "answer");

async function begin(scope: StationScope, draft: Draft): Promise<Drafting> {
  return scope.act(async (tx): Promise<Drafting> => {
    const { actor } = scope;
    if (actor === null || !await isAllowed(tx, scope, "announce")) return { ok: false, reason: "notForYou" };
    if ((await readGroups(tx, scope.stationId)).length === 0) return { ok: false, reason: "noMemberChat" };
    return { ok: true, shown: await beginDraft(tx, scope, actor, draft) };
  });
}

/** Reads a written announcement into a draft; written in a member group, that group is chosen. */
export async function writeAnnouncement(scope: StationScope, place: Place, text: string): Promise<Drafting> {
  const draft = writtenDraft(text, { now: scope.now, zone: scope.timeZone });
  return begin(scope, { ...draft, chatIds: place.kind === "member" ? [place.chatId] : null });
}

/** Begins the draft that asks one thing after the other. */
export async function guideAnnouncement(scope: StationScope, place: Place): Promise<Drafting> {
  return begin(scope, { ...NEW_DRAFT, step: 0, chatIds: place.kind === "member" ? [place.chatId] : null });
}

/** What this person announced last, or where they have not yet, what the station did. */
async function readLast(tx: Tx, { stationId, actor, now }: StationScope): Promise<number | null> {
  const isOut = and(eq(activity.stationId, stationId), lte(activity.announcedAt, now));
  const [last] = await tx.select({ id: activity.id }).from(activity).where(isOut)
    .orderBy(desc(sql`(${activity.announcedBy} is not distinct from ${actor})`), desc(activity.announcedAt), desc(activity.id)).limit(1);
  return last?.id ?? null;
}

/** What this person announced last, as a sketch; null where nothing was announced yet. */
export async function readLastSketch(tx: Tx, scope: StationScope): Promise<Sketch | null> {
  const activityId = await readLast(tx, scope);
  const content = activityId === null ? null : await readActivity(tx, { stationId: scope.stationId, activityId });
  return content && sketchOf(content);
}

/** The last activity once more, for the same groups: everything but its time is kept. */
export async function announceAgain(scope: StationScope): Promise<Result<DraftRefusal | "nothingYet", { shown: DraftShown }>> {
  return scope.act(async (tx): Promise<Result<DraftRefusal | "nothingYet", { shown: DraftShown }>> => {
    const { actor, stationId } = scope;
    if (actor === null || !await isAllowed(tx, scope, "announce")) return { ok: false, reason: "notForYou" };
    const activityId = await readLast(tx, scope);
    const sketch = await readLastSketch(tx, scope);
    if (activityId === null || !sketch) return { ok: false, reason: "nothingYet" };
    const chatIds = await chatsOf(tx, stationId, activityId);
    return { ok: true, shown: await beginDraft(tx, scope, actor, { ...draftLike(sketch, { now: scope.now, zone: scope.timeZone }), chatIds }) };
  });
}

/** Begins this draft for the acting person and shows it to them in private; false for somebody who announces nothing. */
export async function showNewDraft(tx: Tx, scope: StationScope, draft: Draft): Promise<boolean> {
  const { actor, stationId, now } = scope;
  if (actor === null || !await isAllowed(tx, scope, "announce")) return false;
  await beginDraft(tx, scope, actor, draft);
  await enqueue(tx, draftReady, { key: `${actor}`, payload: { stationId, accountId: actor }, now, stationId });
  return true;
}

export async function answerQuestion(scope: Scope, me: AccountId, pressed: Pressed, choice: number): Promise<Drafting> {
  return changeDraft(scope, me, pressed, ({ draft }, clock) => proceed(draft, { choice }, clock));
}

/** Words written in private: the answer to what is asked, or parts that change what is under preview. */
export async function answerInWords(scope: Scope, me: AccountId, text: string): Promise<Drafting> {
  const answer: Answer = { text };
  return changeDraft(scope, me, null, ({ draft }, clock) =>
    currentQuestion(draft, clock) ? proceed(draft, answer, clock) : amended(draft, text, clock), "notUnderstood");
}

export async function skipQuestion(scope: Scope, me: AccountId, pressed: Pressed): Promise<Drafting> {
  return changeDraft(scope, me, pressed, ({ draft }, clock) => skip(draft, clock));
}

export async function goBack(scope: Scope, me: AccountId, pressed: Pressed): Promise<Drafting> {
  return changeDraft(scope, me, pressed, ({ draft }) => stepBack(draft));
}

export async function askTopic(scope: Scope, me: AccountId, pressed: Pressed, topic: Topic): Promise<Drafting> {
  return changeDraft(scope, me, pressed, ({ draft }, clock) => editing(draft, topic, clock));
}

/** The groups are chosen: the question for them is answered, if it was asked. */
export async function finishChoosing(scope: Scope, me: AccountId, code: string): Promise<Drafting> {
  return changeDraft(scope, me, { code, turn: null }, ({ draft }, clock) => settleChats(draft, clock));
}

export async function showDraft(scope: Scope, me: AccountId, code: string): Promise<Drafting> {
  return readDraft(scope, me, code);
}

export async function isDrafting(scope: Scope, me: AccountId): Promise<boolean> {
  return isWriting(scope, me);
}

export async function dropDraft(scope: Scope, me: AccountId, code: string): Promise<boolean> {
  return scope.act(async (tx) => {
    const held = await hold(tx, scope, me, { code, turn: null });
    return held.ok && removeDraft(tx, scope, me);
  });
}

export type Sending = Result<DraftRefusal | "noChats" | "notReady", { sent: SentOut } | { shown: DraftShown }>;

/** Sends a draft. It is used up, so that two presses send once. */
export async function sendDraft(scope: Scope, me: AccountId, pressed: Pressed): Promise<Sending> {
  return scope.act(async (tx): Promise<Sending> => {
    const held = await hold(tx, scope, me, pressed);
    if (!held.ok) return held;
    const { station, shown } = held;
    if (currentQuestion(shown.draft, { now: scope.now, zone: station.timeZone })) return { ok: true, shown };
    const chatIds = targetsOf(shown.draft, shown.groups).map(({ id }) => id);
    if (chatIds.length === 0) return { ok: false, reason: "noChats" };
    const sent = await sendOut(tx, station, shown.draft.sketch, chatIds);
    if (!sent) return { ok: false, reason: "notReady" };
    await removeDraft(tx, scope, me);
    return { ok: true, sent };
  });
}

export type TakenBack = Result<"notForYou" | "alreadyOut", { title: string; shown: DraftShown | null }>;

/** Takes back what has not gone out: it is a draft again, unless another one was begun. */
export async function takeBack(spoken: StationScope, place: Place, what: Sent, id: number): Promise<TakenBack> {
  const scope = await (what === "series" ? atSeriesStation : atActivityStation)(spoken, place, id);
  return scope.act(async (tx): Promise<TakenBack> => {
    if (scope.actor === null) return { ok: false, reason: "notForYou" };
    const recalled = await (what === "series" ? recallSeries : recallActivity)(tx, scope, id);
    if (!recalled.ok) return recalled;
    const { sketch, chatIds } = recalled;
    const shown = await hasDraft(tx, scope, scope.actor) ? null : await beginDraft(tx, scope, scope.actor, { ...NEW_DRAFT, chatIds, sketch });
    return { ok: true, title: sketch.title ?? "", shown };
  });
}

/** Whom to show a draft that was begun for them, and in which language. */
export interface DraftReader {
  readonly userSealed: string;
  readonly locale: Locale | null;
  readonly shown: DraftShown;
}

export async function readReadyDraft(scope: Omit<Scope, "act">, accountId: number): Promise<DraftReader | null> {
  const [reader] = await scope.db.select({ userSealed: account.userSealed, locale: account.locale }).from(account).where(eq(account.id, accountId));
  const found = await readDraft({ ...scope, act: (work) => scope.db.transaction(work) }, accountId as AccountId, null);
  return reader && found.ok ? { ...reader, shown: found.shown } : null;
}

