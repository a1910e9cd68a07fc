import type { Messages } from "../messages.ts";

export const agenda: Messages["agenda"] = {
  open: (count) => `📣 Activities that you can join: ${count}`,
  none: "There is nothing to join just now. What is new is announced in the group.",
  mine: (count) => `📋 My activities: ${count}`,
  noneMine: "You have not joined any activity yet.",
  ofStation: (title, station) => `${title} (${station})`,
  page: (page, pages) => `Page ${page} of ${pages}`,
  reply: {
    held: (guests) => guests > 0 ? `✅ Going, with ${guests} more` : "✅ Going",
    waiting: (position) => `⏳ On the waiting list, number ${position}`,
    offered: (until) => `🎟 A place is kept for you; please answer by ${until}`,
    maybe: "🤔 Maybe",
  },
  button: {
    going: (number) => `${number} ✅ I'm going`,
    slot: (number, label) => `${number} ✅ ${label}`,
    maybe: (number) => `${number} 🤔 Maybe`,
    no: (number) => `${number} ✖️ Not going`,
    leave: (number) => `${number} ✖️ Stop waiting`,
    file: (number) => `${number} 📅`,
    join: (number, title) => `${number} Join and reply: ${title}`,
    previous: "« Previous",
    next: "Next »",
    refresh: "🔄 Refresh",
    open: (count) => `📣 To join (${count})`,
    mine: (count) => `📋 My activities (${count})`,
  },
};
