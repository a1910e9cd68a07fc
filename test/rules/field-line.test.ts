import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Choice, Question, Sketch } from "../../src/features/question/rules.ts";
import { answerTo, readAnnouncement } from "../../src/features/sketch/rules.ts";
import { instantOf, localDate, localTime } from "../../src/features/time/rules.ts";

const ZONE = "Asia/Shanghai";
const clock = { now: instantOf("2026-11-23", "10:00", ZONE), zone: ZONE };

const date = (at: Date) => localDate(at, ZONE).replace("2026-", "");
const moment = (at: Date) => `${date(at)} ${localTime(at, ZONE)}`;
const span = (startsAt: Date, endsAt: Date | null) => `${moment(startsAt)}${endsAt ? `-${date(endsAt) === date(startsAt) ? "" : `${date(endsAt)} `}${localTime(endsAt, ZONE)}` : ""}`;

/** What is known, as one short line a fact, in the order of asking. */
function facts(sketch: Sketch): string[] {
  return [
    ...(sketch.title === null ? [] : [`title ${sketch.title}`]),
    ...(sketch.type === null ? [] : [`type ${sketch.type}`]),
    ...sketch.slots.map(({ label, startsAt, endsAt }) => `slot ${label === null ? "" : `${label}: `}${span(startsAt, endsAt)}`),
    ...(sketch.place === null ? [] : [`place ${sketch.place}`]),
    ...(sketch.mode === null ? [] : [`mode ${sketch.mode}`]),
    ...(sketch.capacity === null ? [] : [`capacity ${sketch.capacity}`]),
    ...sketch.limits.map(({ role, places }) => `${role} ${places}`),
    ...(sketch.guestsMax === 0 ? [] : [`guests ${sketch.guestsMax}`]),
    ...(sketch.repliesCloseAt === null ? [] : [`closing ${moment(sketch.repliesCloseAt)}`]),
    ...sketch.hosts.map((host) => `host ${host}`),
    ...sketch.chatNames.map((chat) => `chat ${chat}`),
    ...(sketch.contact === null ? [] : [`contact ${sketch.contact}`]),
    ...(sketch.details === null ? [] : [`details ${sketch.details.replaceAll("\n", " / ")}`]),
    ...(sketch.announceAt === null ? [] : [`announce ${moment(sketch.announceAt)}`]),
  ];
}

function choiceText(choice: Choice): string {
  if (choice.kind === "span") return span(choice.startsAt, choice.endsAt);
  if (choice.kind === "at") return moment(choice.at);
  return choice.kind === "text" ? choice.text : "none";
}

const asking = ({ topic, reason, choices }: Question) => `? ${topic} ${reason}${choices.length > 0 ? `: ${choices.map(choiceText).join(" | ")}` : ""}`;

function read(text: string): string[] {
  const { sketch, questions } = readAnnouncement(text, clock);
  return [...facts(sketch), ...questions.map(asking)];
}

/** What one part beside a title comes to. */
const partRead = (part: string) => read(`X | ${part}`).slice(1);

