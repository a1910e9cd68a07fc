import type { Messages } from "../messages.ts";

export const reminder: Messages["reminder"] = {
  heading: (title) => `⏰ ${title}`,
  today: (title) => `⏰ Today: ${title}`,
  tomorrow: (title) => `⏰ Tomorrow: ${title}`,
  several: "⏰ Coming up:",
  numbered: (number, block) => `${number}. ${block.replace(/^⏰ /u, "")}`,
  says: {
    cancelled: "❌ This has been cancelled.",
    out: "✖️ You are not coming; your place is free for others.",
    waiting: "⏳ You are on the waiting list. You will be told here when there is a place.",
    undecided: "You said maybe. Can you tell by now?",
    unconfirmed: "Can you still make it? One tap helps to prepare.",
    confirmed: "✅ Confirmed. See you there!",
    decided: "✅ Noted: you are going. See you there!",
    coming: "If you can't make it after all, one tap frees your place for somebody else.",
  },
  button: { confirm: "✅ I'm coming", no: "✖️ Can't come", going: "✅ I'm going", back: "↩️ I'm coming after all" },
  numberedButton: (number, label) => `${number} ${label}`,
  footer: "Fewer reminders: /reminders",
  refusals: { gone: "This reminder is over." },
};
