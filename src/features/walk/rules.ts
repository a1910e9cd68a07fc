import { oneLine } from "../line/rules.ts";
import { isGone, type Answers } from "../survey/rules.ts";

export const STEPS = ["status", "members", "willing", "secretary", "reason"] as const;
export type Step = (typeof STEPS)[number];

/** What each button of a step answers; null says nothing about it. */
export const CHOICES = {
  status: ["active", "dormant", "closed", "moved_out", "not_found"],
  members: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "unknown"],
  willing: ["yes", "undecided", "no"],
  secretary: ["yes", "no", "unknown"],
  reason: ["too_few_members", "no_secretary", "unwilling", "new", "other", "unknown"],
} as const satisfies Record<Step, readonly string[]>;

const pick = <Value extends string>(values: readonly Value[], text: string): Value | undefined => values.find((value) => value === text);

/** Adds the answer of a button or of a typed number; null where it is none for this step. */
export function answered(answers: Answers, step: Step, text: string): Answers | null {
  if (step === "members") {
    const said = text.normalize("NFKC").trim();
    if (said === "unknown") return { ...answers, fullMembers: null };
    return /^\d{1,5}$/.test(said) ? { ...answers, fullMembers: Number(said) } : null;
  }
  if (text === "unknown") return step === "secretary" || step === "reason" ? answers : null;
  if (step === "status") return filled(answers, "foundStatus", pick(CHOICES.status, text));
  if (step === "willing") return filled(answers, "willing", pick(CHOICES.willing, text));
  if (step === "secretary") return text === "yes" || text === "no" ? { ...answers, hasSecretaryCandidate: text === "yes" } : null;
  return filled(answers, "notFormedReason", pick(["too_few_members", "no_secretary", "unwilling", "new", "other"] as const, text));
}

function filled<Key extends keyof Answers>(answers: Answers, key: Key, value: Answers[Key] | undefined): Answers | null {
  return value === undefined ? null : { ...answers, [key]: value };
}

/** What is asked next; null when all that matters is known. Nobody there: no candidate; an organization there: no reason why not. */
export function stepAfter(step: Step, answers: Answers, isCovered: boolean): Step | null {
  if (step === "status") return isGone(answers.foundStatus) ? null : "members";
  if (step === "members") return "willing";
  if (step === "willing" && answers.willing !== "no" && answers.fullMembers !== 0) return "secretary";
  if (step === "reason" || isCovered || answers.willing === "no") return null;
  return "reason";
}

/** What follows from the answers without asking. */
export function concluded(answers: Answers, isCovered: boolean): Answers {
  return answers.willing === "no" && !isCovered && answers.notFormedReason === null ? { ...answers, notFormedReason: "unwilling" } : answers;
}

/** Reads what follows /survey: nothing, everything that is due, or one word that names an area or a unit. */
export function readWalkWord(rest: string): { readonly word: string | null; readonly isAll: boolean } {
  const said = oneLine(rest.normalize("NFKC"));
  if (said === "") return { word: null, isAll: false };
  if (/^(?:all|everything|全部|所有)$/iu.test(said)) return { word: null, isAll: true };
  return { word: said.replace(/^area\s+/iu, "").replace(/\s*(?:片区|网格|area)$/iu, "").trim() || said, isAll: false };
}
