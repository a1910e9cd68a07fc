/** What an office sends fits many times over; a file that does not is hostile or meant for something else. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
export const MAX_ROWS = 50_000;
export const MAX_COLUMNS = 60;
/** No field takes more; a longer cell is cut here, and refused where it is read. */
const MAX_CELL = 1_000;

/** What the database takes as text: no zero bytes, no half signs. */
export function shorten(cell: string): string {
  return (cell.length > MAX_CELL ? cell.slice(0, MAX_CELL) : cell).replaceAll("\u0000", "").toWellFormed();
}
