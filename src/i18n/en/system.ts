import type { Messages } from "../messages.ts";

export const system: Messages["system"] = {
  notForYou: "Not found, or not yours to use.",
  notHere: {
    private: "Please use this command in our private chat.",
    group: "Please use this command in the group.",
  },
  needsStation: "You have not joined a station yet. Come in by the Join button in your group, or ask an organizer for the join link.",
  somethingBroke: (reference) => `Sorry, something went wrong and nothing was saved. Please try again; if it stays, tell your operator the reference ${reference}.`,
  leftOut: (lines) => `${lines} ${lines === 1 ? "line" : "lines"} left out`,
  buttonTooOld: "This button has expired. Please start again.",
  sentInPrivate: "Sent to our private chat",
  openPrivateFirst: "This can only be seen in private. Please open a private chat with me, press Start, then tap again.",
};
