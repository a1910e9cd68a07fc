import { eq, gt, and, sql } from "drizzle-orm";
import type { Config } from "../config.ts";
import { readRows, type Database, type OpenDatabase } from "../db/client.ts";
import { installation, lease } from "../db/schema.ts";
import { describeSkew, toDo, well, type Finding } from "./finding.ts";
import { readQueues, type Queue } from "./queues.ts";
import { readClockSkewMs } from "./skew.ts";

async function examineRights(db: Database): Promise<Finding> {
  const [row] = await readRows(db, sql`select has_schema_privilege(current_user, 'public', 'create') as may_change`);
  return row?.["may_change"] === true
    ? toDo("The bot works as the owner of its tables. Give the login of DATABASE_URL the right to make roles (alter role … createrole), so that the running bot can read and write rows and nothing more.")
    : well("The running bot may read and write rows, and cannot change the tables.");
}

async function examineOwner(db: Database, config: Config): Promise<Finding[]> {
  const [found] = await db.select().from(installation);
  const wanted = config.botToken === undefined ? "playground" : "telegram";
  if (!found || (found.kind === wanted && (wanted === "playground" || found.botId === Number(config.botToken?.split(":")[0])))) return [];
  if (found.kind === "playground") return [toDo("This database was used by the playground. Give the real bot an empty one: another DATA_DIR or DATABASE_URL.")];
  return [toDo(wanted === "playground"
    ? "This database holds a real bot's data. Set BOT_TOKEN, or give the playground another DATA_DIR or DATABASE_URL."
    : "This database belongs to another bot than BOT_TOKEN's. Check BOT_TOKEN, or give this bot a database of its own.")];
}

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Waiting longer than this means that nobody works: an idle bot looks several times a second. */
const LONG_MS = 60_000;

function examineQueue({ name, counts, oldestMs }: Queue): Finding[] {
  const of = (state: string) => counts.get(state) ?? 0;
  const findings: Finding[] = [];
  const parked = of("parked");
  const dead = of("dead");
  const blocked = of("blocked");
  if (parked > 0) findings.push(toDo(`${counted(parked, "update")} failed three times and ${parked === 1 ? "was" : "were"} set aside. The log says why (inbox.update_failed); the people were told that nothing was saved.`));
  if (dead > 0) findings.push(toDo(`${counted(dead, "message")} could not be sent and will not be tried again. The log says why (outbox); the station leads were told.`));
  if (blocked > 0) findings.push(toDo(`${counted(blocked, "message")} ${blocked === 1 ? "is" : "are"} kept for groups that cannot be written to. See the groups below; they go out as soon as the bot may write there again.`));
  if (oldestMs > LONG_MS) {
    findings.push(toDo(`The oldest ${name === "inbox" ? "update" : "message that is due"} has been waiting for ${Math.round(oldestMs / 60_000)} min. Is the bot running?`));
  }
  return findings.length > 0 ? findings : [well(name === "inbox" ? "No update is stuck." : "No message is stuck.")];
}

async function examinePoller(db: Database, config: Config, now: Date): Promise<Finding[]> {
  if (config.webhook || config.botToken === undefined) return [];
  const [holder] = await db.select({ until: lease.until }).from(lease).where(and(eq(lease.name, "poller"), gt(lease.until, now)));
  return [well(holder ? "A running process asks Telegram for updates." : "No process asks Telegram for updates at the moment: the bot is not running.")];
}

/** What the database says of itself and of the work in it. */
export async function examineDatabase(opened: OpenDatabase, config: Config, now: () => Date): Promise<Finding[]> {
  const { db, engine } = opened;
  const queues = await readQueues(db, now());
  return [
    well("The database answers, and its tables are up to date."),
    ...(engine === "server" ? [await examineRights(db)] : []),
    ...await examineOwner(db, config),
    describeSkew("the database's", await readClockSkewMs(db, now)),
    ...queues.flatMap(examineQueue),
    ...await examinePoller(db, config, now()),
  ];
}
