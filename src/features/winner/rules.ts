import { NEW_DRAFT, type Draft } from "../draft/rules.ts";
import { slotQuestion } from "../field/rules.ts";
import { formatWhen, labelOf, type Option } from "../option/rules.ts";
import { cleanTitle, isTitleTooLong } from "../rollcall/rules.ts";
import { readSlots } from "../slot/rules.ts";

/** The button that makes an announcement of an option that won. */
export const winnerData = (pollId: number, position: number) => `winner:${pollId}:${position}`;

interface Won {
  readonly question: string;
  readonly option: Pick<Option, "text" | "when">;
  readonly chatIds: readonly number[];
}

/** A title as an activity may have it; null where the draft had better ask for one. */
function titleOf(text: string): string | null {
  const title = cleanTitle(text);
  return title === null || isTitleTooLong(title) ? null : title;
}

/**
 * A draft from what won, for the same groups: of a date poll the question and its slot, else the answer itself as the title.
 * A day without hours, or a time that has passed meanwhile, is asked about there.
 */
export function winnerDraft({ question, option, chatIds }: Won, said: { zone: string; locale: "zh-CN" | "en"; now: Date }): Draft {
  const { when } = option;
  const clock = { now: said.now, zone: said.zone };
  const title = titleOf(when === null ? labelOf(option, said) : question);
  const draft = (slots: Draft["sketch"]["slots"], questions: Draft["questions"]): Draft =>
    ({ ...NEW_DRAFT, chatIds, sketch: { ...NEW_DRAFT.sketch, title, slots }, questions });
  if (when === null) return draft([], []);
  if ("startsAt" in when && when.startsAt > said.now.getTime()) {
    return draft([{ label: null, startsAt: new Date(when.startsAt), endsAt: when.endsAt === null ? null : new Date(when.endsAt) }], []);
  }
  const { doubt } = readSlots([{ label: null, text: formatWhen(when, said) }], clock);
  return draft([], doubt ? [slotQuestion(doubt)] : []);
}
