import type { Messages } from "../messages.ts";

export const result: Messages["result"] = {
  title: (question) => `📊 Result: ${question}`,
  endedAt: (moment) => `Ended: ${moment}`,
  option: (label, votes, percent) => `${label}: ${votes === 1 ? "1 vote" : `${votes} votes`}, ${percent}%`,
  winner: (label) => `🏆 ${label}`,
  tie: (labels) => `🤝 A tie: ${labels.join(", ")}`,
  voters: (voters, copies) => {
    const people = voters === 1 ? "1 person voted" : `${voters} people voted`;
    return copies > 1 ? `${people} (${copies} groups together)` : people;
  },
  nobody: "Nobody voted this time, and that is fine.",
  nowhere: "The poll could not be posted in any group, so there is no result.",
  mayRepeat: "(whoever is in several groups may have voted more than once)",
  who: "👥 Who chose what",
  choice: (label, aliases, others) => {
    if (aliases.length === 0) return others === 0 ? `${label}: nobody` : `${label}: ${others}`;
    return others === 0 ? `${label}: ${aliases.join(", ")}` : `${label}: ${aliases.join(", ")} and ${others} more`;
  },
  choicesNote: "Only members who show their alias are named, the others are counted. This look is recorded in the audit trail.",
  announce: (label) => `📣 Announce: ${label}`,
  drafted: "A draft is filled in; please look at it below",
  which: "Several polls are open. Which one should end?",
  close: (question) => `⏹ End “${question}”`,
  ended: (question) => `⏹ “${question}” has ended; the result follows at once.`,
  endedToast: "Ended; the result follows at once",
  refusals: {
    notForYou: "Not found, or not yours to use.",
    nothingOpen: "There is no open poll that you could end.",
    alreadyClosed: "This poll has ended already.",
    notOut: "This poll is not out yet; you can tap “Undo”.",
  },
};
