import type { Messages } from "../messages.ts";

export const units: Messages["units"] = {
  heading: "🏪 Units",
  narrowed: (words) => `🏪 Units · ${words.join(" · ")}`,
  line: (title, kind, area) => `${title} · ${kind} · ${area}`,
  inactive: (about, status) => `${about} · ${status}`,
  text: (text) => `“${text}”`,
  area: (area) => `area ${area}`,
  uncovered: "uncovered",
  due: "survey due",
  none: "Nothing found.",
  noneSoFar: "Nothing up to here; you can look on.",
  first: "⏮ Start",
  previous: "◀ Back",
  next: "More ▶",
  lookOn: "Look on ▶",
  narrow: "🔎 Narrow down",
  narrowHow: "Narrow it down by these, or write it, for example: /units area A self-employed uncovered",
  clear: "Show all",
  toList: "Back to the list",
  fields: { area: "Area", industry: "Industry", kind: "Kind", status: "Status" },
  pick: { area: "Which area?", industry: "Which industry?", kind: "Which kind?", status: "Which status?" },
  noOptions: "There is nothing to choose from yet.",
  refusals: {
    notForYou: "Not found, or not yours to use.",
    listGone: "This list has been replaced. Please send /units again.",
  },
};
