import type { Messages } from "../messages.ts";

export const checkin: Messages["checkin"] = {};
