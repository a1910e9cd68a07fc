import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { COMMAND_NAMES } from "../src/features/command/rules.ts";
import { doorOffences, lengthOffences, loadOffences, nameOffences, vocabularyOffences } from "./architecture/manner.ts";
import { cycleOffences, importOffences, type Exception } from "./architecture/matrix.ts";
import { commandOffences, mountOffences, owedOffences, wordingOffences } from "./architecture/register.ts";
import { parseSource, readSources, type Offence } from "./architecture/source.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const sources = readSources(ROOT, "src");

const EXCEPTIONS: readonly Exception[] = [
  {
    from: "src/features/group/actions.ts", target: "src/outbox/claim.ts",
    because: "a group that can be written to again takes up what was kept for it, in the transaction that says so",
  },
  {
    from: "src/features/vote/bot.ts", target: "src/telegram/principal.ts",
    because: "an answer in a poll comes from no chat, so nobody enters for it, and still it must be asked who speaks",
  },
  ...["decode", "limit", "read", "write"].map((file) => ({
    from: "src/features/importing/bot.ts", target: `src/workbook/${file}.ts`,
    because: "a file comes in where Telegram does; what its rows say is asked of the rules",
  })),
  ...["exporting", "figuresheet"].map((feature) => ({
    from: `src/features/${feature}/bot.ts`, target: "src/workbook/write.ts", because: "a file goes out where Telegram is; what stands in it is said by the view",
  })),
  { from: "src/features/digest/bot.ts", target: "src/picture/draw.ts", because: "a preview is shown at once, with the picture that the group will get" },
  { from: "src/features/calendar/view.ts", target: "ical-generator", because: "an activity is said as a calendar file, from nothing but its facts" },
  { from: "src/features/door/view.ts", target: "qrcode", because: "the link for the door is said as a picture, from nothing but its text" },
];

const told = (offences: readonly Offence[]) => offences.map(({ path, says }) => `${path} ${says}`);
const fileOf = (path: string, text: string) => [parseSource(path, text)];
const load = (path: string, ...specifiers: string[]) => fileOf(path, specifiers.map((from, i) => `import { a${i} } from "${from}";`).join("\n"));

describe("the house stands as its plan says", () => {
  test("a feature has only the five kinds of file", () => expect(told(vocabularyOffences(sources))).toEqual([]));
  test("a file loads only what its kind may load", () => expect(told(importOffences(sources, EXCEPTIONS))).toEqual([]));
  test("no two files load one another", () => expect(told(cycleOffences(sources))).toEqual([]));
  test("nobody goes round the one door for a thing", () => expect(told(doorOffences(sources))).toEqual([]));
  test("drivers, the process and paths are imported as agreed", () => expect(told(loadOffences(sources))).toEqual([]));
  test("names say what is inside", () => expect(told(nameOffences(sources))).toEqual([]));
  test("a file can be read at one go", () => expect(told(lengthOffences(sources))).toEqual([]));
  test("every command of the register is mounted once", () => expect(told(commandOffences(sources, COMMAND_NAMES))).toEqual([]));
  test("every feature that listens or sends is mounted", () => expect(told(mountOffences(sources))).toEqual([]));

  test("everything that is owed has one job that renders it", async () => {
    const { JOBS } = await import("../src/jobs.ts");
    expect(told(owedOffences(sources, JOBS.map(({ what }) => what.kind)))).toEqual([]);
  });

  test("whatever cannot be sent has a word, for the lead who is told of it", async () => {
    const [{ JOBS }, { zhCN }] = await Promise.all([import("../src/jobs.ts"), import("../src/i18n/zh-CN.ts")]);
    const nouns = JOBS.map(({ what }) => what.kind.split(".")[0] ?? "");
    expect(nouns.filter((noun) => !Object.hasOwn(zhCN.chat.dead.kinds, noun))).toEqual([]);
  });

  test("the embedded run names tests that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
    const chosen = scripts["test:embedded"]?.split(" ").slice(2) ?? [];
    const tests = readSources(ROOT, "test").map(({ path }) => path).filter((path) => path.endsWith(".test.ts"));
    expect(chosen.length).toBeGreaterThan(20);
    expect(chosen.filter((part) => !tests.some((path) => path.startsWith(part)))).toEqual([]);
  });

  test("both languages say everything", async () => {
    const [{ zhCN }, { en }] = await Promise.all([import("../src/i18n/zh-CN.ts"), import("../src/i18n/en.ts")]);
    expect(told(wordingOffences(zhCN, en))).toEqual([]);
  });
});

