import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { pollPost } from "../../src/db/schema-poll.ts";
import { account, consent, inbox } from "../../src/db/schema.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { askPoll, readPosts, readVotes } from "../telegram/polls.ts";
import { linkGroup } from "../telegram/rollcalls.ts";

const bench = useBench();

/** Somebody who has agreed to the text that speaks of votes. */
async function voter(at: Established, firstName: string, version = "2") {
  const person = await enrol(bench, at, firstName);
  await bench.database.db.update(consent).set({ textVersion: version })
    .where(eq(consent.accountId, bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(person.id)))));
  return person;
}

function stranger(at: Established, firstName: string) {
  const person = bench.emulator.addPerson({ firstName, languageCode: "en" });
  bench.emulator.join(person, at.memberGroup);
  return person;
}

describe("an anonymous poll", () => {
  test("only its totals are kept, of members and strangers alike", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, sid] = [await voter(at, "Ben"), stranger(at, "Sid")];
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | soup");
    bench.emulator.vote(ben, posted, ["rice"]);
    bench.emulator.vote(sid, posted, ["rice"]);
    await bench.run();
    expect(await readPosts(bench)).toMatchObject([{ totals: [0, 2, 0], voters: 2 }]);
    bench.emulator.vote(sid, posted, ["soup"]);
    bench.emulator.vote(ben, posted, []);
    await bench.run();
    expect(await readPosts(bench)).toMatchObject([{ totals: [0, 0, 1], voters: 1 }]);
    expect(await readVotes(bench)).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("each copy has its own totals", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const ben = await voter(at, "Ben");
    bench.emulator.join(ben, second);
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | multiple");
    bench.emulator.vote(ben, posted, ["noodles", "rice"]);
    await bench.run();
    expect((await readPosts(bench)).map(({ totals, voters }) => [totals, voters])).toEqual([[[1, 1], 1], [[0, 0], 0]]);
    bench.emulator.markAllSeen();
  });
});

describe("a named poll", () => {
  test("keeps the answer of somebody who joined and agreed, by Telegram's lasting names; a changed one replaces it, one taken back is gone", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await voter(at, "Ben");
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | named | multiple");
    const names = posted.poll?.options.map((option) => option.persistent_id) ?? [];
    bench.emulator.vote(ben, posted, ["noodles", "rice"]);
    await bench.run();
    expect(await readVotes(bench)).toMatchObject([{ optionIds: names }]);
    bench.emulator.vote(ben, posted, ["rice"]);
    await bench.run();
    expect(await readVotes(bench)).toMatchObject([{ optionIds: [names[1]] }]);
    bench.emulator.vote(ben, posted, []);
    await bench.run();
    expect(await readVotes(bench)).toEqual([]);
    expect(await readPosts(bench)).toMatchObject([{ totals: [0, 0], voters: 0 }]);
    bench.emulator.markAllSeen();
  });

  test("of anybody else nothing is kept and nothing is told: strangers, members without that consent or with its first text, hidden admins", async () => {
    const at = await establish(bench, { locale: "en" });
    const sid = stranger(at, "Sid");
    const [cid, dan] = [await enrol(bench, at, "Cid", { attendance: false }), await voter(at, "Dan", "1")];
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | named");
    bench.emulator.markAllSeen();
    const accounts = await bench.database.db.select().from(account);
    for (const person of [sid, cid, dan]) bench.emulator.vote(person, posted, ["rice"]);
    bench.emulator.vote(at.lead, posted, ["rice"], { asAnonymousAdmin: true });
    await bench.run();
    await bench.settle();
    expect(await readVotes(bench)).toEqual([]);
    expect(await readPosts(bench)).toMatchObject([{ totals: [0, 4], voters: 4 }]);
    expect(await bench.database.db.select().from(account)).toEqual(accounts);
    expect((await bench.database.db.select().from(inbox)).every(({ body }) => body === null)).toBe(true);
    expect(bench.emulator.sentUnseen()).toEqual([]);
  });

  test("a member of another station is a stranger here", async () => {
    const at = await establish(bench, { locale: "en" });
    const there = await establish(bench, { locale: "en", name: "Other station" });
    const ben = await voter(there, "Ben");
    bench.emulator.join(ben, at.memberGroup);
    const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice | named");
    bench.emulator.vote(ben, posted, ["rice"]);
    await bench.run();
    expect(await readVotes(bench)).toEqual([]);
    bench.emulator.markAllSeen();
  });
});

test("totals are found by the lasting names of the options, whatever their order", async () => {
  const at = await establish(bench, { locale: "en" });
  const ben = await voter(at, "Ben");
  const { posted } = await askPoll(bench, at, "Lunch? | noodles | rice");
  const [post] = await readPosts(bench);
  await bench.database.db.update(pollPost).set({ optionIds: post?.optionIds?.toReversed() ?? [] });
  bench.emulator.vote(ben, posted, ["noodles"]);
  await bench.run();
  expect(await readPosts(bench)).toMatchObject([{ totals: [0, 1] }]);
  bench.emulator.markAllSeen();
});
