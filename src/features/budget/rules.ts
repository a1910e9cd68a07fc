const WEEK_MS = 7 * 24 * 3_600_000;

/** A limit that stands for none at all. */
export const UNLIMITED = 1000;
/** The limits of a week that somebody may choose. */
export const LIMITS = [0, 3, 5, 10, UNLIMITED] as const;
const USUAL_LIMIT = 5;

/** From when on messages count against the limit. */
export function countedSince(now: Date): Date {
  return new Date(now.getTime() - WEEK_MS);
}

/** Whether one more message that nobody asked for may go out now; `pings` are those of this person, at all stations. */
export function isWithinLimit(pings: readonly Date[], limit: number, now: Date): boolean {
  const since = countedSince(now);
  return limit >= UNLIMITED || pings.filter((at) => at > since).length < limit;
}

export type Wish = { readonly limit: number } | { readonly quietAtMeals: boolean };

const LIMIT_WORDS = new Map<string, number>([
  ...["off", "none", "no", "stop", "关", "关闭", "不要", "不用", "停"].map((word) => [word, 0] as const),
  ...["on", "usual", "开", "打开", "开启", "默认"].map((word) => [word, USUAL_LIMIT] as const),
  ...["unlimited", "no limit", "all", "不限", "不限制", "全部"].map((word) => [word, UNLIMITED] as const),
]);
const MEAL_WORDS = /^(?:meals?|mealtimes?|meal times|饭点|送餐|吃饭)(?:时间)?\s*(on|off|quiet|loud|开|关|安静|免打扰|不扰|恢复)$/;

/** What follows /reminders, if it is understood: a limit, or whether meal times are quiet. */
export function parseWish(text: string): Wish | null {
  const said = text.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/g, " ");
  const meals = MEAL_WORDS.exec(said);
  if (meals) return { quietAtMeals: !["off", "loud", "关", "恢复"].includes(meals[1] ?? "") };
  const number = /^(\d{1,3}) ?(?:条|次|a week|per week|\/ ?week)?$/.exec(said);
  const limit = number ? Number(number[1]) : LIMIT_WORDS.get(said);
  return limit !== undefined && isLimit(limit) ? { limit } : null;
}

export function isLimit(limit: number): boolean {
  return (LIMITS as readonly number[]).includes(limit);
}
