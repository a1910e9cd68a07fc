import { randomBytes } from "node:crypto";
import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Locale, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { ACTIVITY_TYPES, LIMITED_ROLES, MODES } from "../../db/schema-activity.ts";
import { chat, draft as draftTable, station } from "../../db/schema.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { chosenByName, type Group } from "../audience/rules.ts";
import type { Sketch } from "../question/rules.ts";
import { clockOf, type Clock } from "../moment/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { RECURRENCE } from "../series/actions.ts";
import { TOPICS } from "../topic/rules.ts";
import { upToDate, type Draft } from "./rules.ts";

/** Long enough to sleep over it, short enough that nobody sends last week's. */
const VALID_MS = 24 * 3_600_000;
const KIND = "announce";

const at = z.coerce.date();
const recurring = z.object({ recurrence: RECURRENCE, from: z.string(), minutes: z.int().nullable() });
const slot = z.object({ label: z.string().nullable(), startsAt: at, endsAt: at.nullable() });
const SKETCH = z.object({
  title: z.string().nullable(), type: z.enum(ACTIVITY_TYPES).nullable(), mode: z.enum(MODES).nullable(), place: z.string().nullable(),
  details: z.string().nullable(), capacity: z.int().nullable(), limits: z.array(z.object({ role: z.enum(LIMITED_ROLES), places: z.int() })),
  guestsMax: z.int(), contact: z.string().nullable(), repliesCloseAt: at.nullable(), hosts: z.array(z.string()), slots: z.array(slot),
  chatNames: z.array(z.string()), announceAt: at.nullable(),
  // Templates and drafts from before there were series have none of these.
  repeat: recurring.nullable().default(null), startsOn: z.string().nullable().default(null), endsOn: z.string().nullable().default(null),
});
const CHOICE = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("span"), startsAt: at, endsAt: at.nullable() }), z.object({ kind: z.literal("at"), at }),
  z.object({ kind: z.literal("rhythm"), time: recurring }), z.object({ kind: z.literal("day"), on: z.string() }),
  z.object({ kind: z.literal("text"), text: z.string() }), z.object({ kind: z.literal("none") }),
]);
const REASON = z.enum([
  "unreadable", "past", "ambiguous", "impossible", "endsBeforeStart", "tooLong", "noHour", "tooMany", "wanted", "gone", "again",
  "lengthy", "which", "twice", "outOfRange", "howMany", "afterStart", "unknownChat", "tooRare", "oneRhythm", "onlyRecurring", "noDate",
]);
const QUESTION = z.object({
  topic: z.enum(TOPICS), reason: REASON, text: z.string().nullable(), choices: z.array(CHOICE), label: z.string().nullable(),
  rest: z.array(z.object({ label: z.string().nullable(), text: z.string() })),
});
const CONTENT = z.object({
  code: z.string(), turn: z.int(),
  draft: z.object({
    sketch: SKETCH, questions: z.array(QUESTION), step: z.int().nullable(), chatIds: z.array(z.int()).nullable(),
    model: z.object({ slots: z.array(slot), repliesCloseAt: at.nullable() }).nullable(),
  }),
});

/** A draft as it is kept: `code` tells it from an earlier one, `turn` grows with every change, so that old buttons are known. */
export interface Kept {
  readonly code: string;
  readonly turn: number;
  readonly draft: Draft;
}

/** What is needed to show it: where it would go, and how its station says things. */
export interface DraftShown extends Kept {
  readonly stationId: number;
  readonly stationLocale: Locale;
  readonly timeZone: string;
  readonly joinCode: string;
  readonly groups: readonly Group[];
}

export type DraftRefusal = "notForYou" | "noMemberChat" | "draftGone" | "buttonUsed" | "notUnderstood";

/** The members' groups of the station, in the order in which they were linked. */
export async function readGroups(db: Database | Tx, stationId: number): Promise<Group[]> {
  const rows = await db.select({ id: chat.id, title: chat.title, state: chat.state }).from(chat)
    .where(and(eq(chat.stationId, stationId), eq(chat.kind, "member"))).orderBy(asc(chat.id));
  return rows.map(({ id, title, state }) => ({ id, title, isReachable: state === "active" }));
}

const current = (scope: StationScope, draft: Draft) => upToDate(draft, clockOf(scope));

async function write(tx: Tx, scope: StationScope, accountId: AccountId, kept: Kept): Promise<void> {
  await keepForm(tx, { accountId, kind: KIND, stationId: scope.stationId, content: kept, expiresAt: new Date(scope.now.getTime() + VALID_MS), asksForText: true });
}

async function shown(tx: Tx, scope: StationScope, kept: Kept, groups: readonly Group[]): Promise<DraftShown> {
  const [own] = await tx.select({ joinCode: station.joinCode }).from(station).where(eq(station.id, scope.stationId));
  const { stationId, stationLocale, timeZone } = scope;
  return { ...kept, stationId, stationLocale, timeZone, joinCode: own?.joinCode ?? "", groups };
}

