import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { checkinData, joinParameter } from "../checkin/rules.ts";
import { startLink } from "../link/rules.ts";
import { endedAt } from "../rollcall/rules.ts";
import { formatMomentInZone } from "../time/rules.ts";
import type { BoardFacts } from "./actions.ts";

/** What a board says; where it hangs is not its business. */
type BoardShown = Omit<BoardFacts, "messageId" | "telegramChatId" | "threadId">;

function buttons(t: Messages, shown: BoardShown, botUsername: string): Button[][] {
  const { rollCallId: id } = shown;
  const other: Button[] = [];
  if (shown.offersOnWay) other.push({ text: t.rollcall.board.onWayButton, data: checkinData(id, "way") });
  if (shown.offersNotToday) other.push({ text: t.rollcall.board.notTodayButton, data: checkinData(id, "not") });
  const join = startLink(botUsername, joinParameter(shown.stationId, shown.joinCode, id));
  return [[{ text: t.rollcall.board.hereButton, data: checkinData(id, "here") }], other, [{ text: t.rollcall.board.joinButton, url: join }]];
}

function closedMessage(t: Messages, shown: BoardShown, now: Date): Outgoing {
  const lines = [
    `📋 ${shown.title}`,
    t.rollcall.board.closed(shown.headCount ?? shown.here),
    t.rollcall.board.closedAt(formatMomentInZone(endedAt(shown), shown.timeZone, shown.locale, now)),
  ];
  return { text: lines.join("\n"), buttons: [] };
}

/**
 * The board as a group sees it: counts only, when it closes, and that it is voluntary. Small counts are shown as they are:
 * those counted chose to be, before this very group; hiding small numbers is for figures about members that leave it.
 */
export function boardMessage(t: Messages, shown: BoardShown, io: { now: Date; botUsername: string }): Outgoing {
  if (shown.closedAt !== null) return closedMessage(t, shown, io.now);
  const lines = [
    `📋 ${shown.title}`,
    t.rollcall.board.here(shown.here),
    ...(shown.offersOnWay ? [t.rollcall.board.onWay(shown.onWay)] : []),
    t.rollcall.board.closesAt(formatMomentInZone(shown.closesAt, shown.timeZone, shown.locale, io.now)),
    "",
    t.rollcall.board.voluntary,
  ];
  return { text: lines.join("\n"), buttons: buttons(t, shown, io.botUsername) };
}
