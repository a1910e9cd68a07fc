import type { Messages } from "../messages.ts";

export const unit: Messages["unit"] = {
  kinds: { micro_enterprise: "small or micro business", self_employed: "self-employed business", market: "specialised market", platform_station: "delivery station" },
  statuses: { active: "in operation", dormant: "dormant", closed: "closed", moved_out: "moved out", not_found: "not found" },
  about: (kind, area) => `${kind} · area ${area}`,
  industry: (industry) => `Industry: ${industry}`,
  chain: (chain) => `Industry chain: ${chain}`,
  market: (code) => `In market: ${code}`,
  employees: (range) => `People working there: ${range}`,
  period: (status, from) => `from ${from}: ${status}`,
  usage: "You can use:\n/unit U06 – see this unit\n/unit add U06 | Corner shop | self-employed | area A | industry food | market U11 | 3-9 people – enter a new one\nWithout a code it gets the next free one.",
  addExample: "For example: /unit add U06 | Corner shop | self-employed | area A | industry food | market U11 | 3-9 people",
  doubts: {
    unreadable: (text) => `I did not understand “${text}”.`,
    twice: (text) => `“${text}” says something that was said already.`,
    badCode: (text) => `“${text}” cannot be a code: letters, digits and -, at most 16.`,
    unclearWord: (text) => `Is “${text}” the area or the industry? Please write “area ${text}” or “industry ${text}”.`,
    tooMany: (text) => `What is “${text}”? Please say it in front, for example “chain ${text}”.`,
  },
  refusals: {
    notForYou: "Not found, or not yours to use.",
    noSuchUnit: "There is no such unit. /units searches for one.",
    codeTaken: "This code is taken. Please choose another one, or leave it out to get the next free one.",
    badCode: "A code has letters, digits and - only, at most 16, for example U06.",
    noSuchMarket: "There is no such market. Please write the market's code, for example: market U11",
    notAMarket: "The unit of this code is not a market. Please write the market's code, for example: market U11",
    ownMarket: "A unit cannot be its own market.",
    future: "That day has not come yet; please write today or an earlier day.",
    needsKind: "Please say the kind: small firm, self-employed, market or delivery station.\nFor example: /unit add U06 | Corner shop | self-employed | area A",
    needsArea: "Please say the area.\nFor example: /unit add U06 | Corner shop | self-employed | area A",
  },
};
