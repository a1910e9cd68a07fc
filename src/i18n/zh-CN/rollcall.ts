export const rollcall = {};
