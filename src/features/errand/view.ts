import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { surveyData } from "../survey/rules.ts";
import { errandData, subjectOf, type Errand } from "./rules.ts";

/** The way to what helps: the flows that do it, each with its own questions. */
function doing(t: Messages, errand: Errand): Button[] {
  const { stationId, action, unit, instructor, assignmentId, suggestionId } = errand;
  switch (action) {
    case "assign": return [{ text: t.assignment.button.ask, data: `assignoffer:ask:${stationId}:${unit}` }, { text: t.suggestion.button.assign, data: `proposal:unit:${stationId}:${unit}` }];
    case "renew": return [
      { text: t.assignment.button.renew(instructor ?? "", unit ?? ""), data: `assignment:renew:${stationId}:${assignmentId}` },
      { text: t.suggestion.button.assign, data: `proposal:unit:${stationId}:${unit}` },
    ];
    case "survey": return [{ text: t.suggestion.button.survey, data: surveyData(stationId, unit ?? "") }];
    case "announce": return [{ text: t.shortlist.button.draft, data: errandData("draft", errand) }];
    case "suggestion": return [{ text: t.shortlist.button.card, data: `suggestion:card:${stationId}:${suggestionId}` }];
  }
}

/** What can be looked at while somebody else does it. */
function looking(t: Messages, { stationId, action, unit, assignmentId, suggestionId }: Errand): Button[] {
  switch (action) {
    case "assign": return [{ text: t.suggestion.button.assign, data: `proposal:unit:${stationId}:${unit}` }];
    case "renew": return [{ text: t.shortlist.button.look, data: `holding:card:${stationId}:${assignmentId}` }];
    case "suggestion": return [{ text: t.shortlist.button.card, data: `suggestion:card:${stationId}:${suggestionId}` }];
    case "survey": case "announce": return [];
  }
}

/** A line that was pressed: yours, with the way to do it, or somebody else's already. */
export function openedMessage(t: Messages, { errand, mayTakeOver }: { readonly errand: Errand; readonly mayTakeOver: boolean }): Outgoing {
  const words = t.shortlist;
  if (errand.taker === "you") {
    return { text: words.yours[errand.action](subjectOf(errand)), buttons: [doing(t, errand), [{ text: words.button.back, data: errandData("back", errand) }]] };
  }
  const over = mayTakeOver ? [{ text: words.button.over, data: errandData("over", errand) }] : [];
  return { text: words.others(subjectOf(errand)), buttons: [looking(t, errand), over] };
}

export function givenBackMessage(t: Messages, errand: Errand): Outgoing {
  return { text: t.shortlist.givenBack(subjectOf(errand)) };
}
