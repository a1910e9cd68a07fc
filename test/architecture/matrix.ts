import type { Import, Offence, Source } from "./source.ts";

/** Who may load what at run time; a type costs nothing and is free. The first row whose `files` fits a file is its row. */
interface Row {
  readonly files: RegExp;
  /** What may be loaded; `$1` is the noun of the importing file. */
  readonly may: readonly string[];
  /** What this kind of file is, and where else the code belongs. */
  readonly says: string;
}

const RULES = "src/features/[^/]+/rules\\.ts";
const BUILT_IN = "node:.+";
const DRIZZLE = "drizzle-orm(/pg-core)?";
const DATABASE = "src/db/(client|schema(-[a-z]+)?|seal|start-error|installation|away|code)\\.ts";
const OWN = (name: string) => `src/features/$1/${name}\\.ts`;
const MESSAGES = "src/i18n/messages\\.ts";
const PAYLOAD = "src/telegram/message\\.ts";

const ROWS: readonly Row[] = [
  {
    files: /^src\/features\/([^/]+)\/rules\.ts$/, may: [RULES, "temporal-polyfill"],
    says: "rules.ts says what is allowed and what it comes to, from what it is given. Read in actions.ts and hand the facts in; words belong in view.ts",
  },
  {
    files: /^src\/features\/([^/]+)\/view\.ts$/, may: [RULES, "src/i18n/.+", PAYLOAD],
    says: "view.ts says things and asks nobody. Read in actions.ts, decide in rules.ts, and hand the result to the view",
  },
  {
    files: /^src\/features\/([^/]+)\/actions\.ts$/,
    may: [RULES, "src/features/[^/]+/actions\\.ts", DATABASE, DRIZZLE, "src/outbox/enqueue\\.ts", "zod", "node:crypto"],
    says: "actions.ts changes and reads the database and knows no Telegram. What the group is told goes through outbox/enqueue; words belong in view.ts, answers in bot.ts",
  },
  {
    files: /^src\/features\/([^/]+)\/jobs\.ts$/,
    may: [OWN("actions"), OWN("view"), RULES, "src/i18n/.+", "src/outbox/job\\.ts", PAYLOAD, "zod"],
    says: "jobs.ts turns a promise into one call: it reads through its own actions.ts and words it with its own view.ts. SQL belongs in actions.ts",
  },
  {
    // The stage: it finds out who speaks and gives every feature its answers.
    files: /^src\/features\/(entry)\/bot\.ts$/, may: [OWN("actions"), RULES, MESSAGES, "grammy", "src/telegram/.+"],
    says: "entry/bot.ts sets the stage for the features and does nothing of theirs. What a command does belongs in its own feature",
  },
  {
    files: /^src\/features\/([^/]+)\/bot\.ts$/,
    may: [OWN("actions"), OWN("view"), RULES, MESSAGES, "grammy", "src/telegram/(command|say)\\.ts", PAYLOAD],
    says: "bot.ts parses, calls one action and answers. SQL belongs in actions.ts, decisions in rules.ts, words in view.ts, anything sent later in jobs.ts",
  },
  {
    files: /^src\/(inbox|outbox|telegram)\//,
    may: [
      DATABASE, DRIZZLE, "src/operation/(log|metrics|worker|failure)\\.ts", "src/(inbox|outbox|telegram)/.+", "src/features/(command|link)/rules\\.ts", MESSAGES,
      "grammy", "@grammyjs/auto-retry", "hono(/.+)?", "zod", "node:crypto",
    ],
    says: "inbox, outbox and telegram carry things and know no feature but the register of commands and how a link is written. What an update means belongs in a feature",
  },
  {
    files: /^src\/workbook\//, may: ["src/workbook/.+", "hucre/xlsx", "yauzl", "saxes", BUILT_IN],
    says: "workbook reads and writes tables as text and knows nobody. What a cell means belongs in a sheet's rules.ts",
  },
  {
    files: /^src\/picture\//, may: ["@resvg/resvg-js", BUILT_IN],
    says: "picture turns a drawing into the bytes of a PNG and knows nobody. What is drawn belongs in a view.ts",
  },
  {
    files: /^src\/db\//,
    may: ["src/db/.+", "drizzle-orm(/.+)?", "postgres", "@electric-sql/pglite(/.+)?", "zod", BUILT_IN],
    says: "db holds the tables and the two engines and knows nobody above it",
  },
  {
    files: /^src\/operation\/doctor(?:-[a-z]+)?\.ts$/,
    may: [
      DATABASE, DRIZZLE, "src/operation/.+", "src/outbox/verdict\\.ts", "grammy", "zod", BUILT_IN,
    ],
    says: "the doctor looks at settings, database and Telegram, and changes nothing. What a feature does belongs in its folder",
  },
  {
    files: /^src\/operation\//,
    may: [DATABASE, DRIZZLE, "src/operation/.+", "hono(/.+)?", "@hono/node-server", "pino", "pino-pretty", "prom-client", "grammy", BUILT_IN],
    says: "operation watches the bot and knows no feature. What the bot does belongs in a feature, what it sends in outbox",
  },
  {
    files: /^src\/i18n\//, may: ["src/i18n/.+", RULES],
    says: "i18n holds words. A decision belongs in rules.ts, a layout in view.ts",
  },
  {
    files: /^src\/playground\/emulator\//, may: ["src/playground/emulator/.+", "grammy", "hono(/.+)?", "@hono/node-server", "zod", BUILT_IN],
    says: "the emulator is Telegram's side of the wire, so it must not know the bot: it would agree with the bot's mistakes",
  },
  {
    files: /^src\/playground\//,
    may: [
      "src/playground/.+", "src/(app|config)\\.ts", DATABASE, DRIZZLE, "src/operation/.+", "src/i18n/.+", RULES,
      "grammy", "hono(/.+)?", "@hono/node-server", "zod", "temporal-polyfill", BUILT_IN,
    ],
    says: "the playground plays Telegram and the people. The bot must not need it, and it must not reach into a feature: people speak through Telegram",
  },
  { files: /^src\/context\.ts$/, may: [], says: "context.ts holds types only" },
  { files: /^src\/config\.ts$/, may: ["zod"], says: "config.ts reads settings and touches nothing else" },
  { files: /^src\/clock\.ts$/, may: ["node-cron"], says: "clock.ts wakes the bot and decides nothing; what is due belongs in a feature's jobs.ts" },
  { files: /^src\/jobs\.ts$/, may: ["src/features/[^/]+/jobs\\.ts"], says: "jobs.ts is the list of what the features owe; code belongs in a feature's jobs.ts" },
  { files: /^src\/bot\.ts$/, may: ["src/features/[^/]+/bot\\.ts", "grammy"], says: "bot.ts is a table of contents; code belongs in a feature's bot.ts" },
  {
    files: /^src\/app\.ts$/, may: ["src/(?!main\\.ts|playground/).+", "[^s].*"],
    says: "app.ts puts the parts together for the real bot, the playground and the tests alike, so it knows none of them",
  },
  {
    files: /^src\/main\.ts$/,
    may: ["src/(app|config)\\.ts", "src/db/(client|seal|start-error)\\.ts", "src/operation/(doctor|log|serve)\\.ts", "src/playground/playground\\.ts", BUILT_IN],
    says: "main.ts reads the settings, opens the database and starts or ends; what the bot is made of belongs in app.ts",
  },
];

