import type { WireEntity } from "./wire-types.ts";

const commandPattern = /(?<![\p{L}\p{N}_/<>])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/gu;
const mentionPattern = /(?<![\p{L}\p{N}_/@])@[a-zA-Z0-9_]{3,32}(?![\p{L}\p{N}_@])/gu;
const urlPattern = /https?:\/\/[^\s<>"]+/gu;

function entitiesOf(text: string, type: string, pattern: RegExp): WireEntity[] {
  return [...text.matchAll(pattern)].map((found) => ({ type, offset: found.index, length: found[0].length }));
}

function overlaps(entity: WireEntity, other: WireEntity): boolean {
  return entity.offset < other.offset + other.length && other.offset < entity.offset + entity.length;
}

/** Commands, mentions and links as Telegram finds them in a plain text; offsets count UTF-16 units. */
export function findEntities(text: string): WireEntity[] {
  const urls = entitiesOf(text, "url", urlPattern);
  const rest = [...entitiesOf(text, "bot_command", commandPattern), ...entitiesOf(text, "mention", mentionPattern)];
  const kept: WireEntity[] = [...urls];
  for (const entity of rest) if (!kept.some((other) => overlaps(entity, other))) kept.push(entity);
  return kept.sort((a, b) => a.offset - b.offset);
}

/** What Telegram silently does to any text: no carriage returns, line separators or old bidi marks, no control characters. */
export function cleanText(text: string): string {
  return text.replaceAll(/[\r\u2028-\u202e]/gu, "").replaceAll(/(?!\n)\p{Cc}/gu, " ");
}

/** Telegram counts characters, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** True when the text begins with a command that this bot may see with privacy mode on. */
export function isCommandFor(text: string, botUsername: string): boolean {
  const first = findEntities(text)[0];
  if (!first || first.type !== "bot_command" || first.offset !== 0) return false;
  const addressee = text.slice(0, first.length).split("@")[1];
  return addressee === undefined || addressee.toLowerCase() === botUsername.toLowerCase();
}
