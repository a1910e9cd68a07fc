import type { Messages } from "../messages.ts";

export const digestplan: Messages["digestplan"] = {
  heading: (station) => `Weekly digests of “${station}”:`,
  line: (group, when) => `· ${group}: ${when}`,
  when: (weekday, time) => `${weekday} ${time}`,
  off: "off",
  noGroups: "No group is linked yet. /chat links one.",
  tap: "Tap a group to change its day, hour or language, or to turn it off. /digest now shows you the digest of last week.",
  here: "📊 Weekly digest of this group",
  of: (group) => `📊 Weekly digest of “${group}”`,
  on: (weekday, time, zone) => `Every ${weekday} at ${time} (${zone}), of the last whole week, Monday to Sunday.`,
  language: (language) => `Language: ${language}`,
  languages: { "zh-CN": "Chinese", en: "English" },
  next: (at) => `Next: ${at}`,
  isOff: "It is off. To have it again, send /digest on.",
  resting: "⏸ I may not write in this group, so the digest rests; it goes on by itself once I may.",
  changed: "✅ Changed.",
  comesNow: "The digest of last week comes now.",
  button: { chosen: (text) => `✓ ${text}`, turnOff: "Turn it off", turnOn: "Turn it on", preview: "Preview", back: "Back" },
  usage: "You can write, in the group:\n/digest Mon 09:00 – change the time\n/digest here – post it in this topic\n/digest lang en – change the language\n/digest off – no digest any more\n/digest on – have it again\n/digest now – see it in private first\nButtons are in our private chat: /digest",
  doubts: {
    unclear: "I did not understand that. Please write a weekday and a time, for example: /digest Mon 09:00",
    noSuchHour: "There is no such time. Please write one from 00:00 to 23:59, for example: /digest Mon 09:00",
    noSuchLanguage: "Please write zh or en, for example: /digest lang zh",
    whichHour: (hours) => `Is it ${hours.join(" or ")}? Please write it on the 24-hour clock, for example: /digest Fri ${hours.at(-1) ?? "17:00"}`,
  },
  refusals: {
    notForYou: "Not found, or not yours to use.",
    whichGroup: "Please send this line in that group; or send /digest here, press the group's name and change it by buttons.",
    noTopics: "This group has no topics, so there is nothing to set.",
  },
};
