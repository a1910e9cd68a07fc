import type { Messages } from "../messages.ts";

export const unitdraft: Messages["unitdraft"] = {
  ask: { name: "What is the new unit called?", kind: "Which kind is it?", area: "In which area? Tap one or write it.", industry: "Which industry? Tap one or write it." },
  skip: "Leave it out",
  entered: (title) => `✅ ${title} is entered.`,
  refusals: { draftGone: "That question is over. /unit add begins anew.", unreadable: "I did not understand that, or it is too long. Please write it again." },
};
