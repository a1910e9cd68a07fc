import { and, eq, gt, isNull } from "drizzle-orm";
import type { AccountId, Result, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import { scopeInvitation, scopeNode } from "../../db/schema-node.ts";
import { account } from "../../db/schema.ts";
import { WEEK_VALID_MS } from "../invitation/rules.ts";
import { createAccount, type Newcomer } from "../member/actions.ts";
import type { Purpose } from "../node/rules.ts";
import { BODY_FACTS, findKept, grantRight, keeps, recordNodeEvent } from "../nodegrant/actions.ts";
import type { Body, WhichRefusal } from "../nodegrant/rules.ts";
import { placeBelow, readMovables, type Movable, type Placed, type PlaceRefusal, type Said } from "../nodemove/actions.ts";
import { holdTree } from "../tree/actions.ts";
import type { Child } from "../tree/rules.ts";

/** A keeper's one-time link; only the hash of its code is kept. */
export async function makeLink(scope: Scope, me: AccountId, which: number | null, purpose: Purpose): Promise<Result<WhichRefusal, { body: Body; code: string }>> {
  const code = makeCode();
  return scope.act(async (tx): Promise<Result<WhichRefusal, { body: Body; code: string }>> => {
    await holdTree(tx);
    const found = await findKept(tx, me, which);
    if (!found.ok) return found;
    const { nodeId } = found.body;
    await tx.insert(scopeInvitation).values({
      codeHash: hashOfCode(code), nodeId, purpose, createdBy: me, createdAt: scope.now, expiresAt: new Date(scope.now.getTime() + WEEK_VALID_MS),
    });
    await recordNodeEvent(tx, { now: scope.now, actor: me }, nodeId, "link.made");
    return { ok: true, body: found.body, code };
  });
}

export interface Invited {
  readonly body: Body;
  readonly purpose: Purpose;
}

/** A link that is good still: not used, not expired, of a body that is open, from somebody who still keeps it. */
async function find(db: Database | Tx, now: Date, code: string): Promise<Invited & { createdBy: number } | null> {
  const [found] = await db.select({ ...BODY_FACTS, purpose: scopeInvitation.purpose, createdBy: scopeInvitation.createdBy })
    .from(scopeInvitation).innerJoin(scopeNode, eq(scopeNode.id, scopeInvitation.nodeId)).where(and(
      eq(scopeInvitation.codeHash, hashOfCode(code)), isNull(scopeInvitation.usedAt), gt(scopeInvitation.expiresAt, now), isNull(scopeNode.closedAt),
    ));
  if (!found) return null;
  const { purpose, createdBy, ...body } = found;
  return createdBy !== null && await keeps(db, createdBy, body.nodeId) ? { body, purpose, createdBy } : null;
}

/** Uses the link up in the transaction that carries out what it is for. */
async function use(tx: Tx, now: Date, code: string): Promise<boolean> {
  const used = await tx.update(scopeInvitation).set({ usedAt: now })
    .where(and(eq(scopeInvitation.codeHash, hashOfCode(code)), isNull(scopeInvitation.usedAt))).returning({ nodeId: scopeInvitation.nodeId });
  return used.length > 0;
}

/** Takes back one's own link before anybody uses it; false where there is nothing left to take back. */
export async function withdrawLink(scope: Scope, me: AccountId, code: string): Promise<boolean> {
  return scope.act(async (tx) => {
    await holdTree(tx);
    const found = await find(tx, scope.now, code);
    if (found?.createdBy !== me || !await use(tx, scope.now, code)) return false;
    await recordNodeEvent(tx, { now: scope.now, actor: me }, found.body.nodeId, "link.withdrawn");
    return true;
  });
}

export interface Offered extends Invited {
  readonly movables: readonly Movable[];
}

/** What a link is for, and what its reader could put below the body with it. */
export async function readInvited(scope: Scope, me: AccountId | null, code: string): Promise<Offered | null> {
  const found = await find(scope.db, scope.now, code);
  if (!found) return null;
  const all = found.purpose === "child" && me !== null ? await readMovables(scope.db, scope, me) : [];
  return { ...found, movables: all.filter(({ kind, id }) => kind === "station" || id !== found.body.nodeId) };
}

export type TakeUpRefusal = "linkGone" | "already";

/** The person's own act: it makes their account and gives them the right, once. */
export async function takeUp(scope: Scope, code: string, who: Newcomer): Promise<Result<TakeUpRefusal, Invited>> {
  return scope.act(async (tx): Promise<Result<TakeUpRefusal, Invited>> => {
    await holdTree(tx);
    const found = await find(tx, scope.now, code);
    if (!found || found.purpose === "child") return { ok: false, reason: "linkGone" };
    const { body, purpose, createdBy } = found;
    const accountId = await createAccount(tx, scope, who);
    if (!await grantRight(tx, scope.now, { nodeId: body.nodeId, accountId, right: purpose, grantedBy: createdBy })) return { ok: false, reason: "already" };
    if (!await use(tx, scope.now, code)) throw new Error("a link was used by two under one lock");
    await tx.update(account).set({ unreachableSince: null }).where(eq(account.id, accountId));
    return { ok: true, body, purpose };
  });
}

/** A lead or a keeper puts what is theirs below the body of a link, once. */
export async function answerLink(scope: Scope, me: AccountId, code: string, asked: { readonly child: Child; readonly on: Said }): Promise<Result<"linkGone" | PlaceRefusal, Placed>> {
  return scope.act(async (tx): Promise<Result<"linkGone" | PlaceRefusal, Placed>> => {
    await holdTree(tx);
    const found = await find(tx, scope.now, code);
    if (found?.purpose !== "child") return { ok: false, reason: "linkGone" };
    const placed = await placeBelow(tx, scope, me, { ...asked, below: found.body });
    if (placed.ok && !await use(tx, scope.now, code)) throw new Error("a link was used by two under one lock");
    return placed;
  });
}
