/** A day is over, and nothing of it is still being entered at the last minute. */
export const TAKEN_AT = "00:10";
/** What a standstill of the bot left out is made up for, so many days back. */
export const MADE_UP_DAYS = 31;
/** Back-dated entries are looked for so far back; what is older stays as it was told. */
export const REVIEWED_WEEKS = 25;
/** How many stations are taken in one statement, and how many within one minute. */
export const BATCH = 200;
export const A_MINUTE = 1000;
export const REVIEWED_A_MINUTE = 50;
