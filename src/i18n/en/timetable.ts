import type { Messages } from "../messages.ts";

export const timetable: Messages["timetable"] = {
  none: "There is no series yet. To begin one, write a time that recurs, for example:\n/announce Reading group | every Sat 3-5pm | until 31 Dec | Community centre",
  list: "Series:",
  until: (day) => `until ${day}`,
  ahead: (days, time, chats) => `📣 announced ${days === 0 ? "on its day" : days === 1 ? "1 day before" : `${days} days before`} at ${time}, in ${chats === 1 ? "1 group" : `${chats} groups`}`,
  ended: "⏹ Ended; no new ones are announced.",
  standing: (people) => `🔁 ${people} come every time`,
  next: "Coming up:",
  announced: (day) => `${day}, announced`,
  cancelled: (day) => `${day}, cancelled`,
  skipped: (days) => `Skipped: ${days.join(", ")}`,
  reallyEnd: (title) => `End the series “${title}”? No new ones will be announced; those that are out stay, and can be cancelled from their card.`,
  alreadyOut: "This one is announced already and cannot be skipped. Cancel it, and those who replied are told.",
  which: "Which one is to be skipped?",
  whichDate: "Please write the date, for example: /announce skip 5 Dec",
  button: {
    skip: (day) => `⏭ Skip ${day}`,
    restore: (day) => `↩️ Put back ${day}`,
    card: (day) => `📣 ${day}`,
    ahead: (days) => days === 1 ? "1 day before" : `${days} days`,
    end: "⏹ End the series",
    reallyEnd: "⏹ Yes, end it",
    back: "« Back",
    cancel: "❌ Cancel this one",
    list: (count) => `🔁 Series (${count})`,
  },
  refusals: {
    notForYou: "There is no such series, or it is not yours to change.",
    noSuchDate: "None of your series is on that day; nothing was changed.",
  },
};
