import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDated, labelOf, lengthOf } from "../../src/features/option/rules.ts";
import { answerInWords, doubtOf, readPoll, readPollCommand, turned, withDay, withEnding, type Sketch } from "../../src/features/poll/rules.ts";
import { en } from "../../src/i18n/en.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";

const ZONE = "Asia/Shanghai";
/** A Monday, 10:00 in Shanghai. */
const NOW = new Date("2026-11-23T02:00:00Z");
const CLOCK = { now: NOW, zone: ZONE };
const at = (local: string) => Date.parse(`${local}:00+08:00`);

function sketchOf(line: string): Sketch {
  const read = readPoll(line, CLOCK);
  if (!read.ok) throw new Error(`${read.reason}: ${read.said}`);
  return { ...read.sketch, chatIds: [1] };
}

const labels = ({ options }: Sketch, locale: "zh-CN" | "en" = "zh-CN") => options.map((option) => labelOf(option, { zone: ZONE, locale, now: NOW }));

describe("a line of a poll", () => {
  test.each<[string, Partial<Sketch> & { texts: string[] }]>([
    ["吃什么？ | 面 | 饭", { question: "吃什么？", texts: ["面", "饭"], isMultiple: false, isAnonymous: true }],
    ["吃什么？｜面｜饭｜多选", { question: "吃什么？", texts: ["面", "饭"], isMultiple: true }],
    ["吃什么？\n面\n饭\n可多选\n实名", { texts: ["面", "饭"], isMultiple: true, isAnonymous: false }],
    ["吃什么？ | 实名 | 面 | 饭", { texts: ["面", "饭"], isAnonymous: false }],
    ["Lunch? | noodles | rice | multiple | named", { texts: ["noodles", "rice"], isMultiple: true, isAnonymous: false }],
    ["Lunch?\n- noodles\n- rice\n- Multiple answers", { texts: ["noodles", "rice"], isMultiple: true }],
    ["Lunch?\n1. noodles\n2. rice", { texts: ["noodles", "rice"] }],
    ["怎么去？\n1、坐车\n2、走路", { texts: ["坐车", "走路"] }],
    ["几个？ | 2 | 3", { texts: ["2", "3"] }],
    ["  Lunch?   |  noodles  | | rice |", { question: "Lunch?", texts: ["noodles", "rice"] }],
    ["吃什么？", { question: "吃什么？", texts: [] }],
    ["| 面 | 饭", { question: null, texts: ["面", "饭"] }],
    ["可以吗？ | 匿名 | 可以 | 不行", { texts: ["可以", "不行"], isAnonymous: true }],
  ])("%j", (line, { texts, ...wanted }) => {
    const sketch = sketchOf(line);
    expect(sketch).toMatchObject(wanted);
    expect(sketch.options.map(({ text }) => text)).toEqual(texts);
  });

  test.each<[string, Sketch["ending"]]>([
    ["a? | b | c", { kind: "after", minutes: 1440 }],
    ["a? | b | c | until Fri 18:00", { kind: "at", at: at("2026-11-27T18:00") }],
    ["a? | b | c | till tomorrow 9am", { kind: "at", at: at("2026-11-24T09:00") }],
    ["a? | b | c | ends: Fri 18:00", { kind: "at", at: at("2026-11-27T18:00") }],
    ["a? | b | c | by Fri 18:00", { kind: "at", at: at("2026-11-27T18:00") }],
    ["a? | b | c | for 2 days", { kind: "after", minutes: 2880 }],
    ["a? | b | c | until 3 days", { kind: "after", minutes: 4320 }],
    ["a? | b | c | closes in 2 hours", { kind: "after", minutes: 120 }],
    ["a？ | b | c | 截止 周五18:00", { kind: "at", at: at("2026-11-27T18:00") }],
    ["a？ | b | c | 截止周五18:00", { kind: "at", at: at("2026-11-27T18:00") }],
    ["a？ | b | c | 截止：周五18:00", { kind: "at", at: at("2026-11-27T18:00") }],
    ["a？ | b | c | 周五18:00截止", { kind: "at", at: at("2026-11-27T18:00") }],
    ["a？ | b | c | 到明天晚上9点", { kind: "at", at: at("2026-11-24T21:00") }],
    ["a？ | b | c | 3天后截止", { kind: "after", minutes: 4320 }],
    ["a？ | b | c | 持续2小时", { kind: "after", minutes: 120 }],
    ["a？ | b | c | 截止 周五", { kind: "asked", doubt: "hour", choices: [at("2026-11-27T12:00"), at("2026-11-27T18:00"), at("2026-11-27T21:00")] }],
    ["a? | b | c | until today", { kind: "asked", doubt: "hour", choices: [at("2026-11-23T12:00"), at("2026-11-23T18:00"), at("2026-11-23T21:00")] }],
    ["a? | b | c | until Fri at 5", { kind: "asked", doubt: "ambiguous", choices: [at("2026-11-27T05:00"), at("2026-11-27T17:00")] }],
    ["a? | b | c | until 9:00 today", { kind: "asked", doubt: "past", choices: [] }],
    ["a? | b | c | until 10:03", { kind: "asked", doubt: "tooShort", choices: [] }],
    ["a? | b | c | until 1 Feb 2027 18:00", { kind: "asked", doubt: "tooLong", choices: [] }],
    ["a? | b | c | until the cows come home", { kind: "asked", doubt: "unreadable", choices: [] }],
    ["a？ | b | c | 截止 到时候再说", { kind: "asked", doubt: "unreadable", choices: [] }],
  ])("the end in %j", (line, ending) => {
    expect(sketchOf(line).ending).toEqual(ending);
    expect(sketchOf(line).options).toHaveLength(2);
  });

  test.each([
    ["延长到什么时候？ | 到周五18:00 | 到周六18:00", ["到周五18:00", "到周六18:00"]],
    ["Where to? | to the park | by the river", ["to the park", "by the river"]],
    ["什么时候学习？ | 每周一 9:00 | 每周三 9:00", ["每周一 9:00", "每周三 9:00"]],
    ["什么时候学习？ | 每周一 9:00 | 看情况", ["每周一 9:00", "看情况"]],
    ["走到哪？ | 到桥头 | 到车站 | 不走", ["到桥头", "到车站", "不走"]],
  ])("answers that look like settings stay answers in %j", (line, texts) => {
    expect(sketchOf(line).options.map(({ text }) => text)).toEqual(texts);
    expect(sketchOf(line)).toMatchObject({ rhythm: null, isUsualEnd: true });
  });

  test.each([
    ["本周值班？ | 来 | 不来 | 每周一 9:00", "09:00", 1440],
    ["Duty? | yes | no | every Mon 9:00", "09:00", 1440],
    ["Duty? | yes | no | every Mon 9:00-18:00", "09:00", 540],
    ["本周值班？ | 来 | 不来 | 每周一 9:00 | 截止 周三 9:00", "09:00", 2880],
    ["Duty? | yes | no | every Mon 9:00 | for 6 hours", "09:00", 360],
  ])("what comes again in %j", (line, from, minutes) => {
    const { rhythm, ending, options } = sketchOf(line);
    expect(rhythm).toMatchObject({ kind: "sure", time: { from, recurrence: { every: "week", weekdays: [1] } } });
    expect(ending).toEqual({ kind: "after", minutes });
    expect(options).toHaveLength(2);
  });

  test.each([
    [`${"问".repeat(301)} | a | b`, "questionTooLong", "301"],
    [`${"q".repeat(270)} | a | b | named`, "questionTooLongNamed", "270"],
    [`a? | b | ${"长".repeat(101)}`, "optionTooLong", "长".repeat(101)],
    [`a? | ${Array.from({ length: 13 }, (_, i) => `x${i}`).join(" | ")}`, "tooManyOptions", "13"],
    ["a? | Yes | no | yes", "sameOption", "yes"],
    ["哪天？ | 周三 | 11月25日", "sameOption", "11月25日"],
  ])("is refused: %#", (line, reason, said) => {
    expect(readPoll(line, CLOCK)).toEqual({ ok: false, reason, said });
  });

  test("300 characters, twelve options of 100 are taken", () => {
    const options = Array.from({ length: 12 }, (_, i) => `${"天".repeat(98)}${i + 10}`);
    expect(sketchOf(`${"问".repeat(300)} | ${options.join(" | ")}`).options).toHaveLength(12);
  });

  test("a named question says so and still fits", () => {
    for (const words of [en, zhCN]) expect(lengthOf(words.poll.ballot.named("问".repeat(260)))).toBeLessThanOrEqual(300);
  });
});

