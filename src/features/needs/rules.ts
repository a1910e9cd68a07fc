/** What can be done about something that needs a hand, in the order in which a list tells it. */
export const ACTIONS = ["assign", "renew", "survey", "announce", "suggestion"] as const;
export type Action = (typeof ACTIONS)[number];

/** Suggestions that something be formed or dissolved; that somebody be assigned or a survey made has lines of its own. */
export const FORMING = ["split_to_separate", "separate", "joint", "attach_existing", "review_dissolution", "joint_over_limit"] as const;
export type Forming = (typeof FORMING)[number];

/** Something that needs a hand: the row that it is about, and the codes of the units that it would help. */
export interface Need {
  readonly action: Action;
  readonly id: number;
  readonly units: readonly string[];
}

/** As many lines as a phone shows with their buttons. */
const LINES = 10;
/** More of one kind than a list can hold would not be looked at; some go because another line helps their unit first. */
export const READ_OF_EACH = 3 * LINES;

/** Which line of a unit stays where several would help it: the one that helps most. */
const HELPS_FIRST: readonly Action[] = ["suggestion", "assign", "renew", "survey", "announce"];

/** Each unit once, under what helps it first. */
function onceEach(needs: readonly Need[]): Need[] {
  const told = new Set<string>();
  return HELPS_FIRST.flatMap((action) => needs.filter((need) => need.action === action)).filter(({ units }) => {
    const isNew = units.length === 0 || units.some((code) => !told.has(code));
    for (const code of units) told.add(code);
    return isNew;
  });
}

/** The lines of a list: of each kind in turn as long as there is room, so that no kind crowds out the others; each kind in the order it came. */
export function chosen(needs: readonly Need[]): Need[] {
  const left = onceEach(needs);
  const kinds = ACTIONS.map((action) => left.filter((need) => need.action === action));
  const turns = kinds.flatMap((kind) => kind.map((need, turn) => ({ need, turn })));
  const taken = new Set(turns.toSorted((a, b) => a.turn - b.turn).slice(0, LINES).map(({ need }) => need));
  return kinds.flat().filter((need) => taken.has(need));
}
