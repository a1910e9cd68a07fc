import type { Clock } from "../moment/rules.ts";
import { localDate } from "../time/rules.ts";
import { dayIn } from "../validity/rules.ts";

/** Days on which somebody is away, both inside. */
export interface Absence {
  readonly fromOn: string;
  readonly throughOn: string;
}

/** How /myunits is told when somebody is away. */
export const OWN_AWAY = /^(?:away|外出|请假|不在)\s*/iu;

const NONE = /^(?:none|never|no|i have none|无|没有|不外出|都在)$/iu;
const BETWEEN = /\s*(?:\bto\b|\bthrough\b|\buntil\b|至|到|–|—|~|～|\.\.)\s*/iu;
/** More than so many stretches of days is a timetable, not an absence. */
const MAX_ABSENCES = 12;

function readStretch(text: string, clock: Clock): Absence | null {
  const [from = "", through, ...more] = text.split(BETWEEN);
  if (more.length > 0) return null;
  const fromOn = dayIn(from, clock);
  const throughOn = through === undefined ? fromOn : dayIn(through, clock);
  if (fromOn === null || throughOn === null || throughOn < fromOn) return null;
  // Days that are over tell nobody anything; “4 January” in November is one that was misread.
  return throughOn < localDate(clock.now, clock.zone) ? null : { fromOn, throughOn };
}

/** Reads when somebody is away: “2026-12-01 – 2026-12-10, 2027-01-04”, or that they never are (an empty list); null where it cannot be read. */
export function parseAbsences(text: string, clock: Clock): Absence[] | null {
  if (NONE.test(text.trim())) return [];
  const stretches = text.split(/[,，、;；\n]+/u).map((part) => part.trim()).filter(Boolean);
  if (stretches.length === 0 || stretches.length > MAX_ABSENCES) return null;
  const read = stretches.map((stretch) => readStretch(stretch, clock));
  return read.some((one) => one === null) ? null : read.flatMap((one) => one ?? []).toSorted((a, b) => a.fromOn.localeCompare(b.fromOn));
}

/** The absence that a day falls into. */
export function absenceOn(absences: readonly Absence[], day: string): Absence | null {
  return absences.find(({ fromOn, throughOn }) => fromOn <= day && day <= throughOn) ?? null;
}