/** Loads beyond the matrix that were looked at and found right, each with its reason; one that nobody needs any more must go. */
export interface Exception {
  readonly from: string;
  readonly target: string;
  readonly because: string;
}

const isExact = (pattern: string, target: string) => new RegExp(`^(?:${pattern})$`).test(target);

function offence(row: Row, source: Source, { specifier, target }: Import): Offence {
  const hint = target === source.path ? "" : specifier.startsWith(".") ? ` (${target})` : "";
  return { path: source.path, says: `must not load "${specifier}"${hint}: ${row.says}.` };
}

/** Every load at run time that the matrix does not allow, and every exception that has become idle. */
export function importOffences(sources: readonly Source[], exceptions: readonly Exception[]): Offence[] {
  const idle = new Set(exceptions);
  const found: Offence[] = [];
  for (const source of sources) {
    const row = ROWS.find(({ files }) => files.test(source.path));
    if (!row) {
      found.push({ path: source.path, says: "lies in no known place. Code of the bot belongs in src/features/<noun>/; a new kind of place needs a row in test/architecture/matrix.ts." });
      continue;
    }
    const noun = row.files.exec(source.path)?.[1] ?? "";
    for (const load of source.imports.filter(({ isType }) => !isType)) {
      const exception = exceptions.find(({ from, target }) => from === source.path && target === load.target);
      if (exception) idle.delete(exception);
      const isAllowed = row.may.some((may) => isExact(may.replace("$1", noun), load.target));
      if (!isAllowed && !exception) found.push(offence(row, source, load));
    }
  }
  for (const { from, target } of idle) found.push({ path: from, says: `does not load ${target} any more: take the exception out of the list in test/architecture.test.ts.` });
  return found;
}

/** A ring of files that load one another; nothing may point back. */
export function cycleOffences(sources: readonly Source[]): Offence[] {
  const loads = new Map(sources.map(({ path, imports }) => [path, imports.filter(({ isType }) => !isType).map(({ target }) => target)]));
  const finished = new Set<string>();
  const found: Offence[] = [];
  function visit(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push({ path, says: `loads itself in a ring: ${[...trail.slice(start), path].join(" → ")}. Move what both need into a third noun.` });
      return;
    }
    if (finished.has(path)) return;
    for (const target of loads.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  }
  for (const path of loads.keys()) visit(path, []);
  return found;
}