describe("a date poll", () => {
  test.each<[string, string[]]>([
    ["下周哪天方便？ | 周一 | 周三 | 周五", ["11月30日（周一）", "12月2日（周三）", "12月4日（周五）"]],
    ["Which day next week? | Mon | Wed | Fri 3-5pm", ["11月30日（周一）", "12月2日（周三）", "12月4日（周五）15:00–17:00"]],
    ["哪天方便？ | 周三 | 周五", ["11月25日（周三）", "11月27日（周五）"]],
    ["12月哪天？ | 5号 | 12号", ["12月5日（周六）", "12月12日（周六）"]],
    ["下个月哪天？ | 5号 | 12号", ["12月5日（周六）", "12月12日（周六）"]],
    ["Which day in December? | 5th | 12th", ["12月5日（周六）", "12月12日（周六）"]],
    ["什么时候？ | 周六15:00-17:00 | 周日9点到11点", ["11月28日（周六）15:00–17:00", "11月29日（周日）09:00–11:00"]],
    ["When? | 28 Nov 3-5pm | tomorrow", ["11月28日（周六）15:00–17:00", "11月24日（周二）"]],
    ["什么时候？ | 明天 | 后天 | 2027年1月3日", ["11月24日（周二）", "11月25日（周三）", "2027年1月3日（周日）"]],
  ])("%j", (line, wanted) => {
    const sketch = sketchOf(line);
    expect(isDated(sketch.options)).toBe(true);
    expect(labels(sketch)).toEqual(wanted);
    expect(doubtOf(sketch)).toBeNull();
  });

  test.each([
    "几点开始？ | 5点 | 6点", "When? | 15:00 | 16:00", "哪天？ | 周一 | 都可以", "几个？ | 3 | 5", "Which? | Mon and Tue | Wed", "怎么走？ | 坐车 | 走路",
  ])("is none of %j", (line) => {
    expect(isDated(sketchOf(line).options)).toBe(false);
    expect(doubtOf(sketchOf(line))).toBeNull();
  });

  test("an ambiguous day is asked about, and the answer settles it", () => {
    const sketch = sketchOf("When? | next Fri | Sat 5 Dec");
    expect(doubtOf(sketch)).toMatchObject({ kind: "day", index: 0, option: { choices: [{ on: "2026-11-27" }, { on: "2026-12-04" }] } });
    const settled = withDay(sketch, 0, { on: "2026-12-04" });
    expect(settled.ok && labels(settled.sketch, "en")).toEqual(["Fri 4 Dec", "Sat 5 Dec"]);
    expect(answerInWords(sketch, "4 Dec", CLOCK)).toMatchObject({ ok: true, sketch: { options: [{ when: { on: "2026-12-04" } }, {}] } });
    expect(answerInWords(sketch, "5 Dec", CLOCK)).toMatchObject({ ok: false, reason: "sameOption" });
    expect(answerInWords(sketch, "whenever", CLOCK)).toEqual({ ok: true, sketch });
  });

  test.each([
    ["哪天？ | 2月30日 | 周三", "impossible"], ["When? | 20 Nov 2026 | Wed", "past"], ["When? | Wed | Sat 5pm-3pm", "endsBeforeStart"],
  ])("a day that cannot be is asked about: %j", (line, trouble) => {
    expect(doubtOf(sketchOf(line))).toMatchObject({ kind: "day", option: { trouble } });
  });
});

