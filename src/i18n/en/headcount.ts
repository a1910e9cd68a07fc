import type { Messages } from "../messages.ts";

const people = (count: number) => count === 1 ? "1 person" : `${count} people`;

export const headcount: Messages["headcount"] = {
  state: ({ title, came, counted }) => `👥 “${title}”: ${came} checked in themselves, ${counted} more counted by you.`,
  hint: "Add those without a phone here: only a number is kept, not who. A new number replaces the one before.",
  button: { other: "✏️ Type it" },
  counted: (title, count) => `“${title}”: ${people(count)} counted`,
  which: "At which activity did you count?",
  ask: (title) => `“${title}”: how many are there besides those who checked in themselves? Please send a number, for example 5. To leave it: /cancel`,
  unclear: "Please write a number from 0 to 9999, for example /announce count 5.",
  refusals: {
    notForYou: "Not found, or not yours to use.",
    notYet: "Check-in has not opened yet; people can be counted from 15 minutes before the start.",
    tooLate: "The activity ended more than two days ago, so the number stays as it is.",
    cancelled: "This activity is cancelled; there is nobody to count.",
    nothingOpen: "There is no activity now at which you can count people. It is possible from 15 minutes before the start.",
    tooMany: "At most 9999 people; nothing was changed.",
  },
};