describe("an announcement said on Monday 23 November 2026 at 10:00 in Beijing", () => {
  test("the line of the handbook", () => {
    expect(read("主题党日：走访市场 | 周六 15:00-17:00 | 社区中心 | 名额 20")).toEqual([
      "title 主题党日：走访市场", "slot 11-28 15:00-17:00", "place 社区中心", "capacity 20",
    ]);
  });

  test("the same in English", () => {
    expect(read("Theme day: visit the market | Sat 3-5pm | community centre | places 20")).toEqual([
      "title Theme day: visit the market", "slot 11-28 15:00-17:00", "place community centre", "capacity 20",
    ]);
  });

  test("everything at once, in several lines", () => {
    expect(read([
      "送健康上门", "类型：关爱", "短时：周六 12:00-12:30", "错峰：14:00-14:30", "地点：东门驿站", "线上线下", "名额 20，指导员 2", "可带 1 人",
      "截止 周五 18:00", "主办：个私协会、市场党支部", "群：骑手一群、骑手二群", "联系人：王老师", "说明：请带上头盔", "发布 周四 9:00",
    ].join("\n"))).toEqual([
      "title 送健康上门", "type care", "slot 短时: 11-28 12:00-12:30", "slot 错峰: 11-28 14:00-14:30", "place 东门驿站", "mode hybrid", "capacity 20", "instructor 2",
      "guests 1", "closing 11-27 18:00", "host 个私协会", "host 市场党支部", "chat 骑手一群", "chat 骑手二群", "contact 王老师", "details 请带上头盔",
      "announce 11-26 09:00",
    ]);
  });

  test.each<[string, string[]]>([
    ["周六 15:00-17:00", ["slot 11-28 15:00-17:00"]],
    ["时间：周六下午3点到5点", ["slot 11-28 15:00-17:00"]],
    ["周六：15:00-17:00", ["slot 11-28 15:00-17:00"]],
    ["when: Sat 3-5pm", ["slot 11-28 15:00-17:00"]],
    ["周六 15:00", ["slot 11-28 15:00"]],
    ["tomorrow at 7pm for 90 min", ["slot 11-24 19:00-20:30"]],
    ["短时：周六 12:00-12:30；错峰：14:00-14:30", ["slot 短时: 11-28 12:00-12:30", "slot 错峰: 11-28 14:00-14:30"]],
    ["off-peak: Sat 14:00-14:30", ["slot off-peak: 11-28 14:00-14:30"]],
    ["周六 12:00-12:30（短时）", ["slot 短时: 11-28 12:00-12:30"]],
    ["周六 9:00-10:00，14:00-15:00", ["slot 11-28 09:00-10:00", "slot 11-28 14:00-15:00"]],
    ["Sat 3-5pm / Sun 3-5pm", ["slot 11-28 15:00-17:00", "slot 11-29 15:00-17:00"]],
    ["周六 | 15:00-17:00", ["slot 11-28 15:00-17:00"]],
    ["12:00-12:30 | 周六 14:00-14:30", ["slot 11-28 12:00-12:30", "slot 11-28 14:00-14:30"]],
    ["社区中心", ["place 社区中心"]],
    ["地点：3号楼205", ["place 3号楼205"]],
    ["集合点 东门", ["place 东门"]],
    ["at the town hall", ["place the town hall"]],
    ["venue: Room 5", ["place Room 5"]],
    ["https://meet.example.org/abc", ["place https://meet.example.org/abc"]],
    ["社区中心 | https://meet.example.org/abc", ["place 社区中心 https://meet.example.org/abc"]],
    ["名额 20", ["capacity 20"]],
    ["名额：20人", ["capacity 20"]],
    ["限20人", ["capacity 20"]],
    ["二十人", ["capacity 20"]],
    ["20 places", ["capacity 20"]],
    ["max 20 people", ["capacity 20"]],
    ["名额不限", []],
    ["名额 20，指导员 2", ["capacity 20", "instructor 2"]],
    ["places 20, instructors 2", ["capacity 20", "instructor 2"]],
    ["20 places, 2 instructors and 5 organizers", ["capacity 20", "instructor 2", "organizer 5"]],
    ["名额：成员18，单位联系人2名", ["member 18", "unit_contact 2"]],
    ["可带 2 人", ["guests 2"]],
    ["可带两名家属", ["guests 2"]],
    ["带人 2", ["guests 2"]],
    ["带人：2", ["guests 2"]],
    ["可带人 2", ["guests 2"]],
    ["带人2名", ["guests 2"]],
    ["不带人", []],
    ["guests 2", ["guests 2"]],
    ["up to 2 guests each", ["guests 2"]],
    ["+1", ["guests 1"]],
    ["不可带人", []],
    ["截止 周五18:00", ["closing 11-27 18:00"]],
    ["报名截止：周五下午6点", ["closing 11-27 18:00"]],
    ["周五18:00截止", ["closing 11-27 18:00"]],
    ["周五18:00前报名", ["closing 11-27 18:00"]],
    ["截止周五18:00前", ["closing 11-27 18:00"]],
    ["reply by Fri 6pm", ["closing 11-27 18:00"]],
    ["closes Fri 18:00", ["closing 11-27 18:00"]],
    ["线上", ["mode online"]],
    ["线下", ["mode onsite"]],
    ["方式：线上线下", ["mode hybrid"]],
    ["随到随学", ["mode async"]],
    ["Any time", ["mode async"]],
    ["on site", ["mode onsite"]],
    ["类型：培训", ["type training"]],
    ["党课", ["type lecture"]],
    ["general meeting", ["type general_meeting"]],
    ["主办：个私协会、市场党支部", ["host 个私协会", "host 市场党支部"]],
    ["与个私协会联合主办", ["host 个私协会"]],
    ["联合 个私协会和市场党支部", ["host 个私协会", "host 市场党支部"]],
    ["with the market association and branch 3", ["host the market association", "host branch 3"]],
    ["co-hosts: A, B", ["host A", "host B"]],
    ["联系人：王老师", ["contact 王老师"]],
    ["联系人 王老师", ["contact 王老师"]],
    ["contact Ann", ["contact Ann"]],
    ["说明：请带笔记本", ["details 请带笔记本"]],
    ["about: bring a notebook", ["details bring a notebook"]],
    ["群：骑手一群、骑手二群", ["chat 骑手一群", "chat 骑手二群"]],
    ["chats: Riders, Market", ["chat Riders", "chat Market"]],
    ["发布 周五9:00", ["announce 11-27 09:00"]],
    ["周五9:00发布", ["announce 11-27 09:00"]],
    ["announce at Fri 9am", ["announce 11-27 09:00"]],
    ["说明会现场", ["place 说明会现场"]],
    ["发布会大厅", ["place 发布会大厅"]],
    ["close to the station", ["place close to the station"]],
    ["post office", ["place post office"]],
    ["群众活动中心", ["place 群众活动中心"]],
  ])("“%s” is read as %j", (part, expected) => expect(partRead(part)).toEqual(expected));

  test.each<[string, string[]]>([
    ["周六3点到5点", ["? slots ambiguous: 11-28 03:00-05:00 | 11-28 15:00-17:00"]],
    ["12/5 14:00", ["? slots ambiguous: 12-05 14:00"]],
    ["周一 8:00-9:00", ["? slots past: 11-30 08:00-09:00"]],
    ["1月3日15:00-17:00", ["? slots past: 2027-01-03 15:00-17:00"]],
    ["9:00", ["? slots past: 11-24 09:00"]],
    ["2月30日15:00", ["? slots impossible"]],
    ["周六 22:00-1:00", ["? slots endsBeforeStart: 11-28 22:00-11-29 01:00"]],
    ["Sat 11pm-1am", ["? slots endsBeforeStart: 11-28 23:00-11-29 01:00"]],
    ["11月28日15:00至12月6日15:00", ["? slots tooLong"]],
    ["周六", ["? slots noHour: 11-28 09:00 | 11-28 14:00 | 11-28 19:00"]],
    ["春节上午9点", ["? slots unreadable"]],
    [Array.from({ length: 9 }, (_, at) => `周六 ${at + 9}:00`).join("；"), ["? slots tooMany"]],
    ["截止 周五", ["? closing noHour: 11-27 09:00 | 11-27 12:00 | 11-27 18:00"]],
    ["截止 周一8:00", ["? closing past: 11-30 08:00"]],
    ["截止 随便", ["? closing unreadable"]],
    ["reply by Fri 6", ["? closing unreadable"]],
    ["发布 12/5 9:00", ["? announceAt ambiguous: 12-05 09:00"]],
    ["名额 0", ["? places outOfRange"]],
    ["名额 10000", ["? places outOfRange"]],
    ["名额 很多", ["? places outOfRange"]],
    ["可带 9 人", ["? guests outOfRange: 0 | 1 | 2 | 3 | 4 | 5"]],
    ["带人", ["? guests howMany: 0 | 1 | 2 | 3 | 4 | 5"]],
    ["可带家属", ["? guests howMany: 0 | 1 | 2 | 3 | 4 | 5"]],
    ["社区中心 | 市场南门", ["? place which: 社区中心 | 市场南门"]],
    ["名额 20 | 限30人", ["? places twice: 名额 20 | 限30人"]],
    ["类型：聚餐", ["? type unreadable"]],
    [`地点：${"很".repeat(121)}`, ["? place lengthy"]],
  ])("“%s” is asked about: %j", (part, expected) => expect(partRead(part)).toEqual(expected));

  test("a part that comes again unchanged is said once", () => {
    expect(partRead("名额 20 | 名额 20")).toEqual(["capacity 20"]);
  });

  test("a first part that can only be a time is no title, and one that is too long is asked about", () => {
    expect(read("周六 15:00-17:00 | 社区中心")).toEqual(["slot 11-28 15:00-17:00", "place 社区中心"]);
    expect(read(`${"长".repeat(61)} | 周六 15:00`)).toEqual(["slot 11-28 15:00", "? title lengthy"]);
    expect(read(" | ")).toEqual([]);
  });

  test("a place that is named leaves the rest of the words to the description", () => {
    expect(partRead("地点：东门 | 请准时 | 谢谢")).toEqual(["place 东门", "details 请准时 / 谢谢"]);
    expect(partRead(`${"请大家准时参加".repeat(10)} | 东门`)).toEqual(["place 东门", `details ${"请大家准时参加".repeat(10)}`]);
  });
});

