import type { Messages } from "../messages.ts";

export const station: Messages["station"] = {
  setup: {
    ask: (name) => `Start here, as station: ${name}\nAn admin of this group, please confirm with the button. Valid for 15 minutes.`,
    askLink: "Link this group to a station.\nThe station's lead (who must also be an admin here), please confirm with the button. Valid for 15 minutes.",
    button: "Confirm as myself",
    founded: (name, kind) => `✅ “${name}” is set up; this is its ${kind}.\n\nNext: open our private chat and send /chat link to link the member group.`,
    linked: (name, kind) => `✅ This group now belongs to “${name}”, as its ${kind}.`,
    linkedAlready: (name, kind) => `This group already belongs to “${name}”, as its ${kind}; nothing to do. The station lead can change that with /chat.`,
    openPrivate: "Open private chat",
    toMember: "Make it the member group",
    toOrganizer: "Make it the organizer group",
    done: "Done.",
    unnamed: "Station",
  },
  refusals: {
    notAdmin: "Only a current admin of this group can confirm.",
    tooOld: "This button has expired. Please send /setup again.",
    alreadyLinked: "This group is linked already.",
    codeGone: "This code is wrong, has expired, or is not for you. The station lead gets a new one with /chat link in our private chat.",
    notForYou: "Not found, or not yours to use.",
    noName: "Please add the new name, for example: /station name North Station",
    noSuchZone: "There is no such time zone. Please write it like Asia/Shanghai or Europe/Berlin.",
    noSuchLanguage: "You can choose: /station lang zh or /station lang en",
    unclear: "I did not understand that.",
  },
  none: "You do not belong to a station yet.\nTo join one: press Join in your group.\nTo start one: add me to your group and send /setup there.",
  addToGroup: "Add me to a group",
  mine: "Your stations:",
  current: (name) => `● ${name} (current)`,
  other: (name) => `○ ${name}`,
  pick: (name) => `Change to: ${name}`,
  picked: (name) => `Current station: ${name}`,
  settings: (name, zone, language) =>
    `Settings of “${name}”\nTime zone: ${zone}\nLanguage in groups: ${language}\n\nTo change them, send:\n/station name New name\n/station zone Europe/Berlin\n/station lang en`,
  language: { "zh-CN": "中文", en: "English" },
  toggle: {
    onWay: { on: "✅ “On my way” button: shown", off: "▫️ “On my way” button: not shown" },
    notToday: { on: "✅ “Not today” button: shown", off: "▫️ “Not today” button: not shown" },
  },
  toggled: "Saved; it counts from the next roll call.",
  changed: {
    name: (name) => `✅ New name: ${name}`,
    zone: (zone, name) => `✅ New time zone: ${zone} (${name})`,
    lang: { "zh-CN": "✅ I speak Chinese in the groups from now on.", en: "✅ I speak English in the groups from now on." },
  },
  usage: "You can use:\n/station – see and choose\n/station name New name\n/station zone Europe/Berlin\n/station lang en",
};
