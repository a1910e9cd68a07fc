import type { Messages } from "../messages.ts";

export const station: Messages["station"] = {};
