import { daysBetween } from "../date/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";

/** Signs that the picture's font has no shape for and a name can do without, and some that no drawing may hold. */
const EMOJI = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Variation_Selector}\p{Join_Control}\p{Me}\p{Noncharacter_Code_Point}]/gu;

const NARROW = /^[ !'(),./:;I[\\\]fijlrt{|}-]$/;
const WIDE = /^[%&@MWmw]$/;
const DASHES: Readonly<Record<string, number>> = { "⸺": 1.75, "⸻": 2.55 };

export const WEEKS_SHOWN = 12;

/** A name as the picture can write it. */
export function plainText(text: string): string {
  return oneLine(text.replaceAll(EMOJI, ""));
}

/** At least what a sign takes in the picture's font, regular or bold, in shares of the letter size. */
function shareOf(sign: string): number {
  if (NARROW.test(sign)) return 0.45;
  if (WIDE.test(sign)) return 1.02;
  if (/^[A-Z]$/.test(sign)) return 0.78;
  return /^[!-~]$/.test(sign) ? 0.66 : DASHES[sign] ?? 1.08;
}

/** At least how wide a text will be; a picture is laid out before anybody has opened the font. */
export function widthOf(text: string, size: number): number {
  return [...text].reduce((width, sign) => width + shareOf(sign) * size, 0);
}

/** The largest letter size in which a text fits. */
export function sizeFor(text: string, width: number, { largest, smallest }: { largest: number; smallest: number }): number {
  return Math.max(smallest, Math.min(largest, Math.floor(width / Math.max(widthOf(text, 1), 1))));
}

/** As much of a text as fits, with “…” where it goes on. */
export function cutToFit(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text;
  const kept = graphemesOf(text);
  while (kept.length > 0 && widthOf(`${kept.join("").trimEnd()}…`, size) > width) kept.pop();
  return `${kept.join("").trimEnd()}…`;
}

/** Pieces over so many lines at most, each whole where it can be; what is left over is cut off. */
function filled(pieces: readonly string[], size: number, width: number, most: number): string[] {
  const lines = [""];
  for (const piece of pieces.flatMap((whole) => (widthOf(whole, size) > width ? graphemesOf(whole) : [whole]))) {
    const line = lines.at(-1) ?? "";
    const isFull = widthOf((line + piece).trimEnd(), size) > width;
    if (isFull && line !== "" && lines.length < most) lines.push(piece.trimStart());
    else lines[lines.length - 1] = line + piece;
  }
  return lines.map((line) => cutToFit(line.trim(), size, width)).filter((line) => line !== "");
}

/** A text over so many lines at most: words stay whole, Chinese breaks anywhere. */
export function inLines(text: string, size: number, width: number, most: number): string[] {
  return filled(text.match(/[^\s\u2e80-\u{10ffff}]+\s?|[^]/gu) ?? [], size, width, most);
}

/** The same with a text of several parts, none of which is broken. */
export function partsInLines(start: string, parts: readonly string[], between: string, fit: { size: number; width: number; most: number }): string[] {
  const whole = parts.map((part, index) => (index < parts.length - 1 ? part + between : part));
  return filled([start + (whole[0] ?? ""), ...whole.slice(1)], fit.size, fit.width, fit.most);
}

/** The place of a week's end among the weeks that are shown, the last being the newest; null outside of them. */
export function placeOf(asOf: string, through: string): number | null {
  const days = daysBetween(asOf, through);
  const place = WEEKS_SHOWN - 1 - days / 7;
  return Number.isInteger(place) && place >= 0 && place < WEEKS_SHOWN ? place : null;
}

/** Two heights moved apart where their labels would touch, within the bounds. */
export function apart([a, b]: readonly [number, number], least: number, { from, through }: { from: number; through: number }): [number, number] {
  if (Math.abs(a - b) >= least) return [a, b];
  const middle = Math.min(Math.max((a + b) / 2, from + least / 2), through - least / 2);
  return a <= b ? [middle - least / 2, middle + least / 2] : [middle + least / 2, middle - least / 2];
}

/** Neighbours next to one another in time; a week that is missing breaks the line. */
export function runsOf<Point extends { readonly place: number }>(points: readonly Point[]): Point[][] {
  const runs: Point[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run && run.at(-1)?.place === point.place - 1) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** How often each thing occurs, the most frequent first, equal ones in the order they came. */
export function countsOf<Thing>(things: readonly Thing[]): [Thing, number][] {
  const counts = new Map<Thing, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
