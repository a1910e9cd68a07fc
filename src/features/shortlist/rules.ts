/** The list comes with the week's digest, on Monday at this hour of the station. */
export const COMES_AT = "09:00";
/** What a standstill of the bot kept back longer is left to the next week. */
export const CATCH_UP_HOURS = 48;
/** How many stations' lists are made in one statement, and how many within one minute. */
export const BATCH = 50;
export const A_MINUTE = 500;
/** After so long since their week, lists are forgotten. */
export const FORGOTTEN_DAYS = 35;
