import { randomBytes } from "node:crypto";
import { and, eq, gt, inArray } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { FORMATIONS, LEVELS, organization, unit } from "../../db/schema-register.ts";
import { draft, station } from "../../db/schema.ts";
import { linkCodes, refuseUnits, type UnitProblem } from "../coverlink/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { clockOf } from "../moment/rules.ts";
import { createOrganization, type FoundingRefusal } from "../organization/actions.ts";
import { countsByDefault } from "../organization/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { usualYears } from "../term/rules.ts";
import { localDate } from "../time/rules.ts";
import { EMPTY_SKETCH, placedWord, questionOf, readFoundingAnswer, readFoundingLine, settleWords, type Doubt, type Sketch } from "./rules.ts";

const KIND = "founding";
/** Long enough to ask a colleague for a code, short enough that nobody finds last month's. */
const VALID_MS = 24 * 3_600_000;

const word = z.string().nullable();
const SKETCH: z.ZodType<Sketch> = z.object({
  code: word, name: word, formation: z.enum(FORMATIONS).nullable(), level: z.enum(LEVELS).nullable(), area: word, industry: word, market: word,
  parent: word, approvedBy: word, counts: z.boolean().nullable(), status: z.enum(["proposed", "active"]).nullable(), since: word,
  term: z.object({ startedOn: z.string(), years: z.int().nullable() }).nullable(), units: z.array(z.string()), words: z.array(z.string()),
});
const CONTENT = z.object({ code: z.string(), sketch: SKETCH });

/** What is being put together, and the code that its buttons carry. */
export interface Drafted {
  readonly code: string;
  readonly sketch: Sketch;
}

/** Why it was not registered, and the code that this is about. */
export interface Problem {
  readonly reason: FoundingRefusal | UnitProblem;
  readonly about: string;
}

export type Founding =
  | { readonly kind: "registered"; readonly done: Done }
  | { readonly kind: "drafted"; readonly drafted: Drafted; readonly doubts: readonly Doubt[]; readonly problem: Problem | null }
  | { readonly kind: "refused"; readonly reason: "notForYou" | "draftGone" };


/** Of the words in question, those that the station already uses for an area or an industry. */
async function settle(tx: Tx, scope: StationScope, sketch: Sketch): Promise<Sketch> {
  if (sketch.words.length === 0) return sketch;
  const used = async (table: typeof unit | typeof organization, column: "area" | "industry"): Promise<string[]> => {
    const rows = await tx.selectDistinct({ said: table[column] }).from(table).where(and(eq(table.stationId, scope.stationId), inArray(table[column], [...sketch.words])));
    return rows.flatMap(({ said }) => said ?? []);
  };
  const areas = [...await used(unit, "area"), ...await used(organization, "area")];
  return settleWords(sketch, { areas, industries: [...await used(unit, "industry"), ...await used(organization, "industry")] });
}

async function keep(tx: Tx, scope: StationScope, accountId: AccountId, drafted: Drafted): Promise<void> {
  await keepForm(tx, { accountId, kind: KIND, stationId: scope.stationId, content: drafted, expiresAt: new Date(scope.now.getTime() + VALID_MS), asksForText: true });
}

const drop = (tx: Tx, accountId: AccountId) => tx.delete(draft).where(and(eq(draft.accountId, accountId), eq(draft.kind, KIND)));

export interface Done {
  readonly stationId: number;
  readonly id: number;
  /** As it was registered: with its code, its term in years, and whether it counts. */
  readonly sketch: Sketch;
  /** How many units in operation a joint organization has, where they are many. */
  readonly crowded: number | null;
}

type Registered = ({ readonly ok: true } & Done) | ({ readonly ok: false } & Problem);

/** What was left open takes its usual value. */
function completed(sketch: Sketch, today: string) {
  const { name, formation, level, term } = sketch;
  if (name === null || formation === null || level === null) throw new Error("an organization is registered before it is known");
  const since = sketch.since ?? (term !== null && term.startedOn <= today ? term.startedOn : today);
  return {
    ...sketch, name, formation, level, since, counts: sketch.counts ?? countsByDefault(formation), status: sketch.status ?? "active" as const,
    term: term && { startedOn: term.startedOn, years: term.years ?? usualYears(level) },
  };
}

/** Registers what is complete, with its units: all of it, or nothing. */
async function register(tx: Tx, scope: StationScope, sketch: Sketch): Promise<Registered> {
  const whole = completed(sketch, localDate(scope.now, scope.timeZone));
  const wrong = await refuseUnits(tx, scope, whole);
  if (wrong) return wrong;
  const made = await createOrganization(tx, scope, { ...whole, fromOn: whole.since });
  if (!made.ok) return { ok: false, reason: made.reason, about: aboutOf(whole, made.reason) };
  const done = { ok: true as const, stationId: scope.stationId, id: made.id, sketch: { ...whole, code: made.code } };
  if (whole.units.length === 0) return { ...done, crowded: null };
  const linked = await linkCodes(tx, scope, { id: made.id }, whole.units, { fromOn: whole.since, throughOn: null });
  if (!linked.ok) throw new Error(`a new organization could not be linked: ${linked.reason}`);
  return { ...done, crowded: linked.isCrowded ? linked.inOperation : null };
}

