import type { LimitedRole, RoleLimit } from "../activity/rules.ts";
import { COUNT, numberFrom, readableText } from "../wording/rules.ts";

const MAX_PLACES = 9999;
/** More than a handful of guests is a group of its own. */
export const MAX_GUESTS = 5;

/** How many may come: in all, and of those who hold a role. */
export interface Places {
  readonly capacity: number | null;
  readonly limits: readonly RoleLimit[];
}

const ROLE_WORDS: readonly (readonly [LimitedRole, string])[] = [
  ["organizer", "组织员|organi[sz]ers?"],
  ["instructor", "(?:党建)?指导员|instructors?"],
  ["unit_contact", "单位联系人|unit contacts?"],
  ["member", "普通成员|成员|党员|其他人|members?"],
];
const ROLE = ROLE_WORDS.map(([, words]) => words).join("|");
const UNIT = "(?:个?名额|人|名|位|个|places?|people|persons?|seats?)";
const LABEL = "(?:名额|名額|人数|(?:人数)?(?:上限|限额|限|最多|不超过)|容量|places|capacity|seats|limit(?:ed to)?|max(?:imum)?|at most|up to)";

const AMOUNT = new RegExp(`^(?:(?<before>${ROLE}) ?:? ?)?(?<count>${COUNT}) ?(?:${UNIT}(?![a-z]))?(?: ?(?:of )?(?<after>${ROLE}))?(?: ?${UNIT}(?![a-z]))?$`, "u");
const LABELLED = new RegExp(`^${LABEL} ?:? ?(?=\\S)`, "u");
const BETWEEN = / ?[,、;+] ?| and |和|另/u;
const UNLIMITED = /^(?:(?:名额|人数) ?:? ?)?不限(?:名额|人数|制)?$|^(?:places ?:? ?|capacity ?:? ?)?(?:unlimited|no limit|any number)$/u;
const COUNTS_PEOPLE = new RegExp(`(?:${COUNT}) ?${UNIT}(?![a-z])`, "u");

const roleOf = (word: string | undefined) => ROLE_WORDS.find(([, words]) => new RegExp(`^(?:${words})$`, "u").test(word ?? ""))?.[0] ?? null;

/** “20，指导员 2”, “20 places, 2 instructors”; null where it is something else, or a number that cannot be. */
export function readPlaces(text: string): Places | null {
  const plain = readableText(text);
  if (plain === undefined) return null;
  if (UNLIMITED.test(plain)) return { capacity: null, limits: [] };
  const found = plain.replace(LABELLED, "").split(BETWEEN).filter(Boolean).map((piece) => AMOUNT.exec(piece)?.groups);
  const amounts = found.map((groups) => groups && { role: roleOf(groups["before"] ?? groups["after"]), places: numberFrom(groups["count"]) });
  const read = amounts.filter((each) => each !== undefined);
  const isOnce = new Set(read.map(({ role }) => role)).size === read.length;
  const fits = read.every(({ role, places }) => places >= (role === null ? 1 : 0) && places <= MAX_PLACES);
  if (read.length === 0 || read.length < amounts.length || !isOnce || !fits) return null;
  return {
    capacity: read.find(({ role }) => role === null)?.places ?? null,
    limits: read.flatMap(({ role, places }) => (role === null ? [] : [{ role, places }])),
  };
}

/** Whether a part speaks of places: by its label, or by counting people. */
export function isAmountOfPlaces(text: string): boolean {
  const plain = readableText(text);
  if (plain === undefined) return false;
  if (UNLIMITED.test(plain)) return true;
  const isLabelled = /^(?:名额|名額|places|capacity|seats)(?![a-z])|^(?:人数|容量) ?:/u.test(plain);
  return isLabelled || (readPlaces(plain) !== null && (LABELLED.test(plain) || COUNTS_PEOPLE.test(plain)));
}

const COMPANY = "(?:家属|家人|亲友|朋友|同伴|客人|嘉宾|孩子|guests?|friends?|others?)";
const GUESTS = [
  new RegExp(`^(?:每人)?(?:可以?|能|允许|最多)?(?:携带|带人|带|携伴?|同行) ?:? ?(?:${COMPANY} ?)?(?<count>${COUNT}) ?(?:人|名|位|个)?${COMPANY}?$`, "u"),
  new RegExp(`^(?:guests?|bring)(?: allowed)? ?:? ?(?:up to )?(?<count>${COUNT})(?: (?:${COMPANY}|people|each))*$`, "u"),
  new RegExp(`^(?:up to )?(?<count>${COUNT}) ${COMPANY}(?: each| per person| allowed)*$`, "u"),
  new RegExp(`^\\+ ?(?<count>${COUNT})(?: ?${COMPANY})?$`, "u"),
];
const ALONE = /^(?:不可以?|不能|谢绝|请勿)带人$|^不带人$|^no guests$|^guests ?:? ?(?:no|none)$/u;
const SOME = new RegExp(`^(?:可以?|能|允许|欢迎)?(?:携带|带|携)(?:人|伴|${COMPANY})$|^(?:guests|friends) (?:allowed|welcome)$`, "u");

/** How many others each may bring: a number, `howMany` where only that they may, null where it is something else. */
export function readGuests(text: string): number | "howMany" | null {
  const plain = readableText(text);
  if (plain === undefined) return null;
  if (ALONE.test(plain)) return 0;
  if (SOME.test(plain)) return "howMany";
  const count = GUESTS.map((pattern) => pattern.exec(plain)?.groups?.["count"]).find((each) => each !== undefined);
  const bare = /^\d+$/.test(plain) ? plain : undefined;
  const guests = numberFrom(count ?? bare);
  return Number.isNaN(guests) ? null : guests;
}

export function isAmountOfGuests(text: string): boolean {
  return !/^\s*\d+\s*$/.test(text) && readGuests(text) !== null;
}
