import { and, count, inArray, ne } from "drizzle-orm";
import { expect } from "vitest";
import { chat, outbox } from "../../src/db/schema.ts";
import type { ChatView } from "../../src/playground/emulator/views.ts";
import { hoursFrom, promiseActivity } from "../telegram/activities.ts";
import type { Bench } from "../telegram/bench.ts";
import type { Crowd } from "./crowd.ts";

export interface Spread {
  /** The groups that can be written to, in the order in which they were linked. */
  readonly reached: readonly ChatView[];
  /** Those that have thrown the bot out, of which it knows nothing. */
  readonly gone: readonly ChatView[];
}

/** So many further groups of the crowd's station; every n-th has thrown the bot out. */
export async function spreadOut(bench: Bench, { station }: Crowd, options: { groups: number; goneEvery?: number }): Promise<Spread> {
  const { emulator } = bench;
  const groups = Array.from({ length: options.groups }, (_, index) =>
    emulator.addGroup({ title: `Block ${String(index + 1).padStart(3, "0")}`, owner: station.lead, quietly: true }));
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
  return promiseActivity(bench, station, { slots: [{ label: null, startsAt, endsAt: hoursFrom(startsAt, 2) }] });
}

/** The copies of an announcement that stand in this group. */
export function copiesIn(bench: Bench, group: ChatView): number {
  return bench.emulator.messages(group, { peek: true }).filter(({ fromBot, text }) => fromBot && text.startsWith("📣")).length;
}

/** Resolves when so many copies are out. */
export async function copiesOut(bench: Bench, copies: number, withinMs = 60_000): Promise<void> {
  const isCopy = ({ params }: { params: Record<string, unknown> }) => String(params["text"]).startsWith("📣");
  await bench.emulator.until(() => bench.emulator.journal({ method: "sendMessage" }).filter(isCopy).length >= copies || null, { withinMs, what: `${copies} copies` });
}

/** Resolves when nothing is owed any more, but what groups out of reach are owed, and notices that are still being gathered. */
export async function allSent(bench: Bench, withinMs = 120_000): Promise<void> {
  await expect.poll(async () => {
    const [row] = await bench.database.db.select({ left: count() }).from(outbox).where(and(inArray(outbox.state, ["waiting", "sending"]), ne(outbox.kind, "notice.chat")));
    return row?.left;
  }, { timeout: withinMs, interval: 500 }).toBe(0);
}
