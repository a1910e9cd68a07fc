import type { Offence, Source } from "./source.ts";

const VOCABULARY = new Set(["bot", "actions", "rules", "view", "jobs"].map((name) => `${name}.ts`));
const EMPTY_WORDS = /^(?:utils?|helpers?|common|managers?|services?|misc|shared|index)$/;
const EMPTY_NAME = /\b(?:class|interface|type|const|function)\s+(\w*(?:Manager|Service|Helpers?|Utils?|MANAGER|HELPERS?|UTILS?))\b/g;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
// The two languages are named as the world names them.
const LOCALE_NAMES = new Set(["zh-CN", "en"]);
const MAX_LINES = 300;

/** The closed vocabulary of file names inside a feature. */
export function vocabularyOffences(sources: readonly Source[]): Offence[] {
  return sources.filter(({ path }) => path.startsWith("src/features/")).flatMap(({ path }) => {
    const [noun, file, ...deeper] = path.slice("src/features/".length).split("/");
    if (file !== undefined && deeper.length === 0 && VOCABULARY.has(file)) return [];
    return [{
      path,
      says: `is not one of bot.ts (Telegram in and out), actions.ts (the database), rules.ts (decisions), view.ts (words) and jobs.ts (sent later) of src/features/<noun>/.`
        + ` If ${noun ?? "it"} has outgrown a file, it is two nouns: give the second a folder of its own.`,
    }];
  });
}

/** Names that say nothing, and files that are not kebab-case. */
export function nameOffences(sources: readonly Source[]): Offence[] {
  return sources.flatMap(({ path, bare }) => {
    const parts = path.replace(/\.ts$/, "").split("/");
    const empty = parts.flatMap((part) => part.split("-")).filter((word) => EMPTY_WORDS.test(word));
    const oddly = parts.filter((part) => !KEBAB.test(part) && !LOCALE_NAMES.has(part));
    const names = [...bare.matchAll(EMPTY_NAME)].map((match) => match[1]);
    return [
      ...empty.map((word) => ({ path, says: `is named "${word}", which says nothing about what is inside. Name it after the noun or the verb that it serves.` })),
      ...oddly.map((part) => ({ path, says: `has "${part}" in its path; files and folders are kebab-case.` })),
      ...names.map((name) => ({ path, says: `declares ${name}, a name for whatever comes along. Name the noun or the verb.` })),
    ];
  });
}

/** One door for each thing; whoever goes round it is told where it is. */
interface Door {
  readonly pattern: RegExp;
  readonly open: RegExp;
  readonly says: string;
}

const NOBODY = /^$/;
const DOORS: readonly Door[] = [
  {
    pattern: /\bprocess\s*\.\s*env\b|\bprocess\s*\[/g, open: /^src\/main\.ts$/,
    says: "reads the environment. Only main.ts does; a setting belongs in config.ts and is handed down",
  },
  {
    pattern: /\bprocess\s*\.\s*(?:exit|exitCode|abort|reallyExit)\b/g, open: /^src\/(?:main|db\/embedded-init)\.ts$/,
    says: "ends the process. Only main.ts does (and the forked child that makes a database); throw a StartError instead",
  },
  {
    pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w]))|(?<![\w.]|new\s)Date\s*\(\s*\)|\bTemporal\s*\.\s*Now\b/g, open: /^src\/main\.ts$/,
    says: "looks at the machine's clock. The one door is main.ts's `now`; take scope.now, io.now or deps.now, or the clock of the playground cannot be turned",
  },
  {
    pattern: /(?<![\w.$#])console\s*(?:\.|\[)/g, open: NOBODY,
    says: "writes to the console. Events go through operation/log.ts, which lets no name, token or text through",
  },
  {
    pattern: /(?<![\w.$#"'])any(?![\w$]|\s*[(:])|\bz\s*\.\s*any\s*\(/g, open: NOBODY,
    says: "uses the type any, which switches the checking off. Use unknown and narrow it, or a zod schema",
  },
  {
    pattern: /@ts-(?:ignore|nocheck|expect-error)/g, open: NOBODY, says: "silences the compiler. Mend the type instead",
  },
  {
    pattern: /\bexport\s*\*/g, open: NOBODY,
    says: "passes a whole module on. There are no barrels: import from the file where the thing is",
  },
];

export function doorOffences(sources: readonly Source[]): Offence[] {
  return sources.flatMap(({ path, bare }) => DOORS.filter(({ open }) => !open.test(path)).flatMap(({ pattern, says }) =>
    [...bare.matchAll(pattern)].map(({ index }) => ({ path: `${path}:${bare.slice(0, index).split("\n").length}`, says: `${says}.` }))));
}

const DRIVERS = /^(?:postgres|@electric-sql\/pglite(?:\/.*)?|drizzle-orm\/(?:postgres-js|pglite)(?:\/.*)?)$/;

/** Loads that are wrong wherever they stand: drivers outside db, the process module, paths without their extension. */
export function loadOffences(sources: readonly Source[]): Offence[] {
  return sources.flatMap(({ path, imports }) => imports.flatMap(({ specifier }) => {
    if (DRIVERS.test(specifier) && !path.startsWith("src/db/")) {
      return [{ path, says: `imports the driver "${specifier}". Only src/db does, so that both engines stay one Database: import from db/client.ts.` }];
    }
    if (/^(?:node:)?process$/.test(specifier) && path !== "src/main.ts") {
      return [{ path, says: "imports the process module. Only main.ts reads the environment or ends the process." }];
    }
    if (specifier.startsWith(".") && !/\.(?:ts|json)$/.test(specifier)) {
      return [{ path, says: `imports "${specifier}" without its extension; write .ts, as Node wants it.` }];
    }
    return [];
  }));
}

/** Files too long to be read at one go, longest first. */
export function lengthOffences(sources: readonly Source[]): Offence[] {
  return sources.filter(({ lines }) => lines > MAX_LINES).toSorted((a, b) => b.lines - a.lines).map(({ path, lines }) => ({
    path, says: `has ${lines} lines; a file that is read at one go has at most ${MAX_LINES}. Split it by noun, not by number.`,
  }));
}
