import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { cardData, titleOf, type UnitKind, type UnitStatus } from "../unit/rules.ts";
import type { List, Offered } from "./actions.ts";
import type { Filter } from "./rules.ts";

/** A list as a button names it: its station first. */
const LIST = "(\\d{1,15}):([0-9a-f]{8})";
const listAt = ({ stationId, token }: Pick<List, "stationId" | "token">) => `${stationId}:${token}`;
export const BACK_DATA = /^units:list:(\d{1,15})$/;
export const SHOW_DATA = new RegExp(`^units:show:${LIST}$`);
export const FIRST_DATA = new RegExp(`^units:first:${LIST}$`);
export const TURN_DATA = new RegExp(`^units:turn:${LIST}:(next|back):([A-Z0-9-]{1,16})$`);
export const NARROW_DATA = new RegExp(`^units:narrow:${LIST}$`);
export const PICK_DATA = new RegExp(`^units:pick:${LIST}:(area|industry|kind|status)$`);
export const PLACE_DATA = new RegExp(`^units:place:${LIST}:(area|industry):(\\d{1,2})$`);
export const KIND_DATA = new RegExp(`^units:kind:${LIST}:(micro_enterprise|self_employed|market|platform_station)$`);
export const STATUS_DATA = new RegExp(`^units:status:${LIST}:(active|dormant|closed|moved_out|not_found)$`);
export const FLAG_DATA = new RegExp(`^units:flag:${LIST}:(uncovered|due):(y|n)$`);
export const CLEAR_DATA = new RegExp(`^units:clear:${LIST}$`);

const KINDS: readonly UnitKind[] = ["micro_enterprise", "self_employed", "market", "platform_station"];
const STATUSES: readonly UnitStatus[] = ["active", "dormant", "closed", "moved_out", "not_found"];

/** What the list is narrowed to, in words. */
function filterWords(t: Messages, { text, area, industry, market, kind, status, uncovered, due }: Filter): string[] {
  return [
    text === null ? null : t.units.text(text), area === null ? null : t.units.area(area), industry, market,
    kind === null ? null : t.unit.kinds[kind], status === null ? null : t.unit.statuses[status],
    uncovered ? t.units.uncovered : null, due ? t.units.due : null,
  ].filter((word) => word !== null);
}

/** One page of the list: each unit on a line of its own, and its code as a button. */
export function listMessage(t: Messages, list: List): Outgoing {
  const { stationId, filter, page } = list;
  const lines = page.units.map((unit) => {
    const about = t.units.line(titleOf(unit, true), t.unit.kinds[unit.kind], unit.area);
    return unit.status === "active" ? about : t.units.inactive(about, t.unit.statuses[unit.status]);
  });
  const words = filterWords(t, filter);
  const empty = page.isCutShort ? t.units.noneSoFar(page.next ?? page.previous ?? "") : words.length === 0 ? t.units.noneYet : t.units.none;
  const turns: Button[] = [
    ...(page.isFirst ? [] : [{ text: t.units.first, data: `units:first:${listAt(list)}` }]),
    ...(page.previous === null ? [] : [{ text: t.units.previous, data: `units:turn:${listAt(list)}:back:${page.previous}` }]),
    ...(page.next === null ? [] : [{ text: page.isCutShort ? t.units.lookOn : t.units.next, data: `units:turn:${listAt(list)}:next:${page.next}` }]),
  ];
  const codes = page.units.map(({ code, id }): Button => ({ text: code, data: cardData({ stationId, id }) }));
  return {
    text: [words.length === 0 ? t.units.heading : t.units.narrowed(words), ...(lines.length === 0 ? [empty] : lines)].join("\n"),
    buttons: [...inRows(codes, 4), ...(turns.length === 0 ? [] : [turns]), [{ text: t.units.narrow, data: `units:narrow:${listAt(list)}` }]],
  };
}

/** What the list can be narrowed to; what it is narrowed to already is ticked. */
export function narrowMessage(t: Messages, list: List): Outgoing {
  const { filter } = list;
  const words = filterWords(t, filter);
  const pick = (field: "area" | "industry" | "kind" | "status", value: string | null): Button =>
    ({ text: `${value === null ? "" : "✅ "}${t.units.fields[field]}`, data: `units:pick:${listAt(list)}:${field}` });
  const flag = (name: "uncovered" | "due", isOn: boolean): Button => ({ text: `${isOn ? "✅ " : ""}${t.units[name]}`, data: `units:flag:${listAt(list)}:${name}:${isOn ? "n" : "y"}` });
  return {
    text: `${words.length === 0 ? t.units.heading : t.units.narrowed(words)}\n${t.units.narrowHow}`,
    buttons: [
      [pick("area", filter.area), pick("industry", filter.industry)], [pick("kind", filter.kind), pick("status", filter.status)],
      [flag("uncovered", filter.uncovered), flag("due", filter.due)],
      [{ text: t.units.clear, data: `units:clear:${listAt(list)}` }, { text: t.units.toList, data: `units:show:${listAt(list)}` }],
    ],
  };
}

/** The values of one respect, as buttons. */
export function pickMessage(t: Messages, offered: Offered, field: "area" | "industry" | "kind" | "status"): Outgoing {
  const buttons = field === "kind" ? KINDS.map((kind) => ({ text: t.unit.kinds[kind], data: `units:kind:${listAt(offered)}:${kind}` }))
    : field === "status" ? STATUSES.map((status) => ({ text: t.unit.statuses[status], data: `units:status:${listAt(offered)}:${status}` }))
      : offered.options.map((option, place) => ({ text: option, data: `units:place:${listAt(offered)}:${field}:${place}` }));
  return { text: buttons.length === 0 ? t.units.noOptions : t.units.pick[field], buttons: [...inRows(buttons, 2), [{ text: t.units.toList, data: `units:show:${listAt(offered)}` }]] };
}
