export const RIGHTS = ["manage", "attendance"] as const;
export type Right = (typeof RIGHTS)[number];

const RIGHT_WORDS: readonly (readonly [Right, RegExp])[] = [
  ["attendance", /^(?:attendance(?: only)?|签到|只管签到|签到和清点)$/iu],
  ["manage", /^(?:all|everything|(?:the )?whole(?: activity)?|全部|整个活动|整个)$/iu],
];

/** Reads `hand over`, or `hand over attendance`, after /announce; without a right that is clear it is asked for. */
export function readHandLine(rest: string): { readonly right: Right | null } | null {
  const said = /^(hand(?: ?over)?|delegate|交给别人|转交|移交)(?:\s+([^|｜\n]*))?$/iu.exec(rest.trim());
  if (!said) return null;
  const [, verb = "", words = ""] = said;
  const right = RIGHT_WORDS.find(([, pattern]) => pattern.test(words.trim()))?.[0] ?? null;
  // “Delegate meeting” and “Hand sewing class” are titles.
  return right === null && words.trim() !== "" && !/^hand ?over$/iu.test(verb) ? null : { right };
}

/** What the button “hand over” carries. */
export const handData = (activityId: number): string => `handover:ask:${activityId}`;
