import { graphemesOf, oneLine } from "../line/rules.ts";

/** Longer names do not fit into one line of a phone beside a word or two. */
export const MAX_NAME_LENGTH = 60;

/** A name as others may see it: no control or direction signs, single spaces, at most so many graphemes. */
export function cleanName(text: string, maxLength = MAX_NAME_LENGTH): string {
  return graphemesOf(oneLine(text)).slice(0, maxLength).join("").trim();
}

export type StationCommand =
  | { readonly verb: "show" }
  | { readonly verb: "name" | "zone" | "lang"; readonly value: string }
  | { readonly verb: "unclear" };

const VERBS = new Map<string, "name" | "zone" | "lang">(Object.entries({
  name: "name", 名称: "name", 名字: "name", zone: "zone", timezone: "zone", 时区: "zone", lang: "lang", language: "lang", 语言: "lang",
}));

/** Reads what follows /station. */
export function parseStationCommand(rest: string): StationCommand {
  if (rest === "") return { verb: "show" };
  const [, word = "", value = ""] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
  const verb = VERBS.get(word.toLowerCase());
  return verb === undefined ? { verb: "unclear" } : { verb, value };
}

const LANGUAGES = new Map<string, "zh-CN" | "en">(Object.entries({
  zh: "zh-CN", "zh-cn": "zh-CN", chinese: "zh-CN", 中文: "zh-CN", 汉语: "zh-CN", en: "en", english: "en", 英文: "en", 英语: "en",
}));

export function parseLanguage(text: string): "zh-CN" | "en" | null {
  return LANGUAGES.get(text.trim().toLowerCase()) ?? null;
}

/** The answers that a roll call may offer besides "here". */
export interface Offers {
  readonly onWay: boolean;
  readonly notToday: boolean;
}
