import { graphemesOf, oneLine } from "../line/rules.ts";

/** What a button has room for. */
const MAX_NAME_GRAPHEMES = 40;
/** More than a list on a phone can hold. */
export const MAX_TEMPLATES = 20;

export type TemplateLine =
  | { readonly verb: "list" }
  | { readonly verb: "save" | "use" | "delete"; readonly name: string | null };

const VERBS: readonly (readonly ["list" | "save" | "use" | "delete", RegExp])[] = [
  ["list", /^(?:list|列表|清单|查看)?$/iu],
  ["save", /^(?:save|保存|存为|存)(?:\s+|$)/iu],
  ["use", /^(?:use|使用|用)(?:\s+|$)/iu],
  ["delete", /^(?:delete|remove|删除|删)(?:\s+|$)/iu],
];

/** A name that others may see; null where nothing is left or it is too long. */
function templateName(text: string): string | null {
  const name = oneLine(text);
  return /[\p{L}\p{N}]/u.test(name) && graphemesOf(name).length <= MAX_NAME_GRAPHEMES ? name : null;
}

/** The name of a template that was given none: its title, as far as there is room. */
export function nameOfTitle(title: string): string {
  return graphemesOf(oneLine(title)).slice(0, MAX_NAME_GRAPHEMES).join("").trim();
}

/** Reads what follows `/announce template`; null where the line is an announcement. */
export function readTemplateLine(rest: string): TemplateLine | null {
  const words = /^(?:templates?|模板)(?:\s+([^|｜\r\n]*))?$/iu.exec(rest.trim());
  if (!words) return null;
  const told = (words[1] ?? "").trim();
  for (const [verb, pattern] of VERBS) {
    const said = pattern.exec(told)?.[0];
    if (said !== undefined) return verb === "list" ? { verb } : { verb, name: templateName(told.slice(said.length)) };
  }
  return null;
}

/** The button that lists the templates. */
export const TEMPLATES_DATA = /^template:list:(\d{1,15})$/;
export const templatesData = (stationId: number): string => `template:list:${stationId}`;

/** The button that keeps a draft as a template, under its title. */
export function keepData(code: string): string {
  return `template:keep:${code}`;
}
