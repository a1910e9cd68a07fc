import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CAUSES, type Change } from "../../src/features/cause/rules.ts";
import { widthOf } from "../../src/features/layout/rules.ts";
import { digestPicture } from "../../src/features/chart/rules.ts";
import { dayAfter } from "../../src/features/date/rules.ts";
import type { Coverage, Part } from "../../src/features/figures/rules.ts";
import type { Week } from "../../src/features/week/rules.ts";
import { messages } from "../../src/i18n/messages.ts";
import { FONT_FILES } from "../../src/picture/draw.ts";
import { readFont } from "../setup/font.ts";
import { GOLDEN_WEEK } from "../setup/golden-week.ts";

const [regular, bold] = [readFont(FONT_FILES.regular), readFont(FONT_FILES.bold)];
const LOCALES = ["zh-CN", "en"] as const;
const ZERO: Coverage = { ...GOLDEN_WEEK.figures.total, units: 0, organization: 0, work: 0 };

interface Mark {
  readonly name: string;
  readonly text: string;
  readonly is: Readonly<Record<string, string>>;
}

const plain = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
const marksOf = (svg: string): Mark[] => [...svg.replace(/<defs>.*<\/defs>/, "").matchAll(/<([a-z]+)([^>]*?)\/?>(?:([^<]*)<\/text>)?/g)].map(([, name = "", rest = "", text = ""]) => ({
  name, text: plain(text), is: Object.fromEntries([...rest.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value])),
}));
const textsOf = (svg: string) => marksOf(svg).filter(({ name }) => name === "text").map(({ text }) => text);
const number = (mark: Mark, key: string) => Number(mark.is[key] ?? 0);

const fontOf = (mark: Mark) => (mark.is["font-weight"] === "700" ? bold : regular);

