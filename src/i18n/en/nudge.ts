import type { Messages } from "../messages.ts";

export const nudge: Messages["nudge"] = {
  ask: (title) => `Remind in private those who have not answered “${title}”?\nIt goes only to people who joined and want reminders, once for each activity; whoever answered (also with no) is spared. Who they are, or how many, is not shown.`,
  send: "🙋 Remind them",
  leave: "Not now",
  sent: (title) => `✅ All right: whoever has not answered “${title}” is reminded once in private; where it is quiet time, afterwards.`,
  left: "All right, nothing was sent.",
  which: "Remind those who have not answered which activity?",
  question: (title) => `🙋 Are you coming? “${title}”`,
  voluntary: "One tap is enough, and not coming is fine. Once you answer you are not asked again.",
  refusals: {
    notForYou: "This activity was not found, or it is not in your hands.",
    notNow: "Nobody can answer this activity now, so nothing was sent.",
    already: "Those who had not answered were reminded already; once is enough.",
    nothingOpen: "No activity is in your hands now. Start one: /announce",
  },
};
