export const checkin = {};
