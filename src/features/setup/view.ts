import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { kindData } from "../chat/rules.ts";
import type { ChatKind } from "./actions.ts";
import type { SetupCommand } from "./rules.ts";
import { startLink } from "../link/rules.ts";

export const SETUP_DATA = /^setup:([\w-]{22})$/;

export function askMessage(t: Messages, command: SetupCommand, name: string, code: string): Outgoing {
  return {
    text: command.verb === "link" ? t.station.setup.askLink : t.station.setup.ask(name),
    buttons: [[{ text: t.station.setup.button, data: `setup:${code}` }]],
  };
}

interface Linked {
  readonly stationId: number;
  readonly stationName: string;
  readonly chatId: number;
  readonly kind: ChatKind;
}

/** Who leads is not named; one step comes next. */
export function foundedMessage(t: Messages, linked: Linked, botUsername: string): Outgoing {
  const { stationName, kind } = linked;
  return {
    text: t.station.setup.founded(stationName, t.chat.kinds[kind]),
    buttons: [
      [{ text: t.station.setup.openPrivate, url: startLink(botUsername) }],
      [{ text: t.station.setup.toMember, data: kindData(linked, "member") }],
    ],
  };
}

export function linkedMessage(t: Messages, linked: Linked): Outgoing {
  const { stationName, kind } = linked;
  const other = kind === "member"
    ? { text: t.station.setup.toOrganizer, data: kindData(linked, "organizer") }
    : { text: t.station.setup.toMember, data: kindData(linked, "member") };
  return { text: t.station.setup.linked(stationName, t.chat.kinds[kind]), buttons: [[other]] };
}
