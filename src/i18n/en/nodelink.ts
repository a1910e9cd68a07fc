import type { Messages } from "../messages.ts";

const SUMS = "how many units are in operation, organization and work coverage (numerator, denominator and rate), the units of each kind, stations set up and expected, and which stations are missing";
const NEVER = "any person, alias, unit card or list of units";

const MAY = {
  keeper: "see the weekly sums and look after the body: invite those below, invite readers, change its name and the stations expected.",
  reader: "see the weekly sums.",
};

export const nodelink: Messages["nodelink"] = {
  link: {
    child: (body, link) => `Pass this link on to the lead of the station that is to stand below “${body}”, or to the keeper of another body. It is valid for 7 days, works once, and counts only when they agree.\n\n${link}`,
    keeper: (body, link) => `Pass this link on to somebody who is to keep “${body}” with you. It is valid for 7 days, works once, and counts only when they accept.\n\n${link}`,
    reader: (body, link) => `Pass this link on to somebody who is to read the sums of “${body}”. It is valid for 7 days, works once, and counts only when they accept.\n\n${link}`,
  },
  child: (body) => [
    `“${body}” asks you to put a station or a body below it.`,
    `It will see, each week, sums: ${SUMS}.`,
    `It will not see ${NEVER}.`,
    "You can take it out at any time with /scope leave.",
  ].join("\n"),
  pick: "Which one shall stand below it?",
  nothingToPut: "This link is for somebody who leads a station or keeps another body. You do neither at present.",
  whenFrom: (child, code) => `From which day shall “${child}” stand below it? A tap is enough.\nFor another day send: /scope accept ${code} 2027-01-01`,
  grant: (body, right, kind) => [
    `“${body}” invites you to be a ${right}.`,
    `You could: ${MAY[kind]}`,
    `The sums say ${SUMS}. They do not hold ${NEVER}.`,
    "",
    "If you accept, this is stored: your Telegram account (encrypted), your language, this right and its date. You must be 18 or over. If you do not accept, nothing is stored.",
  ].join("\n"),
  granted: (body, right) => `✅ You are now a ${right} of “${body}”. The sums come on Mondays; /scope shows them at any time.`,
  placed: (child, body, from) => `✅ “${child}” stands below “${body}” from ${from}. Where it stood before stays on record.`,
  left: (child, body, lastOn) => `✅ “${child}” leaves “${body}”; its last day there is ${lastOn}. The record stays.`,
  moveTo: (child) => `Below which body shall “${child}” stand?`,
  noTargets: "You keep no other body. Please ask its keeper for a “child” link.",
  from: (child, body) => `From which day shall “${child}” stand below “${body}”? A tap is enough.`,
  askLeave: (child, places) => `“${child}”: ${places.join("; ")}.\nTake it out? Please choose the last day.`,
  button: { from: (day) => `From ${day}`, last: (day) => `Last day ${day}`, back: "Back", open: "Open" },
  refusals: {
    notForYou: "Not found, or not yours to use.",
    linkGone: "This link was used, has expired or was taken back. If needed, please ask for a new one.",
    already: "You have this right here already, or more.",
    standsThere: "It stands there already; nothing was changed.",
    circle: "It cannot stand there: a body would then stand below itself. Please choose another one.",
    standsNowhere: "It stands below no body after that day, so there is nothing to leave.",
    unreadableDay: "I could not read the date. Please write it like 2026-12-01.",
    ambiguousDay: "That date can be read in two ways. Please write it like 2026-12-01.",
    impossibleDay: "There is no such day. Please write it like 2026-12-01.",
    dayPast: "That day is over, and sums that were told stay as they were. Please write today or a later day.",
    dayFar: "Please write a day within a year.",
  },
};
