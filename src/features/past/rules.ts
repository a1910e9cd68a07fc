import { partsOf, readDay, type Reason, type RowReader } from "../sheet/rules.ts";

/** What something was from a day on. */
export interface Since<Status extends string> {
  readonly status: Status;
  readonly fromOn: string;
}

/** One status without a day, or each with its first day. */
export type PastSaid<Status extends string> = readonly { readonly status: Status; readonly fromOn: string | null }[];

/** Reads “active 2024-01-05; dormant 2025-01-01” from the cell “status”. */
export function readPast<Status extends string>(reader: RowReader, readStatus: (text: string) => Status | null): PastSaid<Status> | undefined {
  const parts = partsOf(reader.text("status"));
  if (parts.length === 0) return undefined;
  const read = parts.map((part) => {
    const found = /^(.*?)[\s:：]*(\d{4}\s*[-/.年].*)?$/u.exec(part);
    const status = readStatus(found?.[1] ?? "");
    const fromOn = found?.[2] === undefined ? null : readDay(found[2].replace(/\s*起$/u, ""));
    const isDayBad = found?.[2] !== undefined && fromOn === null;
    if (status === null) return reader.refuse("notInList", "status", part);
    if (isDayBad || (fromOn === null && parts.length > 1)) return reader.refuse("badDate", "status", part);
    return { status, fromOn };
  });
  const known = read.filter((one) => one !== undefined);
  if (known.length < parts.length) return undefined;
  const isOrdered = known.every((one, at) => at === 0 || (one.fromOn ?? "") > (known[at - 1]?.fromOn ?? ""));
  return isOrdered ? known : reader.refuse("backwards", "status");
}

/** What came after what is known already: nothing of it may be said otherwise, for nothing is overwritten. */
export function continued<Status extends string>(history: readonly Since<Status>[], said: PastSaid<Status> | undefined, today: string): readonly Since<Status>[] | Reason {
  let status = history;
  for (const one of said ?? []) {
    const last = status.at(-1);
    if (!last) continue;
    if (one.fromOn === null ? one.status === last.status : status.some((period) => period.fromOn === one.fromOn && period.status === one.status)) continue;
    const fromOn = one.fromOn ?? today;
    if (fromOn > today) return { why: "future", column: "status", text: fromOn };
    if (one.fromOn === null && fromOn === last.fromOn) return { why: "statusToday", column: "status", text: today };
    if (fromOn <= last.fromOn) return { why: "otherHistory", column: "status", text: fromOn };
    if (one.status !== last.status) status = [...status, { status: one.status, fromOn }];
  }
  return status;
}

export function pastCell<Status extends string>(history: readonly Since<Status>[], words: Readonly<Record<Status, string>>): string {
  return history.map((one) => `${words[one.status]} ${one.fromOn}`).join("; ");
}
