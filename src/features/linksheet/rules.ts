import { readCode } from "../code/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { endReasonNamed, type EndReason } from "../endreason/rules.ts";
import { RowReader, type Column, type Judged, type Reason } from "../sheet/rules.ts";

/** Which organization covers which unit, when. */
export interface LinkFacts {
  readonly organization: string;
  readonly unit: string;
  readonly from: string;
  readonly through: string | null;
  readonly endReason: EndReason | null;
}

/** What the cells of a row say of a link; one without a last day is open, or stays as it is. */
export function readLinkRow(cells: ReadonlyMap<Column, string>): { said: LinkFacts; faults: readonly Reason[] } {
  const reader = new RowReader(cells);
  for (const column of ["organization", "unit", "from"] as const) if (reader.text(column) === "") reader.refuse("missing", column);
  const said = {
    organization: reader.take("organization", readCode, "badCode") ?? "", unit: reader.take("unit", readCode, "badCode") ?? "",
    from: reader.day("from") ?? "", through: reader.day("through") ?? null,
    endReason: reader.take("endReason", endReasonNamed, "notInList") ?? null,
  };
  if (said.endReason !== null && said.through === null) reader.refuse("needsBoth", "through", "");
  // One that ended on the day on which it began has its last day before its first.
  if (said.through !== null && said.from !== "" && said.through < dayBefore(said.from)) reader.refuse("backwards", "through");
  return { said, faults: reader.reasons };
}

/** One that ended as it began, and one that then began anew on the same day, are two. */
export const linkKey = ({ organization, unit, from, through }: LinkFacts): string =>
  `${organization}|${unit}|${from}${through !== null && through < from ? "|0" : ""}`;

/** A link begins, or one that was open ends; what has ended stays so. */
export function judgeLink(said: LinkFacts, held: LinkFacts | null, today: string): Judged<LinkFacts> {
  const wrong = (reason: Reason): Judged<LinkFacts> => ({ verdict: "wrong", after: null, reasons: [reason] });
  if (said.from > today) return wrong({ why: "future", column: "from", text: said.from });
  if (!held) return { verdict: "new", after: said, reasons: [] };
  if (said.through === null || said.through === held.through) {
    const isOther = said.endReason !== null && said.endReason !== held.endReason;
    return isOther ? wrong({ why: "alreadyRecorded", column: "endReason", text: said.unit }) : { verdict: "unchanged", after: held, reasons: [] };
  }
  if (held.through !== null) return wrong({ why: "otherHistory", column: "through", text: held.through });
  return { verdict: "changed", after: { ...held, through: said.through, endReason: said.endReason ?? "ended" }, reasons: [] };
}

export function linkCells({ organization, unit, from, through, endReason }: LinkFacts, reasons: Readonly<Record<EndReason, string>>): Partial<Record<Column, string>> {
  return { organization, unit, from, through: through ?? "", endReason: endReason === null ? "" : reasons[endReason] };
}
