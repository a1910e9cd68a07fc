import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import type { Overview, PlanShown } from "./actions.ts";

export const AREA_DATA = /^plan:area:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const TOGGLE_DATA = /^plan:toggle:(\d{1,15}):([\w-]{6}):([A-Z0-9-]{1,16})$/;
export const ACCEPT_DATA = /^plan:accept:(\d{1,15}):([\w-]{6})$/;

function loadLines(t: Messages, { loads, pairings }: PlanShown): string[] {
  return loads.map(({ code, load, capacity }) =>
    t.assignment.plan.load(code, load, load + pairings.filter(({ instructorCode, isChosen }) => isChosen && instructorCode === code).length, capacity));
}

export function planMessage(t: Messages, plan: PlanShown): Outgoing {
  const words = t.assignment.plan;
  const { key, stationId, area, pairings, left, more } = plan;
  if (pairings.length === 0) return { text: [words.nothing(area), ...(left.length > 0 ? [words.left(left)] : [])].join("\n") };
  const chosen = pairings.filter(({ isChosen }) => isChosen).length;
  const accept = chosen === pairings.length ? t.assignment.button.all(chosen) : t.assignment.button.chosen(chosen);
  return {
    text: [
      words.heading(area, pairings.length), ...pairings.map(({ unitCode, instructorCode, isChosen }) => words.line(unitCode, instructorCode, isChosen)), "",
      words.loads, ...loadLines(t, plan), ...(left.length > 0 ? [words.left(left)] : []), ...(more > 0 ? [words.more(more)] : []),
    ].join("\n"),
    buttons: [
      ...inRows(pairings.map(({ unitCode, isChosen }) => ({ text: t.assignment.button.toggle(unitCode, isChosen), data: `plan:toggle:${stationId}:${key}:${unitCode}` })), 4),
      ...(chosen > 0 ? [[{ text: accept, data: `plan:accept:${stationId}:${key}` }]] : []),
    ],
  };
}

export function acceptedMessage(t: Messages, { made, failed }: { readonly made: number; readonly failed: readonly string[] }): Outgoing {
  return { text: [t.assignment.plan.done(made), ...(failed.length > 0 ? [t.assignment.plan.failed(failed)] : [])].join("\n") };
}

export function overviewMessage(t: Messages, { stationId, uncovered, first, areas }: Overview): Outgoing {
  const words = t.assignment.overview;
  if (uncovered === 0) return { text: words.none };
  return {
    text: [words.heading(uncovered), words.more].join("\n"),
    buttons: [
      ...inRows(first.map((code) => ({ text: code, data: `proposal:unit:${stationId}:${code}` })), 4),
      ...inRows(areas.map(({ area, unitCode, units }) => ({ text: `${t.assignment.button.area(area)} · ${units}`, data: `plan:area:${stationId}:${unitCode}` })), 2),
    ],
  };
}
