import type { Messages } from "../messages.ts";

export const groupnote: Messages["groupnote"] = {
  tomorrow: (title) => `⏰ Tomorrow: ${title}`,
  open: "If you'd like to come, one tap on the announcement above is enough.",
};
