import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Something wrong with a file, in a sentence that says where the code belongs and why. */
export interface Offence {
  readonly path: string;
  readonly says: string;
}

export interface Import {
  /** As it is written. */
  readonly specifier: string;
  /** Our own file from the root of the repository, or a package by its specifier. */
  readonly target: string;
  readonly isType: boolean;
}

export interface Source {
  /** From the root of the repository, such as src/bot.ts. */
  readonly path: string;
  readonly lines: number;
  /** The text without comments. */
  readonly code: string;
  /** The text without comments and without what stands inside strings, regular expressions and templates. */
  readonly bare: string;
  readonly imports: readonly Import[];
}

const LINE_COMMENT = /\/\/[^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y;
const STRING = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;
// A slash after one of these begins a regular expression, after anything else it divides.
const BEFORE_REGEX = /(?:^|[=(,:;[!&|?{}+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|yield|await|throw))$/;

const same = (text: string) => text;
const blank = (text: string) => text.replaceAll(/[^\n]/g, " ");
const hollow = (text: string) => text.charAt(0) + blank(text.slice(1, -1)) + text.charAt(text.length - 1);

/** Takes comments out of `code`, and the contents of literals out of `bare` too; both keep every place in the text. */
function mask(text: string): { code: string; bare: string } {
  let code = "";
  let bare = "";
  let at = 0;

  const taken = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const put = (length: number, forCode: (part: string) => string, forBare: (part: string) => string) => {
    const part = text.slice(at, at + length);
    code += forCode(part);
    bare += forBare(part);
    at += length;
  };

  function template(): void {
    put(1, same, same);
    for (;;) {
      put(taken(TEMPLATE_TEXT)?.length ?? 0, same, blank);
      if (text.startsWith("${", at)) {
        put(2, same, same);
        plain("}");
      }
      if (at >= text.length) return;
      const closes = text[at] === "`";
      put(1, same, same);
      if (closes) return;
    }
  }

  /** Ordinary code, up to the closing brace that does not belong to it. */
  function plain(end: string | null): void {
    for (let depth = 0; at < text.length;) {
      const next = text.charAt(at);
      const comment = taken(LINE_COMMENT) ?? taken(BLOCK_COMMENT);
      const literal = taken(STRING) ?? (BEFORE_REGEX.test(bare.slice(-200).trimEnd().slice(-12)) ? taken(REGEX) : null);
      if (comment !== null) put(comment.length, blank, blank);
      else if (literal !== null) put(literal.length, same, hollow);
      else if (next === "`") template();
      else if (next === end && depth === 0) return;
      else {
        depth += next === "{" ? 1 : next === "}" ? -1 : 0;
        put(1, same, same);
      }
    }
  }

  plain(null);
  return { code, bare };
}

const FROM = /(?<![\w.$])(?:import|export)\s+(type\s+)?(?:(?!\b(?:import|export)\b)[\w$\s,{}*])+?\bfrom\s*(["'])( *)\2/g;
const FOR_EFFECT = /(?<![\w.$])import\s*(["'])( *)\1/g;
const LATER = /(typeof\s+)?(?<![\w.$])import\s*\(\s*(["'`])( *)\2\s*\)(\s*\.\s*[A-Z])?/g;

function targetOf(path: string, specifier: string): string {
  return specifier.startsWith(".") ? normalize(join(dirname(path), specifier)) : specifier;
}

/** Everything that a file imports or passes on; `import { type A }` counts as a value, for the module is still loaded. */
function readImports(path: string, text: string, bare: string): Import[] {
  const found: Import[] = [];
  const add = (match: RegExpExecArray, hole: string, isType: boolean) => {
    const end = match.index + match[0].lastIndexOf(hole) + hole.length;
    const specifier = text.slice(end - hole.length, end);
    found.push({ specifier, target: targetOf(path, specifier), isType });
  };
  for (const match of bare.matchAll(FROM)) add(match, match[3] ?? "", match[1] !== undefined);
  for (const match of bare.matchAll(FOR_EFFECT)) add(match, match[2] ?? "", false);
  for (const match of bare.matchAll(LATER)) add(match, match[3] ?? "", match[1] !== undefined || match[4] !== undefined);
  return found;
}

export function parseSource(path: string, text: string): Source {
  const { code, bare } = mask(text);
  return { path, lines: text.trimEnd().split("\n").length, code, bare, imports: readImports(path, text, bare) };
}

/** The TypeScript files below a folder of the repository. */
export function readSources(root: string, folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts")).toSorted()
    .map((name) => parseSource(join(folder, name), readFileSync(join(root, folder, name), "utf8")));
}
