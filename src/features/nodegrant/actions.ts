import { and, asc, eq, isNull, ne, notExists, sql } from "drizzle-orm";
import { alias as aliased } from "drizzle-orm/pg-core";
import type { AccountId, Result, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { scopeCopy, scopeEvent, scopeGrant, scopeInvitation, scopeNode } from "../../db/schema-node.ts";
import { holdTree } from "../tree/actions.ts";
import { pickHeld, type Body, type Held, type Right, type WhichRefusal } from "./rules.ts";

export type NodeAction =
  | "body.created" | "body.renamed" | "body.kind_changed" | "body.expected" | "body.closed" | "link.made" | "link.withdrawn"
  | "grant.given" | "grant.withdrawn" | "grant.laid_down" | "body.placed" | "body.taken_out" | "station.placed" | "station.taken_out";

/** The tree's own trail, for that of a station belongs to the station. */
export async function recordNodeEvent(tx: Tx, at: { readonly now: Date; readonly actor: number | null }, nodeId: number, action: NodeAction, objectId: number | null = null): Promise<void> {
  await tx.insert(scopeEvent).values({ nodeId, at: at.now, actorId: at.actor, action, objectId });
}

export const BODY_FACTS = { nodeId: scopeNode.id, name: scopeNode.name, kind: scopeNode.kind, timeZone: scopeNode.timeZone, locale: scopeNode.locale };

/** The open bodies that this person keeps or reads, oldest first. */
export async function readHeld(db: Database | Tx, me: number): Promise<Held[]> {
  return db.select({ ...BODY_FACTS, right: scopeGrant.kind }).from(scopeGrant).innerJoin(scopeNode, eq(scopeNode.id, scopeGrant.nodeId))
    .where(and(eq(scopeGrant.accountId, me), isNull(scopeNode.closedAt))).orderBy(asc(scopeNode.id));
}

export async function readKept(db: Database | Tx, me: number): Promise<Held[]> {
  return (await readHeld(db, me)).filter(({ right }) => right === "keeper");
}

/** The body that the person means and keeps; ask it inside the acting transaction. */
export async function findKept(db: Database | Tx, me: number, which: number | null): Promise<Result<WhichRefusal, { body: Held }>> {
  return pickHeld(await readKept(db, me), which);
}

export async function keeps(db: Database | Tx, accountId: number | null, nodeId: number): Promise<boolean> {
  return accountId !== null && (await findKept(db, accountId, nodeId)).ok;
}

/** Gives a right; whoever keeps a body reads it too, so each has one. False where nothing is added by it. */
export async function grantRight(tx: Tx, now: Date, grant: { readonly nodeId: number; readonly accountId: AccountId; readonly right: Right; readonly grantedBy: number | null }): Promise<boolean> {
  const { nodeId, accountId, right, grantedBy } = grant;
  const isTheirs = and(eq(scopeGrant.nodeId, nodeId), eq(scopeGrant.accountId, accountId));
  const held = await tx.select({ right: scopeGrant.kind }).from(scopeGrant).where(isTheirs);
  if (held.some((each) => each.right === right || each.right === "keeper")) return false;
  await tx.delete(scopeGrant).where(isTheirs);
  const [made] = await tx.insert(scopeGrant).values({ nodeId, accountId, kind: right, grantedBy, grantedAt: now }).returning({ id: scopeGrant.id });
  await recordNodeEvent(tx, { now, actor: accountId }, nodeId, "grant.given", made?.id ?? null);
  return true;
}

/** The body that the person means, whatever they may do there. */
export async function readOwn(scope: Scope, me: AccountId, which: number | null): Promise<Result<WhichRefusal, { body: Held }>> {
  return pickHeld(await readHeld(scope.db, me), which);
}

/** The names of the open bodies that nobody else keeps. */
export async function readKeptAlone(db: Database | Tx, me: number): Promise<string[]> {
  const other = aliased(scopeGrant, "other");
  const others = db.select({ one: sql`1` }).from(other).where(and(eq(other.nodeId, scopeGrant.nodeId), eq(other.kind, "keeper"), ne(other.accountId, me)));
  const alone = await db.select({ name: scopeNode.name }).from(scopeGrant).innerJoin(scopeNode, eq(scopeNode.id, scopeGrant.nodeId))
    .where(and(eq(scopeGrant.accountId, me), eq(scopeGrant.kind, "keeper"), isNull(scopeNode.closedAt), notExists(others))).orderBy(asc(scopeNode.id));
  return alone.map(({ name }) => name);
}

/** Links that somebody made and nobody can use once they are gone. */
export async function dropOwnLinks(tx: Tx, me: number): Promise<void> {
  await tx.delete(scopeInvitation).where(eq(scopeInvitation.createdBy, me));
}

/** One who keeps or reads a body; people have no names there. */
export interface Grant {
  readonly grantId: number;
  readonly right: Right;
  readonly grantedAt: Date;
  readonly isSelf: boolean;
}

async function readGrants(db: Database | Tx, nodeId: number, me: number): Promise<Grant[]> {
  const rows = await db.select({ grantId: scopeGrant.id, right: scopeGrant.kind, grantedAt: scopeGrant.grantedAt, accountId: scopeGrant.accountId })
    .from(scopeGrant).where(eq(scopeGrant.nodeId, nodeId)).orderBy(asc(scopeGrant.id));
  return rows.map(({ accountId, ...grant }) => ({ ...grant, isSelf: accountId === me }));
}

export interface People {
  readonly body: Body;
  readonly grants: readonly Grant[];
}

/** Who keeps and reads a body, for its keepers. */
export async function readPeople(scope: Scope, me: AccountId, which: number | null): Promise<Result<WhichRefusal, People>> {
  const found = await findKept(scope.db, me, which);
  return found.ok ? { ok: true, body: found.body, grants: await readGrants(scope.db, found.body.nodeId, me) } : found;
}

/** Takes a right away, and with it what was noted of the digests that they got. */
async function endGrant(tx: Tx, nodeId: number, { grantId }: Grant): Promise<void> {
  const [ended] = await tx.delete(scopeGrant).where(eq(scopeGrant.id, grantId)).returning({ accountId: scopeGrant.accountId });
  if (ended) await tx.delete(scopeCopy).where(and(eq(scopeCopy.nodeId, nodeId), eq(scopeCopy.accountId, ended.accountId)));
}

export type WithdrawRefusal = WhichRefusal | "lastKeeper";

/** Without this one nobody would keep the body. */
const isLastKeeper = (grants: readonly Grant[], grantId: number) => grants.every((grant) => grant.right !== "keeper" || grant.grantId === grantId);

/** A keeper takes a right away; the last keeper's own stays. */
export async function withdraw(scope: Scope, me: AccountId, grantId: number): Promise<Result<WithdrawRefusal, { body: Body; right: Right }>> {
  return scope.act(async (tx): Promise<Result<WithdrawRefusal, { body: Body; right: Right }>> => {
    await holdTree(tx);
    const [of] = await tx.select({ nodeId: scopeGrant.nodeId }).from(scopeGrant).where(eq(scopeGrant.id, grantId));
    const found = of ? await findKept(tx, me, of.nodeId) : null;
    if (!found?.ok) return { ok: false, reason: "notForYou" };
    const grants = await readGrants(tx, found.body.nodeId, me);
    const grant = grants.find((each) => each.grantId === grantId);
    if (!grant) return { ok: false, reason: "notForYou" };
    if (grant.right === "keeper" && isLastKeeper(grants, grantId)) return { ok: false, reason: "lastKeeper" };
    await endGrant(tx, found.body.nodeId, grant);
    await recordNodeEvent(tx, { now: scope.now, actor: me }, found.body.nodeId, "grant.withdrawn", grantId);
    return { ok: true, body: found.body, right: grant.right };
  });
}

/** Somebody lays their own right down; the last keeper may not leave a body without one. */
export async function layDown(scope: Scope, me: AccountId, which: number | null): Promise<Result<WithdrawRefusal, { body: Held }>> {
  return scope.act(async (tx): Promise<Result<WithdrawRefusal, { body: Held }>> => {
    await holdTree(tx);
    const found = pickHeld(await readHeld(tx, me), which);
    if (!found.ok) return found;
    const { body } = found;
    const grants = await readGrants(tx, body.nodeId, me);
    const own = grants.find(({ isSelf }) => isSelf);
    if (own?.right === "keeper" && isLastKeeper(grants, own.grantId)) return { ok: false, reason: "lastKeeper" };
    if (own) await endGrant(tx, body.nodeId, own);
    await recordNodeEvent(tx, { now: scope.now, actor: me }, body.nodeId, "grant.laid_down");
    return { ok: true, body };
  });
}
