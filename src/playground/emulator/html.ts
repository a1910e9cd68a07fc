import { badRequest } from "./refusal.ts";
import type { WireEntity } from "./wire-types.ts";

const entityTypes: Record<string, string> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  a: "text_link",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  "tg-spoiler": "spoiler",
  span: "spoiler",
};

const namedCharacters: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

type OpenTag = { name: string; offset: number; startByte: number; attributes: string };

function unparsable(what: string): never {
  throw badRequest(`can't parse entities: ${what}`);
}

function decodeCharacter(source: string, at: number): { text: string; length: number } {
  const found = /^&(#x[0-9a-f]+|#\d+|[a-z]+);?/i.exec(source.slice(at));
  const name = found?.[1] ?? "";
  if (name.startsWith("#")) {
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    if (code > 0 && code <= 0x10ffff) return { text: String.fromCodePoint(code), length: found?.[0].length ?? 1 };
  }
  const named = namedCharacters[name];
  return named === undefined ? { text: "&", length: 1 } : { text: named, length: found?.[0].length ?? 1 };
}

function toEntity(tag: OpenTag, text: string): WireEntity | null {
  const length = text.length - tag.offset;
  const type = entityTypes[tag.name];
  if (length <= 0 || type === undefined) return null;
  if (type !== "text_link") return { type, offset: tag.offset, length };
  const url = /href\s*=\s*["']?([^"'\s>]*)/i.exec(tag.attributes)?.[1] || text.slice(tag.offset);
  return /^(https?|tg):\/\//i.test(url) ? { type, offset: tag.offset, length, url } : null;
}

function openTag(source: string, at: number, offset: number, startByte: number): { tag: OpenTag; end: number } {
  const name = (/^[^\s>]*/.exec(source.slice(at + 1))?.[0] ?? "").toLowerCase();
  if (at + 1 + name.length >= source.length) unparsable(`Unclosed start tag at byte offset ${startByte}`);
  if (!Object.hasOwn(entityTypes, name)) unparsable(`Unsupported start tag "${name}" at byte offset ${startByte}`);
  const end = source.indexOf(">", at);
  if (end === -1) unparsable(`Unclosed start tag at byte offset ${startByte}`);
  const inside = source.slice(at + 1, end);
  const attributes = inside.slice(name.length);
  if (name === "span" && !/class\s*=\s*["']?tg-spoiler/.test(attributes)) {
    unparsable(`Tag "span" must have class "tg-spoiler" at byte offset ${startByte}`);
  }
  return { tag: { name, offset, startByte, attributes }, end: end + 1 };
}

function closeTag(source: string, at: number, open: OpenTag | undefined, startByte: number): number {
  if (!open) unparsable(`Unexpected end tag at byte offset ${startByte}`);
  const end = source.indexOf(">", at);
  if (end === -1) unparsable(`Unclosed end tag at byte offset ${startByte}`);
  const name = source.slice(at + 2, end).trim().toLowerCase();
  if (name !== "" && name !== open.name) {
    unparsable(`Unmatched end tag at byte offset ${startByte}, expected "</${open.name}>", found "</${name}>"`);
  }
  return end + 1;
}

/** Parses Telegram's HTML as strictly as Telegram does; a refusal names the byte at fault. */
export function parseHtml(source: string): { text: string; entities: WireEntity[] } {
  const open: OpenTag[] = [];
  const entities: WireEntity[] = [];
  let text = "";
  let at = 0;
  while (at < source.length) {
    const startByte = Buffer.byteLength(source.slice(0, at));
    if (source[at] === "&") {
      const decoded = decodeCharacter(source, at);
      text += decoded.text;
      at += decoded.length;
    } else if (source[at] !== "<") {
      text += source[at++];
    } else if (source[at + 1] === "/") {
      at = closeTag(source, at, open.at(-1), startByte);
      const closed = open.pop();
      const entity = closed && toEntity(closed, text);
      if (entity) entities.push(entity);
    } else {
      const opened = openTag(source, at, text.length, startByte);
      open.push(opened.tag);
      at = opened.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) unparsable(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}
