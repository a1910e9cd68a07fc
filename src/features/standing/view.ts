export const STAND_DATA = /^standing:(on|off):(\d{1,15})$/;
