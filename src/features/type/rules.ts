import type { ActivityType, Mode } from "../activity/rules.ts";

/** What people call each type; the longer names come first where one holds another. */
const TYPE_WORDS: readonly (readonly [ActivityType, readonly string[]])[] = [
  ["general_meeting", ["支部党员大会", "党员大会", "支部大会", "全体大会", "全体会议", "全体会", "general meeting", "general assembly"]],
  ["committee_meeting", ["支部委员会", "支委会", "委员会会议", "committee meeting", "committee"]],
  ["group_meeting", ["党小组会", "小组会", "group meeting"]],
  ["lecture", ["微党课", "党课", "讲座", "宣讲", "lecture", "talk"]],
  ["theme_day", ["主题党日", "主题日", "党日", "theme day"]],
  ["training", ["培训", "学习班", "训练", "training", "workshop", "course"]],
  ["volunteer", ["志愿服务", "志愿", "义工", "公益", "voluntary service", "volunteering", "volunteers", "volunteer"]],
  ["care", ["关爱活动", "关爱", "关怀", "慰问", "送清凉", "送温暖", "care activity", "care"]],
  ["joint_activity", ["联建活动", "联建共建", "联建", "共建", "联合活动", "joint activity", "joint"]],
  ["other", ["其他", "其它", "活动", "other", "activity"]],
];

const MODE_WORDS: readonly (readonly [Mode, readonly string[]])[] = [
  ["hybrid", ["线上线下", "线上+线下", "线上和线下", "线下线上", "线上线下结合", "线上线下同步", "hybrid", "online and on site", "on site and online"]],
  ["online", ["线上", "网上", "在线", "视频会议", "online"]],
  ["onsite", ["线下", "现场", "当面", "on site", "onsite", "on-site", "in person", "offline"]],
  ["async", ["随到随学", "随时", "任何时间", "自行安排", "any time", "anytime", "async"]],
];

/** How long each lasts where no end was said, in minutes. */
const USUAL_MINUTES: Readonly<Record<ActivityType, number>> = {
  general_meeting: 120, committee_meeting: 60, group_meeting: 60, lecture: 60, theme_day: 120,
  training: 120, volunteer: 120, care: 60, joint_activity: 120, other: 120,
};

export function usualMinutes(type: ActivityType): number {
  return USUAL_MINUTES[type];
}

const plainWord = (text: string) => text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim();

function named<Name>(table: readonly (readonly [Name, readonly string[]])[], text: string): Name | null {
  const word = plainWord(text).replace(/[。.]$/, "");
  return table.find(([, words]) => words.includes(word))?.[0] ?? null;
}

/** The type that is named by this text and nothing more. */
export function typeNamed(text: string): ActivityType | null {
  return named(TYPE_WORDS, text);
}

export function modeNamed(text: string): Mode | null {
  return named(MODE_WORDS, text);
}

/** Where the word stands in the text as a word of its own, or -1. */
function placeOf(text: string, word: string): number {
  if (!/^[a-z]/.test(word)) return text.indexOf(word);
  return new RegExp(`(?<![a-z])${word}(?![a-z])`).exec(text)?.index ?? -1;
}

/** The type that a title speaks of first; a guess, so it is said and can be changed. */
export function typeOfTitle(title: string): ActivityType {
  const text = plainWord(title);
  const found = TYPE_WORDS.flatMap(([type, words]) => words.map((word) => ({ type, at: placeOf(text, word), length: word.length })))
    .filter(({ type, at }) => at >= 0 && type !== "other")
    .toSorted((a, b) => a.at - b.at || b.length - a.length);
  return found[0]?.type ?? "other";
}

const LINK = /https?:\/\/\S+|(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}\/\S*/giu;

/** What a place says about the mode: only a link is online, a link beside other words is both. */
export function modeOfPlace(place: string | null): Mode {
  if (place === null) return "onsite";
  const rest = place.replaceAll(LINK, "");
  if (rest === place) return "onsite";
  return /[\p{L}\p{N}]/u.test(rest) ? "hybrid" : "online";
}

/** Whether it is a link and nothing more. */
export function isLink(text: string): boolean {
  return text.trim() !== "" && text.trim().replaceAll(LINK, "") === "";
}
