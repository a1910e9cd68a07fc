import { and, asc, count, eq, sql } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activityTemplate } from "../../db/schema-activity.ts";
import { readLastSketch, showNewDraft } from "../announce/actions.ts";
import { findSketch, hold, parseSketch, type DraftRefusal } from "../draft/actions.ts";
import { draftLike } from "../draft/rules.ts";
import type { Sketch } from "../question/rules.ts";
import { isAllowed, readRoles } from "../role/actions.ts";
import { MAX_TEMPLATES, nameOfTitle } from "./rules.ts";

export interface Template {
  readonly id: number;
  readonly name: string;
  /** Whether the reading person may delete it: it is theirs, or they lead the station. */
  readonly isMine: boolean;
}

export type TemplateRefusal = "notForYou" | "noName" | "nothingToSave" | "nameTaken" | "tooMany" | "noSuchTemplate";

const here = (scope: StationScope) => eq(activityTemplate.stationId, scope.stationId);
const named = (name: string) => sql`lower(${activityTemplate.name}) = lower(${name})`;

async function maySteer(tx: Database | Tx, scope: StationScope, createdBy: number | null): Promise<boolean> {
  return (scope.actor !== null && createdBy === scope.actor) || (await readRoles(tx, scope)).includes("station_lead");
}

/** The templates of the station, by name; null for somebody who announces nothing. */
export async function readTemplates(scope: StationScope): Promise<Template[] | null> {
  if (!await isAllowed(scope.db, scope, "announce")) return null;
  const isLead = (await readRoles(scope.db, scope)).includes("station_lead");
  const rows = await scope.db.select({ id: activityTemplate.id, name: activityTemplate.name, createdBy: activityTemplate.createdBy })
    .from(activityTemplate).where(here(scope)).orderBy(asc(activityTemplate.name), asc(activityTemplate.id));
  return rows.map(({ id, name, createdBy }) => ({ id, name, isMine: isLead || (createdBy !== null && createdBy === scope.actor) }));
}

async function keep(tx: Tx, scope: StationScope, name: string, sketch: Sketch): Promise<Result<TemplateRefusal, { name: string }>> {
  const [taken] = await tx.select({ id: activityTemplate.id, createdBy: activityTemplate.createdBy }).from(activityTemplate)
    .where(and(here(scope), named(name))).for("update");
  if (taken && !await maySteer(tx, scope, taken.createdBy)) return { ok: false, reason: "nameTaken" };
  const [all] = await tx.select({ templates: count() }).from(activityTemplate).where(here(scope));
  if (!taken && (all?.templates ?? 0) >= MAX_TEMPLATES) return { ok: false, reason: "tooMany" };
  const row = { content: { ...sketch, announceAt: null, chatNames: [] }, createdBy: scope.actor, createdAt: scope.now };
  const written = taken
    ? await tx.update(activityTemplate).set({ name, ...row }).where(and(here(scope), eq(activityTemplate.id, taken.id))).returning({ id: activityTemplate.id })
    : await tx.insert(activityTemplate).values({ stationId: scope.stationId, name, ...row }).onConflictDoNothing().returning({ id: activityTemplate.id });
  if (written.length === 0) return { ok: false, reason: "nameTaken" };
  return { ok: true, name };
}

/** Keeps what somebody is drafting as a template of the station, or where they draft nothing, what they announced last. */
export async function saveTemplate(scope: StationScope, name: string | null): Promise<Result<TemplateRefusal, { name: string }>> {
  return scope.act(async (tx): Promise<Result<TemplateRefusal, { name: string }>> => {
    if (scope.actor === null || !await isAllowed(tx, scope, "announce")) return { ok: false, reason: "notForYou" };
    if (name === null) return { ok: false, reason: "noName" };
    const sketch = await findSketch(tx, scope, scope.actor) ?? await readLastSketch(tx, scope);
    return sketch === null || sketch.title === null ? { ok: false, reason: "nothingToSave" } : keep(tx, scope, name, sketch);
  });
}

/** Keeps the draft whose button was pressed under its title. */
export async function keepDraft(scope: Scope, me: AccountId, code: string): Promise<Result<TemplateRefusal | DraftRefusal, { name: string }>> {
  return scope.act(async (tx): Promise<Result<TemplateRefusal | DraftRefusal, { name: string }>> => {
    const held = await hold(tx, scope, me, { code, turn: null });
    if (!held.ok) return held;
    const { sketch } = held.shown.draft;
    return sketch.title === null ? { ok: false, reason: "nothingToSave" } : keep(tx, held.station, nameOfTitle(sketch.title), sketch);
  });
}

type Which = { readonly id: number } | { readonly name: string | null };
const isIt = (scope: StationScope, which: Which) =>
  and(here(scope), "id" in which ? eq(activityTemplate.id, which.id) : named(which.name ?? ""));

/** Begins a draft from a template, shown in private; only its time is asked for. */
export async function applyTemplate(scope: StationScope, which: Which): Promise<Result<TemplateRefusal, { name: string }>> {
  return scope.act(async (tx): Promise<Result<TemplateRefusal, { name: string }>> => {
    const [found] = await tx.select({ name: activityTemplate.name, content: activityTemplate.content }).from(activityTemplate).where(isIt(scope, which));
    const sketch = found ? parseSketch(found.content) : null;
    if (!await isAllowed(tx, scope, "announce")) return { ok: false, reason: "notForYou" };
    if (!found || !sketch) return { ok: false, reason: "noSuchTemplate" };
    const isShown = await showNewDraft(tx, scope, draftLike(sketch, { now: scope.now, zone: scope.timeZone }));
    return isShown ? { ok: true, name: found.name } : { ok: false, reason: "notForYou" };
  });
}

/** Deletes a template of one's own, or as a lead any. */
export async function deleteTemplate(scope: StationScope, which: Which): Promise<Result<TemplateRefusal, { name: string }>> {
  return scope.act(async (tx): Promise<Result<TemplateRefusal, { name: string }>> => {
    const [found] = await tx.select({ id: activityTemplate.id, name: activityTemplate.name, createdBy: activityTemplate.createdBy })
      .from(activityTemplate).where(isIt(scope, which)).for("update");
    if (!await isAllowed(tx, scope, "announce")) return { ok: false, reason: "notForYou" };
    if (!found) return { ok: false, reason: "noSuchTemplate" };
    if (!await maySteer(tx, scope, found.createdBy)) return { ok: false, reason: "notForYou" };
    await tx.delete(activityTemplate).where(and(here(scope), eq(activityTemplate.id, found.id)));
    return { ok: true, name: found.name };
  });
}