describe("an answer", () => {
  const answer = (part: string, given: { choice: number } | { text: string }) => {
    const { sketch, questions } = readAnnouncement(`X | ${part}`, clock);
    const [first, ...more] = questions;
    if (!first) throw new Error("nothing was asked");
    const done = answerTo(first, given, sketch, clock);
    return done && [...facts(done.sketch).slice(1), ...[...(done.question ? [done.question] : []), ...more].map(asking)];
  };

  test.each<[string, { choice: number } | { text: string }, string[] | null]>([
    ["周六3点到5点", { choice: 1 }, ["slot 11-28 15:00-17:00"]],
    ["周六3点到5点", { text: "周日 9:00" }, ["slot 11-29 09:00"]],
    ["周六3点到5点", { choice: 2 }, null],
    ["短时：12/5 12:00-12:30；错峰：14:00-14:30", { choice: 0 }, ["slot 短时: 12-05 12:00-12:30", "slot 错峰: 12-05 14:00-14:30"]],
    ["短时：12/5 12:00-12:30；错峰：14:00-14:30", { text: "周六 12:00-12:30" }, ["slot 短时: 11-28 12:00-12:30", "slot 错峰: 11-28 14:00-14:30"]],
    ["周日 9:00；12/5 14:00", { choice: 0 }, ["slot 11-29 09:00", "slot 12-05 14:00"]],
    ["周六", { text: "15:00-17:00" }, ["slot 11-28 15:00-17:00"]],
    ["周六", { choice: 1 }, ["slot 11-28 14:00"]],
    ["周六3点到5点", { text: "hm" }, ["? slots unreadable"]],
    ["截止 周五", { choice: 2 }, ["closing 11-27 18:00"]],
    ["截止 周五", { text: "周四 12:00" }, ["closing 11-26 12:00"]],
    ["社区中心 | 市场南门", { choice: 1 }, ["place 市场南门", "details 社区中心"]],
    ["社区中心 | 市场南门 | https://a.example/x", { choice: 0 }, ["place 社区中心 https://a.example/x", "details 市场南门"]],
    ["社区中心 | 市场南门", { text: "地点：东门" }, ["place 东门", "details 社区中心 / 市场南门"]],
    ["名额 20 | 限30人", { choice: 1 }, ["capacity 30"]],
    ["可带家属", { choice: 2 }, ["guests 2"]],
    ["名额 0", { text: "12" }, ["capacity 12"]],
  ])("to “%s”, %j, comes to %j", (part, given, expected) => expect(answer(part, given)).toEqual(expected));
});

