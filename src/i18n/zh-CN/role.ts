export const role = {};
