import { isQuiet, nextAt } from "../time/rules.ts";

interface Rest {
  readonly from: string;
  readonly through: string;
}

const NIGHT: Rest = { from: "21:30", through: "08:00" };
/** Whoever delivers meals has no hand free then. */
const MEALS: readonly Rest[] = [{ from: "11:00", through: "13:30" }, { from: "17:00", through: "20:00" }];

export interface Habits {
  /** Their own word: they deliver at meal times. */
  readonly ridesAtMeals: boolean;
}

const restsOf = ({ ridesAtMeals }: Habits): readonly Rest[] => ridesAtMeals ? [NIGHT, ...MEALS] : [NIGHT];

/** Whether nobody is to be written to unasked at this instant. */
export function isQuietFor(at: Date, zone: string, habits: Habits): boolean {
  return restsOf(habits).some(({ from, through }) => isQuiet(at, zone, from, through));
}

/** The instant itself, or the end of the quiet time that it falls into. */
export function afterQuiet(at: Date, zone: string, habits: Habits): Date {
  const rest = restsOf(habits).find(({ from, through }) => isQuiet(at, zone, from, through));
  return rest === undefined ? at : afterQuiet(nextAt(at, zone, rest.through), zone, habits);
}
