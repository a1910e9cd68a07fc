import type { Messages } from "../messages.ts";

export const door: Messages["door"] = {
  caption: (title, until, link) =>
    `🚪 Door code for “${title}”, valid until ${until}.\nTake a new one every 10 minutes, with the button below.\n${link}`,
  next: "🔄 New code",
  sent: "The QR code is in our private chat",
  askInPrivate: (title) => `Get the door QR for “${title}” here:`,
  button: "🚪 Door QR",
  which: "The door code of which activity?",
  noActivity: "There is no activity now whose door you can open. It is possible from 15 minutes before the start.",
  refusals: {
    notForYou: "Not found, or not yours to use.",
    codeGone: "This code has expired. Please scan the new one at the door.",
    alreadyClosed: (moment) => `This roll call closed ${moment}.`,
  },
};
