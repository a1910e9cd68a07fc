import { asc, eq } from "drizzle-orm";
import { activity } from "../../src/db/schema-activity.ts";
import { ping, reminder } from "../../src/db/schema-reply.ts";
import { instantOf, localDate, localTime } from "../../src/features/time/rules.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announceActivity } from "./activities.ts";
import type { Bench } from "./bench.ts";
import { accountIdOf } from "./replies.ts";

const HALF_HOUR_MS = 30 * 60_000;

/** "27 11:00" is Friday's late morning in the bench's week, in Shanghai. */
export const onDay = (text: string): Date => {
  const [day = "", time = ""] = text.split(" ");
  return instantOf(`2026-11-${day}`, time, "Asia/Shanghai");
};

const dayOf = (at: Date): string => `${localDate(at, "Asia/Shanghai").slice(8)} ${localTime(at, "Asia/Shanghai")}`;

/** Boards and organizers hear of the clock too; that is for other tests to look at. */
function lookAway({ emulator }: Bench): void {
  for (const { chatId, messageId, text } of emulator.sentUnseen()) {
    if (messageId !== undefined && (chatId < 0 || !/^[⏰🙋]/u.test(text))) emulator.message({ chatId, id: messageId });
  }
}

/** Turns the clock to this instant at one go, as after an outage. */
export async function jumpTo(bench: Bench, text: string): Promise<void> {
  await bench.advance(onDay(text).getTime() - bench.now().getTime());
  lookAway(bench);
}

/** Turns the clock to this instant by way of every full and half hour between. */
export async function walkTo(bench: Bench, text: string): Promise<void> {
  const until = onDay(text).getTime();
  for (let now = bench.now().getTime(); now < until; now = bench.now().getTime()) {
    await bench.advance(Math.min(until, (Math.floor(now / HALF_HOUR_MS) + 1) * HALF_HOUR_MS) - now);
  }
  lookAway(bench);
}

/** An activity of which the groups are not reminded, for tests that look at private chats only. */
export async function announceQuietly(...args: Parameters<typeof announceActivity>): Promise<number> {
  const id = await announceActivity(...args);
  await args[0].database.db.update(activity).set({ groupReminder: false }).where(eq(activity.id, id));
  return id;
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
