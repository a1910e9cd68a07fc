import { asc, eq } from "drizzle-orm";
import { ping, reminder } from "../../src/db/schema-reply.ts";
import { instantOf, localDate, localTime } from "../../src/features/time/rules.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { Bench } from "./bench.ts";
import { accountIdOf } from "./replies.ts";

const MINUTE_MS = 60_000;

/** "27 11:00" is Friday's late morning in the bench's week, in Shanghai. */
export const onDay = (text: string): Date => {
  const [day = "", time = ""] = text.split(" ");
  return instantOf(`2026-11-${day}`, time, "Asia/Shanghai");
};

const dayOf = (at: Date): string => `${localDate(at, "Asia/Shanghai").slice(8)} ${localTime(at, "Asia/Shanghai")}`;

/** Turns the clock to this instant at one go, as after an outage. */
export async function jumpTo(bench: Bench, text: string): Promise<void> {
  await bench.advance(onDay(text).getTime() - bench.now().getTime());
}

/** Turns the clock to this instant by ten minutes at a time. */
export async function walkTo(bench: Bench, text: string): Promise<void> {
  for (let left = onDay(text).getTime() - bench.now().getTime(); left > 0; left = onDay(text).getTime() - bench.now().getTime()) {
    await bench.advance(Math.min(left, 10 * MINUTE_MS));
  }
}

/** The reminders that somebody has had: when, and their first lines. */
export function remindersOf(bench: Bench, person: Person): string[] {
  return bench.emulator.messages(person).filter(({ fromBot, text }) => fromBot && text.startsWith("⏰"))
    .map(({ sentAt, text }) => `${dayOf(sentAt)} ${text.split("\n")[0]}`);
}

export async function readLedger(bench: Bench, person: Person) {
  return bench.database.db.select().from(reminder).where(eq(reminder.accountId, await accountIdOf(bench, person))).orderBy(asc(reminder.owedAt), asc(reminder.startsAt));
}

export async function readPings(bench: Bench, person: Person): Promise<string[]> {
  const rows = await bench.database.db.select().from(ping).where(eq(ping.accountId, await accountIdOf(bench, person))).orderBy(asc(ping.at));
  return rows.map(({ at }) => dayOf(at));
}
