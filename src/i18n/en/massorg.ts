import type { Messages } from "../messages.ts";

export const massorg: Messages["massorg"] = {
  kinds: { trade_union: "Trade union", youth_league: "Youth league", womens_federation: "Women's federation", association: "Business association" },
  usage: "You can use:\n/massorg U04 – the mass organizations of a unit\n/massorg U04 union from 2025-03-01 – record one (union, youth league, women's federation, association)\n/massorg end U04 union on 2026-10-31 – no longer there from that day",
  title: (code) => `Mass organizations of ${code}`,
  none: "None recorded yet.",
  line: (kind, from, through) => through === null ? `${kind}: since ${from}` : `${kind}: ${from} through ${through}`,
  askEnd: (code, kind) => `${kind} of ${code}: which was the last day?\nFor another day write: /massorg end ${code} ${kind.toLowerCase()} through 2026-10-31`,
  button: { add: (kind) => `➕ ${kind}, from today`, end: (kind) => `End: ${kind}…`, today: (on) => `Today, ${on}`, yesterday: (on) => `Yesterday, ${on}`, back: "Back" },
  doubts: {
    unknownKind: (text) => `I did not understand “${text}”. Please write union, youth league, women's federation or association.`,
    unreadableDay: () => "I did not understand the day. Please write it like 2026-11-20.",
    ambiguousDay: () => "This day can be read in two ways. Please write it like 2026-11-20.",
    impossibleDay: () => "There is no such day. Please look at the date again.",
  },
  refusals: {
    notForYou: "Not found, or not yours to use.",
    noSuchUnit: "There is no such unit.",
    unitGone: "This unit is no longer in operation (closed, moved out or not found); nothing can be recorded for the time after that.",
    alreadyThere: "It is recorded for that time already, or for part of it; /massorg and the code shows it.",
    notThere: "There is none to end.",
    daysTurned: "The last day is before the first one. Please look at the dates again.",
  },
};
