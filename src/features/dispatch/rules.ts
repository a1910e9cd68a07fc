/** How long a sent announcement waits, so that a slip can be taken back before anybody sees it. */
export const UNDO_MS = 60_000;

/** What can be taken back: one activity, or a series with all that it has planned. */
export type Sent = "activity" | "series";

export function undoData(what: Sent, id: number): string {
  return `announce:undo:${what}:${id}`;
}