/** Begins a draft in place of an earlier one; groups that it names are looked up. */
export async function beginDraft(tx: Tx, scope: StationScope, accountId: AccountId, draft: Draft): Promise<DraftShown> {
  const groups = await readGroups(tx, scope.stationId);
  const kept = { code: randomBytes(6).toString("base64url"), turn: 0, draft: current(scope, chosenByName(draft, groups)) };
  await write(tx, scope, accountId, kept);
  return shown(tx, scope, kept, groups);
}

const isMine = (scope: Scope, accountId: number) =>
  and(eq(draftTable.accountId, accountId), eq(draftTable.kind, KIND), gt(draftTable.expiresAt, scope.now));

/** The person's draft with its station, held until the commit where `lock` is true; null without one. */
async function find(db: Database | Tx, scope: Scope, accountId: AccountId, lock: boolean): Promise<{ station: StationScope; kept: Kept } | null> {
  const query = db.select({ content: draftTable.content, ...STATION_FACTS }).from(draftTable)
    .innerJoin(station, eq(station.id, draftTable.stationId)).where(isMine(scope, accountId));
  const [found] = await (lock ? query.for("update", { of: draftTable }) : query);
  const content = CONTENT.safeParse(found?.content);
  if (!found || !content.success) return null;
  const own = stationScope(scope, found, accountId);
  return { station: own, kept: { ...content.data, draft: current(own, content.data.draft) } };
}

export async function hasDraft(tx: Tx, scope: Scope, accountId: AccountId): Promise<boolean> {
  const rows = await tx.select({ kind: draftTable.kind }).from(draftTable).where(isMine(scope, accountId));
  return rows.length > 0;
}

/** Whether words that somebody writes in private are meant for a draft of theirs. */
export async function isWriting({ db, now }: Scope, accountId: AccountId): Promise<boolean> {
  const rows = await db.select({ kind: draftTable.kind }).from(draftTable).where(isAwaited(accountId, KIND, now));
  return rows.length > 0;
}

/** What a template holds; null where it cannot be read any more. */
export function parseSketch(content: unknown): Sketch | null {
  const read = SKETCH.safeParse(content);
  return read.success ? read.data : null;
}

/** What the person is drafting for this station, if anything. */
export async function findSketch(tx: Tx, scope: StationScope, accountId: AccountId): Promise<Sketch | null> {
  const found = await find(tx, scope, accountId, false);
  return found?.station.stationId === scope.stationId ? found.kept.draft.sketch : null;
}

/** Which draft a button belongs to; `turn` where it answers what was asked just then, null where it may be older. */
export interface Pressed {
  readonly code: string;
  readonly turn: number | null;
}

/** The draft as it stands, for whoever may still announce. */
export async function readDraft(scope: Scope, accountId: AccountId, code: string | null): Promise<Result<DraftRefusal, { shown: DraftShown }>> {
  return scope.act((tx) => hold(tx, scope, accountId, code === null ? null : { code, turn: null }));
}

/** The draft, held until the commit, if the button is one of it and its writer may announce there. */
export async function hold(tx: Tx, scope: Scope, accountId: AccountId, pressed: Pressed | null): Promise<Result<DraftRefusal, { shown: DraftShown; station: StationScope }>> {
  const found = await find(tx, scope, accountId, true);
  if (!found || (pressed && found.kept.code !== pressed.code)) return { ok: false, reason: "draftGone" };
  if (pressed && pressed.turn !== null && pressed.turn !== found.kept.turn) return { ok: false, reason: "buttonUsed" };
  if (!await isAllowed(tx, found.station, "announce")) return { ok: false, reason: "notForYou" };
  const groups = await readGroups(tx, found.station.stationId);
  return { ok: true, station: found.station, shown: await shown(tx, found.station, found.kept, groups) };
}

/** Changes a draft; where `change` gives null, nothing changes and the reason is `orElse`. */
export async function changeDraft(
  scope: Scope,
  accountId: AccountId,
  pressed: Pressed | null,
  change: (shown: DraftShown, clock: Clock) => Draft | null,
  orElse: DraftRefusal = "buttonUsed",
): Promise<Result<DraftRefusal, { shown: DraftShown }>> {
  return scope.act(async (tx): Promise<Result<DraftRefusal, { shown: DraftShown }>> => {
    const held = await hold(tx, scope, accountId, pressed);
    if (!held.ok) return held;
    const next = change(held.shown, clockOf(held.station));
    if (!next) return { ok: false, reason: orElse };
    const kept = { code: held.shown.code, turn: held.shown.turn + 1, draft: current(held.station, chosenByName(next, held.shown.groups)) };
    await write(tx, held.station, accountId, kept);
    return { ok: true, shown: { ...held.shown, ...kept } };
  });
}

/** Takes the draft away; true if it was there. */
export async function removeDraft(tx: Tx, scope: Scope, accountId: AccountId): Promise<boolean> {
  const gone = await tx.delete(draftTable).where(isMine(scope, accountId)).returning({ kind: draftTable.kind });
  return gone.length > 0;
}
