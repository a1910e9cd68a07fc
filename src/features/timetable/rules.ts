/** What the buttons of an organizer's page of series carry. */
export const LIST_DATA = "timetable:list";
export const pageData = (seriesId: number): string => `timetable:page:${seriesId}`;
export const skipData = (seriesId: number, on: string): string => `timetable:skip:${seriesId}:${on}`;
export const restoreData = (seriesId: number, on: string): string => `timetable:restore:${seriesId}:${on}`;
export const aheadData = (seriesId: number, days: number): string => `timetable:ahead:${seriesId}:${days}`;
export const endData = (seriesId: number, isSure: boolean): string => `timetable:${isSure ? "end" : "ask"}:${seriesId}`;

/** `/announce series` and its Chinese forms. */
export function isSeriesLine(rest: string): boolean {
  return /^(?:series|recurring|系列|系列活动|定期)$/iu.test(rest.trim());
}

/** The date in `/announce skip Dec 5`; empty where none was written. A line with a bar is an announcement. */
export function readSkipLine(rest: string): string | null {
  if (/[|｜\n]/u.test(rest)) return null;
  return /^(?:skip|跳过|停一次)(?:\s+(.*)|$)/iu.exec(rest.trim())?.slice(1, 2).map((date) => date ?? "")[0] ?? null;
}
