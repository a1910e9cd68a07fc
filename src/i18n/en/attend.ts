import type { Messages } from "../messages.ts";

export const attend: Messages["attend"] = {
  here: "✅ I'm here",
  did: "✅ I took part",
  came: ({ came, counted, until }) => `✅ ${came} checked in${counted > 0 ? ` · ${counted} more counted by the organizer` : ""}\n⏰ Check-in closes at ${until}`,
  voluntary: "Checking in is voluntary; only the count is shown, and nothing is kept of people who do not tap.",
  opened: (title, until) =>
    `✅ Check-in for “${title}” is open until ${until}. People just tap the button in the group; you can hang up the door code, and count those without a phone.`,
  count: "👥 Count people",
  early: (time) => `Check-in opens at ${time}; just tap again then.`,
  late: (time) => `Check-in closed at ${time}, so this was not counted. No harm done, see you next time!`,
  refusals: {
    gone: "This activity was not found.",
    cancelled: "This activity is cancelled; there is nothing to check in to.",
  },
};
