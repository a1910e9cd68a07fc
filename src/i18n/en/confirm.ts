import type { Messages } from "../messages.ts";

export const confirm: Messages["confirm"] = {
  ask: "You wrote in the group's name. Please confirm this command as yourself:",
  button: "Confirm as myself",
  thanks: "Confirmed, thank you.",
};