describe("the inspector sees what it should", () => {
  test("it reads imports over several lines, and none out of comments, strings and patterns", () => {
    const [source] = fileOf("src/features/role/bot.ts", `
      import { a,
        b } from "./b.ts"; // import x from "./no.ts"
      /* import y from "./no.ts" */
      const s = "import z from './no.ts'", t = \`import q from "./no.ts" \${\`\${"}"}\`}\`, r = /["'\`]/;
      import type { T } from '../t.ts';
      export { c }
      import d, * as e from "d";
      import "./e.ts";
      const f = await import("./f.ts");
      type G = import("./g.ts").G; type H = typeof import("./h.ts");
      import { type I } from "./i.ts";`);
    const shown = source?.imports.map(({ target, isType }) => `${target}${isType ? " (type)" : ""}`).toSorted();
    expect(shown).toEqual([
      "d", "src/features/role/b.ts", "src/features/role/e.ts", "src/features/role/f.ts", "src/features/role/g.ts (type)",
      "src/features/role/h.ts (type)", "src/features/role/i.ts", "src/features/t.ts (type)",
    ]);
  });

  test.each([
    ["src/features/role/rules.ts", "drizzle-orm"], ["src/features/role/rules.ts", "../../i18n/messages.ts"],
    ["src/features/role/view.ts", "./actions.ts"], ["src/features/role/view.ts", "../../db/schema.ts"],
    ["src/features/role/actions.ts", "grammy"], ["src/features/role/actions.ts", "./view.ts"],
    ["src/features/role/actions.ts", "../../db/embedded.ts"], ["src/features/role/actions.ts", "../../telegram/send.ts"],
    ["src/features/role/jobs.ts", "drizzle-orm"], ["src/features/role/jobs.ts", "../chat/actions.ts"],
    ["src/features/role/bot.ts", "../../db/schema.ts"], ["src/features/role/bot.ts", "../../telegram/send.ts"],
    ["src/features/role/bot.ts", "../chat/view.ts"], ["src/features/role/bot.ts", "qrcode"],
    ["src/inbox/store.ts", "../features/role/actions.ts"], ["src/operation/http.ts", "../app.ts"], ["src/db/client.ts", "../config.ts"],
    ["src/playground/emulator/world.ts", "../../telegram/send.ts"], ["src/playground/seed.ts", "../features/role/actions.ts"],
    ["src/context.ts", "grammy"], ["src/bot.ts", "./features/role/actions.ts"], ["src/app.ts", "./playground/playground.ts"],
    ["src/main.ts", "./bot.ts"], ["src/i18n/en.ts", "grammy"], ["src/elsewhere/thing.ts", "zod"],
  ])("%s may not load %s", (path, specifier) => {
    expect(importOffences(load(path, specifier), [])).toHaveLength(1);
  });

  test("types are free, and own files and anybody's rules may be loaded", () => {
    const text = `import type { Tx } from "../../db/client.ts"; import { a } from "./actions.ts"; import { b } from "../time/rules.ts";`;
    expect(importOffences(fileOf("src/features/role/bot.ts", text), [])).toEqual([]);
  });

  test("an exception lets one load through, and is told when nobody needs it", () => {
    const exception = { from: "src/features/role/bot.ts", target: "src/features/chat/actions.ts", because: "for this test" };
    expect(importOffences(load("src/features/role/bot.ts", "../chat/actions.ts"), [exception])).toEqual([]);
    expect(told(importOffences(load("src/features/role/bot.ts", "grammy"), [exception]))).toEqual([expect.stringContaining("any more")]);
  });

  test("a ring is told with every file in it", () => {
    const ring = [...load("src/a.ts", "./b.ts"), ...load("src/b.ts", "./c.ts"), ...load("src/c.ts", "./a.ts")];
    expect(told(cycleOffences(ring))).toEqual([expect.stringContaining("src/a.ts → src/b.ts → src/c.ts → src/a.ts")]);
    expect(cycleOffences([...load("src/a.ts", "./b.ts", "./c.ts"), ...load("src/b.ts", "./c.ts"), ...load("src/c.ts")])).toEqual([]);
  });

  test.each([
    "process.env['A']", "const { env } = process['env']", "process.exit(1)", "Date.now()", "new Date()", "new Date( )", "const d = new Date;", "Date()",
    "Temporal.Now.instant()", "console.log(1)", "const a: any = 1", "x as any", "f<any>()", "const a: Array<string | any> = []", "z.any()", "export * from './b.ts'",
  ])("it complains about %s", (text) => {
    expect(doorOffences(fileOf("src/features/role/actions.ts", text))).toHaveLength(1);
  });

  test("it leaves alone what only looks like it", () => {
    const text = `const s = "console.log(new Date())"; /* any */ new Date(at); await Promise.any(all); Date.parse(s); ctx.process.exit; // process.env`;
    expect(told(doorOffences(fileOf("src/features/role/actions.ts", text)))).toEqual([expect.stringContaining("ends the process")]);
    expect(doorOffences(fileOf("src/main.ts", "process.env; process.exit(0); new Date()"))).toEqual([]);
  });

  test.each(["src/features/role/helpers.ts", "src/features/role/view/list.ts", "src/features/role.ts", "src/features/role/actions2.ts"])(
    "%s is outside the vocabulary", (path) => expect(vocabularyOffences(fileOf(path, ""))).toHaveLength(1));

  test.each([
    ["src/telegram/utils.ts", ""], ["src/telegram/send-helpers.ts", ""], ["src/telegram/index.ts", ""], ["src/telegram/sendAll.ts", ""],
    ["src/telegram/send.ts", "export class ChatManager {}"], ["src/telegram/send.ts", "const roleService = 1"],
  ])("%s (%s) is badly named", (path, text) => expect(nameOffences(fileOf(path, text))).toHaveLength(1));

  test.each([
    ["src/app.ts", "postgres"], ["src/features/role/actions.ts", "drizzle-orm/pglite"], ["src/app.ts", "@electric-sql/pglite"],
    ["src/app.ts", "node:process"], ["src/app.ts", "./bot"], ["src/app.ts", "./bot.js"],
  ])("%s may not import %s", (path, specifier) => expect(loadOffences(load(path, specifier))).toHaveLength(1));

  test("a file of 301 lines is too long, one of 300 is not", () => {
    expect(lengthOffences(fileOf("src/a.ts", "x;\n".repeat(301)))).toHaveLength(1);
    expect(lengthOffences(fileOf("src/a.ts", "x;\n".repeat(300)))).toEqual([]);
  });

  test("a command that nobody mounts, or two do, is told", () => {
    const once = fileOf("src/features/role/bot.ts", `onCommand(bot, "role", run)`);
    expect(commandOffences(once, ["role"])).toEqual([]);
    expect(commandOffences(once, ["role", "help"])).toHaveLength(1);
    expect(commandOffences([...once, ...fileOf("src/features/chat/bot.ts", `onCommand(\n  bot, 'role', run)`)], ["role"])).toHaveLength(1);
    expect(commandOffences([...once, ...fileOf("src/features/chat/bot.ts", `onStationCommand(bot, "role", run)`)], ["role"])).toHaveLength(1);
    expect(commandOffences(fileOf("src/features/role/bot.ts", `// onCommand(bot, "role", run)`), ["role"])).toHaveLength(1);
  });

  test("a promise without a job, and a job without a promise, is told", () => {
    const owed = fileOf("src/features/role/actions.ts", `export const a = owed<{ chatId: number }>("role.granted", "answer");`);
    expect(owedOffences(owed, ["role.granted"])).toEqual([]);
    expect(owedOffences(owed, [])).toHaveLength(1);
    expect(owedOffences(owed, ["role.granted", "role.granted"])).toHaveLength(1);
    expect(owedOffences(owed, ["role.granted", "role.lost"])).toHaveLength(1);
  });

  test("a feature that is not mounted is told", () => {
    expect(mountOffences([...fileOf("src/features/role/bot.ts", ""), ...fileOf("src/bot.ts", "")])).toHaveLength(1);
    expect(mountOffences([...fileOf("src/features/role/bot.ts", ""), ...load("src/bot.ts", "./features/role/bot.ts")])).toEqual([]);
  });

  test("a text that is missing, empty or shaped otherwise in one language is told", () => {
    const count = (zh: unknown, en: unknown) => wordingOffences(zh, en).length;
    expect(count({ a: "好", b: { c: (n: number) => `${n}` } }, { a: "yes", b: { c: (n: number) => `${n}` } })).toBe(0);
    expect([count({ a: "好" }, {}), count({}, { a: "yes" }), count({ a: "" }, { a: "" }), count({ a: (n: number) => `${n}` }, { a: "yes" })]).toEqual([1, 1, 1, 1]);
  });
});
