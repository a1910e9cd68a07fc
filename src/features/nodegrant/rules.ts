import type { NODE_KINDS, NODE_RIGHTS } from "../../db/schema-node.ts";
import type { Locale } from "../../context.ts";

export type NodeKind = (typeof NODE_KINDS)[number];
export type Right = (typeof NODE_RIGHTS)[number];

/** What everybody who has to do with a body knows of it. */
export interface Body {
  readonly nodeId: number;
  readonly name: string;
  readonly kind: NodeKind;
  readonly timeZone: string;
  readonly locale: Locale;
}

/** A body together with what the speaking person may do there. */
export interface Held extends Body {
  readonly right: Right;
}

export type WhichRefusal = "notForYou" | "whichBody";

/** The body that is meant: by its number, or where none was said the only one. */
export function pickHeld(held: readonly Held[], which: number | null): { readonly ok: true; readonly body: Held } | { readonly ok: false; readonly reason: WhichRefusal } {
  const fitting = which === null ? held : held.filter(({ nodeId }) => nodeId === which);
  const [body] = fitting;
  if (!body) return { ok: false, reason: "notForYou" };
  return fitting.length > 1 ? { ok: false, reason: "whichBody" } : { ok: true, body };
}

/** What the buttons that show a body, and who keeps and reads it, carry. */
export const bodyData = (nodeId: number): string => `node:show:${nodeId}`;
export const peopleData = (nodeId: number): string => `nodegrant:list:${nodeId}`;

/** Asks whether somebody wants to lay their own right down, or does it. */
export const layDownData = (nodeId: number, step: "ask" | "do"): string => `nodegrant:${step === "ask" ? "asklay" : "lay"}:${nodeId}`;
