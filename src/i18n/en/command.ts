import type { Messages } from "../messages.ts";

export const command: Messages["command"] = {
  start: "Start here",
  help: "What can be done here",
  join: "Join, voluntarily, purpose by purpose",
  checkin: "Check in: I'm here",
  rollcall: "Open a roll call that takes one tap",
  reminders: "Reminders: how many, and when not",
  why: "Why I wait, and when it is my turn",
  mydata: "See the data about me",
  privacy: "How privacy works here",
  leave: "Leave this station",
  forgetme: "Erase all my data",
  lang: "选择语言 / Language",
  setup: "Set the bot up in this group",
  station: "Choose or set up a station",
  chat: "Look after the groups",
  role: "Look after the roles",
  reach: "How many people can be reached (counts only)",
  audit: "See the audit trail",
  cancel: "Stop what you are filling in",
};
