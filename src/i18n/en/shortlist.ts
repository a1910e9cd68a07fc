import type { Messages } from "../messages.ts";

const amount = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const shortlist: Messages["shortlist"] = {
  heading: (station, span) => `📌 “${station}”: what needs a hand this week (${span})`,
  line: {
    assign: (unit) => `Find an instructor: ${unit}`,
    renew: (who, through) => `Renew: ${who} (ends on ${through})`,
    survey: (unit) => `Survey: ${unit}`,
    announce: (organization) => `Hold an activity: ${organization} (none for 30 days, none announced)`,
    suggestion: (subject) => `Suggestion: ${subject}`,
  },
  press: {
    assign: (unit) => `Assign ${unit}`,
    renew: (who) => `Renew ${who}`,
    survey: (unit) => `Survey ${unit}`,
    announce: (organization) => `Activity ${organization}`,
    suggestion: (subject) => `Suggestion ${subject}`,
  },
  more: {
    assign: (count) => `${amount(count, "more unit is", "more units are")} uncovered: /units uncovered`,
    renew: (count) => `${amount(count, "more assignment ends", "more assignments end")} within 30 days: /coverage`,
    survey: (count) => `${amount(count, "more unit is", "more units are")} to be surveyed: /units survey due`,
    announce: (count) => `${amount(count, "more organization has", "more organizations have")} held nothing for 30 days: /orgs`,
    suggestion: (count) => `${amount(count, "more suggestion", "more suggestions")}: /suggest`,
  },
  byYou: " – you have it",
  byOther: (alias) => ` – ${alias ?? "another organizer"} has it`,
  how: "A button begins it; what is done gets its ✅ here.",
  allDone: "All done. Thank you!",
  yours: {
    assign: (unit) => `✋ ${unit} is yours. I can ask the instructors one after the other, or you look first at who would fit.`,
    renew: (who) => `✋ ${who} is yours. You can renew it, or look for somebody else.`,
    survey: (unit) => `✋ ${unit} is yours. I ask you step by step what was found.`,
    announce: (organization) => `✋ ${organization} is yours. I ask for title and time, and you see it before it goes out.`,
    suggestion: (subject) => `✋ ${subject} is yours. See what it rests on, then take it up or put it off.`,
  },
  others: (subject) => `Somebody already has ${subject}. Thank you for looking.`,
  givenBack: (subject) => `All right, ${subject} is free again for others.`,
  button: { back: "Give back", over: "I take over", look: "Look", card: "See the suggestion", draft: "📣 Announce" },
  refusals: {
    notForYou: "Not found, or you may not do this.",
    leadDecides: "The station lead decides on it.",
    listOld: "This list is out of date; please see the newest one.",
    done: "This is done already. Thank you!",
    notYours: "You do not have this one.",
  },
};
