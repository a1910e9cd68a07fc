import type { Messages } from "../messages.ts";

export const handover: Messages["handover"] = {
  ask: (title, handedTo, open) => `Hand “${title}” to somebody who helps? Only this activity, no other right.${handedTo > 0 ? `\n${handedTo} ${handedTo === 1 ? "person helps" : "people help"} now.` : ""}${open > 0 ? `\n${open} ${open === 1 ? "link is" : "links are"} not used yet.` : ""}`,
  which: "Which activity is to be handed over?",
  rights: { manage: "manage this activity", attendance: "take its attendance only" },
  link: (title, right, link) => `Pass this link on to the one you ask for help: “${title}”, to ${right}. It is good for 24 hours and works once, when they accept.\n\n${link}`,
  offer: (station, title, right) =>
    `“${station}” asks you to help with “${title}”: to ${right}.\n\nIf you accept, this is kept: your Telegram account (encrypted), your language and this right. You must be 18 or over. If not, nothing is kept.`,
  accepted: (title, right) => `✅ Thank you! “${title}”: you can ${right}.`,
  ended: "Taken back. Links that nobody used have ended too.",
  button: { manage: "The whole activity", attendance: "Attendance only", end: "Take it back from all", open: "Open the activity" },
  refusals: {
    notForYou: "This activity was not found, or you cannot hand it over.",
    nothingOpen: "No activity is in your hands now. Start one: /announce",
    ended: "This activity is over or cancelled.",
    offerGone: "This link has ended or was used. If needed, ask for another one.",
  },
};
