import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { cardData, FORMATION_ORDER, LEVEL_ORDER } from "../organization/rules.ts";
import type { Done, Drafted } from "./actions.ts";
import { questionOf, type Doubt, type Sketch } from "./rules.ts";

export const NEW_DATA = /^founding:new:(\d{1,15})$/;
export const FORMATION_DATA = /^founding:formation:([\w-]{8}):(\w{1,20})$/;
export const LEVEL_DATA = /^founding:level:([\w-]{8}):(\w{1,20})$/;
export const WORD_DATA = /^founding:word:([\w-]{8}):(area|industry|approvedBy|none)$/;
export const OPEN_DATA = /^founding:open:([\w-]{8})$/;
export const DONE_DATA = /^founding:done:([\w-]{8})$/;
export const DROP_DATA = /^founding:drop:([\w-]{8})$/;

interface Shown {
  readonly drafted: Drafted;
  readonly doubts: readonly Doubt[];
  readonly problem: { readonly reason: keyof Messages["founding"]["problems"]; readonly about: string } | null;
}

function knownLines(t: Messages, sketch: Sketch): string[] {
  const { label, list } = t.founding;
  const { term } = sketch;
  const said: (readonly [string, string | null])[] = [
    [label.code, sketch.code], [label.name, sketch.name],
    [label.formation, sketch.formation && t.organization.formations[sketch.formation]], [label.level, sketch.level && t.organization.levels[sketch.level]],
    [label.status, sketch.status && t.organization.statuses[sketch.status]], [label.area, sketch.area], [label.industry, sketch.industry],
    [label.market, sketch.market], [label.parent, sketch.parent], [label.since, sketch.since],
    [label.term, term && t.founding.term(term.startedOn, term.years)], [label.units, sketch.units.length > 0 ? sketch.units.join(list) : null],
    [label.approvedBy, sketch.approvedBy], [label.counts, sketch.counts === null ? null : t.organization.counts(sketch.counts)],
  ];
  return said.flatMap(([name, value]) => value === null ? [] : [t.organization.line(name, value)]);
}

function answers(t: Messages, { code, sketch }: Drafted): Button[][] {
  switch (questionOf(sketch)) {
    case "name": return [];
    case "formation": return inRows(FORMATION_ORDER.map((one) => ({ text: t.organization.formations[one], data: `founding:formation:${code}:${one}` })), 2);
    case "level": return inRows(LEVEL_ORDER.map((one) => ({ text: t.organization.levels[one], data: `founding:level:${code}:${one}` })), 2);
    case "word": return inRows((["area", "industry", "approvedBy", "none"] as const)
      .filter((one) => one === "none" || sketch[one] === null).map((one) => ({ text: t.founding.place[one], data: `founding:word:${code}:${one}` })), 2);
    case null: return [[{ text: t.founding.button.done, data: `founding:done:${code}` }]];
  }
}

function asked(t: Messages, sketch: Sketch): string {
  const question = questionOf(sketch);
  if (question === null) return t.founding.ready;
  return question === "word" ? t.founding.ask.word(sketch.words[0] ?? "") : t.founding.ask[question];
}

/** What is known of the new organization, what was not understood, and the next question. */
export function draftMessage(t: Messages, { drafted, doubts, problem }: Shown): Outgoing {
  const unclear = doubts.map(({ reason, text }) => t.founding.doubts[reason](text.slice(0, 60)));
  const blocks = [
    ...(problem ? [t.founding.problems[problem.reason](problem.about)] : []), ...(unclear.length > 0 ? [unclear.join("\n")] : []),
    [t.founding.title, ...knownLines(t, drafted.sketch)].join("\n"), asked(t, drafted.sketch),
  ];
  return {
    text: blocks.join("\n\n"),
    buttons: [...answers(t, drafted), [{ text: t.founding.button.drop, data: `founding:drop:${drafted.code}` }]],
  };
}

/** Says what was registered, with all that was taken for granted. */
export function registeredMessage(t: Messages, done: Done): Outgoing {
  const { sketch, crowded } = done;
  return {
    text: [t.founding.registered, ...knownLines(t, sketch), ...(crowded === null ? [] : [t.founding.crowded(crowded)])].join("\n"),
    buttons: [[{ text: t.founding.button.show, data: cardData(done) }]],
  };
}
