import type { Messages } from "../messages.ts";

export const news: Messages["news"] = {
  time: (title, when, before) => `🕒 “${title}” has moved\nBefore: ${before}\nNew: ${when}\nYou replied earlier. If the new time does not suit you, one tap is enough.`,
  place: (title, when, place, before) => `📍 “${title}” has a new place\n${before === null ? "" : `Before: ${before}\n`}New: ${place}\n🗓 ${when}`,
  cancelled: (title, when, reason) => `❌ “${title}” is cancelled${reason === null ? "" : `: ${reason}`}\nIt was to be: ${when}`,
  offer: (until) => `The place that is offered to you is kept until ${until}.`,
  button: {
    stillGoing: "✅ I'm going",
    notGoing: "✖️ I can't come",
  },
};
