/** For so long an import can be taken back, and for so long a file that was not applied is kept. */
export const KEPT_MS = 24 * 3_600_000;

export type Progress = (line: number, last: number) => void;
