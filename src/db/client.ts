import type { SQL } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Config } from "../config.ts";
import type { Log } from "../operation/log.ts";
import { openEmbedded } from "./embedded.ts";
import { openServer } from "./server.ts";

/** The embedded database and the server, as one; without drizzle's relational queries, for the schema has no relations. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;
/** A running transaction; it may be passed where a Database is wanted, never the other way round. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

export type OpenDatabase = {
  db: Database;
  engine: "embedded" | "server";
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** Opens and migrates the database that the settings name; throws a StartError with a sentence when it cannot. */
export function openDatabase(config: Pick<Config, "databaseUrl" | "dataDir" | "dataKey">, log: Log): Promise<OpenDatabase> {
  return config.databaseUrl === undefined ? openEmbedded(config) : openServer(config.databaseUrl, log);
}

const INT8 = 20;
const TIMESTAMP_WITH_ZONE = 1184;

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What each driver says of the columns: postgres.js hangs it on the array, PGlite lays it beside the rows. */
function unpack(result: unknown): { rows: unknown[]; types: Map<unknown, unknown> } {
  const rows: unknown = Array.isArray(result) ? result : Reflect.get(Object(result), "rows");
  const columns: unknown = Reflect.get(Object(result), Array.isArray(result) ? "columns" : "fields");
  const described = Array.isArray(columns) ? columns.filter(isRow) : [];
  return { rows: Array.isArray(rows) ? rows : [], types: new Map(described.map((c) => [c["name"], c["type"] ?? c["dataTypeID"]])) };
}

function sameOnBoth(value: unknown, type: unknown): unknown {
  if (value === null) return null;
  if (type === TIMESTAMP_WITH_ZONE) return value instanceof Date ? value : new Date(String(value));
  return type === INT8 ? Number(value) : value;
}

/** The rows of a raw query, the same on both engines: timestamptz as Date, bigint as number, numeric and date as string. */
export async function readRows(db: Database, query: SQL): Promise<Record<string, unknown>[]> {
  const { rows, types } = unpack(await db.execute(query));
  return rows.filter(isRow).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, sameOnBoth(value, types.get(name))])));
}
