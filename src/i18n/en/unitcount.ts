import type { Messages } from "../messages.ts";

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

export const unitcount: Messages["unitcount"] = {
  ask: (unit, title) => `👥 “${title}”: how many of ${unit} have come?`,
  said: (unit, title, count) => `👥 “${title}”: ${people(count)} of ${unit} ${count === 1 ? "has" : "have"} come`,
  hint: "Only the number is kept, not who. Everybody can still check in themselves. You can correct it until the check-in closes.",
  type: (unit, title) => `“${title}”: how many of ${unit} have come? Please send a number, for example 5. To leave it: /cancel`,
  which: "Which activity is it about?",
  unclear: "Please write a number from 0 to 9999, for example /headcount 5.",
  line: (count, units) => `🏪 Units reported ${count} in ${units} ${units === 1 ? "unit" : "units"} (apart from check-ins, not added to them)`,
  refusals: {
    notFound: "Not found, or you are not the contact of this unit.",
    cancelled: "This activity is cancelled.",
    early: "The check-in has not opened yet. You can say how many you are from 15 minutes before the start.",
    late: "The check-in has closed, so the number stays as it is.",
    tooMany: "At most 9999 people; nothing was changed.",
    nothingOpen: "No activity has its check-in open now. You can say how many you are from 15 minutes before the start.",
  },
};
