import type { Messages } from "../messages.ts";

export const stalls: Messages["stalls"] = {
  preview: ({ code, market, fromOn, stalls, already, gone, fresh }) =>
    `Market ${market} has ${stalls} ${stalls === 1 ? "stall" : "stalls"} in operation on ${fromOn}${already > 0 ? `, ${already} of them linked to ${code}` : ""}${gone > 0 ? `, ${gone} gone since then and left out` : ""}.\n${fresh} would be linked to ${code} from ${fromOn}.`,
  changed: "The number of stalls has changed meanwhile. Please look again.",
  link: (count) => `✅ Link these ${count}`,
  linked: (code, count, from) => `✅ ${count} ${count === 1 ? "stall is" : "stalls are"} linked to ${code} from ${from}.`,
};
