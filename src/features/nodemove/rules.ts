import { childText, type Child } from "../tree/rules.ts";

/** What the buttons that move something, or take it out, carry first. */
export const askMoveData = (child: Child): string => `nodemove:move:${childText(child)}`;
export const askLeaveData = (child: Child): string => `nodemove:leave:${childText(child)}`;
