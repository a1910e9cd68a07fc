import type { Messages } from "../messages.ts";

export const exporting: Messages["exporting"] = {
  ask: "Which table? It comes as an Excel file; you can edit it and send it back to me.",
  caption: "Please keep it safe. Edited and sent back to me, it is imported.",
  refusals: { notForYou: "Not found, or not yours to use." },
};
