import { sql } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { instructor, organization, unit } from "../../db/schema-register.ts";
import { nextCode } from "./rules.ts";

const TABLES = { U: unit, G: organization, I: instructor };

/** The next free code of the usual letter; two who ask at once are told the same one, so whoever inserts must be able to lose. */
export async function freeCode(tx: Database | Tx, stationId: number, letter: "U" | "G" | "I"): Promise<string> {
  const [row] = await readRows(tx, sql`select coalesce(max(substring(code from 2)::bigint), 0) as highest from ${TABLES[letter]}
    where station_id = ${stationId} and code ~ ${`^${letter}[0-9]{1,9}$`}`);
  return nextCode(letter, Number(row?.["highest"] ?? 0));
}
