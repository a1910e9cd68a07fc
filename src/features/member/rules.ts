import { CONSENT_VERSION, type ConsentVersion } from "../consent/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";

/** Capital letters and digits that nobody mistakes for another when read aloud or copied by hand. */
const CLEAR_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const ALIAS_LENGTH = { min: 2, max: 24 };
/** Seven digits are already somebody's telephone number in a small town. */
const DIGITS_OF_A_NUMBER = 7;

/** The four signs of a default alias, drawn by `draw`, which gives a whole number from 0 up to below its argument. */
export function aliasCode(draw: (below: number) => number): string {
  return Array.from({ length: 4 }, () => CLEAR_SIGNS[draw(CLEAR_SIGNS.length)]).join("");
}

/** Letters that look like nothing, and joiners: two aliases must not look the same. */
const LOOKS_LIKE_NOTHING = /[\p{Cn}\u200d\u115f\u1160\u3164\u2800]/gu;

/** A user name, an address or a link says who somebody is, and Telegram would make it tappable. */
const LOOKS_LIKE_CONTACT = /@|:\/\/|\bwww\.|\b(?:t|telegram)\.me\b|\.(?:com|cn|org|net|me)\b/iu;

/** The alias as it may be kept, or why not. */
export function readAlias(text: string): { ok: true; alias: string } | { ok: false; reason: "aliasLength" | "aliasPersonal" } {
  const alias = oneLine(text.slice(0, 200).normalize("NFKC").replaceAll(LOOKS_LIKE_NOTHING, ""));
  const length = graphemesOf(alias).length;
  if (length < ALIAS_LENGTH.min || length > ALIAS_LENGTH.max || !/[\p{L}\p{N}]/u.test(alias)) return { ok: false, reason: "aliasLength" };
  const digits = alias.match(/\p{Nd}/gu)?.length ?? 0;
  if (digits >= DIGITS_OF_A_NUMBER || LOOKS_LIKE_CONTACT.test(alias)) return { ok: false, reason: "aliasPersonal" };
  return { ok: true, alias };
}

/** Where somebody came from: the station, its code, and the roll call or activity whose board they tapped. */
export interface JoinPath {
  readonly stationId: number;
  readonly joinCode: string;
  readonly rollCallId: number | null;
  readonly activityId: number | null;
}

/** Reads the start parameter `join-<station>-<code>`, with `-<roll call>` or `-a<activity>` at its end; a code may hold hyphens itself. */
export function readJoinPath(parameter: string): JoinPath | null {
  const match = /^join-(\d{1,15})-([\w-]{22})(?:-(a?\d{1,15}))?$/.exec(parameter);
  return match?.[2] === undefined ? null : joinPath(match[1], match[2], match[3]);
}

function joinPath(stationId: string | undefined, joinCode: string, origin: string | undefined): JoinPath {
  const activityId = origin?.startsWith("a") ? Number(origin.slice(1)) : null;
  return { stationId: Number(stationId), joinCode, rollCallId: origin && activityId === null ? Number(origin) : null, activityId };
}

/** How far somebody is on their way in: `a` for "I am 18 or over", then y or n for each question in turn. */
export const JOIN_QUESTIONS = ["service", "attendance", "reminders", "alias"] as const;
export type JoinQuestion = (typeof JOIN_QUESTIONS)[number];

export interface JoinStep {
  readonly path: JoinPath;
  readonly version: ConsentVersion;
  readonly answers: string;
}

export const JOIN_DATA = /^join:(\w{1,4}):(\d{1,15}):([\w-]{22}):(a?\d{0,15}):(|a[yn]{0,4})$/;

export function writeJoinStep(step: JoinStep): string {
  const { stationId, joinCode, rollCallId, activityId } = step.path;
  const origin = activityId === null ? rollCallId ?? "" : `a${activityId}`;
  return `join:${step.version}:${stationId}:${joinCode}:${origin}:${step.answers}`;
}

/** Reads a tapped step; one that was asked under an older text starts anew under the present one. */
export function readJoinStep(match: readonly (string | undefined)[]): { step: JoinStep; isCurrent: boolean } {
  const [, version, stationId, joinCode = "", origin, answers = ""] = match;
  const isCurrent = version === CONSENT_VERSION;
  return { isCurrent, step: { version: CONSENT_VERSION, path: joinPath(stationId, joinCode, origin), answers: isCurrent ? answers : "" } };
}

/** The next question, "welcome" before the first, or what came of the answers. */
export function nextOf(answers: string): JoinQuestion | "welcome" | "declined" | "done" {
  if (answers === "") return "welcome";
  if (answers[1] === "n") return "declined";
  return JOIN_QUESTIONS[answers.length - 1] ?? "done";
}

export interface JoinAnswers {
  readonly attendance: boolean;
  readonly reminders: boolean;
  readonly aliasShown: boolean;
}

export function readAnswers(answers: string): JoinAnswers {
  return { attendance: answers[2] === "y", reminders: answers[3] === "y", aliasShown: answers[4] === "y" };
}