const PARTS: readonly (readonly string[])[] = [
  ["周六 15:00-17:00", "Sat 3-5pm", "短时：周六 12:00-12:30；错峰：14:00-14:30"],
  ["社区中心", "https://meet.example.org/abc", "venue: Room 5"],
  ["名额 20，指导员 2", "20 places"],
  ["截止 周五18:00", "reply by Fri 6pm"],
  ["可带 2 人", "guests 2"],
  ["线上线下", "online"],
  ["类型：培训", "volunteer"],
  ["主办：个私协会、市场党支部", "with A and B"],
  ["联系人：王老师", "contact Ann"],
  ["说明：请带笔记本", "about: bring a notebook"],
  ["群：骑手一群", "chats: Riders"],
  ["发布 周四9:00", "announce at Thu 9am"],
];

test("the order of the parts after the title does not matter, and neither do bars or new lines", () => {
  const some = fc.tuple(...PARTS.map((ways) => fc.option(fc.constantFrom(...ways), { nil: null }))).map((all) => all.filter((part) => part !== null));
  const shuffled = some.chain((parts) => fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length })));
  fc.assert(fc.property(shuffled, fc.constantFrom(" | ", "｜", "\n", "|"), ([parts, other], joint) => {
    expect(read(["走访", ...other].join(joint))).toEqual(read(["走访", ...parts].join(" | ")));
  }), { numRuns: 500 });
});

test("whatever is written, what is known can be used and what is not is asked", () => {
  const fragment = fc.constantFrom(...PARTS.flat(), "周六", "3点", "|", "\n", "：", "名额", "截止", "with ", "x".repeat(130), "12/5 14:00");
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join(" | ")), fc.array(fragment).map((parts) => parts.join(""))), (text) => {
    const { sketch, questions } = readAnnouncement(text, clock);
    expect(sketch.slots.length).toBeLessThanOrEqual(8);
    expect(sketch.slots.every(({ startsAt, endsAt }) => startsAt > clock.now && (endsAt === null || endsAt > startsAt))).toBe(true);
    expect(sketch.guestsMax).toBeLessThanOrEqual(5);
    expect(sketch.capacity === null || (sketch.capacity >= 1 && sketch.capacity <= 9999)).toBe(true);
    expect(questions.every(({ choices }) => choices.every((choice) => choice.kind !== "span" || choice.startsAt > clock.now))).toBe(true);
  }), { numRuns: 800 });
});
