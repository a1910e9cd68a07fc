import type { NODE_INVITATIONS } from "../../db/schema-node.ts";
import { oneLine } from "../line/rules.ts";
import type { NodeKind } from "../nodegrant/rules.ts";
import { cleanName } from "../station/rules.ts";

export type Purpose = (typeof NODE_INVITATIONS)[number];
export const LINK_PURPOSES = ["child", "keeper", "reader"] as const satisfies readonly Purpose[];

/** More stations than any county has. */
const MAX_EXPECTED = 99_999;

/** `which` is a body's number; null where none was said. */
export type ScopeLine =
  | { readonly verb: "list" }
  | { readonly verb: "show"; readonly which: number }
  | { readonly verb: "create"; readonly kind: NodeKind; readonly name: string }
  | { readonly verb: "rename"; readonly which: number | null; readonly name: string }
  | { readonly verb: "kind"; readonly which: number | null; readonly kind: NodeKind }
  /** Null takes the number back. */
  | { readonly verb: "expect"; readonly which: number | null; readonly stations: number | null }
  | { readonly verb: "link"; readonly which: number | null; readonly purpose: Purpose }
  | { readonly verb: "close" | "people" | "resign" | "digest"; readonly which: number | null }
  | { readonly verb: "withdraw"; readonly which: number | null; readonly number: number }
  | { readonly verb: "accept"; readonly code: string; readonly day: string }
  /** Without a number it is the station. */
  | { readonly verb: "move"; readonly which: number | null; readonly to: number; readonly day: string }
  | { readonly verb: "leave"; readonly which: number | null; readonly day: string }
  | { readonly verb: "unclear"; readonly reason: "unclear" | "badNumber" | "badPurpose" | "badKind" | "noName" | "noTarget" };

type Verb = Exclude<ScopeLine["verb"], "unclear" | "show">;
type Unclear = Extract<ScopeLine, { verb: "unclear" }>;
const unclear = (reason: Unclear["reason"]): Unclear => ({ verb: "unclear", reason });

const VERBS: readonly (readonly [Verb, RegExp])[] = [
  ["list", /^(?:list|列表)(?![a-z])/iu],
  ["create", /^(?:create|new|add|新建|创建|建立)(?![a-z])/iu],
  ["rename", /^(?:rename|name|改名|名称)(?![a-z])/iu],
  ["kind", /^(?:kind|类别)(?![a-z])/iu],
  ["expect", /^(?:expect(?:ed)?|应建)(?![a-z])/iu],
  ["link", /^(?:link|invite|链接|邀请)(?![a-z])/iu],
  ["digest", /^(?:digest|周报)(?![a-z])/iu],
  ["people", /^(?:people|人员)(?![a-z])/iu],
  ["withdraw", /^(?:withdraw|revoke|撤销)(?![a-z])/iu],
  ["resign", /^(?:resign|卸任)(?![a-z])/iu],
  ["close", /^(?:close|关闭)(?![a-z])/iu],
  ["accept", /^(?:accept|接受)(?![a-z])/iu],
  ["move", /^(?:move|移到|移动)(?![a-z])/iu],
  ["leave", /^(?:leave|离开)(?![a-z])/iu],
];

const KINDS: readonly (readonly [NodeKind, RegExp])[] = [
  ["committee", /^(?:committee|党委|委员会)$/iu], ["leading_group", /^(?:leading[ -]?group|领导小组)$/iu],
];
const PURPOSES: readonly (readonly [Purpose, RegExp])[] = [
  ["child", /^(?:child|below|下级)$/iu], ["keeper", /^(?:keeper|管理人?)$/iu], ["reader", /^(?:reader|查看人?)$/iu],
];
const NONE = /^(?:none|off|不填|无)$/iu;

/** The first entry whose pattern fits. */
const found = <Value>(entries: readonly (readonly [Value, RegExp])[], text: string): Value | null => entries.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

/** “committee North” says the kind first; a name that only begins like one is a name. */
function readCreate(text: string): ScopeLine {
  const said = /^(committee|党委|委员会|leading[ -]?group|领导小组)\s+(\S[\s\S]*)$/iu.exec(text);
  const name = cleanName(said?.[2] ?? text);
  return name === "" ? unclear("noName") : { verb: "create", kind: found(KINDS, said?.[1] ?? "") ?? "leading_group", name };
}

/** A whole number of stations, or a word for none. */
export function readExpected(text: string): { readonly stations: number | null } | null {
  const said = text.normalize("NFKC").trim().replace(/\s*(?:个|家|站|stations?)$/iu, "");
  if (NONE.test(said)) return { stations: null };
  return /^\d{1,6}$/.test(said) && Number(said) <= MAX_EXPECTED ? { stations: Number(said) } : null;
}

function readMove(which: number | null, text: string): ScopeLine {
  const [, to, day] = /^(?:(?:to|under|below|到)\s*)?#?(\d{1,15})(?![\d年月日号./-])\s*([\s\S]*)$/iu.exec(text) ?? [];
  return to === undefined ? unclear("noTarget") : { verb: "move", which, to: Number(to), day: day ?? "" };
}

function readAccept(text: string): ScopeLine {
  const [, code, day] = /^(?:scope-)?([\w-]{22})(?![\w-])\s*([\s\S]*)$/u.exec(text) ?? [];
  return code === undefined ? unclear("unclear") : { verb: "accept", code, day: day ?? "" };
}

function readRest(verb: Verb, which: number | null, text: string): ScopeLine {
  if (verb === "create") return which === null ? readCreate(text) : unclear("unclear");
  if (verb === "accept") return readAccept(text);
  if (verb === "move") return readMove(which, text);
  if (verb === "leave") return { verb, which, day: text };
  if (verb === "rename") return cleanName(text) === "" ? unclear("noName") : { verb, which, name: cleanName(text) };
  if (verb === "kind") {
    const kind = found(KINDS, text);
    return kind ? { verb, which, kind } : unclear("badKind");
  }
  if (verb === "link") {
    const purpose = found(PURPOSES, text);
    return purpose ? { verb, which, purpose } : unclear("badPurpose");
  }
  if (verb === "expect") {
    const read = readExpected(text);
    return read ? { verb, which, ...read } : unclear("badNumber");
  }
  if (verb === "withdraw") return /^\d{1,4}$/.test(text) ? { verb, which, number: Number(text) } : unclear("badNumber");
  if (text !== "") return unclear("unclear");
  return verb === "list" ? { verb } : { verb, which };
}

/** Reads what follows /scope: first a body's number where there is need of one, then the verb. */
export function parseScopeLine(rest: string): ScopeLine {
  const line = oneLine(rest);
  if (line === "") return { verb: "list" };
  const [, number, after = ""] = /^#?(\d{1,15})(?!\d)\s*(.*)$/u.exec(line) ?? [];
  const which = number === undefined ? null : Number(number);
  const words = number === undefined ? line : after;
  if (words === "" && which !== null) return { verb: "show", which };
  const match = VERBS.find(([, pattern]) => pattern.test(words));
  if (!match) return unclear("unclear");
  return readRest(match[0], which, words.replace(match[1], "").trim());
}
