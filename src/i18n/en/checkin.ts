import type { Messages } from "../messages.ts";

export const checkin: Messages["checkin"] = {
  toasts: {
    here: "✅ You are counted. Thank you!",
    hereAlready: "You are counted already; once is enough.",
    on_way: "🚶 Noted: on your way. Tap “I'm here” when you arrive.",
    on_wayAlready: "Already noted: on your way.",
    takenBack: "All right, taken back. Nothing is kept.",
    nothingToTakeBack: "All right. Nothing is recorded.",
  },
  counted: (title) => `✅ You are counted: “${title}”. Thank you!`,
  countedAlready: (title) => `You are counted already in “${title}”; once is enough.`,
  late: (time) => `The roll call closed at ${time}, so this was not counted. No harm done, see you next time!`,
  none: "No check-in is open right now. When one opens, you see it in the group.",
  which: "Several check-ins are open. Where are you?",
  invite: "To check in, please join first. It is voluntary: no name, no phone number, and you can leave at any time. Until you join, nothing about you is kept.",
  inviteConsent: "You have not agreed to check-in, so this was not counted. If you like, turn it on with the button, then check in again.",
  joinButton: "Join (voluntary)",
  consentButton: "Turn on check-in",
  hint: (title) => `“${title}”: if you would like to check in and have not joined yet, please use the button below (voluntary).`,
  refusals: {
    gone: "This roll call was not found.",
  },
};