describe("a poll step by step", () => {
  const empty = sketchOf("");
  const said = (sketch: Sketch, text: string): Sketch => {
    const read = answerInWords(sketch, text, CLOCK);
    if (!read?.ok) throw new Error(read?.reason ?? "nothing was asked");
    return read.sketch;
  };

  test("the question, the options one a line, then nothing is left to ask", () => {
    expect(doubtOf(empty)).toEqual({ kind: "question" });
    const asked = said(empty, "吃什么？");
    expect(doubtOf(asked)).toEqual({ kind: "options" });
    const one = said(asked, "面");
    expect(doubtOf(one)).toEqual({ kind: "options" });
    const ready = said(asked, "面\n饭\n多选\n截止 周五18:00");
    expect(ready).toMatchObject({ question: "吃什么？", isMultiple: true, isUsualEnd: false, ending: { kind: "at" } });
    expect(doubtOf(ready)).toBeNull();
    expect(answerInWords(ready, "hello", CLOCK)).toBeNull();
  });

  test("the whole line may come where the question was asked", () => {
    expect(doubtOf(said(empty, "吃什么？ | 面 | 饭"))).toBeNull();
  });

  test("the end is asked until it can be read", () => {
    const unclear = sketchOf("a? | b | c | until whenever");
    expect(said(unclear, "hm").ending).toMatchObject({ doubt: "unreadable" });
    expect(said(unclear, "until Fri 18:00").ending).toEqual({ kind: "at", at: at("2026-11-27T18:00") });
    expect(doubtOf(said(unclear, "周五18:00"))).toBeNull();
  });

  test("an end by the calendar becomes a length for what comes again", () => {
    const weekly = sketchOf("a? | b | c | every Mon 9:00");
    expect(withEnding(weekly, { kind: "at", at: at("2026-12-01T09:00") }, CLOCK).ending).toEqual({ kind: "after", minutes: 1440 });
    expect(withEnding(weekly, { kind: "at", at: at("2026-11-27T09:00") }, CLOCK).ending).toMatchObject({ kind: "asked", doubt: "past" });
  });

  test("a question too long for a named poll stays anonymous", () => {
    expect(turned(sketchOf(`${"q".repeat(270)} | b | c`), "isAnonymous")).toMatchObject({ ok: false, reason: "questionTooLongNamed" });
    expect(turned(sketchOf("q | b | c"), "isAnonymous")).toMatchObject({ ok: true, sketch: { isAnonymous: false } });
  });

  test.each([["", "begin"], ["list", "list"], ["列表", "list"], ["close", "close"], ["结束", "close"], ["close the door? | yes | no", "ask"]])(
    "/poll %s", (rest, verb) => expect(readPollCommand(rest).verb).toBe(verb));
});

const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => /^[^|｜\r\n]*$/u.test(text));

test("whatever is written, a poll that is ready keeps Telegram's limits", () => {
  fc.assert(fc.property(fc.array(word, { maxLength: 16 }), fc.boolean(), (parts, isNamed) => {
    const read = readPoll([...parts, ...(isNamed ? ["named"] : [])].join(" | "), CLOCK);
    if (!read.ok) return;
    const sketch = { ...read.sketch, chatIds: [1] };
    if (doubtOf(sketch) !== null) return;
    const texts = labels(sketch);
    expect(sketch.question).not.toBe("");
    expect(texts.length).toBeGreaterThanOrEqual(2);
    expect(texts.length).toBeLessThanOrEqual(12);
    expect(new Set(texts.map((text) => text.toLowerCase())).size).toBe(texts.length);
    for (const text of texts) expect(text.trim().length > 0 && lengthOf(text) <= 100).toBe(true);
    expect(JSON.parse(JSON.stringify(sketch))).toEqual(sketch);
  }), { numRuns: 500 });
});
