import type { Messages } from "../messages.ts";

export const erasure: Messages["erasure"] = {};
