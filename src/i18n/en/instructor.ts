import type { Messages } from "../messages.ts";

const list = (words: readonly string[]) => words.join(", ");
const NAMES = { instructor: "instructor", liaison: "liaison" };
const every = (days: number) =>
  ({ 7: "every week", 15: "every two weeks", 31: "every month", 92: "every quarter", 183: "every half year", 366: "every year" })[days] ?? `every ${days} days`;
const unitsOf = (count: number) => `${count} ${count === 1 ? "unit" : "units"}`;

export const instructor: Messages["instructor"] = {
  names: NAMES,
  fields: ({ role, capacity, areas, industries, languages, visitEveryDays }) => [
    `${role === "liaison" ? "Liaison" : "Instructor"} · up to ${unitsOf(capacity)} · a visit ${every(visitEveryDays)}`,
    ...(areas.length > 0 ? [`Areas: ${list(areas)}`] : []), ...(industries.length > 0 ? [`Industries: ${list(industries)}`] : []),
    ...(languages.length > 0 ? [`Languages: ${list(languages)}`] : []),
  ],
  added: (code) => `✅ ${code} is entered. Please pass the link below on to the person; it counts once they accept.`,
  enteredAlready: (code) => `${code} has been entered already:`,
  linkIs: (code, link) => `The link to become ${code} (good for 7 days and once; a new one ends the old):\n${link}`,
  changed: (code) => `✅ ${code} is changed.`,
  load: (load, capacity) => `Looks after ${load} of ${unitsOf(capacity)}${load > capacity ? " (above capacity)" : load === capacity ? " (full)" : ""}`,
  takenUp: "Accepted by the person",
  notTakenUp: "Nobody has accepted yet",
  serves: (from, through) => through === null ? `since ${from}` : `${from} through ${through}`,
  awayUnsaid: "Away: not said yet",
  awayNone: "Away: never",
  away: (stretches) => `Away: ${stretches.join(", ")}`,
  stretch: (from, through) => from === through ? from : `${from} to ${through}`,
  listHeading: (station, count) => `Instructors of “${station}” (${count}):`,
  listEmpty: "There are no instructors yet. To enter one: /instructor add | up to 5 | area A",
  listLine: (code, load, capacity, rest) =>
    `${load > capacity ? "⚠️" : load === capacity ? "🟠" : "🟢"} ${code} ${load}/${capacity}${rest.length > 0 ? ` · ${rest.join(" · ")}` : ""}`,
  listAway: (through) => `away to ${through}`,
  listOpen: "not accepted yet",
  listEnds: (through) => `serves through ${through}`,
  listMore: (count) => `${count} more; see one by /instructor and its code.`,
  askRetire: (code, today) => `Let ${code} retire from today (${today})?\nTheir units end with it and need somebody else. For another day: /instructor retire ${code} on 2027-01-01`,
  retired: (code, lastOn, units) => `✅ The last day of ${code} is ${lastOn}. ${units > 0 ? `That ended ${unitsOf(units)}; please assign somebody else.` : "They had no units."}`,
  over: (station, code, lastOn) => `“${station}”: your last day as an instructor (${code}) is ${lastOn}, and your units are yours until then. Thank you for all you have done!`,
  awaySaved: (code, stretches) => stretches.length > 0 ? `✅ Noted: ${code} is away ${stretches.join(", ")}` : `✅ Noted: ${code} is not away.`,
  commission: (station, role, code) =>
    `“${station}” asks you to serve as ${role} (code ${code}).\nYou would see the units you look after, note your visits, and can say at any time when it does not suit you.\n\nIf you accept, this is stored: your Telegram account (encrypted), your language, the code, the role and its dates. You must be 18 or over. If you do not accept, nothing is stored.`,
  accepted: (station, role, code) => `✅ You now serve “${station}” as ${role} ${code}. Send /myunits to see your units.`,
  button: {
    add: "➕ Enter one", link: "🔗 Make a link", retire: "Retire…", retireNow: "Yes, from today", back: "Back", all: "All instructors",
    capacity: (number) => `Up to ${unitsOf(number)}`, every: (days) => `Visit ${every(days)}`, awayNone: "Not away",
  },
  usage: "You can use:\n/instructor add I7 | up to 5 | areas A, B | industry food | languages Chinese, English | quarterly\n/instructor I7 – see · /instructor I7 | up to 6 – change\n/instructor away I7 2026-12-01 to 2026-12-10 – or: none\n/instructor link I7 · /instructor retire I7 on 2027-01-01\n/instructors – all of them",
  refusals: {
    notForYou: "Not found, or not yours to use.",
    notFound: "There is no instructor of that code. /instructors shows who there is.",
    codeTaken: "That code is taken. Please choose another, or leave it out and I will give one.",
    alreadyTakenUp: "Somebody has accepted this code already; no link is needed.",
    retired: "This instructor has retired.",
    endsBeforeStart: "They were given a unit after that day; please choose a later one.",
    tooEarly: "They cannot retire before they began.",
    linkGone: "This link has been used, has expired, or was replaced. If needed, ask the organizer for a new one.",
    otherCode: "You are an instructor of this station already; one person has one code.",
    unclear: "I did not understand that.",
    badCode: "A code has letters, digits and “-” only, 16 at most.",
    badPart: "I did not understand this part.",
    badDay: "Please write the day like 2027-05-31.",
    badCapacity: "Please write the capacity as a number from 1 to 999, such as: up to 5.",
    badCadence: "Please write how often: monthly, quarterly, half-yearly, or every 30 days.",
    badAway: "Please write the days like 2026-12-01 to 2026-12-10, several with commas; if never, write “none”.",
  },
  unclearPart: (part) => ` (“${part}”)`,
};
