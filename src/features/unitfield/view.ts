import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation } from "../button/rules.ts";
import { cardData, titleOf, type Employees } from "../unit/rules.ts";
import type { FieldRefusal, FieldsChanged } from "./actions.ts";
import { EDITABLE, mayClear, type Editable } from "./rules.ts";

const FIELD = `(${EDITABLE.join("|")})`;
export const EDIT_DATA = new RegExp(`^unitfield:edit:${OF_STATION}$`);
export const ASK_DATA = new RegExp(`^unitfield:ask:${OF_STATION}:${FIELD}$`);
export const CLEAR_DATA = new RegExp(`^unitfield:clear:${OF_STATION}:(name|industry|chain|employees|market)$`);
export const EMPLOYEES_DATA = new RegExp(`^unitfield:employees:${OF_STATION}:(0-2|3-9|10-49|50\\+)$`);

type Edited = Extract<FieldsChanged, { ok: true }>["unit"];
const BUCKETS: readonly Employees[] = ["0-2", "3-9", "10-49", "50+"];
const back = (t: Messages, unit: Edited): Button => ({ text: t.unit.button.back, data: cardData(unit) });

/** What can be changed of a unit, each with what it is now. */
export function editMessage(t: Messages, unit: Edited): Outgoing {
  const buttons = EDITABLE.map((field): Button[] => [{ text: t.unitfield.now(t.unitfield.fields[field], unit[field] ?? "–"), data: `unitfield:ask:${ofStation(unit)}:${field}` }]);
  return { text: t.unitfield.which(titleOf(unit, true)), buttons: [...buttons, [back(t, unit)]] };
}

/** Asks for one field; what it can be is offered where that is known. */
export function askFieldMessage(t: Messages, unit: Edited, field: Editable): Outgoing {
  const choices: Button[] = field === "employees" ? BUCKETS.map((bucket) => ({ text: bucket, data: `unitfield:employees:${ofStation(unit)}:${bucket}` })) : [];
  const clear: Button[] = mayClear(field) && unit[field] !== null ? [{ text: t.unitfield.clear, data: `unitfield:clear:${ofStation(unit)}:${field}` }] : [];
  return { text: t.unitfield.ask[field], buttons: [...(choices.length === 0 ? [] : [choices]), [...clear, back(t, unit)]] };
}

export function changedMessage(t: Messages, unit: Edited, isPrivate: boolean): Outgoing {
  return { text: t.unitfield.changed(titleOf(unit, isPrivate)), buttons: [[back(t, unit)]] };
}

export function fieldRefusedText(t: Messages, reason: FieldRefusal): string {
  return reason === "unreadable" || reason === "isMarket" || reason === "codeTaken" ? t.unitfield.refusals[reason] : t.unit.refusals[reason];
}
