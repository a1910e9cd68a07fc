import type { Messages } from "../messages.ts";

export const change: Messages["change"] = {
  asks: {
    time: (title) => `When is “${title}” to be instead?`,
    place: (title) => `Where is “${title}” to be instead?`,
    places: (title) => `How many places for “${title}”?`,
    cancel: (title) => `Cancel “${title}”? Please write the reason in a sentence; the groups and those who replied will see it.`,
  },
  howTo: {
    time: "Just send the time, such as: Sun 3-5pm",
    place: "Just send the place or the link.",
    places: "Just send a number, such as 30; send “no limit” for no limit.",
    cancel: "Such as: storm warning.",
  },
  now: (value) => `Now: ${value}`,
  from: (value) => `Before: ${value}`,
  to: (value) => `New: ${value}`,
  reason: (value) => `Reason: ${value}`,
  confirm: {
    time: (title) => `Move “${title}”?`,
    place: (title) => `Change the place of “${title}”?`,
    places: (title) => `Change the places of “${title}”?`,
  },
  confirmCancel: (title) => `Cancel “${title}”? This cannot be undone.`,
  reach: (chats, people) => {
    const groups = `The announcement in ${chats} ${chats === 1 ? "group" : "groups"} is updated`;
    return people > 0 ? `${groups}, and the ${people} who replied ${people === 1 ? "is" : "are"} told in private.` : `${groups}.`;
  },
  places: (count) => count === 1 ? "1 place" : `${count} places`,
  noLimit: "no limit",
  noReason: "none given",
  nothing: "not settled",
  whichSlot: (title) => `Which time of “${title}”?`,
  which: "Which activity?",
  left: "All right, nothing was changed.",
  done: {
    time: (title, value) => `👌 “${title}” is moved: ${value}`,
    place: (title, value) => `👌 “${title}” has a new place: ${value}`,
    places: (title, value) => `👌 “${title}” has ${value} now.`,
    cancel: (title, value) => `👌 “${title}” is cancelled. Reason: ${value}`,
  },
  button: {
    confirm: "Change it",
    cancel: "Cancel the activity",
    leave: "Leave it",
    noReason: "No reason",
  },
  doubts: {
    noText: "Nothing was written yet.",
    unreadable: "I could not read this time.",
    past: "This time has passed.",
    ambiguous: "This can be read in several ways; please choose:",
    impossible: "There is no such time.",
    endsBeforeStart: "It ends before it starts.",
    tooLong: "One time is at most 7 days long.",
    tooLong200: "That is too long; at most 200 characters, please.",
    noNumber: "Please write the places as a number from 1 to 9999.",
  },
  refusals: {
    notForYou: "This activity was not found, or you cannot change it.",
    nothingOpen: "There is no activity in your hands now.",
    ended: "This activity is over or cancelled and cannot be changed any more.",
    changeGone: "This change is no longer open; please start again.",
    timeGone: "This time has passed; please choose another.",
    beforeAnnounced: "At that time it would not be announced yet. Please choose a later time, or take the announcement back first.",
    same: "It is like that already; nothing was changed.",
  },
};
