import type { Messages } from "../messages.ts";

export const round: Messages["round"] = {
  none: "No poll is open, and none comes again.",
  open: (question, until) => `📊 “${question}” is open until ${until}`,
  comes: (question, when, next) => `🔁 “${question}” ${when}${next === null ? "" : `, next: ${next}`}`,
  end: (question) => `🛑 No more “${question}”`,
  ended: (question) => `🛑 “${question}” will not come again. One that is out ends as planned.`,
  sent: (question, when, first) => `🔁 “${question}” goes out ${when}, first: ${first}.\n/poll list shows it and stops it.`,
  sentToast: "It is planned",
};
