import { dayAfter } from "../date/rules.ts";
import type { Action, Forming } from "../needs/rules.ts";

/** A line of a short list, as one of its readers sees it. */
export interface Errand {
  readonly id: number;
  readonly stationId: number;
  readonly action: Action;
  readonly unit: string | null;
  readonly instructor: string | null;
  readonly throughOn: string | null;
  readonly assignmentId: number | null;
  readonly organization: string | null;
  readonly suggestionId: number | null;
  readonly forming: Forming | null;
  readonly units: readonly string[];
  readonly taker: "nobody" | "you" | "other";
  /** Of another taker; null where they do not show it. */
  readonly alias: string | null;
  readonly isDone: boolean;
}

/** The codes that it is about, as short as a button needs them. */
export function subjectOf({ action, unit, instructor, organization, units }: Errand): string {
  if (action === "renew") return `${instructor ?? ""} · ${unit ?? ""}`;
  if (action === "announce") return organization ?? "";
  if (action !== "suggestion") return unit ?? "";
  const [first, second, ...others] = units;
  if (first === undefined) return organization ?? "";
  return second === undefined ? first : others.length === 0 ? `${first} ${second}` : `${first}…`;
}

/** What a button does with a line: take it, take it over, give it back, begin its announcement. */
type Press = "take" | "over" | "back" | "draft";
export const errandData = (press: Press, { stationId, id }: Pick<Errand, "stationId" | "id">): string => `errand:${press}:${stationId}:${id}`;
export const pressOf = (press: Press): RegExp => new RegExp(`^errand:${press}:(\\d{1,15}):(\\d{1,15})$`);

/** A list is looked after for two weeks after it came; the week that it tells of is the one before. */
const LOOKED_AFTER_DAYS = 21;
/** The first day of the earliest week whose list is still looked after. */
export const lookedAfterSince = (today: string): string => dayAfter(today, 1 - LOOKED_AFTER_DAYS);
