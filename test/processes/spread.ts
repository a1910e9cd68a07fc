import { and, count, inArray, ne } from "drizzle-orm";
import { expect } from "vitest";
import { chat, outbox } from "../../src/db/schema.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { ChatView } from "../../src/playground/emulator/views.ts";
import { hoursFrom, promiseActivity } from "../telegram/activities.ts";
import type { Bench } from "../telegram/bench.ts";
import { evenly, type Crowd, type Tapped } from "./crowd.ts";

export interface Spread {
  /** The groups that can be written to, in the order in which they were linked. */
  readonly reached: readonly ChatView[];
  /** Those that have thrown the bot out, of which it knows nothing. */
  readonly gone: readonly ChatView[];
}

/** So many further groups of the crowd's station; every n-th has thrown the bot out. */
export async function spreadOut(bench: Bench, { station, people }: Crowd, options: { groups: number; goneEvery?: number }): Promise<Spread> {
  const { emulator } = bench;
  const groups = Array.from({ length: options.groups }, (_, index) =>
    emulator.addGroup({ title: `Block ${String(index + 1).padStart(3, "0")}`, owner: station.lead, members: [...people], quietly: true }));
  await bench.database.db.insert(chat).values(groups.map(({ id, title }) => ({
    stationId: station.stationId, telegramChatId: id, kind: "member" as const, title: title ?? "", linkedAt: bench.now(),
  })));
  const isGone = (index: number) => options.goneEvery !== undefined && index % options.goneEvery === options.goneEvery - 1;
  const gone = groups.filter((_, index) => isGone(index));
  for (const group of gone) emulator.removeBot(station.lead, group);
  emulator.dropPending();
  return { reached: groups.filter((_, index) => !isGone(index)), gone };
}

/** Announces to all groups of the station; the processes carry it out. */
export function announceToAll(bench: Bench, { station }: Crowd): Promise<number> {
  const startsAt = hoursFrom(bench.now(), 72);
  return promiseActivity(bench, station, { capacity: null, slots: [{ label: null, startsAt, endsAt: hoursFrom(startsAt, 2) }] });
}

const readCopies = (bench: Bench, group: ChatView) =>
  bench.emulator.messages(group, { peek: true }).filter(({ fromBot, text }) => fromBot && text.startsWith("📣"));

/** How many copies of an announcement stand in this group. */
export const copiesIn = (bench: Bench, group: ChatView): number => readCopies(bench, group).length;

/** The copy in this group as it stands now. */
export const copyIn = (bench: Bench, group: ChatView) => readCopies(bench, group).at(-1);

/** The copies that Telegram has taken, in order. */
export function copiesSent(bench: Bench) {
  return bench.emulator.journal({ method: "sendMessage" }).filter(({ chatId, params }) => Number(chatId) < 0 && String(params["text"]).startsWith("📣"));
}

/** Resolves when so many copies are out. */
export async function copiesOut(bench: Bench, copies: number, withinMs = 60_000): Promise<void> {
  await bench.emulator.until(() => copiesSent(bench).length >= copies || null, { withinMs, what: `${copies} copies` });
}

/** Lets each person reply under some copy that is out, evenly over `withinMs`: every other one comes, the rest may. */
export function replyEvenly(bench: Bench, people: readonly Person[], withinMs: number): Promise<Tapped[]> {
  return evenly(people, withinMs, (person, index) => {
    const copies = copiesSent(bench);
    const { chatId = 0, messageId = 0 } = copies[(index * 31) % copies.length] ?? {};
    const tapped = bench.emulator.tap(person, { chatId, id: messageId }, index % 2 === 0 ? "✅ I'm going" : "🤔 Maybe");
    if (tapped.kind !== "callback") throw new Error("the button is no button");
    return { callbackQueryId: tapped.callbackQueryId, at: Date.now() };
  });
}

/** Resolves when nothing is owed any more, but what groups out of reach are owed, and notices that are still being gathered. */
export async function allSent(bench: Bench, withinMs = 120_000): Promise<void> {
  await expect.poll(async () => {
    const [row] = await bench.database.db.select({ left: count() }).from(outbox).where(and(inArray(outbox.state, ["waiting", "sending"]), ne(outbox.kind, "notice.chat")));
    return row?.left;
  }, { timeout: withinMs, interval: 500 }).toBe(0);
}
