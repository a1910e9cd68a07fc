import type { Messages } from "../messages.ts";

export const rating: Messages["rating"] = {
  question: (title) => `How was “${title}”? If you like, tap so many stars: it is anonymous, the average is published only if at least 5 rate, and you are not asked again.`,
  rated: (title, stars) => `“${title}”: ${stars} Noted, thank you! Only the number is kept, not who gave it, so it cannot be changed any more.`,
  result: (title, average, raters) => `⭐ Rating of “${title}”: ${average} on average (${raters} people, anonymous). It stands on the announcement in the groups now.`,
  refusals: {
    gone: "There is no activity to rate. Those who checked in can.",
    tooLate: "Rating ended two days after the activity. Thank you for thinking of it!",
    already: "You have rated already. It is anonymous, so it cannot be changed.",
  },
};
