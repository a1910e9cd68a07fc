export const erasure = {};
