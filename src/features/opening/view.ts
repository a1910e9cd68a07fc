import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { clockOf, type Saying } from "../attend/rules.ts";
import { doorOfActivity } from "../door/rules.ts";
import { countPageData } from "../headcount/rules.ts";

/** What whoever takes the attendance needs at the door. */
export function openedMessage(t: Messages, about: { id: number; title: string }, closesAt: Date, saying: Saying): Outgoing {
  return {
    text: t.attend.opened(about.title, clockOf(closesAt, saying)),
    buttons: [[{ text: t.door.button, data: doorOfActivity(about.id) }], [{ text: t.attend.count, data: countPageData(about.id) }]],
  };
}
