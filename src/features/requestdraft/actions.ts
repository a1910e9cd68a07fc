import { randomBytes } from "node:crypto";
import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { assignment, instructor, unit } from "../../db/schema-register.ts";
import { REQUEST_CATEGORIES } from "../../db/schema-request.ts";
import { draft } from "../../db/schema.ts";
import { readOwnUnits } from "../contact/actions.ts";
import { holdsDay } from "../coverage/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { addRequest, readOpenOwn, sealed, unsealed, type OpenedRequest, type OwnRequest } from "../request/actions.ts";
import { DUE_AFTER_DAYS, readText, type RequestLine } from "../request/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { todayAt } from "../time/rules.ts";

export const KIND = "request";
/** Long enough to find the words. */
const VALID_MS = 60 * 60_000;

const CONTENT = z.object({
  token: z.string(), category: z.enum(REQUEST_CATEGORIES), unit: z.object({ id: z.int(), code: z.string() }).nullable(),
  text: z.string().nullable(), asks: z.enum(["text", "unit"]).nullable(),
});

/** A request that is being written. */
export type Draft = z.infer<typeof CONTENT>;

/** A draft as it is kept, its text unsealed; null where it is none. */
export function openDraft(seal: Seal, content: unknown): Draft | null {
  const kept = CONTENT.safeParse(content).data;
  return kept ? { ...kept, text: unsealed(seal, "summary", kept.text) } : null;
}

/** A draft as it is shown: whether a unit may be named, and which are one's own. */
export interface Shown {
  readonly draft: Draft;
  readonly stationId: number;
  readonly own: readonly { readonly unitId: number; readonly code: string }[];
  readonly mayName: boolean;
  readonly dueOn: string;
  readonly today: string;
}

export type DraftRefusal = "notForYou" | "draftGone" | "empty" | "tooLong" | "noSuchUnit" | "tooMany";
type Drafted = Result<DraftRefusal, { shown: Shown }>;

/** The units that somebody is the contact of or looks after. */
async function readOwn(db: Database | Tx, scope: StationScope): Promise<Shown["own"]> {
  if (scope.actor === null) return [];
  const contacts = (await readOwnUnits(db, scope.actor)).filter(({ stationId }) => stationId === scope.stationId);
  const visited = await db.selectDistinct({ unitId: unit.id, code: unit.code }).from(assignment)
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId), eq(instructor.accountId, scope.actor)))
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .where(and(eq(assignment.stationId, scope.stationId), holdsDay(assignment, todayAt(scope)))).orderBy(asc(unit.code));
  return [...contacts, ...visited.filter(({ unitId }) => contacts.every((each) => each.unitId !== unitId))].map(({ unitId, code }) => ({ unitId, code }));
}

/** A unit that this person may speak of: one's own, or for who organizes any of the station's. */
async function findUnit(tx: Database | Tx, scope: StationScope, code: string): Promise<{ id: number; code: string } | null> {
  const own = (await readOwn(tx, scope)).find((each) => each.code === code);
  if (own) return { id: own.unitId, code: own.code };
  if (!await isAllowed(tx, scope, "requests")) return null;
  const [found] = await tx.select({ id: unit.id, code: unit.code }).from(unit).where(and(eq(unit.stationId, scope.stationId), eq(unit.code, code)));
  return found ?? null;
}

async function show(tx: Database | Tx, scope: StationScope, kept: Draft): Promise<Shown> {
  const own = await readOwn(tx, scope);
  const today = todayAt(scope);
  return { draft: kept, stationId: scope.stationId, own, mayName: own.length > 0 || await isAllowed(tx, scope, "requests"), dueOn: dayAfter(today, DUE_AFTER_DAYS), today };
}

async function keep(tx: Tx, scope: StationScope, content: Draft): Promise<Drafted> {
  if (scope.actor === null || !await isAllowed(tx, scope, "request")) return { ok: false, reason: "notForYou" };
  const expiresAt = new Date(scope.now.getTime() + VALID_MS);
  const kept: Draft = { ...content, text: content.text === null ? null : sealed(scope.seal, "summary", content.text) };
  await keepForm(tx, { accountId: scope.actor, stationId: scope.stationId, kind: KIND, content: kept, expiresAt, asksForText: content.asks !== null });
  return { ok: true, shown: await show(tx, scope, content) };
}

