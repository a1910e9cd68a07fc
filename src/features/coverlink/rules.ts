import type { Button } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { ofStation, type OfStation } from "../button/rules.ts";
import { readCode } from "../code/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { cardData } from "../organization/rules.ts";
import { localDate } from "../time/rules.ts";
import { readValidity, type DayRefusal, type Validity } from "../validity/rules.ts";

/** As many as fit into a line that somebody writes. */
const MAX_CODES = 50;

export type LineDoubt = DayRefusal | "badCode" | "tooManyCodes" | "noLastDay";

export type LinkCommand =
  | { readonly verb: "usage" }
  | { readonly verb: "ask"; readonly code: string }
  | ({ readonly verb: "link"; readonly code: string; readonly units: readonly string[] } & Validity)
  | { readonly verb: "end"; readonly code: string; readonly units: readonly string[]; readonly lastOn: string }
  | { readonly verb: "market"; readonly code: string; readonly market: string; readonly fromOn: string }
  | { readonly verb: "doubt"; readonly reason: LineDoubt; readonly text: string };

const END = /^(?:结束|解除|取消|终止|end|unlink|remove)\s+/iu;
const MARKET = /^(?:市场|market|所有摊位|all stalls(?: in operation)?(?: of)?(?: market)?)\s*[:：]?\s*(\S+)\s*(?:全部|所有摊位|all)?$/iu;

interface Head {
  readonly code: string;
  readonly units: readonly string[];
}

function readHead(head: string): Head | { readonly reason: LineDoubt; readonly text: string } | null {
  const words = head.split(/[\s,，、;；]+/u).filter((word) => word !== "");
  const wrong = words.find((word) => readCode(word) === null);
  if (wrong !== undefined) return { reason: "badCode", text: wrong.slice(0, 30) };
  const [code, ...units] = [...new Set(words.flatMap((word) => readCode(word) ?? []))];
  if (code === undefined) return null;
  return units.length > MAX_CODES ? { reason: "tooManyCodes", text: String(MAX_CODES) } : { code, units };
}

/** Reads what follows /link. What ends on a day has the day before as its last one; what goes through a day has that. */
export function parseLinkCommand(rest: string, clock: Clock): LinkCommand {
  const line = oneLine(rest.normalize("NFKC"));
  const isEnd = END.test(line);
  const { head, fromOn, throughOn, endOn, refusal } = readValidity(line.replace(END, ""), clock);
  if (refusal) return { verb: "doubt", reason: refusal, text: line };
  const today = localDate(clock.now, clock.zone);
  const [, word = "", others = ""] = /^(\S+)\s*(.*)$/u.exec(head) ?? [];
  const market = MARKET.exec(others)?.[1];
  const code = readCode(word);
  const marketCode = market === undefined ? null : readCode(market);
  if (!isEnd && marketCode !== null && throughOn !== null) return { verb: "doubt", reason: "noLastDay", text: marketCode };
  if (!isEnd && code !== null && marketCode !== null) return { verb: "market", code, market: marketCode, fromOn: fromOn ?? endOn ?? today };
  const read = readHead(head);
  if (read === null) return { verb: "usage" };
  if ("reason" in read) return { verb: "doubt", ...read };
  if (read.units.length === 0) return isEnd ? { verb: "usage" } : { verb: "ask", code: read.code };
  if (isEnd) return { verb: "end", ...read, lastOn: throughOn ?? dayBefore(endOn ?? fromOn ?? today) };
  return { verb: "link", ...read, fromOn: fromOn ?? endOn ?? today, throughOn };
}

/** The button that links a unit to an organization from today. */
export const linkData = (organization: OfStation, unitId: number): string => `coverlink:one:${ofStation(organization)}:${unitId}`;

/** How many codes a message names; the rest it counts. */
const NAMED = 60;

export const cardButton = (t: Messages, organization: OfStation): Button[] => [{ text: t.coverlink.button.card, data: cardData(organization) }];
export const codesOf = (codes: readonly string[], between = " ") => codes.length > NAMED ? `${codes.slice(0, NAMED).join(between)} …` : codes.join(between);

/** Why nothing was changed; what it is about may be a long line of codes. */
export const refusalOf = (t: Messages, { reason, about }: { reason: keyof Messages["coverlink"]["refusals"]; about: string }): string =>
  t.coverlink.refusals[reason](about.length > 200 ? `${about.slice(0, 200)}…` : about);
