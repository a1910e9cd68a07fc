import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { statusData } from "../unitstatus/rules.ts";
import type { Need, RaisedFacts, Visitable, Visited } from "./actions.ts";
import type { VisitMode, VisitOutcome } from "./rules.ts";

const MODE = "(on_site|phone|online)";
const OUTCOME = "(ok|need_raised|no_answer|unit_gone)";
export const UNIT_DATA = /^visit:unit:(\d{1,15}):(\d{1,15})$/;
export const MODE_DATA = new RegExp(`^visit:mode:(\\d{1,15}):(\\d{1,15}):${MODE}$`);
export const RECORD_DATA = new RegExp(`^visit:record:(\\d{1,15}):(\\d{1,15}):${MODE}:${OUTCOME}$`);
export const NOTE_DATA = /^visit:note:(\d{1,15}):(\d{1,15})$/;
export const SETTLE_DATA = /^visit:settle:(\d{1,15}):(\d{1,15})$/;

const MODES: readonly VisitMode[] = ["on_site", "phone", "online"];
const OUTCOMES: readonly VisitOutcome[] = ["ok", "need_raised", "no_answer", "unit_gone"];
const MAX_NEEDS = 20;

const toUnits = (t: Messages, stationId: number): Button[] => [{ text: t.visit.button.units, data: `myunits:list:${stationId}` }];
const toStatus = (t: Messages, { stationId, unitId }: { readonly stationId: number; readonly unitId: number }): Button[] =>
  [{ text: t.visit.button.status, data: statusData({ stationId, id: unitId }) }];

export function askModeMessage(t: Messages, { stationId, assignmentId, unitCode }: Visitable): Outgoing {
  const modes = MODES.map((mode) => ({ text: t.visit.modes[mode], data: `visit:mode:${stationId}:${assignmentId}:${mode}` }));
  return { text: t.visit.askMode(unitCode), buttons: [modes, toUnits(t, stationId)] };
}

export function askOutcomeMessage(t: Messages, { stationId, assignmentId, unitCode }: Visitable, mode: VisitMode): Outgoing {
  return {
    text: t.visit.askOutcome(unitCode, t.visit.modes[mode]),
    buttons: [...OUTCOMES.map((outcome) => [{ text: t.visit.outcomes[outcome], data: `visit:record:${stationId}:${assignmentId}:${mode}:${outcome}` }]), toUnits(t, stationId)],
  };
}

export function recordedMessage(t: Messages, made: Visited): Outgoing {
  const told = made.outcome === "need_raised" ? [t.visit.toldNeed] : made.outcome === "unit_gone" ? [made.mayChange ? t.visit.mayChange : t.visit.toldGone] : [];
  return {
    text: [t.visit.recorded(made.unitCode, t.visit.modes[made.mode], t.visit.outcomes[made.outcome], made.on, made.note), ...told].join("\n"),
    buttons: [
      ...(made.outcome === "unit_gone" && made.mayChange ? [toStatus(t, made)] : []),
      [{ text: t.visit.button.note, data: `visit:note:${made.stationId}:${made.visitId}` }, ...toUnits(t, made.stationId)],
    ],
  };
}

export function raisedMessage(t: Messages, { stationId, visitId, unitId, unitCode, instructorCode, on, note, outcome }: RaisedFacts): Outgoing {
  if (outcome === "unit_gone") return { text: t.visit.gone(unitCode, instructorCode, on, note), buttons: [toStatus(t, { stationId, unitId })] };
  return { text: t.visit.need(unitCode, instructorCode, on, note), buttons: [[{ text: t.visit.button.settle, data: `visit:settle:${stationId}:${visitId}` }]] };
}

export function needsMessage(t: Messages, needs: readonly Need[]): Outgoing {
  if (needs.length === 0) return { text: t.visit.needs.none };
  const shown = needs.slice(0, MAX_NEEDS);
  return {
    text: [t.visit.needs.heading(needs.length), ...shown.map((need, at) => t.visit.needs.line(at + 1, need.unitCode, need.instructorCode, need.on, need.note))].join("\n"),
    buttons: shown.map((need, at) => [{ text: t.visit.button.settleOne(at + 1, need.unitCode), data: `visit:settle:${need.stationId}:${need.visitId}` }]),
  };
}