/** From where to where something reaches. */
function extentOf(mark: Mark): { left: number; right: number; top: number; bottom: number } {
  const at = (key: string) => number(mark, key);
  if (mark.name === "text") {
    const width = fontOf(mark).widthOf(mark.text) * at("font-size");
    const left = at("x") - (mark.is["text-anchor"] === "end" ? width : mark.is["text-anchor"] === "middle" ? width / 2 : 0);
    return { left, right: left + width, top: at("y") - at("font-size"), bottom: at("y") + at("font-size") / 4 };
  }
  if (mark.name === "circle") return { left: at("cx") - at("r"), right: at("cx") + at("r"), top: at("cy") - at("r"), bottom: at("cy") + at("r") };
  if (mark.name === "line") return { left: at("x1"), right: at("x2"), top: Math.min(at("y1"), at("y2")), bottom: Math.max(at("y1"), at("y2")) };
  const points = mark.name === "polyline" ? (mark.is["points"] ?? "").split(" ").map((point) => point.split(",").map(Number)) : [[at("x"), at("y")], [at("x") + at("width"), at("y") + at("height")]];
  const [xs, ys] = [points.map(([x = Number.NaN]) => x), points.map(([, y = Number.NaN]) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

describe("the picture of the worked example", () => {
  test("says in Chinese what the figures are, and nothing else", () => {
    expect(textsOf(digestPicture(messages("zh-CN"), "zh-CN", GOLDEN_WEEK))).toEqual([
      "覆盖周报 · 2026年第47周", "示例指导站", "11月16日–22日 · 截至 11月22日 · 口径 cov-1", "在营单位 12 家",
      "组织覆盖", "5/12 = 41.67%", "上周 6/12 = 50.00%，变化 –8.33 个百分点",
      "工作覆盖", "8/12 = 66.67%", "上周 10/12 = 83.33%，变化 –16.67 个百分点",
      "近 12 周走势", "0%", "50%", "100%", "9月20日", "10月11日", "11月1日", "11月22日", "组织 41.67%", "工作 66.67%",
      "按类型", "小微企业", "组织 2/6", "工作 4/6", "个体工商户", "组织 1/4", "工作 2/4", "专业市场", "组织 1/1", "工作 1/1", "外卖配送站点", "组织 1/1", "工作 1/1",
      "变化原因", "在营 +1 –1：新增 1 家；注销 1 家", "组织覆盖 –1：注销 1 家", "工作覆盖 –2：指导员到期 1 家；注销 1 家",
    ]);
  });

  test("says the same in English", () => {
    expect(textsOf(digestPicture(messages("en"), "en", GOLDEN_WEEK))).toEqual([
      "Weekly coverage · 2026 week 47", "示例指导站", "16–22 Nov · as of 22 Nov · definition cov-1", "12 units in operation",
      "Organization coverage", "5/12 = 41.67%", "last week 6/12 = 50.00%, change –8.33 pp",
      "Work coverage", "8/12 = 66.67%", "last week 10/12 = 83.33%, change –16.67 pp",
      "Last 12 weeks", "0%", "50%", "100%", "20 Sep", "11 Oct", "1 Nov", "22 Nov", "Org. 41.67%", "Work 66.67%",
      "By kind", "small or micro business", "Org. 2/6", "Work 4/6", "self-employed business", "Org. 1/4", "Work 2/4",
      "specialised market", "Org. 1/1", "Work 1/1", "delivery station", "Org. 1/1", "Work 1/1",
      "Why it changed", "In operation +1 –1: 1 new unit; 1 unit closed", "Organization –1: 1 unit closed", "Work –2: 1 instructor lapsed; 1 unit closed",
    ]);
  });

  test("draws the bars as long as the figures are, with last week's mark, and both lines where they were", () => {
    const marks = marksOf(digestPicture(messages("en"), "en", GOLDEN_WEEK));
    const bars = marks.filter((mark) => mark.name === "rect" && number(mark, "height") === 40).map((mark) => number(mark, "width") / 968);
    expect(bars.map((share) => share.toFixed(3))).toEqual(["1.000", (5 / 12).toFixed(3), "1.000", (8 / 12).toFixed(3)]);
    const ticks = marks.filter((mark) => mark.name === "line" && mark.is["x1"] === mark.is["x2"]).map((mark) => ((number(mark, "x1") - 56) / 968).toFixed(3));
    expect(ticks).toEqual(["0.500", (10 / 12).toFixed(3)]);
    const [full, , none] = marks.filter((mark) => mark.name === "line" && mark.is["y1"] === mark.is["y2"]).map((mark) => number(mark, "y1")).toReversed();
    const shareAt = (y: number) => Math.round(((none ?? 0) - y) / ((none ?? 0) - (full ?? 0)) * 100);
    const points = marks.filter(({ name }) => name === "polyline").map((mark) => (mark.is["points"] ?? "").split(" ").map((point) => shareAt(Number(point.split(",")[1]))));
    expect(points).toEqual([[83, 67], [50, 42]]);
  });
});

describe("the picture of another week", () => {
  const drawn = (week: Partial<Week>) => digestPicture(messages("en"), "en", { ...GOLDEN_WEEK, ...week });

  test("of a station without units says — and no number", () => {
    const none = { entered: [], left: [], organizationGained: [], organizationLost: [], workGained: [], workLost: [] };
    const svg = drawn({ figures: { ...GOLDEN_WEEK.figures, total: ZERO, byKind: [] }, before: { ...GOLDEN_WEEK.before, total: ZERO }, trend: [], causes: none });
    expect(textsOf(svg).filter((text) => text === "—")).toHaveLength(2);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["0 units in operation", "no units in operation", "nothing to show yet", "No change on last week"]));
  });

  test("of a station in its first week compares with nothing", () => {
    expect(textsOf(drawn({ before: { ...GOLDEN_WEEK.before, total: ZERO }, trend: GOLDEN_WEEK.trend.slice(1) })).filter((text) => text.includes("last week"))).toEqual([
      "no units in operation last week to compare with", "no units in operation last week to compare with",
    ]);
  });

  test("breaks its lines where a week is missing", () => {
    const trend = [11, 10, 8, 7, 0].map((weeks) => ({ asOf: dayAfter("2026-11-22", -7 * weeks), coverage: GOLDEN_WEEK.figures.total }));
    expect(marksOf(drawn({ trend })).filter(({ name }) => name === "polyline").map((mark) => mark.is["points"]?.split(" ").length)).toEqual([2, 2, 2, 2]);
  });

  test("counts the reasons instead of naming forty units", () => {
    const left = Array.from({ length: 40 }, (_, index): Change => ({ unit: `U${index}`, cause: index % 4 === 0 ? "closed" : "movedOut" }));
    const texts = textsOf(drawn({ causes: { ...GOLDEN_WEEK.causes, left } }));
    expect(texts.join(" ")).toContain("In operation +1 –40: 30 units moved out; 10 units closed; 1 new unit");
  });
});

const coverage = fc.tuple(fc.nat(2_000_000), fc.nat(2_000_000), fc.nat(2_000_000)).map(([a, b, c]): Coverage => {
  const [organization = 0, work = 0, units = 0] = [a, b, c].toSorted((x, y) => x - y);
  return { ...GOLDEN_WEEK.figures.total, units, work, organization };
});
const changes = fc.array(fc.constantFrom(...CAUSES).map((cause): Change => ({ unit: "U1", cause })), { maxLength: 60 });
const kinds = fc.subarray(["market", "micro_enterprise", "platform_station", "self_employed"]);
const week = fc.record({
  stationName: fc.string({ unit: "binary", maxLength: 200 }), total: coverage, before: coverage, kinds, of: coverage,
  trend: fc.subarray(Array.from({ length: 14 }, (_, index) => index)), entered: changes, organizationLost: changes, workGained: changes,
}).map(({ stationName, total, before, kinds: chosen, of, trend, ...lists }): Week => ({
  ...GOLDEN_WEEK, stationName,
  figures: { ...GOLDEN_WEEK.figures, total, byKind: chosen.map((key): Part => ({ key, coverage: of, members: { total: 0, covered: 0 } })) },
  before: { ...GOLDEN_WEEK.before, total: before }, causes: { ...GOLDEN_WEEK.causes, ...lists },
  trend: trend.map((index) => ({ asOf: dayAfter("2026-11-22", -7 * (13 - index)), coverage: index % 3 === 0 ? of : total })),
}));

describe("any week", () => {
  test("stays within the picture, in letters that a phone can show, without a number that is none", () => {
    fc.assert(fc.property(week, fc.constantFrom(...LOCALES), (of, locale) => {
      const svg = digestPicture(messages(locale), locale, of);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
      const [ground, ...marks] = marksOf(svg).filter(({ name }) => name !== "svg" && name !== "path");
      const height = Number(ground?.is["height"]);
      expect(height).toBeLessThan(1080 * 1.75);
      for (const mark of marks) {
        const { left, right, top, bottom } = extentOf(mark);
        expect([left >= 40, right <= 1040, top >= 0, bottom <= height], `${mark.name} ${mark.text}`).toEqual([true, true, true, true]);
        if (mark.name === "text") expect(number(mark, "font-size")).toBeGreaterThanOrEqual(28);
      }
    }), { numRuns: 300 });
  });

  test("is a drawing that can be read, whatever the station is called", () => {
    fc.assert(fc.property(week, (of) => {
      expect(new Resvg(digestPicture(messages("en"), "en", of), { font: { loadSystemFonts: false } }).width).toBe(1080);
    }), { numRuns: 50 });
  });

  test("is measured with no sign taken for narrower than it is", () => {
    const narrow = [];
    for (let point = 0x20; point < 0x30000; point += 1) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const sign = String.fromCodePoint(point);
      if (bold.widthOf(sign) > widthOf(sign, 1) || regular.widthOf(sign) > widthOf(sign, 1)) narrow.push(sign);
    }
    expect(narrow).toEqual([]);
  });

  test("has a shape for every sign of its words, and for the rare ones of names", () => {
    const words = LOCALES.flatMap((locale) => {
      const t = messages(locale);
      return [...textsOf(digestPicture(t, locale, GOLDEN_WEEK)), ...CAUSES.map((cause) => t.digest.causes[cause](40)), ...Object.values(t.unit.kinds), t.chart.noBefore, t.chart.noUnits, t.chart.noTrend];
    });
    for (const font of [regular, bold]) expect(font.missingIn(`${words.join("")}…—垚淼犇㙍䶮龘镕珺玥翀堃芃昇`)).toEqual([]);
  });

  test("leaves out of a name what the font has no shape for", () => {
    const svg = digestPicture(messages("en"), "en", { ...GOLDEN_WEEK, stationName: "👩🏽‍🚒\uffff Station\u0007 <b>&amp; 一\u202e站 🇨🇳1️⃣" });
    expect(textsOf(svg)[1]).toBe("Station <b>&amp; 一站 1");
  });
});
