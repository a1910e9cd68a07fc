import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Known, Proposal } from "./actions.ts";
import type { Ranked } from "./rules.ts";

export const PROPOSE_DATA = /^proposal:unit:([A-Z0-9-]{1,16})$/;

/** More than three make choosing hard. */
const SHOWN = 3;

function reasons(t: Messages, { candidate, isFull, sameArea, sameIndustry, awayThrough }: Ranked<Known>): string[] {
  const words = t.assignment.proposal;
  return [
    ...(sameArea ? [words.sameArea] : candidate.areas.length > 0 ? [words.otherArea] : []),
    ...(candidate.formerTie === null ? [] : [words.formerTie(candidate.formerTie)]), ...(sameIndustry ? [words.sameIndustry] : []),
    ...(awayThrough !== null ? [words.away(awayThrough)] : candidate.hasSaidAway ? [] : [words.awayUnsaid]), ...(isFull ? [words.full] : []),
  ];
}

export function proposalMessage(t: Messages, { unit, ranked, current }: Proposal): Outgoing {
  const words = t.assignment.proposal;
  const best = ranked.slice(0, SHOWN);
  const about = [t.unit.about(t.unit.kinds[unit.kind], unit.area), ...(unit.industry === null ? [] : [unit.industry])].join(" · ");
  const assign: Button[] = best.map(({ candidate: { code } }) => ({ text: t.assignment.button.assign(code), data: `assignment:make:${code}:${unit.code}` }));
  return {
    text: [
      words.heading(unit.code, about), ...(current.length > 0 ? [words.current(current)] : []),
      ...(best.length === 0 ? [words.nobody] : best.map((each, at) => words.line(at + 1, each.candidate.code, each.candidate.load, each.candidate.capacity, reasons(t, each)))),
    ].join("\n"),
    buttons: best.length === 0 ? [] : [assign],
  };
}
