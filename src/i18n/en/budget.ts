import type { Messages } from "../messages.ts";

export const budget: Messages["budget"] = {
  heading: "🔔 Reminders (only for you)",
  station: (name, state) => `${name}: ${state}`,
  stationButton: (name, state) => `🔔 ${name}: ${state}`,
  on: "on",
  off: "off",
  none: "None",
  unlimited: "No limit",
  chosen: (word) => `✓ ${word}`,
  atMost: (limit, sent) => `At most ${limit} within 7 days, all stations together; ${sent} in the last 7 days.`,
  anyNumber: (sent) => `No limit; ${sent} in the last 7 days.`,
  noneAtAll: "You get no reminders at all now.",
  quiet: "Quiet from 21:30 to 08:00.",
  quietWithMeals: "Quiet from 21:30 to 08:00 and at meal times (11:00–13:30, 17:00–20:00).",
  notCounted: "News of a move, a cancellation or a free place does not count.",
  mealsOn: "🍚 Quiet at meal times too",
  mealsOff: "🍚 Meal times are fine",
  changed: "✅ Changed.",
  refusals: {
    unclear: "Please write 0, 3, 5, 10 or “no limit”, for example: /reminders 3. For quiet meal times: /reminders meals quiet.",
    notJoined: "You have not joined any station, so you get no reminders. To join, press the Join button in the group.",
  },
};
