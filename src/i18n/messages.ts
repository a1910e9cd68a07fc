import type { Locale } from "../context.ts";
import { en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";

/** Chinese is the contract: what it says, English must say too, or it does not compile. */
export type Messages = typeof zhCN;

const CATALOGUE = { "zh-CN": zhCN, en } satisfies Record<Locale, Messages>;

export function messages(locale: Locale): Messages {
  return CATALOGUE[locale];
}

/** The language of somebody who has not chosen one, from what their Telegram says. */
export function localeOf(languageCode: string | null, fallback: Locale): Locale {
  if (languageCode === null) return fallback;
  return languageCode.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}
