import fc from "fast-check";
import { expect, test } from "vitest";
import { messagePayload } from "../../src/telegram/message.ts";

const lines = (count: number, width: number) => Array.from({ length: count }, (_, index) => `${index + 1}:${"x".repeat(width)}`).join("\n");

test("what fits is said as it is, to the last character", () => {
  for (const text of ["", "Good morning", "🙂".repeat(2048), "x".repeat(4096)]) expect(messagePayload({ text }).text).toBe(text);
});

test("what Telegram would refuse is cut between two lines, and says in both languages how many are missing", () => {
  const { text } = messagePayload({ text: lines(100, 97) });
  const said = text.split("\n");
  expect(said.at(-1)).toBe("……此处略去 60 行 · … 60 lines left out");
  expect(said.slice(0, -1).join("\n")).toBe(lines(40, 97));
  expect(messagePayload({ text: `${lines(40, 100)}\n\nend` }).text).toMatch(/… 2 lines left out$/);
});

test("a caption has less room than a message", () => {
  expect(messagePayload({ text: "x".repeat(1025) }, "caption").text.length).toBeLessThanOrEqual(1024);
  expect(messagePayload({ text: "x".repeat(1024) }, "caption").text).toBe("x".repeat(1024));
});

test("however it is cut, it fits, no character is halved and nothing is counted twice", () => {
  const word = fc.constantFrom("在营单位", "🙂", "👨‍👩‍👧‍👦", "plain words ", "é");
  const line = fc.tuple(word, fc.integer({ min: 0, max: 3000 })).map(([piece, times]) => piece.repeat(times));
  fc.assert(fc.property(fc.array(line, { maxLength: 40 }), (all) => {
    const whole = all.join("\n");
    const { text } = messagePayload({ text: whole });
    expect(text.length).toBeLessThanOrEqual(4096);
    expect(text.isWellFormed()).toBe(true);
    if (text === whole) return;
    const left = Number(/… (\d+) lines? left out$/.exec(text)?.[1]);
    const shown = text.split("\n").slice(0, -1).filter((said) => said.trim() !== "").length;
    expect(shown + left).toBe(all.filter((said) => said.trim() !== "").length + (text.includes("…\n") ? 1 : 0));
  }), { numRuns: 60 });
});
