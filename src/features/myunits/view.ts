import type { Button, Outgoing, StationScope } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { isWorking, overdueDays } from "../visit/rules.ts";
import type { MyUnit, MyUnits } from "./actions.ts";

export const LIST_DATA = /^myunits:list:(\d{1,15})$/;

/** As many as a phone shows without endless scrolling. */
const MAX_UNITS = 30;

function lineOf(t: Messages, each: MyUnit, today: string): string {
  const words = t.visit.units;
  const days = overdueDays(each, today);
  if (each.status !== "active") return words.idle(each.code, each.area, t.unit.statuses[each.status]);
  const line = days > 0 ? words.overdue(each.code, each.area, days, each.newestOn) : words.due(each.code, each.area, -days, each.newestOn);
  return each.throughOn === null ? line : words.ends(line, each.throughOn);
}

export function myUnitsMessage(t: Messages, { stationId, stationName }: Pick<StationScope, "stationId" | "stationName">, { code, hasSaidAway, units, today }: MyUnits): Outgoing {
  const words = t.visit.units;
  const shown = units.slice(0, MAX_UNITS);
  const counting = units.filter(({ status }) => status === "active");
  const working = counting.filter((each) => isWorking(each, today)).length;
  const buttons: Button[] = shown.map((each) => ({ text: each.code, data: `visit:unit:${stationId}:${each.assignmentId}` }));
  const away = [{ text: t.visit.button.away, data: `absence:ask:${stationId}` }, ...(hasSaidAway ? [] : [{ text: t.visit.button.notAway, data: `absence:own:${stationId}` }])];
  return {
    text: units.length === 0 ? words.none(stationName) : [
      words.heading(stationName, code), ...counting.length === 0 ? [] : [words.inTime(working, counting.length)], ...shown.map((each) => lineOf(t, each, today)),
      ...(units.length > shown.length ? [words.more(units.length - shown.length)] : []), "", words.hint,
    ].join("\n"),
    buttons: [...inRows(buttons, 3), away],
  };
}
