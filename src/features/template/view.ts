import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { shortTitle } from "../rollcall/rules.ts";
import type { Template } from "./actions.ts";

export const KEEP_DATA = /^template:keep:([\w-]{8})$/;
export const USE_DATA = /^template:use:(\d{1,15}):(\d{1,15})$/;
export const DELETE_DATA = /^template:delete:(\d{1,15}):(\d{1,15})$/;

/** The station's templates: a tap begins a draft, the bin deletes one's own. */
export function templatesMessage(t: Messages, stationId: number, templates: readonly Template[]): Outgoing {
  const buttons = templates.map(({ id, name, isMine }): Button[] => [
    { text: `🗂 ${shortTitle(name)}`, data: `template:use:${stationId}:${id}` },
    ...(isMine ? [{ text: "🗑", data: `template:delete:${stationId}:${id}` }] : []),
  ]);
  return { text: templates.length === 0 ? t.template.none : t.template.list, buttons };
}
