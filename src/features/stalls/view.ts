import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";

export const ASK_DATA = /^stalls:ask:(\d{1,15}):(\d{1,15}):(\d{4}-\d\d-\d\d)$/;
export const LINK_DATA = /^stalls:link:(\d{1,12}):(\d{1,12}):(\d{4}-\d\d-\d\d):(\d{1,4})$/;

/** How many would be linked at once, before it is done. */
export function previewMessage(t: Messages, bulk: { id: number; code: string; marketId: number; market: string; fromOn: string; stalls: number; gone: number; fresh: number }): Outgoing {
  const { id, code, marketId, market, fromOn, stalls, gone, fresh } = bulk;
  return {
    text: t.stalls.preview({ code, market, fromOn, stalls, already: stalls - fresh - gone, gone, fresh }),
    buttons: [[{ text: t.stalls.link(fresh), data: `stalls:link:${id}:${marketId}:${fromOn}:${fresh}` }], [{ text: t.coverlink.button.card, data: `organization:show:${id}` }]],
  };
}

export function linkedMessage(t: Messages, linked: { id: number; code: string; linked: readonly string[]; fromOn: string; inOperation: number; isCrowded: boolean }): Outgoing {
  const lines = [t.stalls.linked(linked.code, linked.linked.length, linked.fromOn), ...(linked.isCrowded ? [t.coverlink.crowded(linked.inOperation)] : [])];
  return { text: lines.join("\n"), buttons: [[{ text: t.coverlink.button.card, data: `organization:show:${linked.id}` }]] };
}

export function refusalText(t: Messages, { reason, about }: { reason: keyof Messages["coverlink"]["refusals"]; about: string }): string {
  return t.coverlink.refusals[reason](about);
}
