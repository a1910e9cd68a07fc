import { expect, test } from "vitest";
import { subjectOf, type Errand } from "../../src/features/errand/rules.ts";
import { chosen, type Action, type Need } from "../../src/features/needs/rules.ts";

const need = (action: Action, id: number, ...units: string[]): Need => ({ action, id, units });
const told = (needs: readonly Need[]) => chosen(needs).map(({ action, id }) => `${action} ${id}`);
const many = (action: Action, count: number) => Array.from({ length: count }, (_, at) => need(action, at + 1, `${action}${at}`));

test("a unit stands once, under what helps it first: a suggestion, then an instructor, a renewal, a survey", () => {
  expect(told([need("assign", 1, "U08"), need("assign", 2, "U06"), need("survey", 3, "U06"), need("suggestion", 4, "U08")])).toEqual(["assign 2", "suggestion 4"]);
  expect(told([need("survey", 1, "U05"), need("renew", 9, "U05")])).toEqual(["renew 9"]);
});

test("a suggestion for several units stays while one of them stands nowhere else; what is about no unit always stays", () => {
  expect(told([need("suggestion", 1, "U09", "U10"), need("suggestion", 2, "U10", "U12"), need("suggestion", 3, "U12"), need("announce", 4), need("announce", 5)]))
    .toEqual(["announce 4", "announce 5", "suggestion 1", "suggestion 2"]);
});

test("ten lines at most, of each kind in turn, so that no kind crowds out the others; each kind in its order", () => {
  expect(told([...many("assign", 40), ...many("suggestion", 2), need("renew", 1, "U05")]))
    .toEqual(["assign 1", "assign 2", "assign 3", "assign 4", "assign 5", "assign 6", "assign 7", "renew 1", "suggestion 1", "suggestion 2"]);
  expect(told([...many("assign", 9), ...many("renew", 9), ...many("survey", 9), ...many("announce", 9), ...many("suggestion", 9)]))
    .toEqual(["assign 1", "assign 2", "renew 1", "renew 2", "survey 1", "survey 2", "announce 1", "announce 2", "suggestion 1", "suggestion 2"]);
  expect(told([])).toEqual([]);
});

test("a button names what it is about as shortly as it can", () => {
  const errand: Errand = {
    id: 1, stationId: 1, action: "suggestion", unit: null, instructor: null, throughOn: null, assignmentId: null, organization: "G3", suggestionId: 1,
    forming: "joint", units: [], taker: "nobody", alias: null, isDone: false,
  };
  expect([["U08"], ["U10", "U09"], ["U01", "U02", "U03"], []].map((units) => subjectOf({ ...errand, units }))).toEqual(["U08", "U10 U09", "U01…", "G3"]);
  expect(subjectOf({ ...errand, action: "renew", instructor: "I1", unit: "U05" })).toBe("I1 · U05");
});
