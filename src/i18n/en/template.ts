import type { Messages } from "../messages.ts";

export const template: Messages["template"] = {
  list: "🗂 Templates: a tap begins a draft like it; only the time is asked for.",
  none: "There is no template yet. Use “Save as template” under a draft, or send: /announce template save name",
  saved: (name) => `🗂 Saved as the template “${name}”. Next time, /announce template use ${name} begins a draft like it.`,
  deleted: (name) => `🗑 The template “${name}” is deleted.`,
  refusals: {
    notForYou: "Not found, or not yours to use.",
    noName: "Please give the template a name of at most 40 characters, for example: /announce template save Monthly theme day",
    nothingToSave: "There is nothing to save: please draft an activity with a title first.",
    nameTaken: "Somebody else's template has this name already; please choose another.",
    tooMany: "There are 20 templates already; please delete one that is no longer used.",
    noSuchTemplate: "There is no such template. /announce template lists them.",
  },
};
