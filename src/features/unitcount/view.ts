import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { shortTitle } from "../rollcall/rules.ts";
import type { UnitCount } from "./actions.ts";
import { unitCountData } from "./rules.ts";

export const PAGE_DATA = /^unitcount:page:(\d{1,15}):(\d{1,15})$/;
export const SET_DATA = /^unitcount:set:(\d{1,15}):(\d{1,15}):(\d{1,4})$/;
export const ASK_DATA = /^unitcount:ask:(\d{1,15}):(\d{1,15})$/;

/** What a small unit answers with one tap. */
const CHOICES = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 10]] as const;

/** How many of a unit are there, and buttons to say so; the number that stands is marked. */
export function unitCountMessage(t: Messages, { activityId, unitId, unitCode, title, count }: UnitCount): Outgoing {
  const choice = (number: number): Button => ({ text: number === count ? `✓ ${number}` : String(number), data: `unitcount:set:${activityId}:${unitId}:${number}` });
  return {
    text: [count === null ? t.unitcount.ask(unitCode, title) : t.unitcount.said(unitCode, title, count), t.unitcount.hint].join("\n"),
    buttons: [...CHOICES.map((row) => row.map(choice)), [{ text: t.headcount.button.other, data: `unitcount:ask:${activityId}:${unitId}` }]],
  };
}

export const saidText = (t: Messages, { unitCode, title, count }: UnitCount): string => t.unitcount.said(unitCode, title, count ?? 0);

/** Which of several is meant; a number that was written is carried along. */
export function whichMessage(t: Messages, open: readonly UnitCount[], count: number | null): Outgoing {
  return {
    text: t.unitcount.which,
    buttons: open.map(({ activityId, unitId, unitCode, title }) => [{
      text: `👥 ${unitCode} · ${shortTitle(title)}`, data: count === null ? unitCountData(activityId, unitId) : `unitcount:set:${activityId}:${unitId}:${count}`,
    }]),
  };
}

export const typeMessage = (t: Messages, { unitCode, title }: UnitCount): Outgoing => ({ text: t.unitcount.type(unitCode, title) });
