import type { Messages } from "../messages.ts";

export const reply: Messages["reply"] = {
  toasts: {
    going: (guests) => guests > 0 ? `✅ You are in, with ${guests} ${guests === 1 ? "guest" : "guests"}. See you there!` : "✅ You are in. See you there!",
    already: (guests) => guests > 0 ? `You are in already, with ${guests} ${guests === 1 ? "guest" : "guests"}.` : "You are in already.",
    waiting: (position, hasFree) => hasFree
      ? `⏳ Others wait for what is free; you are number ${position} in line. You are asked in private when it is your turn; see /why`
      : `⏳ It is full; you are number ${position} in line. You are asked in private when a place is free; see /why`,
    alreadyWaiting: (position) => `⏳ You are number ${position} in line, and are asked in private when a place is free.`,
    maybe: "🤔 Noted as maybe. One more tap when you know.",
    alreadyMaybe: "It is maybe already.",
    takenBack: "All right, your reply is taken back. Nothing is kept.",
    nothing: "All right. Nothing is recorded.",
  },
  needsConsent: "Before your reply counts, there is one thing to agree to (voluntary):",
  notAgreed: "All right, nothing was kept. You are welcome all the same, and check-ins stay as they are.",
  invite: "Before replying you need to join. It is voluntary, nobody asks for your name or number, and you can leave at any time. If you do not join, nothing of you is kept.",
  refusals: {
    gone: "This activity was not found.",
    cancelled: "This activity is cancelled.",
    over: "This activity is over. Thank you!",
    chooseSlot: "Please tap one of the times first, then how many you bring.",
    noGuests: "You cannot bring so many to this one.",
    noRoom: "There is room for you without guests only; nothing was changed.",
    fullThere: "There is not enough room at that time; your place at the other time stays yours. If you would rather wait for this one, tap “✖️ Not going” first.",
    notForRole: "This activity has no places for your role. You are welcome at another one!",
    onlyFits: (most) => `You can bring ${most} at most; nothing was changed.`,
    late: (moment) => `Replies closed on ${moment}. No harm done, you are welcome next time!`,
  },
};