/** Begins a request with what is known of it: its kind, and from a line also the unit and the text. */
export async function beginRequest(scope: StationScope, { category, unit: code, text }: RequestLine): Promise<Drafted> {
  return scope.act(async (tx): Promise<Drafted> => {
    if (!await isAllowed(tx, scope, "request")) return { ok: false, reason: "notForYou" };
    const about = code === null ? null : await findUnit(tx, scope, code);
    if (code !== null && about === null) return { ok: false, reason: "noSuchUnit" };
    const read = text === "" ? null : readText(text);
    if (read && !read.ok) return read;
    return keep(tx, scope, { token: randomBytes(4).toString("hex"), category, unit: about, text: read?.text ?? null, asks: read === null ? "text" : null });
  });
}

const ofMine = (scope: StationScope) => and(eq(draft.accountId, scope.actor ?? 0), eq(draft.stationId, scope.stationId), eq(draft.kind, KIND), gt(draft.expiresAt, scope.now));

async function findDraft(tx: Tx, scope: StationScope, token: string | null): Promise<Draft | null> {
  const [row] = await tx.select({ content: draft.content }).from(draft).where(ofMine(scope)).for("update");
  const kept = openDraft(scope.seal, row?.content);
  return kept && (token === null || kept.token === token) ? kept : null;
}

/** The station of the request that somebody is writing; `awaitsText` only where the next text is meant for it. */
export async function findRequestDraft({ db, now }: Scope, me: AccountId, awaitsText: boolean): Promise<number | null> {
  const mine = awaitsText ? isAwaited(me, KIND, now) : and(eq(draft.accountId, me), eq(draft.kind, KIND), gt(draft.expiresAt, now));
  const [row] = await db.select({ stationId: draft.stationId }).from(draft).where(mine);
  return row?.stationId ?? null;
}

/** Takes words that were written for a request: its text, or the code of the unit. */
export async function writeRequest(scope: StationScope, words: string): Promise<Drafted> {
  return scope.act(async (tx): Promise<Drafted> => {
    const kept = await findDraft(tx, scope, null);
    if (!kept) return { ok: false, reason: "draftGone" };
    if (kept.asks === "unit") return nameUnit(tx, scope, kept, words.normalize("NFKC").trim().toUpperCase());
    const read = readText(words);
    return read.ok ? keep(tx, scope, { ...kept, text: read.text, asks: null }) : read;
  });
}

async function nameUnit(tx: Tx, scope: StationScope, kept: Draft, code: string | null): Promise<Drafted> {
  const about = code === null ? null : await findUnit(tx, scope, code);
  if (code !== null && about === null) return { ok: false, reason: "noSuchUnit" };
  return keep(tx, scope, { ...kept, unit: about, asks: kept.text === null ? "text" : null });
}

/** Asks anew for a part of the draft, or takes a unit that stood on a button (null: it is about none). */
export async function changeRequest(scope: StationScope, token: string, change: { readonly ask: "text" | "unit" } | { readonly unitCode: string | null }): Promise<Drafted> {
  return scope.act(async (tx): Promise<Drafted> => {
    const kept = await findDraft(tx, scope, token);
    if (!kept) return { ok: false, reason: "draftGone" };
    return "ask" in change ? keep(tx, scope, { ...kept, asks: change.ask }) : nameUnit(tx, scope, kept, change.unitCode);
  });
}

/** Drops what was being written; false where it was gone. */
export async function dropRequest(scope: StationScope, token: string): Promise<boolean> {
  return scope.act(async (tx) => {
    if (!await findDraft(tx, scope, token)) return false;
    await tx.delete(draft).where(ofMine(scope));
    return true;
  });
}

/** Opens the request as it was shown. */
export async function sendRequest(scope: StationScope, token: string): Promise<Result<DraftRefusal, OpenedRequest>> {
  return scope.act(async (tx): Promise<Result<DraftRefusal, OpenedRequest>> => {
    const kept = await findDraft(tx, scope, token);
    if (!kept || kept.text === null) return { ok: false, reason: "draftGone" };
    if (scope.actor === null || !await isAllowed(tx, scope, "request")) return { ok: false, reason: "notForYou" };
    if (kept.unit !== null && !await findUnit(tx, scope, kept.unit.code)) return { ok: false, reason: "noSuchUnit" };
    const made = await addRequest(tx, scope, scope.actor, { category: kept.category, unitId: kept.unit?.id ?? null, text: kept.text });
    if (!made) return { ok: false, reason: "tooMany" };
    await tx.delete(draft).where(ofMine(scope));
    return { ok: true, ...made };
  });
}

/** What the person has asked for that is still open; null where they may not ask. */
export async function readAsked(scope: StationScope): Promise<OwnRequest[] | null> {
  return scope.actor !== null && await isAllowed(scope.db, scope, "request") ? readOpenOwn(scope.db, scope.stationId, scope.actor) : null;
}
