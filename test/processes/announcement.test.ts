import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { chat, outbox } from "../../src/db/schema.ts";
import { rsvp } from "../../src/db/schema-reply.ts";
import { onServer } from "../setup/needs.ts";
import { readPosts } from "../telegram/activities.ts";
import { useBench } from "../telegram/bench.ts";
import { allAnswered, gather } from "./crowd.ts";
import { openFleet } from "./fleet.ts";
import { allSent, announceToAll, copiesIn, copiesOut, copyIn, replyEvenly, spreadOut } from "./spread.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off" } });

const GROUPS = 499;
/** Of 500 groups, the one that the station began with among them, 15 are gone. */
const GONE_EVERY = 33;
const PEOPLE = 40;

/** Which groups have their copy in which state, by the database. */
async function postStates(): Promise<Map<number, string>> {
  const groups = await bench.database.db.select({ id: chat.id, telegramChatId: chat.telegramChatId }).from(chat).where(eq(chat.kind, "member"));
  const states = new Map((await readPosts(bench)).map((post) => [post.chatId, post.state]));
  return new Map(groups.map(({ id, telegramChatId }) => [telegramChatId, states.get(id) ?? "none"]));
}

onServer("an announcement reaches each of 500 groups once, names the fifteen that are gone, and heeds Telegram's 429s; meanwhile every reply under a copy is answered and counted in all of them", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, PEOPLE);
  const { reached, gone } = await spreadOut(bench, crowd, { groups: GROUPS, goneEvery: GONE_EVERY });
  bench.emulator.setLimits("published");
  bench.emulator.settings.latencyMs = 80;
  const fleet = await openFleet(bench);
  try {
    await Promise.all([fleet.start(), fleet.start()]);
    await announceToAll(bench, crowd);
    await copiesOut(bench, 100);
    bench.emulator.fault({ kind: "tooMany", method: "sendMessage", retryAfter: 3, times: 2 });
    const replied = await replyEvenly(bench, crowd.people, 8_000);
    await allAnswered(bench, replied);
    await allSent(bench);
    const all = [crowd.station.memberGroup, ...reached];
    expect(all).toHaveLength(485);
    expect(all.filter((group) => copiesIn(bench, group) !== 1)).toEqual([]);
    const states = await postStates();
    expect(all.filter((group) => states.get(group.id) !== "posted")).toEqual([]);
    expect(gone.map((group) => states.get(group.id))).toEqual(Array.from({ length: 15 }, () => "unreachable"));
    const told = bench.emulator.messages(crowd.station.lead).map(({ text }) => text).join("\n");
    expect(gone.filter(({ title }) => !told.includes(title ?? "no title"))).toEqual([]);
    expect(bench.emulator.refusals().filter(({ refused }) => refused?.description.endsWith("retry after 3")).length).toBeGreaterThanOrEqual(2);
    const replies = await bench.database.db.select({ accountId: rsvp.accountId, answer: rsvp.answer }).from(rsvp);
    expect(new Set(replies.map(({ accountId }) => accountId)).size).toBe(PEOPLE);
    expect(replies.filter(({ answer }) => answer === "going")).toHaveLength(PEOPLE / 2);
    expect(all.map((group) => copyIn(bench, group)?.text).filter((text) => !text?.includes(`${PEOPLE / 2} going · ${PEOPLE / 2} maybe`))).toEqual([]);
    expect(await bench.database.db.select().from(outbox).where(eq(outbox.state, "dead"))).toEqual([]);
  } finally {
    await fleet.stop();
    bench.emulator.markAllSeen();
  }
}, 240_000);

onServer("killed in the middle of an announcement, the bot goes on where it was: no group has it twice, and one that may lack it is known", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, 1);
  const { reached } = await spreadOut(bench, crowd, { groups: 199 });
  bench.emulator.setLimits("published");
  bench.emulator.settings.latencyMs = 80;
  const fleet = await openFleet(bench);
  try {
    const first = await fleet.start();
    await announceToAll(bench, crowd);
    await copiesOut(bench, 60);
    // Telegram has posted this one, and the bot never hears of it.
    const held = bench.emulator.hold({ method: "sendMessage", when: "after" });
    await held.arrived;
    await first.kill("SIGKILL");
    held.release();
    await fleet.start();
    await allSent(bench);
    const states = await postStates();
    const all = [crowd.station.memberGroup, ...reached];
    const uncertain = all.filter((group) => states.get(group.id) === "uncertain");
    expect(uncertain.length).toBeGreaterThan(0);
    expect(all.filter((group) => copiesIn(bench, group) > 1)).toEqual([]);
    expect(all.filter((group) => copiesIn(bench, group) === 0 && !uncertain.includes(group))).toEqual([]);
    expect(all.filter((group) => !["posted", "uncertain"].includes(states.get(group.id) ?? ""))).toEqual([]);
  } finally {
    await fleet.stop();
    bench.emulator.markAllSeen();
  }
}, 240_000);
