import { eq } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Locale, Result, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { scopeCopy, scopeGrant, scopeInvitation, scopeNode } from "../../db/schema-node.ts";
import { draft } from "../../db/schema.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { BODY_FACTS, findKept, grantRight, readHeld, recordNodeEvent } from "../nodegrant/actions.ts";
import { pickHeld, type Body, type Held, type NodeKind, type WhichRefusal } from "../nodegrant/rules.ts";
import { readStationsLed, type StationFacts } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";
import { hasBelow, holdTree, readBranches, readPlaces, readSetUp, readStationNames, takeOut, type Branch, type Place, type SetUp } from "../tree/actions.ts";

export interface LedStation extends StationFacts {
  readonly places: readonly Place[];
  readonly today: string;
}

/** All that somebody has to do with above the stations. */
export interface Overview {
  readonly bodies: readonly Held[];
  readonly stations: readonly LedStation[];
}

export async function readOverview(scope: Scope, me: AccountId): Promise<Overview> {
  const led = await readStationsLed(scope.db, scope, me);
  const stations: LedStation[] = [];
  for (const facts of led) {
    const today = localDate(scope.now, facts.timeZone);
    stations.push({ ...facts, today, places: await readPlaces(scope.db, { kind: "station", id: facts.stationId }, today) });
  }
  return { bodies: await readHeld(scope.db, me), stations };
}

/** As many names as a phone shows without effort. */
const SHOWN_STATIONS = 30;

export interface Card {
  readonly body: Held;
  readonly today: string;
  readonly setUp: SetUp;
  /** How many stations there should be directly below; null where nobody said. */
  readonly expectedHere: number | null;
  readonly places: readonly Place[];
  readonly branches: readonly Branch[];
  readonly stationNames: readonly string[];
}

async function readCardOf(db: Database | Tx, now: Date, body: Held): Promise<Card> {
  const { nodeId } = body;
  const today = localDate(now, body.timeZone);
  const [own] = await db.select({ expected: scopeNode.expectedStations }).from(scopeNode).where(eq(scopeNode.id, nodeId));
  return {
    body, today, setUp: await readSetUp(db, nodeId, today), expectedHere: own?.expected ?? null,
    places: await readPlaces(db, { kind: "body", id: nodeId }, today), branches: await readBranches(db, nodeId, today),
    stationNames: await readStationNames(db, nodeId, today, SHOWN_STATIONS),
  };
}

/** What its keepers and readers see of a body; null for everybody else. */
export async function readCard(scope: Scope, me: AccountId, nodeId: number): Promise<Card | null> {
  const found = pickHeld(await readHeld(scope.db, me), nodeId);
  return found.ok ? readCardOf(scope.db, scope.now, found.body) : null;
}

/** Somebody who leads a station or keeps a body may found another one, and keeps it; it goes by the clock of what they have. */
export async function createBody(scope: Scope, me: AccountId, wanted: { readonly name: string; readonly kind: NodeKind; readonly locale: Locale }): Promise<Result<"mayNotCreate", { card: Card }>> {
  return scope.act(async (tx): Promise<Result<"mayNotCreate", { card: Card }>> => {
    const [led] = await readStationsLed(tx, scope, me);
    const kept = (await readHeld(tx, me)).find(({ right }) => right === "keeper");
    const timeZone = led?.timeZone ?? kept?.timeZone;
    if (timeZone === undefined) return { ok: false, reason: "mayNotCreate" };
    const [made] = await tx.insert(scopeNode).values({ ...wanted, timeZone, createdAt: scope.now }).returning(BODY_FACTS);
    if (!made) throw new Error("a body was not made");
    await recordNodeEvent(tx, { now: scope.now, actor: me }, made.nodeId, "body.created");
    await grantRight(tx, scope.now, { nodeId: made.nodeId, accountId: me, right: "keeper", grantedBy: me });
    return { ok: true, card: await readCardOf(tx, scope.now, { ...made, right: "keeper" }) };
  });
}

