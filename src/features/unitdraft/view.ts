import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { cardData, titleOf, type UnitKind } from "../unit/rules.ts";
import type { DraftRefusal, Step } from "./actions.ts";
import { maySkip } from "./rules.ts";

export const KIND_DATA = /^unitdraft:kind:([0-9a-f]{8}):(micro_enterprise|self_employed|market|platform_station)$/;
export const PLACE_DATA = /^unitdraft:(area|industry):([0-9a-f]{8}):(\d{1,2})$/;
export const SKIP_DATA = /^unitdraft:skip:(name|industry):([0-9a-f]{8})$/;
const KINDS: readonly UnitKind[] = ["micro_enterprise", "self_employed", "market", "platform_station"];

/** The next question, or that the unit is entered, with the way to its card. */
export function stepMessage(t: Messages, step: Step): Outgoing {
  if ("unit" in step) {
    return { text: t.unitdraft.entered(titleOf(step.unit, true)), buttons: [[{ text: t.unit.button.back, data: cardData(step.unit) }]] };
  }
  const choices: Button[] = step.ask === "kind" ? KINDS.map((kind) => ({ text: t.unit.kinds[kind], data: `unitdraft:kind:${step.token}:${kind}` }))
    : step.options.map((option, place) => ({ text: option, data: `unitdraft:${step.ask}:${step.token}:${place}` }));
  const skip: Button[][] = maySkip(step.ask) ? [[{ text: t.unitdraft.skip, data: `unitdraft:skip:${step.ask}:${step.token}` }]] : [];
  return { text: t.unitdraft.ask[step.ask], buttons: [...inRows(choices, 2), ...skip] };
}

export function draftRefusedText(t: Messages, reason: DraftRefusal): string {
  return reason === "draftGone" || reason === "unreadable" ? t.unitdraft.refusals[reason] : t.unit.refusals[reason];
}
