import type { MASS_ORGANIZATION_KINDS } from "../../db/schema-register.ts";
import { readCode } from "../code/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { localDate } from "../time/rules.ts";
import { readValidity, type DayRefusal, type Validity } from "../validity/rules.ts";

export type MassOrganizationKind = (typeof MASS_ORGANIZATION_KINDS)[number];
export const MASS_KINDS = ["trade_union", "youth_league", "womens_federation", "association"] as const satisfies readonly MassOrganizationKind[];

const SAID: readonly (readonly [MassOrganizationKind, readonly string[]])[] = [
  ["trade_union", ["工会", "trade union", "union"]],
  ["youth_league", ["共青团", "团组织", "团支部", "团", "youth league", "league"]],
  ["womens_federation", ["妇联", "妇女联合会", "妇女组织", "women's federation", "womens federation", "women’s federation"]],
  ["association", ["个私协会", "协会", "个体劳动者私营企业协会", "association", "business association"]],
];

function readMassKind(text: string): MassOrganizationKind | null {
  const said = oneLine(text.normalize("NFKC")).toLowerCase();
  return SAID.find(([, words]) => words.includes(said))?.[0] ?? null;
}

export type MassCommand =
  | { readonly verb: "usage" }
  | { readonly verb: "show"; readonly code: string }
  | ({ readonly verb: "add"; readonly code: string; readonly kind: MassOrganizationKind } & Validity)
  | { readonly verb: "end"; readonly code: string; readonly kind: MassOrganizationKind; readonly lastOn: string }
  | { readonly verb: "doubt"; readonly reason: DayRefusal | "unknownKind"; readonly text: string };

const END = /^(?:结束|撤销|终止|end|remove)\s+/iu;

/** Reads what follows /massorg. */
export function parseMassCommand(rest: string, clock: Clock): MassCommand {
  const line = oneLine(rest.normalize("NFKC"));
  const isEnd = END.test(line);
  const [, word = "", others = ""] = /^(\S+)\s*(.*)$/u.exec(line.replace(END, "")) ?? [];
  const code = readCode(word);
  if (code === null) return { verb: "usage" };
  const { head, fromOn, throughOn, endOn, refusal } = readValidity(others, clock);
  if (refusal) return { verb: "doubt", reason: refusal, text: line };
  if (head === "" && fromOn === null && throughOn === null && endOn === null) return isEnd ? { verb: "usage" } : { verb: "show", code };
  const kind = readMassKind(head);
  if (kind === null) return { verb: "doubt", reason: "unknownKind", text: head };
  const today = localDate(clock.now, clock.zone);
  if (isEnd) return { verb: "end", code, kind, lastOn: throughOn ?? dayBefore(endOn ?? fromOn ?? today) };
  return { verb: "add", code, kind, fromOn: fromOn ?? endOn ?? today, throughOn };
}
