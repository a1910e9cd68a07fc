import type { Messages } from "../messages.ts";

export const role: Messages["role"] = {};
