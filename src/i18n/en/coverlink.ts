import type { Messages } from "../messages.ts";

const named = (code: string) => (code === "" ? "" : ` ${code}`);

export const coverlink: Messages["coverlink"] = {
  usage: [
    "You can use:",
    "/link G2 U02 U03 – link them from today",
    "/link G2 U02 from 2026-01-02 – from that day",
    "/link G2 market U11 – all stalls in operation of that market",
    "/link end G2 U04 on 2026-10-31 – no longer linked from that day (“through 2026-10-31” makes it the last day)",
  ].join("\n"),
  ask: (code, hasOffer) => `Which units are to be linked to ${code}?${hasOffer ? " A tap links one from today." : ""}\nOr write: /link ${code} U02 U03 from 2026-01-02`,
  askEnd: (code) => `Which unit is no longer linked to ${code}?`,
  nothingToEnd: (code) => `No units are linked to ${code} at present.`,
  askLastDay: (code, unit) => `${unit} and ${code}: which was the last day?\nFor another day write: /link end ${code} ${unit} through 2026-10-31`,
  days: (from, through) => through === null ? `from ${from}` : `from ${from} through ${through}`,
  linked: (code, count, codes, days) => `✅ Linked to ${code} (${count}): ${codes}\n${days}`,
  linkedToast: (codes) => `Linked ${codes}`,
  already: (codes) => `Linked in that time already: ${codes}`,
  crowded: (units) => `Note: it now has ${units} units in operation. A joint organization normally has 5 at most; perhaps divide it.`,
  ended: (code, codes, lastOn) => `✅ No longer linked to ${code}: ${codes}\nLast day: ${lastOn}`,
  notLinked: (codes) => `Were not linked: ${codes}`,
  gone: "This unit is not linked now. Please open the list again.",
  button: {
    card: "Look at it", back: "Back", today: "Today", yesterday: "Yesterday", market: (code) => `All stalls in operation of ${code}…`,
  },
  doubts: {
    badCode: (text) => `“${text}” is not a code. Codes are letters, digits and hyphens.`,
    tooManyCodes: (most) => `At most ${most} units at a time, please. A whole market: /link G2 market U11`,
    unreadableDay: () => "I did not understand the day. Please write it like 2026-11-20.",
    ambiguousDay: () => "This day can be read in two ways. Please write it like 2026-11-20.",
    impossibleDay: () => "There is no such day. Please look at the date again.",
  },
  refusals: {
    notForYou: () => "Not found, or not yours to use.",
    noSuchOrganization: (code) => `There is no organization${named(code)}. /orgs lists them all.`,
    noSuchUnit: (code) => `There is no unit${named(code)}. Nothing was changed.`,
    noSuchMarket: (code) => `There is no market${named(code)}. A market is a unit of that kind.`,
    dissolved: (code) => `${code} is dissolved; nothing can be linked for the time after that.`,
    unitGone: (code) => `Unit ${code} is no longer in operation (closed, moved out or not found) and cannot be linked; nothing was changed. For an earlier link say its last day.`,
    separateTaken: (code) => `A separate organization covers one unit at a time, and in that time it is ${code}. Please end that link first, or register a joint organization.`,
    separateOne: () => "A separate organization covers one unit. For several please register a joint organization.",
    daysTurned: () => "The last day is before the first one. Please look at the dates again.",
    alreadyLinked: (codes) => `Linked in that time already: ${codes}`,
    notLinked: (codes) => `There is no link to end: ${codes}`,
    noStalls: (code) => `Market ${code} has no stalls in operation on that day.`,
    tooManyStalls: (most) => `There are more than ${most} stalls. Please use a file: /import`,
  },
};
