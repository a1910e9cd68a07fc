import { randomBytes } from "node:crypto";
import { and, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { EMPLOYEE_BUCKETS, UNIT_KINDS } from "../../db/schema-register.ts";
import { draft as draftTable } from "../../db/schema.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { enterUnit, type Unit, type UnitRefusal } from "../unit/actions.ts";
import { readFieldWords, type UnitFields } from "../unit/rules.ts";
import { readOptions } from "../unitpage/actions.ts";
import { maySkip, nextStep, type Asked, type UnitDraft } from "./rules.ts";

const KIND = "unitdraft";
/** Long enough for a visit to the shop that is entered. */
const VALID_MS = 60 * 60_000;
const WORDS = z.string().nullable();
const KEPT = z.object({
  token: z.string(), code: WORDS, enteredOn: WORDS, skipped: z.array(z.enum(["name", "kind", "area", "industry"])), options: z.array(z.string()),
  fields: z.object({ name: WORDS, kind: z.enum(UNIT_KINDS), area: z.string(), industry: WORDS, chain: WORDS, employees: z.enum(EMPLOYEE_BUCKETS).nullable(), market: WORDS }).partial(),
});
type Kept = z.infer<typeof KEPT>;

export type DraftRefusal = UnitRefusal | "draftGone" | "unreadable";
/** Either what is asked next, with what the station knows, or the unit that was entered. */
export type Step = { readonly ask: Asked; readonly token: string; readonly options: readonly string[] } | { readonly unit: Unit };
export type Stepped = Result<DraftRefusal, { step: Step }>;

async function proceed(tx: Tx, scope: StationScope, accountId: AccountId, draft: UnitDraft, token: string): Promise<Stepped> {
  const ask = nextStep(draft);
  const { kind, area } = draft.fields;
  if (ask === null && kind !== undefined && area !== undefined) {
    const entered = await enterUnit(tx, scope, { ...draft.fields, kind, area, code: draft.code, enteredOn: draft.enteredOn });
    if (entered.ok) await tx.delete(draftTable).where(and(eq(draftTable.accountId, accountId), eq(draftTable.kind, KIND)));
    return entered.ok ? { ok: true, step: { unit: entered.unit } } : entered;
  }
  const options = ask === "area" || ask === "industry" ? await readOptions(tx, scope.stationId, ask) : [];
  const content = { ...draft, token, options };
  await keepForm(tx, { accountId, stationId: scope.stationId, kind: KIND, content, expiresAt: new Date(scope.now.getTime() + VALID_MS), asksForText: true });
  return { ok: true, step: { ask: ask ?? "area", token, options } };
}

/** What somebody is entering and where; `token` is that of a button, null where words are answered. */
async function find(tx: Database | Tx, { now }: Scope, me: AccountId, token: string | null): Promise<{ stationId: number; kept: Kept } | null> {
  const mine = token === null ? isAwaited(me, KIND, now)
    : and(eq(draftTable.accountId, me), eq(draftTable.kind, KIND), gt(draftTable.expiresAt, now));
  const [row] = await tx.select({ content: draftTable.content, stationId: draftTable.stationId }).from(draftTable).where(mine);
  const kept = KEPT.safeParse(row?.content).data;
  return row?.stationId && kept && (token === null || kept.token === token) ? { stationId: row.stationId, kept } : null;
}

const draftOf = ({ code, enteredOn, skipped, fields }: Kept): UnitDraft => ({ code, enteredOn, skipped, fields: fields as Partial<UnitFields> });

/** Begins to enter a unit question by question, with what is known of it. */
export async function beginUnit(scope: StationScope, known: UnitDraft): Promise<Stepped> {
  return scope.act(async (tx): Promise<Stepped> => {
    if (scope.actor === null || !await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    return proceed(tx, scope, scope.actor, known, randomBytes(4).toString("hex"));
  });
}

/** An answer: words, one of the values that stood on buttons, or that it is left out. */
export type Answer = { readonly words: string } | { readonly step: Asked; readonly token: string } & ({ readonly place: number } | { readonly skip: true } | { readonly words: string });

function wordsOf(answer: Answer, kept: Kept): string | undefined {
  return "words" in answer ? answer.words : "place" in answer ? kept.options[answer.place] : undefined;
}

/** The station for which somebody enters the unit that a button, or without its token their words, are about; null where they enter none. */
export async function findEnteringAt(scope: Scope, me: AccountId, token: string | null): Promise<number | null> {
  return (await find(scope.db, scope, me, token))?.stationId ?? null;
}

/** Takes an answer to what is asked now; a button of an earlier question says that it is gone. */
export async function answerUnit(scope: StationScope, answer: Answer): Promise<Stepped> {
  return scope.act(async (tx): Promise<Stepped> => {
    const found = scope.actor && await find(tx, scope, scope.actor, "step" in answer ? answer.token : null);
    if (!found || found.stationId !== scope.stationId) return { ok: false, reason: "draftGone" };
    if (scope.actor === null || !await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const { kept } = found;
    const draft = draftOf(kept);
    const asked = nextStep(draft);
    if (asked === null || ("step" in answer && answer.step !== asked)) return { ok: false, reason: "draftGone" };
    if ("skip" in answer) return maySkip(asked) ? proceed(tx, scope, scope.actor, { ...draft, skipped: [...draft.skipped, asked] }, kept.token) : { ok: false, reason: "draftGone" };
    const patch = readFieldWords(asked, wordsOf(answer, kept) ?? "");
    return patch ? proceed(tx, scope, scope.actor, { ...draft, fields: { ...draft.fields, ...patch } }, kept.token) : { ok: false, reason: "unreadable" };
  });
}
