import fc from "fast-check";
import { expect, test } from "vitest";
import { totalsOf } from "../../src/features/ballot/rules.ts";
import { barOf, percentOf, tallyOf, winnersOf } from "../../src/features/result/rules.ts";

test.each([
  [0, 0, "░░░░░░░░░░", 0], [0, 7, "░░░░░░░░░░", 0], [1, 100, "▓░░░░░░░░░", 1], [3, 6, "▓▓▓▓▓░░░░░", 50], [2, 3, "▓▓▓▓▓▓▓░░░", 67], [7, 7, "▓▓▓▓▓▓▓▓▓▓", 100],
])("%i of %i is %s, %i %%", (votes, voters, bar, percent) => {
  expect([barOf(votes, voters), percentOf(votes, voters)]).toEqual([bar, percent]);
});

test.each([[[1, 3, 2], [1]], [[2, 2, 0], [0, 1]], [[0, 0], []], [[], []]])("of %j the winners are %j", (totals, winners) => {
  expect(winnersOf(totals)).toEqual(winners);
});

const counts = fc.array(fc.nat(500), { minLength: 3, maxLength: 3 });

test("the sum over all copies is the sum of each option and of the voters, and a copy without totals adds nothing", () => {
  fc.assert(fc.property(fc.array(fc.record({ totals: fc.option(counts), voters: fc.nat(500) }), { maxLength: 8 }), (posts) => {
    const { totals, voters, copies } = tallyOf(posts, 3);
    expect(copies).toBe(posts.length);
    expect(voters).toBe(posts.reduce((sum, post) => sum + post.voters, 0));
    for (const at of [0, 1, 2]) expect(totals[at]).toBe(posts.reduce((sum, post) => sum + (post.totals?.[at] ?? 0), 0));
  }));
});

test("votes are found by lasting ids, however the options were moved, added or taken away", () => {
  const options = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(options, fc.array(fc.nat(99), { minLength: 24, maxLength: 24 }), fc.nat(), (ids, votes, turn) => {
    const told = [...ids, "added"].map((id, at) => ({ persistent_id: id, voter_count: votes[at] ?? 0 }));
    const moved = [...told.slice(turn % told.length), ...told.slice(0, turn % told.length)];
    expect(totalsOf(ids, moved)).toEqual(ids.map((id) => told.find((option) => option.persistent_id === id)?.voter_count));
    expect(totalsOf([...ids, "gone"], moved).at(-1)).toBe(0);
  }));
});