export type BodyChange = { readonly name: string } | { readonly kind: NodeKind } | { readonly expectedStations: number | null };

/** Changes what a body is called, what it is, or how many stations there should be directly below it; for its keepers. */
export async function changeBody(scope: Scope, me: AccountId, which: number | null, change: BodyChange): Promise<Result<WhichRefusal, { card: Card }>> {
  return scope.act(async (tx): Promise<Result<WhichRefusal, { card: Card }>> => {
    await holdTree(tx);
    const found = await findKept(tx, me, which);
    if (!found.ok) return found;
    const { body } = found;
    await tx.update(scopeNode).set(change).where(eq(scopeNode.id, body.nodeId));
    const action = "name" in change ? "body.renamed" : "kind" in change ? "body.kind_changed" : "body.expected";
    await recordNodeEvent(tx, { now: scope.now, actor: me }, body.nodeId, action);
    return { ok: true, card: await readCardOf(tx, scope.now, { ...body, ...("expectedStations" in change ? {} : change) }) };
  });
}

export type CloseRefusal = WhichRefusal | "notEmpty";

/** Ends a body below which nothing stands any more; who kept and read it is not kept longer than it. */
export async function closeBody(scope: Scope, me: AccountId, which: number | null): Promise<Result<CloseRefusal, { body: Body }>> {
  return scope.act(async (tx): Promise<Result<CloseRefusal, { body: Body }>> => {
    await holdTree(tx);
    const found = await findKept(tx, me, which);
    if (!found.ok) return found;
    const { body } = found;
    const today = localDate(scope.now, body.timeZone);
    if (await hasBelow(tx, body.nodeId, today)) return { ok: false, reason: "notEmpty" };
    await takeOut(tx, { kind: "body", id: body.nodeId }, today);
    await tx.update(scopeNode).set({ closedAt: scope.now }).where(eq(scopeNode.id, body.nodeId));
    await tx.delete(scopeGrant).where(eq(scopeGrant.nodeId, body.nodeId));
    await tx.delete(scopeCopy).where(eq(scopeCopy.nodeId, body.nodeId));
    await tx.delete(scopeInvitation).where(eq(scopeInvitation.nodeId, body.nodeId));
    await recordNodeEvent(tx, { now: scope.now, actor: me }, body.nodeId, "body.closed");
    return { ok: true, body };
  });
}

const FORM = "node";
/** Long enough to think of a name. */
const FORM_VALID_MS = 30 * 60_000;
const ASKED = z.object({ ask: z.enum(["create", "rename", "expect"]), nodeId: z.int().nullable() });
export type Asked = z.infer<typeof ASKED>;

/** Notes that the next text in private is a body's name or number; null where that is not theirs to say. */
export async function awaitText(scope: Scope, me: AccountId, asked: Asked): Promise<{ name: string | null } | null> {
  return scope.act(async (tx) => {
    const kept = asked.nodeId === null ? null : await findKept(tx, me, asked.nodeId);
    if (kept?.ok === false) return null;
    if (!kept && (await readStationsLed(tx, scope, me)).length === 0 && !(await readHeld(tx, me)).some(({ right }) => right === "keeper")) return null;
    const expiresAt = new Date(scope.now.getTime() + FORM_VALID_MS);
    await keepForm(tx, { accountId: me, stationId: null, kind: FORM, content: asked, expiresAt, asksForText: true });
    return { name: kept?.ok ? kept.body.name : null };
  });
}

/** What this person is writing, if that was asked last. */
export async function findAsked(scope: Scope, me: AccountId): Promise<Asked | null> {
  const [row] = await scope.db.select({ content: draft.content }).from(draft).where(isAwaited(me, FORM, scope.now));
  return ASKED.safeParse(row?.content).data ?? null;
}

/** Takes the text that was waited for in the transaction that acts on it. */
export function answering(scope: Scope, me: AccountId): Scope {
  return {
    ...scope,
    act: (work) => scope.act(async (tx) => {
      await tx.delete(draft).where(isAwaited(me, FORM, scope.now));
      return work(tx);
    }),
  };
}
