import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { linkData } from "../coverlink/rules.ts";
import { formatDay } from "../date/rules.ts";
import { cardData } from "../organization/rules.ts";
import { surveyData } from "../survey/rules.ts";
import type { Listed, Open } from "./actions.ts";
import type { Suggestion, UnitFacts } from "./rules.ts";

export const PAGE_DATA = /^suggestion:page:(\d{1,15}):(\d{1,9})$/;
export const CARD_DATA = /^suggestion:card:(\d{1,15}):(\d{1,15})$/;
export const DECIDE_DATA = /^suggestion:decide:(\d{1,15}):(\d{1,15}):(accepted|declined)$/;

/** As many as a phone shows with their buttons. */
const PAGE = 8;
const COLUMNS = 4;
/** As many units as a card has room for beside the rest. */
const MAX_UNITS = 20;

const codes = (t: Messages, units: readonly UnitFacts[]) => units.map(({ code }) => code).join(t.suggestion.and);
const short = (t: Messages, { action, units, organization }: Suggestion) => t.suggestion.short[action](codes(t, units), organization ?? "");

/** What could be formed, a page at a time. */
export function listMessage(t: Messages, { stationId, stationName, open, mayDecide }: Listed, from: number): Outgoing {
  if (open.length === 0) return { text: t.suggestion.none(stationName), buttons: [] };
  const first = from < open.length ? from : 0;
  const shown = open.slice(first, first + PAGE);
  const numbers = shown.map(({ id }, at): Button => ({ text: String(first + at + 1), data: `suggestion:card:${stationId}:${id}` }));
  const page = (to: number) => `suggestion:page:${stationId}:${to}`;
  const turns = [
    ...first > 0 ? [{ text: t.suggestion.button.before, data: page(Math.max(0, first - PAGE)) }] : [],
    ...first + PAGE < open.length ? [{ text: t.suggestion.button.after, data: page(first + PAGE) }] : [],
  ];
  return {
    text: [
      t.suggestion.heading(stationName, open.length), "", ...shown.map(({ suggestion }, at) => `${first + at + 1}. ${short(t, suggestion)}`),
      "", mayDecide ? t.suggestion.note : `${t.suggestion.note} ${t.suggestion.leadDecides}`,
    ].join("\n"),
    buttons: [numbers.slice(0, COLUMNS), numbers.slice(COLUMNS), turns].filter((row) => row.length > 0),
  };
}

/** What is known of one unit; how many members it has is not for everybody. */
function unitLine(t: Messages, { code, area, industry, survey, market }: UnitFacts, mayCount: boolean, day: (date: string) => string): string {
  const said = survey === null ? [t.survey.never] : [
    t.survey.last(day(survey.on)), survey.fullMembers === null ? t.suggestion.noNumber : mayCount ? t.survey.members(survey.fullMembers) : null,
    survey.willing && t.survey.willing[survey.willing], survey.hasSecretaryCandidate === true ? t.survey.secretary.yes : null,
  ];
  return ["•", [code, market === null ? area : `${area} · ${market}`, industry, ...said].filter((part) => part !== null).join(" · ")].join(" ");
}

/** One suggestion: its rule, what it rests on, who approves, and the lead's two buttons. */
export function cardMessage(t: Messages, at: Listed, { id, suggestion }: Open, locale: Locale): Outgoing {
  const { action, units, organization, basis, level, leavesTooFew } = suggestion;
  const day = (date: string) => formatDay(date, locale, at.today);
  const facts = [
    ...units.slice(0, MAX_UNITS).map((unit) => unitLine(t, unit, at.mayDecide, day)), ...units.length > MAX_UNITS ? [t.suggestion.more(units.length - MAX_UNITS)] : [],
    ...basis === null ? [] : [t.suggestion.basis[basis]],
    ...organization === null ? [] : [t.suggestion.organization[action === "review_dissolution" ? "empty" : "known"](organization)],
    ...level === null ? [] : [t.suggestion.level[level]], ...leavesTooFew && organization !== null ? [t.suggestion.leavesTooFew(organization)] : [],
  ];
  const data = (decision: "accepted" | "declined") => `suggestion:decide:${at.stationId}:${id}:${decision}`;
  const decisions = [[{ text: t.suggestion.button.take, data: data("accepted") }, { text: t.suggestion.button.later, data: data("declined") }]];
  return {
    text: [`💡 ${short(t, suggestion)}`, t.suggestion.rule[action], facts.join("\n"), t.suggestion.approval[action](organization ?? "")].join("\n\n"),
    buttons: [...at.mayDecide ? decisions : [], [{ text: t.suggestion.button.list, data: `suggestion:page:${at.stationId}:0` }]],
  };
}

type Next =
  | { readonly kind: "draft"; readonly code: string }
  | { readonly kind: "link"; readonly organizationId: number; readonly unitId: number }
  | { readonly kind: "assign" | "survey"; readonly unit: string }
  | { readonly kind: "organization"; readonly organizationId: number };

function nextButton(t: Messages, stationId: number, next: Next, { units, organization }: Suggestion): Button {
  const { button } = t.suggestion;
  switch (next.kind) {
    case "draft": return { text: button.draft, data: `founding:open:${next.code}` };
    case "link": return { text: button.link(codes(t, units), organization ?? ""), data: linkData({ stationId, id: next.organizationId }, next.unitId) };
    case "assign": return { text: button.assign, data: `proposal:unit:${stationId}:${next.unit}` };
    case "survey": return { text: button.survey, data: surveyData(stationId, next.unit) };
    case "organization": return { text: button.organization(organization ?? ""), data: cardData({ stationId, id: next.organizationId }) };
  }
}

/** What was decided, and what comes next; nothing has been founded by it. */
export function decidedMessage(t: Messages, at: Listed, { suggestion }: Open, next: Next | null): Outgoing {
  const { action, units, organization } = suggestion;
  const list = [{ text: t.suggestion.button.list, data: `suggestion:page:${at.stationId}:0` }];
  if (next === null) return { text: t.suggestion.declined(short(t, suggestion)), buttons: [list] };
  const how = t.suggestion.next[action](codes(t, units), organization ?? "");
  return { text: [t.suggestion.accepted(short(t, suggestion)), how].join("\n\n"), buttons: [[nextButton(t, at.stationId, next, suggestion)], list] };
}
