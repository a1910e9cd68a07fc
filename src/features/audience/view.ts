import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { doneData } from "../announce/rules.ts";
import type { DraftShown } from "../draft/actions.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { audienceData, groupData, GROUPS_PER_PAGE, targetsOf, wholeData } from "./rules.ts";

export const AUDIENCE_DATA = /^audience:page:([\w-]{8}):(\d{1,4})$/;
export const GROUP_DATA = /^audience:group:([\w-]{8}):(\d{1,15}):(\d{1,4})$/;
export const WHOLE_DATA = /^audience:(all|none):([\w-]{8})$/;

function pageButtons(code: string, page: number, pages: number): Button[] {
  return [
    ...(page > 0 ? [{ text: "◀️", data: audienceData(code, page - 1) }] : []),
    ...(page + 1 < pages ? [{ text: "▶️", data: audienceData(code, page + 1) }] : []),
  ];
}

/** Which groups an announcement goes to; a tap takes one in or out. */
export function audienceMessage(t: Messages, shown: DraftShown, wanted: number): Outgoing {
  const reachable = shown.groups.filter(({ isReachable }) => isReachable);
  const chosen = targetsOf(shown.draft, shown.groups).map(({ id }) => id);
  const pages = Math.max(1, Math.ceil(reachable.length / GROUPS_PER_PAGE));
  const page = Math.min(wanted, pages - 1);
  const groups = reachable.slice(page * GROUPS_PER_PAGE, (page + 1) * GROUPS_PER_PAGE).map(({ id, title }): Button[] => [
    { text: `${chosen.includes(id) ? "✅" : "⬜"} ${shortTitle(title)}`, data: groupData(shown.code, id, page) },
  ]);
  return {
    text: t.audience.ask(chosen.length, reachable.length),
    buttons: [
      ...groups, pageButtons(shown.code, page, pages),
      [{ text: t.audience.all, data: wholeData(shown.code, "all") }, { text: t.audience.none, data: wholeData(shown.code, "none") }],
      [{ text: t.audience.done, data: doneData(shown.code) }],
    ],
  };
}
