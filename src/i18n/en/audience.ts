import type { Messages } from "../messages.ts";

export const audience: Messages["audience"] = {
  ask: (chosen, all) => `💬 Which groups should it go to? Chosen: ${chosen} of ${all}. A tap takes one in or out.`,
  all: "All",
  none: "None",
  done: "✔️ Done",
};
