/** The hour from which the day's reminders go out. */
export const REMIND_AT = "08:30";
