import type { Messages } from "../messages.ts";

export const why: Messages["why"] = {
  none: "You are not waiting for a place now.",
  turn: (title, when, position) => `⏳ “${title}” (${when}): you are number ${position} in line.`,
  offered: (until) => `It is your turn: please answer by ${until} (see the message above).`,
  full: "No place that fits is free now; as soon as one is, people are asked in order.",
  night: "It is rest time; if a place is free, people are asked from 8:00 on.",
  frozen: "It starts soon and nobody is asked one by one any more; if a place is free, “I'm going” under the announcement takes it.",
  rule: "The line goes by who came first. A free place is offered to the first for whom it is enough: 24 hours to answer while there are two days or more, 2 hours the day before, 30 minutes on the day. Only from 8:00 to 21:00, and not in the last 2 hours. Whoever cannot be reached is passed over and keeps their turn.",
};
