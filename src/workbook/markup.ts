import { UnreadableFile } from "./decode.ts";

/** One step through a part of a workbook. A tag's name comes without the prefix that some programs write. */
export type Step =
  | { readonly kind: "open"; readonly name: string; readonly attributes: string }
  | { readonly kind: "close"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

/** No cell and no tag of an office is as long. */
const MAX_WAITING = 1_000_000;
const TAG = /<(\/?)(?:[^\s/>"'<:]+:)?([^\s/>"'<:]+)([^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*)>/y;
const CDATA = "<![CDATA[";

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function entity(whole: string, name: string): string {
  if (!name.startsWith("#")) return NAMED[name] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

const decoded = (text: string) => (text.includes("&") ? text.replaceAll(/&(#?\w{1,8});/g, entity) : text);

const patterns = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
  const known = patterns.get(name) ?? new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  patterns.set(name, known);
  return known;
}

/** What an attribute says, in the text between a tag's name and its end; a prefix before its name does not matter. */
export function attributeOf(attributes: string, name: string): string | null {
  const found = patternOf(name).exec(attributes);
  return found ? decoded(found[1] ?? found[2] ?? "") : null;
}

class Walk {
  private waiting = "";

  /** The steps that are whole by now; what is not waits for more. */
  * push(more: string): Generator<Step> {
    const text = this.waiting + more;
    let at = 0;
    for (let begin = text.indexOf("<"); begin >= 0; begin = text.indexOf("<", at)) {
      if (begin > at) yield { kind: "text", text: decoded(text.slice(at, begin)) };
      at = begin;
      const next = text[at + 1];
      if (next === "!" || next === "?" || next === undefined) {
        const skipped = endOfAside(text, at);
        if (skipped === null) break;
        if (text.startsWith(CDATA, at)) yield { kind: "text", text: text.slice(at + CDATA.length, skipped - 3) };
        at = skipped;
        continue;
      }
      TAG.lastIndex = at;
      const tag = TAG.exec(text);
      if (!tag) break;
      at = TAG.lastIndex;
      yield* stepsOf(tag);
    }
    this.waiting = text.slice(at);
    if (this.waiting.length > MAX_WAITING) throw new UnreadableFile("tooLarge");
  }

  end(): void {
    if (this.waiting.trim() !== "") throw new UnreadableFile("damaged");
  }
}

/** Where a comment, an instruction or a text as it stands ends; null while its end has not come. */
function endOfAside(text: string, at: number): number | null {
  // No workbook declares entities of its own; who does wants them multiplied.
  if (/^<!(?:D|E)/.test(text.slice(at, at + 3))) throw new UnreadableFile("damaged");
  const last = text[at + 1] === "?" ? "?>" : text.startsWith("<!-", at) ? "-->" : "]]>";
  const end = text.indexOf(last, at + 4);
  return end < 0 ? null : end + last.length;
}

function* stepsOf([, closes, name = "", attributes = ""]: RegExpExecArray): Generator<Step> {
  if (!closes) yield { kind: "open", name, attributes };
  if (closes || attributes.endsWith("/")) yield { kind: "close", name };
}

/** The steps through a part, as many at a time as its text comes in. */
export async function* walk(texts: AsyncIterable<string>): AsyncGenerator<Iterable<Step>> {
  const way = new Walk();
  for await (const text of texts) yield way.push(text);
  way.end();
}
