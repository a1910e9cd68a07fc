import type { Controller, Locale, Outgoing } from "../../context.ts";
import { messages, type Messages } from "../../i18n/messages.ts";
import type { CommandName } from "../command/rules.ts";
import { menuCommands, type MenuScope } from "./rules.ts";
import { addToGroupLink, startLink } from "../link/rules.ts";

export const LANG_DATA = /^lang:(zh-CN|en|follow)$/;

const linesOf = (t: Messages, names: readonly CommandName[]) => names.map((name) => t.help.line(name, t.command[name]));

/** `newcomerOf` is the bot's name, for somebody who belongs to no station yet. */
export function helpMessage(t: Messages, names: readonly CommandName[], more: { isWelcome: boolean; linkNext: boolean; newcomerOf: string | null }): Outgoing {
  const blocks = [
    ...(more.isWelcome ? [t.help.welcome] : []),
    ...(more.newcomerOf === null ? [] : [t.help.newcomer]),
    ...(more.linkNext ? [t.help.linkNext] : []),
    [t.help.title, ...linesOf(t, names)].join("\n"),
    ...(more.isWelcome ? [] : [t.help.words]),
  ];
  const text = blocks.join("\n\n");
  if (more.newcomerOf === null) return { text };
  return { text, buttons: [[{ text: t.station.addToGroup, url: addToGroupLink(more.newcomerOf) }]] };
}

export function groupHelpMessage(t: Messages, names: readonly CommandName[], botUsername: string): Outgoing {
  return {
    text: linesOf(t, names).join("\n"),
    buttons: [[{ text: t.help.openPrivate, url: startLink(botUsername) }]],
  };
}

export function privacyMessage(t: Messages, controller: Controller): Outgoing {
  return { text: t.help.privacy(controller.name, controller.contact) };
}

export function groupPrivacyMessage(t: Messages, botUsername: string): Outgoing {
  return {
    text: t.help.privacyInGroup,
    buttons: [[{ text: t.help.readPrivacy, url: startLink(botUsername, "privacy") }]],
  };
}

export function langMessage(t: Messages): Outgoing {
  return {
    text: t.help.lang.ask,
    buttons: [
      [{ text: "中文", data: "lang:zh-CN" }, { text: "English", data: "lang:en" }],
      [{ text: t.help.lang.follow, data: "lang:follow" }],
    ],
  };
}

/** Said in the language that was chosen. */
export function chosenMessage(locale: Locale): Outgoing {
  return { text: messages(locale).help.lang.chosen[locale] };
}

export function followedMessage(locale: Locale): Outgoing {
  return { text: messages(locale).help.lang.followed };
}

export function menuOf(scope: MenuScope, locale: Locale): { command: string; description: string }[] {
  return menuCommands(scope).map((name) => ({ command: name, description: messages(locale).command[name] }));
}
