import type { Messages } from "../messages.ts";

export const unitfield: Messages["unitfield"] = {
  which: (title) => `${title}\nWhat shall be changed?`,
  now: (field, value) => `${field}: ${value}`,
  fields: { name: "Name", area: "Area", industry: "Industry", chain: "Industry chain", employees: "People working there", market: "Market", code: "Code" },
  ask: {
    name: "Please write the new name (at most 60 characters).", area: "Please write the area, for example: B", industry: "Please write the industry, for example: food", chain: "Please write the industry chain, for example: catering",
    employees: "How many people work there?", market: "Please write the market's code, for example: U11",
    code: "Please write the right code, for example: U06. All that is registered stays.",
  },
  clear: "Take it away",
  changed: (title) => `✅ ${title}: saved.`,
  usage: "You can write:\n/unit U06 area B | industry food | name New name | 3-9 people\n/unit U06 industry none – takes one away\n/unit U60 code U06 – puts a wrong code right",
  refusals: {
    unreadable: "I did not understand that, or it is too long. Please write it again.",
    codeTaken: "Another unit has this code. Please write a different one.",
    isMarket: "Units or organizations are in this market, so its kind stays. Please move them to another market first.",
  },
};
