import type { Messages } from "../messages.ts";

export const conclusion: Messages["conclusion"] = {
  over: (title) => `📋 “${title}” is over`,
  counts: ({ going, guests, came, counted }) =>
    `👥 ${going} going${guests > 0 ? `, bringing ${guests}` : ""} · ${came} checked in${counted > 0 ? ` · ${counted} counted by you` : ""}`,
  line: ({ made, accepted, lapsed, waiting }) =>
    `⏳ Waiting list: ${made} offered, ${accepted} accepted, ${lapsed} lapsed${waiting > 0 ? `; ${waiting} still waiting at the end` : ""}`,
  next: [
    "What you can do next:",
    "· count people without a phone; possible for two more days",
    "· those who checked in and agreed to reminders are asked once how it was, anonymously; if at least 5 rate, you hear the average in two days",
    "· hold it again: /announce again",
  ].join("\n"),
};
