import type { Messages } from "../messages.ts";

export const waitlist: Messages["waitlist"] = {
  offer: (title, when, until) => `🎉 A place at “${title}” is free, and it is your turn!\n🗓 ${when}\nPlease answer by ${until}; after that the next one is asked.`,
  accepted: (title, when) => `✅ The place at “${title}” is yours.\n🗓 ${when}\nSee you there!`,
  declined: (title) => `All right, the place at “${title}” goes to the next one. Thank you for saying so.`,
  lapsed: (title) => `The time to answer for the place at “${title}” has run out, so it is open again. No harm done; you can reply anew.`,
  report: ({ title, made, accepted, lapsed, waiting }) =>
    `⏳ The line for “${title}”: ${made} asked, ${accepted} accepted, ${lapsed} ran out; ${waiting} still waiting.`,
  button: { accept: "✅ I take it", decline: "✖️ To the next one", again: "Reply anew" },
  refusals: { offerGone: "This place is gone, or you have answered already." },
};
