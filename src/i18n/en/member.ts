import type { Messages } from "../messages.ts";

export const member: Messages["member"] = {};
