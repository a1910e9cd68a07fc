import type { Messages } from "../messages.ts";

export const standing: Messages["standing"] = {
  mine: (title) => `🔁 Coming every time: ${title}`,
  taken: (title) => `🔁 All right: you are put down for “${title}” every time. If you cannot come once, tap “Not going” for that one.`,
  ended: "All right, you are no longer put down by yourself. What you are down for stays; tap “Not going” where you cannot come.",
  button: {
    every: "🔁 Every time",
    everyNumbered: (number) => `${number} 🔁 Every time`,
    noMore: (title) => `🔁 Not every time: ${title}`,
  },
  refusals: {
    gone: "There is no such series; it may have ended.",
    noConsent: "Replying needs your consent to “Counting check-ins, replies and votes”. Turn it on in /mydata, then tap again.",
  },
};
