import { readCode } from "../code/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { RowReader, type Column, type Judged, type Reason } from "../sheet/rules.ts";

/** Which organization covers which unit, when. */
export interface LinkFacts {
  readonly organization: string;
  readonly unit: string;
  readonly from: string;
  readonly through: string | null;
}

/** What the cells of a row say of a link; one without a last day is open, or stays as it is. */
export function readLinkRow(cells: ReadonlyMap<Column, string>): { said: LinkFacts; faults: readonly Reason[] } {
  const reader = new RowReader(cells);
  for (const column of ["organization", "unit", "from"] as const) if (reader.text(column) === "") reader.refuse("missing", column);
  const said = {
    organization: reader.take("organization", readCode, "badCode") ?? "", unit: reader.take("unit", readCode, "badCode") ?? "",
    from: reader.day("from") ?? "", through: reader.day("through") ?? null,
  };
  // One that ended on the day on which it began has its last day before its first.
  if (said.through !== null && said.from !== "" && said.through < dayBefore(said.from)) reader.refuse("backwards", "through");
  return { said, faults: reader.reasons };
}

export const linkKey = ({ organization, unit, from }: LinkFacts): string => `${organization}|${unit}|${from}`;

/** A link begins, or one that was open ends; what has ended stays so. */
export function judgeLink(said: LinkFacts, held: LinkFacts | null, today: string): Judged<LinkFacts> {
  const wrong = (reason: Reason): Judged<LinkFacts> => ({ verdict: "wrong", after: null, reasons: [reason] });
  if (said.from > today) return wrong({ why: "future", column: "from", text: said.from });
  if (!held) return { verdict: "new", after: said, reasons: [] };
  if (said.through === null || said.through === held.through) return { verdict: "unchanged", after: held, reasons: [] };
  if (held.through !== null) return wrong({ why: "otherHistory", column: "through", text: held.through });
  return { verdict: "changed", after: { ...held, through: said.through }, reasons: [] };
}

export function linkCells({ organization, unit, from, through }: LinkFacts): Partial<Record<Column, string>> {
  return { organization, unit, from, through: through ?? "" };
}
