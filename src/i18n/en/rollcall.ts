import type { Messages } from "../messages.ts";

export const rollcall: Messages["rollcall"] = {};
