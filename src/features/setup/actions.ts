import { and, count, eq, gt } from "drizzle-orm";
import type { AccountId, Locale, Result, Scope, StationId } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { makeCode } from "../../db/code.ts";
import { account, chat, pendingCommand, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { keepCommand, readKeptCommand, useKeptCommand } from "../confirm/actions.ts";
import { findInvitation, useInvitation } from "../invitation/actions.ts";
import { createAccount, findAccount } from "../member/actions.ts";
import { grantRole, isLead } from "../role/actions.ts";
import { STATION_FACTS, stationScope, type StationFacts } from "../station/actions.ts";

/** Questions left open in one group; more would let one person fill it with buttons. */
const MAX_OPEN_QUESTIONS = 3;

export type ChatKind = "organizer" | "member";

/** Where and by whom the button under /setup was pressed. */
export interface Press {
  readonly confirmCode: string;
  readonly userId: number;
  readonly telegramChatId: number;
  readonly threadId: number | null;
  readonly title: string;
}

export type SetupRefusal = "tooOld" | "alreadyLinked" | "codeGone";
type Outcome = Result<SetupRefusal, { station: StationFacts; chatId: number; kind: ChatKind }>;

export async function mayAskAgain(scope: Scope, telegramChatId: number): Promise<boolean> {
  const [open] = await scope.db.select({ questions: count() }).from(pendingCommand)
    .where(and(eq(pendingCommand.telegramChatId, telegramChatId), gt(pendingCommand.expiresAt, scope.now)));
  return (open?.questions ?? 0) < MAX_OPEN_QUESTIONS;
}

/** Keeps the command until an admin confirms it; who wrote it is not kept. Returns the code for the button. */
export async function keepQuestion(scope: Scope, telegramChatId: number, text: string): Promise<string> {
  return keepCommand(scope, { telegramChatId, threadId: null, text });
}

export async function readQuestion(scope: Scope, code: string, telegramChatId: number): Promise<string | null> {
  return readKeptCommand(scope, code, telegramChatId);
}

/** Locks the group's open questions first, so that two admins who press two of them found one station. */
async function isLinked(tx: Tx, telegramChatId: number): Promise<boolean> {
  await tx.select({ codeHash: pendingCommand.codeHash }).from(pendingCommand)
    .where(eq(pendingCommand.telegramChatId, telegramChatId)).orderBy(pendingCommand.codeHash).for("update");
  const rows = await tx.select({ id: chat.id }).from(chat).where(eq(chat.telegramChatId, telegramChatId));
  return rows.length > 0;
}

async function insertChat(tx: Tx, scope: Scope, link: Press & { stationId: StationId; kind: ChatKind; linkedBy: AccountId }): Promise<number> {
  const [row] = await tx.insert(chat).values({
    stationId: link.stationId, telegramChatId: link.telegramChatId, kind: link.kind, title: link.title,
    threadId: link.threadId, linkedBy: link.linkedBy, linkedAt: scope.now,
  }).returning({ id: chat.id });
  if (!row) throw new Error("a chat was not linked");
  return row.id;
}

/** Founds a station in this group; whoever pressed leads it. */
export async function foundStation(
  scope: Scope,
  press: Press,
  wanted: { readonly name: string; readonly timeZone: string; readonly locale: Locale },
): Promise<Outcome> {
  return scope.act(async (tx) => {
    if (await isLinked(tx, press.telegramChatId)) return { ok: false, reason: "alreadyLinked" };
    if (!await useKeptCommand(tx, press.confirmCode)) return { ok: false, reason: "tooOld" };
    const [facts] = await tx.insert(station).values({
      ...wanted, joinCode: makeCode(), createdAt: scope.now,
    }).returning(STATION_FACTS);
    if (!facts) throw new Error("a station was not made");
    const lead = await createAccount(tx, scope, { userId: press.userId, locale: wanted.locale });
    const founded = stationScope(scope, facts, lead);
    await recordAudit(tx, founded, "station.set_up");
    await grantRole(tx, founded, { role: "station_lead", throughOn: null, accountId: lead, grantedBy: lead });
    await tx.update(account).set({ currentStationId: facts.stationId }).where(eq(account.id, lead));
    const chatId = await insertChat(tx, scope, { ...press, stationId: facts.stationId, kind: "organizer", linkedBy: lead });
    await recordAudit(tx, founded, "chat.linked", { kind: "chat", id: chatId });
    return { ok: true, station: facts, chatId, kind: "organizer" };
  });
}

function kindOf(terms: unknown): ChatKind {
  return typeof terms === "object" && terms !== null && "kind" in terms && terms.kind === "organizer" ? "organizer" : "member";
}

/** Links this group to a station that the presser leads, by a code from /chat link that works once. */
export async function linkChat(scope: Scope, press: Press, code: string): Promise<Outcome> {
  return scope.act(async (tx) => {
    if (await isLinked(tx, press.telegramChatId)) return { ok: false, reason: "alreadyLinked" };
    const found = await findInvitation(tx, scope, { purpose: "chat", code });
    const presser = await findAccount(tx, scope, press.userId);
    if (!found || !presser) return { ok: false, reason: "codeGone" };
    const linking = stationScope(scope, found, presser.id);
    if (!await isLead(tx, linking)) return { ok: false, reason: "codeGone" };
    if (!await useKeptCommand(tx, press.confirmCode)) return { ok: false, reason: "tooOld" };
    if (!await useInvitation(tx, scope, found)) return { ok: false, reason: "codeGone" };
    const kind = kindOf(found.terms);
    const chatId = await insertChat(tx, scope, { ...press, stationId: found.stationId, kind, linkedBy: presser.id });
    await recordAudit(tx, linking, "chat.linked", { kind: "chat", id: chatId });
    return { ok: true, station: found, chatId, kind };
  });
}