function aboutOf({ code, name, parent, market, since }: Sketch, reason: FoundingRefusal): string {
  if (reason === "codeTaken") return code ?? "";
  if (reason === "nameTaken") return name ?? "";
  if (reason === "noSuchMarket") return market ?? "";
  return (reason === "sinceInFuture" ? since : parent) ?? "";
}

/** Takes what is known one step on: registers it where nothing is in doubt, else keeps it and asks. */
async function goOn(tx: Tx, scope: StationScope, accountId: AccountId, said: Drafted, doubts: readonly Doubt[], isReady: boolean): Promise<Founding> {
  const drafted = { ...said, sketch: await settle(tx, scope, said.sketch) };
  let problem: Problem | null = null;
  if (isReady && doubts.length === 0 && questionOf(drafted.sketch) === null) {
    const result = await register(tx, scope, drafted.sketch);
    if (result.ok) {
      await drop(tx, accountId);
      return { kind: "registered", done: result };
    }
    problem = { reason: result.reason, about: result.about };
  }
  await keep(tx, scope, accountId, drafted);
  return { kind: "drafted", drafted, doubts, problem };
}

/** Registers an organization from one line, or asks what is missing or in doubt; an empty line asks everything. */
export async function beginFounding(scope: StationScope, line: string): Promise<Founding> {
  return scope.act(async (tx): Promise<Founding> => {
    if (scope.actor === null || !await isAllowed(tx, scope, "org")) return { kind: "refused", reason: "notForYou" };
    const { sketch, doubts } = line.trim() === "" ? { sketch: EMPTY_SKETCH, doubts: [] } : readFoundingLine(line, clockOf(scope));
    return goOn(tx, scope, scope.actor, { code: randomBytes(6).toString("base64url"), sketch }, doubts, true);
  });
}

/** Puts down what is known of an organization that could be founded; it is theirs to complete, and nothing is registered. Returns its code. */
export async function prefillFounding(tx: Tx, scope: StationScope, accountId: AccountId, known: Partial<Sketch>): Promise<string> {
  const code = randomBytes(6).toString("base64url");
  await keep(tx, scope, accountId, { code, sketch: { ...EMPTY_SKETCH, ...known } });
  return code;
}

/** The draft of this person with its station; `code` is that of a button, null where words are answered. */
async function find(db: Database | Tx, scope: Scope, accountId: AccountId, code: string | null): Promise<{ station: StationScope; drafted: Drafted } | null> {
  const isIt = code === null ? isAwaited(accountId, KIND, scope.now) : and(eq(draft.accountId, accountId), eq(draft.kind, KIND), gt(draft.expiresAt, scope.now));
  const [found] = await db.select({ content: draft.content, ...STATION_FACTS }).from(draft).innerJoin(station, eq(station.id, draft.stationId)).where(isIt);
  const content = CONTENT.safeParse(found?.content);
  if (!found || !content.success || (code !== null && content.data.code !== code)) return null;
  return { station: stationScope(scope, found, accountId), drafted: content.data };
}

export async function isFounding(scope: Scope, accountId: AccountId): Promise<boolean> {
  return await find(scope.db, scope, accountId, null) !== null;
}

async function change(
  scope: Scope, accountId: AccountId, code: string | null, isReady: boolean, how: (sketch: Sketch, station: StationScope) => { sketch: Sketch; doubts: readonly Doubt[] },
): Promise<Founding> {
  return scope.act(async (tx): Promise<Founding> => {
    const found = await find(tx, scope, accountId, code);
    if (!found) return { kind: "refused", reason: "draftGone" };
    if (!await isAllowed(tx, found.station, "org")) return { kind: "refused", reason: "notForYou" };
    const { sketch, doubts } = how(found.drafted.sketch, found.station);
    return goOn(tx, found.station, accountId, { code: found.drafted.code, sketch }, doubts, isReady);
  });
}

/** Shows a draft as it stands, and asks on. */
export function openFounding(scope: Scope, accountId: AccountId, code: string): Promise<Founding> {
  return change(scope, accountId, code, false, (sketch) => ({ sketch, doubts: [] }));
}

/** Takes what somebody wrote as the answer to what was asked. */
export function answerFounding(scope: Scope, accountId: AccountId, text: string): Promise<Founding> {
  return change(scope, accountId, null, false, (sketch, at) => readFoundingAnswer(sketch, text, clockOf(at)));
}

export type Choice =
  | { readonly kind: "formation"; readonly value: Sketch["formation"] } | { readonly kind: "level"; readonly value: Sketch["level"] }
  | { readonly kind: "word"; readonly value: "area" | "industry" | "approvedBy" | "none" };

/** Takes a button as the answer. */
export function chooseFounding(scope: Scope, accountId: AccountId, code: string, choice: Choice): Promise<Founding> {
  return change(scope, accountId, code, false, (sketch) => ({
    sketch: choice.kind === "word" ? placedWord(sketch, choice.value) : { ...sketch, [choice.kind]: choice.value }, doubts: [],
  }));
}

/** Registers what was shown. */
export function finishFounding(scope: Scope, accountId: AccountId, code: string): Promise<Founding> {
  return change(scope, accountId, code, true, (sketch) => ({ sketch, doubts: [] }));
}

/** Forgets what was being put together. */
export async function dropFounding(scope: Scope, accountId: AccountId, code: string): Promise<boolean> {
  return scope.act(async (tx) => {
    if (!await find(tx, scope, accountId, code)) return false;
    await drop(tx, accountId);
    return true;
  });
}
