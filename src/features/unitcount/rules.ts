import type { Messages } from "../../i18n/messages.ts";
import { readCount, type CountLine } from "../headcount/rules.ts";

/** The button that asks how many of a unit are at an activity. */
export const unitCountData = (activityId: number, unitId: number): string => `unitcount:page:${activityId}:${unitId}`;

/** “We are 5”, written in private without a command; null where it is about something else. */
export function readWeAre(text: string): CountLine | null {
  const plain = text.normalize("NFKC").trim();
  const said = /^(?:we\s+are|we're|there\s+are|我们(?:一共|共)?(?:来了|到了|有|是)?|本单位(?:来了|到了)?)\s*(\d{1,4}\s*(?:人|位|个人|people|of us)?)[.。!！]?$/iu.exec(plain)?.[1];
  return said === undefined ? null : readCount(said.replace(/\s*of us$/iu, ""));
}

/** What units have said, as organizers read it beside the check-ins; nothing where none has. */
export function unitsLine(t: Messages, { units, people }: { readonly units: number; readonly people: number }): string[] {
  return units === 0 ? [] : [t.unitcount.line(people, units)];
}
