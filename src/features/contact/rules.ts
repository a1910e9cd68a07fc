import { readCode } from "../code/rules.ts";
import { unitAt, type UnitAt } from "../unit/rules.ts";

/** The version of the text under which somebody becomes a contact. */
export const CONTACT_VERSION = "1";

/** What is agreed to by becoming one; kept as a proof once it ends. */
export const CONTACT_PURPOSE = "unit_contact";

/** `U06 contact` after /unit; null where the line is about something else. */
export function readContactLine(rest: string): string | null {
  const word = /^(\S+)\s+(?:contacts?|联系人|单位联系人)$/iu.exec(rest.normalize("NFKC").trim())?.[1];
  return word === undefined ? null : readCode(word);
}

/** The button on a unit's card that leads to its contacts. */
export const contactsData = (unit: UnitAt): string => `contactcard:of:${unitAt(unit)}`;
