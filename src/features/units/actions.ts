import { randomBytes } from "node:crypto";
import { and, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { Result, StationScope } from "../../context.ts";
import { UNIT_KINDS, UNIT_STATUSES } from "../../db/schema-register.ts";
import { draft } from "../../db/schema.ts";
import { keepForm } from "../form/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { readKnown } from "../unit/actions.ts";
import { readOptions, readPage, type Page } from "../unitpage/actions.ts";
import { ALL, type Cursor, type Filter } from "./rules.ts";

const FILTER = z.object({
  text: z.string().nullable(), area: z.string().nullable(), industry: z.string().nullable(), market: z.string().nullable(),
  kind: z.enum(UNIT_KINDS).nullable(), status: z.enum(UNIT_STATUSES).nullable(), uncovered: z.boolean(), due: z.boolean(),
});
const KEPT = z.object({ token: z.string(), filter: FILTER, cursor: z.union([z.object({ after: z.string() }), z.object({ before: z.string() }), z.null()]), options: z.array(z.string()) });
type Kept = z.infer<typeof KEPT>;
const KIND = "units";
/** A list of yesterday is begun anew. */
const VALID_MS = 24 * 3_600_000;

export interface List {
  readonly stationId: number;
  readonly token: string;
  readonly filter: Filter;
  readonly page: Page;
}

export type ListRefusal = "notForYou" | "listGone";

async function keep(scope: StationScope, kept: Kept): Promise<Result<ListRefusal, { list: List }>> {
  const { actor } = scope;
  if (actor === null || !await isAllowed(scope.db, scope, "units")) return { ok: false, reason: "notForYou" };
  const page = await readPage(scope, kept.filter, kept.cursor);
  const expiresAt = new Date(scope.now.getTime() + VALID_MS);
  await scope.act((tx) => keepForm(tx, { accountId: actor, stationId: scope.stationId, kind: KIND, content: kept, expiresAt, asksForText: false }));
  return { ok: true, list: { stationId: scope.stationId, token: kept.token, filter: kept.filter, page } };
}

/** Begins a list; a word that is an area or an industry of the station is taken as that. */
export async function openList(scope: StationScope, filter: Filter): Promise<Result<ListRefusal, { list: List }>> {
  const { text } = filter;
  const known = text === null ? { areas: [], industries: [] } : await readKnown(scope.db, scope.stationId, [text]);
  const asArea = text !== null && filter.area === null && known.areas.includes(text);
  const asIndustry = text !== null && filter.industry === null && !asArea && known.industries.includes(text);
  const settled = asArea ? { ...filter, text: null, area: text } : asIndustry ? { ...filter, text: null, industry: text } : filter;
  return keep(scope, { token: randomBytes(4).toString("hex"), filter: settled, cursor: null, options: [] });
}

async function find(scope: StationScope, token: string | null): Promise<Kept | null> {
  const [row] = await scope.db.select({ content: draft.content }).from(draft).where(and(
    eq(draft.accountId, scope.actor ?? 0), eq(draft.kind, KIND), eq(draft.stationId, scope.stationId), gt(draft.expiresAt, scope.now),
  ));
  const kept = KEPT.safeParse(row?.content);
  return kept.success && (token === null || kept.data.token === token) ? kept.data : null;
}

/** Turns to another page, or changes what the list is narrowed to and begins at its first page; without a change it is shown as it was. */
export async function turnList(scope: StationScope, token: string | null, change: { cursor: Cursor } | { filter: Partial<Filter> } | null): Promise<Result<ListRefusal, { list: List }>> {
  const kept = await find(scope, token);
  if (!kept) return { ok: false, reason: "listGone" };
  if (change === null) return keep(scope, kept);
  return keep(scope, "cursor" in change ? { ...kept, cursor: change.cursor } : { ...kept, cursor: null, filter: { ...kept.filter, ...change.filter } });
}

/** The list as it was left, or where there is none, one of all units. */
export async function reopenList(scope: StationScope): Promise<Result<ListRefusal, { list: List }>> {
  const turned = await turnList(scope, null, null);
  return turned.ok || turned.reason === "notForYou" ? turned : openList(scope, ALL);
}

/** What a list can be narrowed to in one respect. */
export interface Offered extends Pick<List, "stationId" | "token"> {
  readonly options: readonly string[];
}

/** What a list can be narrowed to in this respect, kept so that a button can name one by its place. */
export async function offerOptions(scope: StationScope, token: string, column: "area" | "industry"): Promise<Result<ListRefusal, Offered>> {
  const kept = await find(scope, token);
  if (!kept) return { ok: false, reason: "listGone" };
  const options = await readOptions(scope.db, scope.stationId, column);
  const done = await keep(scope, { ...kept, options });
  return done.ok ? { ok: true, stationId: scope.stationId, token, options } : done;
}

/** Narrows the list to the area or industry that stood at this place. */
export async function chooseOption(scope: StationScope, token: string, column: "area" | "industry", place: number): Promise<Result<ListRefusal, { list: List }>> {
  const option = (await find(scope, token))?.options[place];
  return option === undefined ? { ok: false, reason: "listGone" } : turnList(scope, token, { filter: { [column]: option } });
}
