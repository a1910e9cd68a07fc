import { and, eq, gt, inArray, isNull, lt, or } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { organization, unit } from "../../db/schema-register.ts";
import { suggestion } from "../../db/schema-suggestion.ts";
import { station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { readFacts } from "../formation/actions.ts";
import { prefillFounding } from "../founding/actions.ts";
import { readUntaken, takeStationPeriod, type StationPeriod } from "../period/actions.ts";
import { isAllowed, isLead } from "../role/actions.ts";
import { localDate, localTime } from "../time/rules.ts";
import { factsOf, NIGHTLY_AT, SILENCE_DAYS, suggestionsFor, TAKEN_UP_DAYS, type Suggestion } from "./rules.ts";

/** What a night's work knows of a station. */
export type Observer = Pick<StationScope, "stationId" | "now" | "timeZone" | "seal">;

/** One statement would have more values than the database takes. */
const CHUNK = 1000;

/** A suggestion that waits for the lead, with what it rests on today. */
export interface Open {
  readonly id: number;
  readonly suggestion: Suggestion;
}

async function insertOpen(tx: Tx, observer: Observer, today: string, made: ReadonlyMap<string, Suggestion>): Promise<void> {
  const rows = [...made].map(([facts, { action, units, organization: at, basis }]) => ({
    stationId: observer.stationId, action, units: units.map(({ code }) => code), organization: at, basis, facts, madeOn: today, status: "open" as const,
  }));
  for (let from = 0; from < rows.length; from += CHUNK) await tx.insert(suggestion).values(rows.slice(from, from + CHUNK)).onConflictDoNothing();
}

/** Facts that were decided on and are not to be spoken of again yet. */
async function readSilenced(tx: Tx, stationId: number, today: string): Promise<Set<string>> {
  const rows = await tx.select({ facts: suggestion.facts }).from(suggestion).where(and(eq(suggestion.stationId, stationId), or(
    and(eq(suggestion.status, "declined"), gt(suggestion.endedOn, dayAfter(today, -SILENCE_DAYS))),
    and(eq(suggestion.status, "accepted"), gt(suggestion.endedOn, dayAfter(today, -TAKEN_UP_DAYS))),
  )));
  return new Set(rows.map(({ facts }) => facts));
}

/** Compares what could be formed today with what waits: what still holds is kept, what holds no more expires, what is new is added. */
async function refresh(tx: Tx, observer: Observer): Promise<Open[]> {
  const { stationId, now, timeZone, seal } = observer;
  const today = localDate(now, timeZone);
  // Held, so that two at once do not both add.
  await tx.select({ id: station.id }).from(station).where(eq(station.id, stationId)).for("no key update");
  const silenced = await readSilenced(tx, stationId, today);
  const found = suggestionsFor(await readFacts(tx, stationId, today)).map((each) => [seal.proof(factsOf(each)), each] as const);
  const holding = new Map(found.filter(([facts]) => !silenced.has(facts)));
  const readOpen = () => tx.select({ id: suggestion.id, facts: suggestion.facts }).from(suggestion).where(and(eq(suggestion.stationId, stationId), eq(suggestion.status, "open")));
  const waiting = await readOpen();
  const gone = waiting.filter(({ facts }) => !holding.has(facts)).map(({ id }) => id);
  for (let from = 0; from < gone.length; from += CHUNK) {
    await tx.update(suggestion).set({ status: "expired", endedOn: today }).where(and(eq(suggestion.stationId, stationId), inArray(suggestion.id, gone.slice(from, from + CHUNK))));
  }
  const known = new Set(waiting.map(({ facts }) => facts));
  const fresh = new Map([...holding].filter(([facts]) => !known.has(facts)));
  await insertOpen(tx, observer, today, fresh);
  const ids = new Map((fresh.size > 0 ? await readOpen() : waiting).map(({ id, facts }) => [facts, id]));
  return [...holding].flatMap(([facts, each]) => {
    const id = ids.get(facts);
    return id === undefined ? [] : { id, suggestion: each };
  });
}

const NIGHT_NAME = "suggestion";

/** The stations whose night has come and was not kept. */
export async function readNights({ db, now }: Scope): Promise<StationPeriod[]> {
  return readUntaken(db, NIGHT_NAME, (timeZone) => (localTime(now, timeZone) >= NIGHTLY_AT ? localDate(now, timeZone) : null));
}

/** The night of one station, once, whoever comes first. */
export async function keepNight(scope: Scope, night: StationPeriod): Promise<void> {
  await scope.act(async (tx) => {
    if (await takeStationPeriod(tx, NIGHT_NAME, night, scope.now)) await refresh(tx, { ...night, now: scope.now, seal: scope.seal });
  });
}

/** Forgets what was decided on or expired before a day; returns how many. */
export async function forgetEnded(tx: Tx, stationId: number, before: string): Promise<number> {
  const gone = await tx.delete(suggestion).where(and(eq(suggestion.stationId, stationId), lt(suggestion.endedOn, before))).returning({ id: suggestion.id });
  return gone.length;
}

export interface Listed {
  readonly stationId: number;
  readonly stationName: string;
  readonly today: string;
  readonly open: readonly Open[];
  /** Whether the reader decides on them. */
  readonly mayDecide: boolean;
}

const listed = (scope: StationScope, open: readonly Open[], mayDecide: boolean): Listed =>
  ({ stationId: scope.stationId, stationName: scope.stationName, today: localDate(scope.now, scope.timeZone), open, mayDecide });

/** What could be formed today, for a lead or an organizer. */
export async function readSuggestions(scope: StationScope): Promise<Result<"notForYou", { listed: Listed }>> {
  return scope.act(async (tx): Promise<Result<"notForYou", { listed: Listed }>> => {
    if (!await isAllowed(tx, scope, "suggest")) return { ok: false, reason: "notForYou" };
    return { ok: true, listed: listed(scope, await refresh(tx, scope), await isLead(tx, scope)) };
  });
}

/** One suggestion that waits. How many members its units have is for the lead alone, and that look is recorded. */
export async function readSuggestion(scope: StationScope, id: number): Promise<Result<"notForYou" | "gone", { listed: Listed; shown: Open }>> {
  return scope.act(async (tx): Promise<Result<"notForYou" | "gone", { listed: Listed; shown: Open }>> => {
    if (!await isAllowed(tx, scope, "suggest")) return { ok: false, reason: "notForYou" };
    const open = await refresh(tx, scope);
    const shown = open.find((each) => each.id === id);
    if (!shown) return { ok: false, reason: "gone" };
    const mayDecide = await isLead(tx, scope);
    const counts = shown.suggestion.units.some(({ survey }) => survey !== null && survey.fullMembers !== null);
    if (mayDecide && counts) await recordAudit(tx, scope, "unit.members_read", { kind: "suggestion", id });
    return { ok: true, listed: listed(scope, open, mayDecide), shown };
  });
}

export type DecisionRefusal = "notForYou" | "leadDecides" | "gone";
export type Decision = "accepted" | "declined";

/** Where a suggestion that was taken up is done, by a person and by hand. */
export type Next =
  | { readonly kind: "draft"; readonly code: string }
  | { readonly kind: "link"; readonly organizationId: number; readonly unitId: number }
  | { readonly kind: "assign" | "survey"; readonly unit: string }
  | { readonly kind: "organization"; readonly organizationId: number };

/** What a draft of an organization over these units can say already. */
function sketchFor({ action, units, basis }: Suggestion): Parameters<typeof prefillFounding>[3] {
  const [first, ...others] = units;
  const shared = (key: "area" | "industry" | "market") => (others.every((unit) => unit[key] === first?.[key]) ? first?.[key] ?? null : null);
  return {
    formation: action === "joint" ? "joint" : "separate", level: "branch", units: units.map(({ code }) => code), area: shared("area"),
    market: basis === "market" ? shared("market") : null, industry: basis === "area+industry" ? shared("industry") : null,
  };
}

async function readIds(tx: Tx, { stationId }: StationScope, { units, organization: at }: Suggestion): Promise<{ unitId: number; organizationId: number }> {
  const [foundUnit] = await tx.select({ id: unit.id }).from(unit).where(and(eq(unit.stationId, stationId), eq(unit.code, units[0]?.code ?? "")));
  const [found] = await tx.select({ id: organization.id }).from(organization).where(and(eq(organization.stationId, stationId), eq(organization.code, at ?? "")));
  return { unitId: foundUnit?.id ?? 0, organizationId: found?.id ?? 0 };
}

async function prepare(tx: Tx, scope: StationScope, me: AccountId, taken: Suggestion): Promise<Next> {
  const [first] = taken.units;
  switch (taken.action) {
    case "joint": case "separate": case "split_to_separate": return { kind: "draft", code: await prefillFounding(tx, scope, me, sketchFor(taken)) };
    case "cultivate_with_instructor": case "instructor_only": return { kind: "assign", unit: first?.code ?? "" };
    case "survey_first": return { kind: "survey", unit: first?.code ?? "" };
    case "attach_existing": return { kind: "link", ...await readIds(tx, scope, taken) };
    case "review_dissolution": case "joint_over_limit": return { kind: "organization", organizationId: (await readIds(tx, scope, taken)).organizationId };
  }
}

export type Decided = Result<DecisionRefusal, { decided: Open; listed: Listed; next: Next | null }>;

/**
 * The lead's word on a suggestion whose facts still hold; the first word counts. It founds, links and dissolves nothing:
 * what is taken up becomes a draft, or the way to where a person does it.
 */
export async function decide(scope: StationScope, id: number, decision: Decision): Promise<Decided> {
  return scope.act(async (tx): Promise<Decided> => {
    if (scope.actor === null || !await isAllowed(tx, scope, "suggest")) return { ok: false, reason: "notForYou" };
    if (!await isLead(tx, scope)) return { ok: false, reason: "leadDecides" };
    const open = await refresh(tx, scope);
    const decided = open.find((each) => each.id === id);
    if (!decided) return { ok: false, reason: "gone" };
    await tx.update(suggestion).set({ status: decision, endedOn: localDate(scope.now, scope.timeZone), decidedBy: scope.actor })
      .where(and(eq(suggestion.stationId, scope.stationId), eq(suggestion.id, id), isNull(suggestion.endedOn)));
    await recordAudit(tx, scope, decision === "accepted" ? "suggestion.taken_up" : "suggestion.put_off", { kind: "suggestion", id });
    const next = decision === "accepted" ? await prepare(tx, scope, scope.actor, decided.suggestion) : null;
    return { ok: true, decided, next, listed: listed(scope, open.filter((each) => each !== decided), true) };
  });
}
