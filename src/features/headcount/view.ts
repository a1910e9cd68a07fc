import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { unitsLine } from "../unitcount/rules.ts";
import type { Countable, CountedFacts } from "./actions.ts";
import { countAskData, countData, countPageData, MOST_COUNTED } from "./rules.ts";

export const COUNT_DATA = /^headcount:(\d{1,15}):(\d{1,5})$/;
export const COUNT_PAGE_DATA = /^headcount:(\d{1,15}):page$/;
export const COUNT_ASK_DATA = /^headcount:(\d{1,15}):ask$/;

type Shown = Pick<CountedFacts, "id" | "title" | "came" | "finalCame" | "headCount" | "unitsCounted">;

const STEPS = [1, 5] as const;

/** How many there are, and buttons to say how many more. */
export function countMessage(t: Messages, { id, title, came, finalCame, headCount, unitsCounted }: Shown): Outgoing {
  const more: Button[] = STEPS.filter((step) => headCount + step <= MOST_COUNTED)
    .map((step) => ({ text: `+${step}`, data: countData(id, headCount + step) }));
  return {
    text: [t.headcount.state({ title, came: finalCame ?? came, counted: headCount }), ...unitsLine(t, unitsCounted), t.headcount.hint].join("\n"),
    buttons: [[...more, { text: t.headcount.button.other, data: countAskData(id) }]],
  };
}

export function countedText(t: Messages, { title, headCount }: Shown): string {
  return t.headcount.counted(title, headCount);
}

/** Which of several is meant; the number that was written is carried along. */
export function whichMessage(t: Messages, countable: readonly Countable[], count: number | null): Outgoing {
  return {
    text: t.headcount.which,
    buttons: countable.map(({ id, title }) => [{ text: `👥 ${shortTitle(title)}`, data: count === null ? countPageData(id) : countData(id, count) }]),
  };
}

export const askMessage = (t: Messages, title: string): Outgoing => ({ text: t.headcount.ask(title) });
