import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { bodyData, layDownData, peopleData, type Held } from "../nodegrant/rules.ts";
import { linkData } from "../nodelink/rules.ts";
import { askLeaveData, askMoveData } from "../nodemove/rules.ts";
import { placeParts } from "../tree/rules.ts";
import type { Asked, Card, Overview } from "./actions.ts";
import { LINK_PURPOSES } from "./rules.ts";

export const LIST_DATA = /^node:list$/;
export const SHOW_DATA = /^node:show:(\d{1,15})$/;
export const NEW_DATA = /^node:new$/;
export const ASK_DATA = /^node:ask:(rename|expect):(\d{1,15})$/;
export const KIND_DATA = /^node:kind:(\d{1,15}):(committee|leading_group)$/;
export const ASK_CLOSE_DATA = /^node:askclose:(\d{1,15})$/;
export const CLOSE_DATA = /^node:close:(\d{1,15})$/;

const placeWords = (t: Messages, locale: Locale, places: Card["places"], today: string): string[] => places.map((place) => t.node.placed(...placeParts(place, locale, today)));

function stationButtons(t: Messages, { stationId, stationName, places }: Overview["stations"][number], keepsAny: boolean): Button[][] {
  const child = { kind: "station" as const, id: stationId };
  return [
    ...(keepsAny ? [[{ text: t.node.button.moveStation(stationName), data: askMoveData(child) }]] : []),
    ...(places.length > 0 ? [[{ text: t.node.button.leaveStation(stationName), data: askLeaveData(child) }]] : []),
  ];
}

/** All that somebody has to do with above the stations. */
export function overviewMessage(t: Messages, locale: Locale, { bodies, stations }: Overview): Outgoing {
  const keepsAny = bodies.some(({ right }) => right === "keeper");
  const mayCreate = keepsAny || stations.length > 0;
  if (!mayCreate && bodies.length === 0) return { text: t.node.refusals.notYet };
  const text = [
    [t.node.heading, ...(bodies.length === 0 ? [t.node.noBodies] : bodies.map(({ name, right, nodeId }) => t.node.bodyLine(name, t.node.rights[right], nodeId)))],
    stations.map(({ stationName, places, today }) => t.node.stationLine(stationName, placeWords(t, locale, places, today))),
    [t.node.what],
  ].filter((block) => block.length > 0).map((block) => block.join("\n")).join("\n\n");
  return {
    text,
    buttons: [
      ...bodies.map(({ name, nodeId }) => [{ text: `🏛 ${name}`, data: bodyData(nodeId) }]),
      ...stations.flatMap((station) => stationButtons(t, station, keepsAny)),
      ...(mayCreate ? [[{ text: t.node.button.create, data: "node:new" }]] : []),
    ],
  };
}

function belowLines(t: Messages, { branches, stationNames, setUp }: Card): string[] {
  if (branches.length === 0 && stationNames.length === 0) return [t.node.nothingBelow];
  const direct = setUp.stations - branches.reduce((sum, { stations }) => sum + stations, 0);
  return [
    ...(branches.length > 0 ? [t.node.branches, ...branches.map(({ name, stations, expected }) => t.node.branch(name, t.node.setUp(stations, expected)))] : []),
    ...(stationNames.length > 0 ? [t.node.stations, ...stationNames.map((name) => t.node.station(name))] : []),
    ...(direct > stationNames.length ? [t.node.more(direct - stationNames.length)] : []),
  ];
}

function keeperButtons(t: Messages, { body, places }: Card): Button[][] {
  const { nodeId, kind } = body;
  const child = { kind: "body" as const, id: nodeId };
  const other = kind === "committee" ? { text: t.node.button.toGroup, to: "leading_group" } : { text: t.node.button.toCommittee, to: "committee" };
  return [
    ...LINK_PURPOSES.map((purpose) => [{ text: t.node.button[purpose], data: linkData(nodeId, purpose) }]),
    [{ text: t.node.button.people, data: peopleData(nodeId) }],
    [{ text: t.node.button.rename, data: `node:ask:rename:${nodeId}` }, { text: t.node.button.expect, data: `node:ask:expect:${nodeId}` }],
    [{ text: other.text, data: `node:kind:${nodeId}:${other.to}` }],
    [{ text: t.node.button.moveBody, data: askMoveData(child) }, ...(places.length > 0 ? [{ text: t.node.button.leaveBody, data: askLeaveData(child) }] : [])],
    [{ text: t.node.button.close, data: `node:askclose:${nodeId}` }],
  ];
}

/** A body as its keepers and readers see it: what stands below it, and no more than counts. */
export function cardMessage(t: Messages, locale: Locale, card: Card): Outgoing {
  const { body, places, today, setUp } = card;
  const { nodeId, name, kind, right } = body;
  return {
    text: [
      t.node.title(name, t.node.kinds[kind], nodeId), t.node.youAre(t.node.rights[right]), "",
      t.node.above(placeWords(t, locale, places, today)), t.node.setUp(setUp.stations, setUp.expected), t.node.expectedHere(card.expectedHere), "",
      ...belowLines(t, card),
    ].join("\n"),
    buttons: [
      [{ text: t.node.button.digest, data: `nodedigest:show:${nodeId}` }],
      ...(right === "keeper" ? keeperButtons(t, card) : []),
      [{ text: t.node.button.resign(t.node.rights[right]), data: layDownData(nodeId, "ask") }],
      [{ text: t.node.button.list, data: "node:list" }],
    ],
  };
}

export function askTextMessage(t: Messages, ask: Asked["ask"], name: string | null): Outgoing {
  return { text: ask === "create" ? t.node.ask.create : t.node.ask[ask](name ?? "") };
}

export function askCloseMessage(t: Messages, { nodeId, name }: Held): Outgoing {
  return { text: t.node.ask.close(name), buttons: [[{ text: t.node.button.closeNow, data: `node:close:${nodeId}` }], [{ text: t.node.button.back, data: bodyData(nodeId) }]] };
}

export function closedMessage(t: Messages, name: string): Outgoing {
  return { text: t.node.closed(name), buttons: [[{ text: t.node.button.list, data: "node:list" }]] };
}
