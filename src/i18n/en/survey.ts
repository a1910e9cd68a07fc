import type { Messages } from "../messages.ts";

const units = (count: number) => `${count} ${count === 1 ? "unit" : "units"}`;
const lines = (count: number) => `${count} ${count === 1 ? "line" : "lines"}`;

export const survey: Messages["survey"] = {
  unit: (title, area, industry) => `📋 ${title} · ${area}${industry === null ? "" : ` · ${industry}`}`,
  never: "Never surveyed",
  last: (day) => `Last surveyed: ${day}`,
  done: (count) => `${units(count)} done in this round`,
  ask: {
    status: "How did you find it?",
    members: "How many full members? Tap, or send a number.",
    willing: "Is it willing to have an organization?",
    secretary: "Is there somebody who could be its secretary?",
    reason: "What is the main reason why there is none yet?",
  },
  members: (count) => `${count} full ${count === 1 ? "member" : "members"}`,
  willing: { yes: "willing", undecided: "undecided", no: "not willing" },
  secretary: { yes: "somebody for secretary", no: "nobody for secretary" },
  reason: { too_few_members: "too few members", no_secretary: "no suitable secretary", unwilling: "not willing", new: "just opened", other: "something else" },
  unknown: "not known",
  button: { change: (code, status) => `Change ${code} to “${status}”…`, skip: "Skip this one", stop: "Stop", all: (count) => `All ${units(count)}`, area: (area, count) => `${area} · ${units(count)}`, next: "Survey the next one", start: "Start the survey" },
  whichArea: (station) => `“${station}” has several areas to survey. Where do you want to begin?`,
  recorded: (code, found) => `✅ ${code} recorded: ${found}`,
  nothingSaid: "nothing more was said",
  differs: (found, held) => `You found it “${found}”; the register still says “${held}”.`,
  tellOrganizer: "Please tell an organizer, who can change the register.",
  over: (count) => (count === 0 ? "No other unit is due." : `🎉 This round is done: ${units(count)}.`),
  stopped: (count) => (count === 0 ? "Stopped; nothing was recorded." : `Stopped. ${units(count)} recorded in this round, thank you!`),
  lines: {
    recorded: (count) => `✅ Recorded ${units(count)}:`,
    refused: (count) => `${lines(count)} not recorded. Please mend and send again:`,
    more: (count) => `… and ${lines(count)} more`,
    why: {
      noCode: () => "it should begin with the unit's code, for example: U05 0 undecided",
      unreadable: (word) => `“${word}” was not understood`,
      twice: (word) => `“${word}” says the same thing a second time`,
      nothing: () => "after the code, say what you found, for example: U05 0 undecided",
      future: (word) => `${word} has not come yet`,
      noSuchUnit: (word) => `there is no unit ${word}`,
    },
  },
  due: {
    heading: (station, count) => `📋 “${station}”: ${units(count)} in operation to survey this month (never, or more than 90 days ago):`,
    never: "never surveyed",
    more: (count) => `… and ${units(count)} more`,
    how: "Go through them one by one, or write many in one message, for example:\n/survey\nU05 0 undecided\nU06 3 yes secretary",
  },
  refusals: {
    notForYou: "Not found, or not yours to use.",
    noSuchUnit: "There is no such unit or area. For example: /survey U05, or /survey area A.",
    nothingDue: "👍 Nothing to survey now. Every unit has been surveyed in the last 90 days.",
    expired: "This round has ended. Start again: /survey",
    answered: "That has been answered already.",
    notAnAnswer: "I did not understand. Please tap a button above, or write: U05 0 undecided (code, members, willing or not).",
  },
};
