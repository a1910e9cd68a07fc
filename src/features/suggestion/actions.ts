import { and, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { coverageLink, FORMATIONS, organization, unit, WILLING } from "../../db/schema-register.ts";
import { suggestion } from "../../db/schema-suggestion.ts";
import { station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { isCounting, isCountingLink, isInOperation, isWorkCovered } from "../coverage/actions.ts";
import { isPeriodTaken, takePeriod } from "../period/actions.ts";
import { isAllowed, isLead } from "../role/actions.ts";
import { readStationsOf, stationScope } from "../station/actions.ts";
import { newestOn } from "../survey/actions.ts";
import { daysBefore, freshSince } from "../survey/rules.ts";
import { localDate } from "../time/rules.ts";
import { factsOf, SILENCE_DAYS, suggestionsFor, TAKEN_UP_DAYS, type OrganizationFacts, type StationFacts, type Suggestion, type SurveyFacts, type UnitFacts } from "./rules.ts";

/** What a night's work knows of a station. */
export type Observer = Pick<StationScope, "stationId" | "now" | "timeZone" | "seal">;

/** One statement would have more values than the database takes. */
const CHUNK = 1000;

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

function surveyOf(row: Record<string, unknown>): SurveyFacts | null {
  const on = text(row["on_day"]);
  const members = row["full_members"];
  return on === null ? null : {
    on, fullMembers: members === null ? null : Number(members), willing: WILLING.find((one) => one === row["willing"]) ?? null,
    hasSecretaryCandidate: typeof row["has_secretary_candidate"] === "boolean" ? row["has_secretary_candidate"] : null,
  };
}

async function readUnits(db: Database | Tx, stationId: number, on: string): Promise<UnitFacts[]> {
  const covering = sql`(select string_agg(o.code, ' ') from ${coverageLink} l join ${organization} o on o.station_id = l.station_id and o.id = l.organization_id
    where l.station_id = u.station_id and l.unit_id = u.id and ${isCountingLink(on, "l")})`;
  const rows = await readRows(db, sql`select u.code, u.area, u.industry, m.code as market, ${covering} as covered_by, ${isWorkCovered(on, "u")} as work_covered,
      n.on_day::text as on_day, n.full_members, n.willing, n.has_secretary_candidate
    from ${unit} u left join ${unit} m on m.station_id = u.station_id and m.id = u.market_id left join lateral (${newestOn(sql`u.station_id`, sql`u.id`, on)}) n on true
    where u.station_id = ${stationId} and ${isInOperation(on, "u")}`);
  return rows.map((row) => ({
    code: String(row["code"]), area: String(row["area"]), industry: text(row["industry"]), market: text(row["market"]), survey: surveyOf(row),
    coveredBy: text(row["covered_by"])?.split(" ") ?? [], isWorkCovered: row["work_covered"] === true,
  }));
}

async function readOrganizations(db: Database | Tx, stationId: number, on: string): Promise<OrganizationFacts[]> {
  const rows = await readRows(db, sql`select o.code, o.formation, o.area, o.industry, m.code as market
    from ${organization} o left join ${unit} m on m.station_id = o.station_id and m.id = o.market_id
    where o.station_id = ${stationId} and o.code is not null and ${isCounting(on, "o")}`);
  return rows.map((row) => ({
    code: String(row["code"]), formation: FORMATIONS.find((one) => one === row["formation"]) ?? "functional",
    area: text(row["area"]), industry: text(row["industry"]), market: text(row["market"]),
  }));
}

/** All that the suggestions of a day rest on. */
async function readFacts(db: Database | Tx, stationId: number, on: string): Promise<StationFacts> {
  return { on, freshSince: freshSince(on), units: await readUnits(db, stationId, on), organizations: await readOrganizations(db, stationId, on) };
}

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
    and(eq(suggestion.status, "declined"), gt(suggestion.endedOn, daysBefore(today, SILENCE_DAYS))),
    and(eq(suggestion.status, "accepted"), gt(suggestion.endedOn, daysBefore(today, TAKEN_UP_DAYS))),
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

const nightName = (stationId: number): string => `suggestion:${stationId}`;

export async function readStations(scope: Scope): Promise<Pick<StationScope, "stationId" | "timeZone">[]> {
  const rows = await scope.db.select({ stationId: station.id, timeZone: station.timeZone }).from(station);
  return rows.map(({ stationId, timeZone }) => ({ stationId: stationId as StationScope["stationId"], timeZone }));
}

export async function isNightDone(scope: Scope, stationId: number, date: string): Promise<boolean> {
  return isPeriodTaken(scope.db, nightName(stationId), date);
}

/** The night of one station, once, whoever comes first. */
export async function keepNight(scope: Scope, at: Pick<StationScope, "stationId" | "timeZone">, date: string): Promise<void> {
  await scope.act(async (tx) => {
    if (await takePeriod(tx, nightName(at.stationId), date, scope.now)) await refresh(tx, { ...at, now: scope.now, seal: scope.seal });
  });
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

/** The station that a button names, for whoever belongs to it. */
export async function findStation(scope: Scope, me: AccountId, stationId: number): Promise<StationScope | null> {
  const facts = (await readStationsOf(scope.db, me)).find((each) => each.stationId === stationId);
  return facts ? stationScope(scope, facts, me) : null;
}

export type DecisionRefusal = "notForYou" | "leadDecides" | "gone";
export type Decision = "accepted" | "declined";

/**
 * The lead's word on a suggestion whose facts still hold; the first word counts. It founds, links and dissolves nothing:
 * a suggestion that is taken up only leaves the list.
 */
export async function decide(scope: StationScope, id: number, decision: Decision): Promise<Result<DecisionRefusal, { decided: Open; listed: Listed }>> {
  return scope.act(async (tx): Promise<Result<DecisionRefusal, { decided: Open; listed: Listed }>> => {
    if (!await isAllowed(tx, scope, "suggest")) return { ok: false, reason: "notForYou" };
    if (!await isLead(tx, scope)) return { ok: false, reason: "leadDecides" };
    const open = await refresh(tx, scope);
    const decided = open.find((each) => each.id === id);
    if (!decided) return { ok: false, reason: "gone" };
    await tx.update(suggestion).set({ status: decision, endedOn: localDate(scope.now, scope.timeZone), decidedBy: scope.actor })
      .where(and(eq(suggestion.stationId, scope.stationId), eq(suggestion.id, id), isNull(suggestion.endedOn)));
    await recordAudit(tx, scope, decision === "accepted" ? "suggestion.taken_up" : "suggestion.put_off", { kind: "suggestion", id });
    return { ok: true, decided, listed: listed(scope, open.filter((each) => each !== decided), true) };
  });
}
