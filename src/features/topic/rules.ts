import { isAmountOfGuests, isAmountOfPlaces } from "../amount/rules.ts";
import { parseMoment, type Clock } from "../moment/rules.ts";
import { isRhythm, looksLikeRhythm, rhythmWords } from "../rhythm/rules.ts";
import { isDayOnly, slotTexts } from "../slot/rules.ts";
import { isLink, modeNamed, typeNamed } from "../type/rules.ts";

/** What can be said of an activity, in the order in which it is asked. */
export const TOPICS = [
  "title", "type", "slots", "starts", "ends", "place", "mode", "places", "guests", "closing", "hosts", "chats", "contact", "details", "announceAt",
] as const;
export type Topic = (typeof TOPICS)[number];

/** What a part of an announcement speaks of, and its words without the label. */
export interface Part {
  readonly topic: Topic;
  readonly text: string;
  /** False where the words alone leave it open: a day without an hour can be a place, too. */
  readonly isSure: boolean;
}

interface Label {
  readonly topic: Topic;
  readonly pattern: RegExp;
}

/** A label stands before a colon; some words are clear enough before a space, a few before anything. */
function label(topic: Topic, words: { colon: string; space?: string; bare?: string }): Label {
  const ways = [
    `(?:${words.colon})\\s*[:：]\\s*`,
    ...(words.space === undefined ? [] : [`(?:${words.space})\\s+`]),
    ...(words.bare === undefined ? [] : [`(?:${words.bare})\\s*(?=[^\\sa-z])`]),
  ];
  return { topic, pattern: new RegExp(`^(?:${ways.join("|")})`, "iu") };
}

const CLOSING = "(?:报名|回复|活动报名)?截(?:止|至)(?:报名|时间|日期)?|(?:reply|replies|rsvp|sign up|answer)(?: by| until)|replies close|closes|deadline|cut-?off";
const ANNOUNCE = "发布时间|发布|发出|定时发布|announce|(?:announce|post|publish|send)(?: it)?(?: out)? (?:at|on)";

const LABELS: readonly Label[] = [
  label("title", { colon: "标题|名称|title|name" }),
  label("type", { colon: "类型|类别|type|kind" }),
  label("mode", { colon: "方式|形式|mode|format" }),
  label("slots", { colon: "时间|時間|日期|场次|times?|when|dates?|slots?", space: "时间|時間|when" }),
  label("place", { colon: "地点|地點|地址|位置|场地|集合地点|集合点|会议号|会议链接|链接|place|where|venue|location|link", space: "地点|地點|地址|集合点|集合地点|venue" }),
  label("closing", { colon: CLOSING, space: CLOSING, bare: "(?:报名|回复)?截止(?!报名)" }),
  label("hosts", { colon: "主办单位|主办方|主办|主辦|联合主办|合办|协办|联合|hosts?|co-?hosts?|hosted by|with", space: "主办单位|主办|联合主办|合办|协办|联合|co-?hosts?|hosted by|with|together with|jointly with" }),
  label("contact", { colon: "联系人|聯繫人|联系方式|联系|contact(?: person)?", space: "联系人|联系|contact(?: person)?" }),
  label("details", { colon: "说明|說明|内容|备注|详情|须知|about|details?|notes?|description", space: "说明|备注|详情" }),
  label("chats", { colon: "群|群组|发到|发往|发送到|chats?|groups?|post (?:to|in)|send to", space: "群|发到|发往|发送到|post (?:to|in)|send to" }),
  label("announceAt", { colon: ANNOUNCE, space: ANNOUNCE, bare: "发布时间|定时发布" }),
];

const WITH_OTHERS = /^(?:与|和|跟|同)\s*(.+?)\s*(?:联合|共同)?(?:主办|举办|合办|联办)$/u;
const CLOSES = /^(.+?)(?:之前|以前|前)?\s*(?:报名截止|截止报名|截止)$|^(.+?)(?:之前|以前|前)\s*(?:报名|回复)$/u;
const GOES_OUT = /^(.+?)\s*(?:定时)?(?:发布|发出)$/u;
const AT = /^at\s+(?=\S)/iu;

const isMoment = (text: string, clock: Clock) => {
  const read = parseMoment(text, clock);
  return read.ok || read.reason !== "unreadable";
};

/** Words after which their topic is clear: “周五18:00截止”, “与个私协会联合主办”. */
function bySuffix(part: string, clock: Clock): Part | null {
  const hosts = WITH_OTHERS.exec(part)?.[1];
  if (hosts !== undefined) return { topic: "hosts", text: hosts, isSure: true };
  const [, one, other] = CLOSES.exec(part) ?? [];
  const closing = one ?? other;
  if (closing !== undefined) return { topic: "closing", text: closing, isSure: true };
  const outAt = GOES_OUT.exec(part)?.[1];
  return outAt !== undefined && isMoment(outAt, clock) ? { topic: "announceAt", text: outAt, isSure: true } : null;
}

function byLabel(part: string): Part | null {
  for (const { topic, pattern } of LABELS) {
    const text = part.replace(pattern, "");
    if (text !== part && text.trim() !== "") return { topic, text: text.trim(), isSure: true };
  }
  return null;
}

/** The first or the last day of a series, apart from its rhythm: “直到12月31日”, “from 5 Dec”. */
function byPeriod(part: string, clock: Clock): Part | null {
  const { rhythm, starts, ends } = rhythmWords(part, clock);
  if (rhythm !== "" || (starts !== null && ends !== null)) return null;
  return starts === null ? ends === null ? null : { topic: "ends", text: ends, isSure: true } : { topic: "starts", text: starts, isSure: true };
}

function byWords(part: string, clock: Clock): Part | null {
  const said = (topic: Topic, isSure = true): Part => ({ topic, text: part, isSure });
  if (modeNamed(part) !== null) return said("mode");
  if (typeNamed(part) !== null) return said("type");
  if (isAmountOfPlaces(part)) return said("places");
  if (isAmountOfGuests(part)) return said("guests");
  if (slotTexts(part, clock) !== null || isRhythm(part, clock)) return said("slots");
  if (isLink(part)) return said("place");
  if (AT.test(part)) return { topic: "place", text: part.replace(AT, ""), isSure: true };
  return isDayOnly(part, clock) ? said("slots", false) : null;
}

/** What this part speaks of; null where nothing tells. */
export function partOf(part: string, clock: Clock): Part | null {
  if (isAmountOfPlaces(part)) return { topic: "places", text: part, isSure: true };
  if (isAmountOfGuests(part)) return { topic: "guests", text: part, isSure: true };
  return byLabel(part) ?? bySuffix(part, clock) ?? byPeriod(part, clock) ?? byWords(part, clock);
}

const LOOKS_LIKE_TIME = /\d{1,2}\s*[:：.]\s*\d{2}(?!\d)|\d\s*[点點时]|[一二三四五六七八九十两]点|\d\s*[ap]\.?m\b/iu;

/** Something with an hour in it that could not be read as a time. */
export function looksLikeTime(part: string): boolean {
  return LOOKS_LIKE_TIME.test(part) || looksLikeRhythm(part);
}
