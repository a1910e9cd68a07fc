import type { Messages } from "../messages.ts";

export const term: Messages["term"] = {
  usage: "You can use:\n/term – what is due or overdue\n/term G2 – the term of one organization\n/term G2 2026-11-16 3 years – record a new term\n/term G2 correct 2026-10-16 – the newest term was recorded wrongly and began on this day\n/term G2 extend through 2027-05-15 – extend it, by a year at most",
  line: (title, state, end, isExtended) => `${title}: ${state} (${isExtended ? "extended through" : "last day"} ${end})`,
  from: (startedOn) => `This term began on ${startedOn}.`,
  none: (code) => `No term of ${code} is recorded yet.`,
  recorded: "✅ Recorded",
  list: "Due or overdue:",
  nothingDue: "Nothing is due within 90 days, and nothing is overdue.",
  unclear: (text) => `I did not understand “${text}”.`,
  askExtension: (code, endsOn, latest) => `The term of ${code} ends on ${endsOn}. Extend it through which day? ${latest} at the latest.\nFor another day write: /term ${code} extend through ${latest}`,
  askBegin: (code, years) => `From which day does the new term of ${code} run?\nFor another day or number of years write: /term ${code} 2026-11-16 ${years} years`,
  button: {
    card: "Look at it", extend: "Extend…", begin: "New term…", through: (day) => `through ${day}`, beginOn: (day, years) => `${years} years from ${day}`,
  },
  reminder: (station) => `📅 Terms to think of · ${station}`,
  reminderHint: (code) => `An overdue term changes no coverage figure; it only wants arranging. After an election: /term ${code} 2026-11-16 3 years. With an approved extension: /term ${code} extend through 2027-05-15`,
  refusals: {
    notForYou: () => "Not found, or not yours to use.",
    noSuchOrganization: () => "There is no such organization. /orgs lists them all.",
    noTerm: (code) => `No term of ${code} is recorded yet. Please record it first: /term ${code} 2026-11-16 3 years`,
    beforeLast: (last, code) => `The newest term began on ${last}; a new one cannot begin earlier. If that day is wrong, write: /term ${code} correct and the right day`,
    beforePrevious: (before) => `The term before began on ${before}; the newest one begins after that.`,
    tooFarAhead: (day) => `${day} is more than a year ahead. Please look at the date again.`,
    notAfterEnd: (end) => `The term ends on ${end}; an extension goes beyond that day.`,
    tooLong: (latest) => `A term is extended by a year at most, here through ${latest}.`,
    dissolved: (code) => `${code} is dissolved; its terms are over.`,
  },
};
