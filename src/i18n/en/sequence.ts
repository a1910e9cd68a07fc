import type { Messages } from "../messages.ts";

export const sequence: Messages["sequence"] = {
  heading: (title) => `🔔 Reminders of “${title}”`,
  explained: "Tap to turn one on or off. Private reminders go only to people who want them; each decides how many.",
  steps: {
    decide: "Day before, 11:00: maybes decide",
    day_before: "Day before, 11:00: those going confirm",
    same_day: "On the day, 08:00",
    half_hour: "Half an hour before",
    group: "Day before, 18:00: once in the groups",
  },
  nudge: "🙋 Remind who has not answered",
  nudged: (moment) => `🙋 Those who had not answered were reminded once, on ${moment}.`,
  which: "Reminders of which activity?",
  refusals: {
    notForYou: "This activity was not found, or it is not in your hands.",
    ended: "This activity is over or cancelled; nothing more will be sent.",
    nothingOpen: "No activity is in your hands now. Start one: /announce",
    unclear: "Please say which: maybe, day before, same day, half hour, group, with commas between; or all, or none. For example: /announce remind day before, half hour",
  },
};
