import type { Messages } from "../messages.ts";

export const retention: Messages["retention"] = {
  ask: "Hello. You have not used me for two years. So as not to keep your data for nothing, let me ask once: shall I keep it?\n\nIf so, tap the button. Without an answer within 30 days I erase everything about you and will not write again.",
  stay: "Keep my data",
  stayed: "All right, your data stay. See them with /mydata, erase them with /forgetme, at any time.",
  gone: "There is nothing about you. To join again, use the “Join” button in your group.",
};
