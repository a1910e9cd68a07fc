import type { Locale } from "../../context.ts";
import type { Topic } from "../topic/rules.ts";

/** Where and when words are said: in whose language, under whose name. */
export interface Saying {
  readonly locale: Locale;
  readonly now: Date;
  readonly botUsername: string;
}

/** `/announce again` and its Chinese forms. */
export function isAgain(rest: string): boolean {
  return /^(?:again|再来一次|再发一次|再办一次|照旧)$/iu.test(rest.trim());
}

/** The button for the same. */
export const AGAIN_DATA = /^announce:again:(\d{1,15})$/;
export const againData = (stationId: number): string => `announce:again:${stationId}`;

type Page = "show" | "send" | "edit" | "when" | "drop" | "skip" | "back";

/** A button of a draft; the turn tells one that answers an earlier question. */
export function draftData(page: Page, of: { readonly code: string; readonly turn: number }): string {
  return `announce:${page}:${of.code}:${of.turn}`;
}

export function pickData(of: { readonly code: string; readonly turn: number }, choice: number): string {
  return `announce:pick:${of.code}:${of.turn}:${choice}`;
}

export function topicData(of: { readonly code: string; readonly turn: number }, topic: Topic): string {
  return `announce:topic:${of.code}:${of.turn}:${topic}`;
}

/** The groups are chosen. */
export function doneData(code: string): string {
  return `announce:chosen:${code}`;
}
