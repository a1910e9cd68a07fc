import { isPlainlyCode, readCode } from "../code/rules.ts";
import { oneLine } from "../line/rules.ts";
import { readArea, readEmployees, readFieldWords, readKind, readWords, type FieldName, type UnitFields } from "../unit/rules.ts";

export type Doubt = { readonly reason: "unreadable" | "twice" | "badCode" | "unclearWord" | "tooMany"; readonly text: string };

/** What a line says of a new unit. `words` have no label: they are settled by what the station knows. */
export interface UnitLine {
  readonly code: string | null;
  readonly fields: Partial<UnitFields>;
  readonly enteredOn: string | null;
  readonly words: readonly string[];
  readonly doubts: readonly Doubt[];
}

/** What follows `/unit add`; null where that is not what was written. */
export function readAddLine(rest: string): string | null {
  return /^(?:add|new|新增|添加|登记)(?:\s+|$)([\s\S]*)/iu.exec(rest)?.[1] ?? null;
}

const NONE = /^(?:无|没有|清除|-|none|clear)$/iu;
/** What a unit can do without. */
const OPTIONAL: readonly FieldName[] = ["name", "industry", "chain", "employees", "market"];

/** Reads `U06 area B | industry none`: what a line changes of a unit; null where it is about something else. */
export function readFieldLine(rest: string): { code: string; patch: Partial<UnitFields> & { code?: string }; doubts: readonly Doubt[] } | null {
  const [, code, words] = /^(\S+)\s+([\s\S]+)$/u.exec(rest.trim()) ?? [];
  if (code === undefined || words === undefined || readCode(code) === null) return null;
  const parts = words.split(/[|｜\r\n]+/u).map(oneLine).filter((part) => part !== "");
  const reads = parts.map((part) => ({ part, read: cleared(part) ?? readPart(part) }));
  const doubts = reads.flatMap(({ part, read }): Doubt[] => read === null || read === "unreadable" || "enteredOn" in read ? [{ reason: "unreadable", text: part.slice(0, 40) }] : []);
  return { code, patch: Object.assign({}, ...reads.map(({ read }) => read === "unreadable" ? null : read)), doubts };
}

/** A part that says of a field that there is none. */
function cleared(text: string): Partial<UnitFields> | null {
  for (const [field, pattern] of LABELS) {
    if (pattern.test(text) && NONE.test(text.replace(pattern, "").trim()) && OPTIONAL.some((each) => each === field)) return { [field]: null };
  }
  return null;
}

function label(zh: string, en: string): RegExp {
  return new RegExp(`^(?:${zh}|(?:${en})(?=[:： ]))\\s*[:：]?\\s*`, "iu");
}

const LABELS: readonly (readonly [FieldName | "code" | "enteredOn", RegExp])[] = [
  ["code", label("编号|代码", "code")],
  ["name", label("名称|名字|店名", "name")],
  ["kind", label("类型|类别|种类", "kind|type")],
  ["area", label("片区|网格|区域", "area")],
  ["industry", label("行业", "industry|trade")],
  ["chain", label("产业链|链(?=[:： ])", "industry chain|chain")],
  ["market", label("所在市场|市场", "in market|market")],
  ["employees", label("人数|员工|从业人数", "staff|employees")],
  ["enteredOn", label("自|从|登记于", "since|entered on|entered")],
];

type Part = Partial<UnitFields> & { code?: string; enteredOn?: string };

const onlyDay = /^(20\d\d-\d\d-\d\d)\s*(?:起)?$/u;

/** A part that says itself what it is; null for plain words. */
function readPart(text: string): Part | "unreadable" | null {
  const kind = readKind(text);
  if (kind) return { kind };
  const employees = readEmployees(text);
  if (employees?.sure) return { employees: employees.bucket };
  for (const [label, pattern] of LABELS) {
    const rest = pattern.test(text) ? text.replace(pattern, "").trim() : "";
    if (rest === "" || (label === "market" && readCode(rest) === null)) continue;
    if (label === "code") return readCode(rest) === null ? "unreadable" : { code: readCode(rest) ?? "" };
    if (label === "enteredOn") return onlyDay.test(rest) ? { enteredOn: onlyDay.exec(rest)?.[1] ?? "" } : "unreadable";
    return readFieldWords(label, rest) ?? "unreadable";
  }
  const day = onlyDay.exec(text)?.[1];
  if (day !== undefined) return { enteredOn: day };
  const isArea = /(?:片区|网格|街道|社区|镇|乡)$/u.test(text) || /\barea$/iu.test(text) || /^[A-Za-z]$/.test(text);
  const area = isArea ? readArea(text) : null;
  return area === null ? null : { area };
}

/** Reads `U06 | name | kind | area …`: code and name first, both optional, the rest in any order. */
export function readUnitLine(text: string): UnitLine {
  const parts = text.split(/[|｜\r\n]+/u).map(oneLine).filter((part) => part !== "");
  const found: Part = {};
  const words: string[] = [];
  const doubts: Doubt[] = [];
  if (parts[0] !== undefined && isPlainlyCode(parts[0])) found.code = readCode(parts.shift() ?? "") ?? "";
  const first = parts[0] === undefined ? null : readPart(parts[0]);
  if (parts[0] !== undefined && first === null) Object.assign(found, { name: parts.shift() ?? "" });
  for (const part of parts) {
    const read = readPart(part);
    if (read === null) words.push(part);
    else if (read === "unreadable") doubts.push({ reason: "unreadable", text: part });
    else if (Object.keys(read).some((key) => key in found)) doubts.push({ reason: "twice", text: part });
    else Object.assign(found, read);
  }
  const { code, enteredOn, ...fields } = found;
  const name = fields.name === undefined || fields.name === null ? null : readWords("name", fields.name);
  if (name === null && fields.name) doubts.push({ reason: "unreadable", text: fields.name.slice(0, 40) });
  return { code: code ?? null, fields: { ...fields, name }, enteredOn: enteredOn ?? null, words, doubts };
}

/** What the station already calls an area or an industry, of the words in question. */
export interface Known {
  readonly areas: readonly string[];
  readonly industries: readonly string[];
}

/** Gives plain words their place: by what the station knows, else area and industry in this order; one alone is doubtful. */
export function settleWords(line: UnitLine, known: Known): UnitLine {
  const fields: { -readonly [Key in keyof UnitFields]?: UnitFields[Key] } = { ...line.fields };
  const open: string[] = [];
  for (const word of line.words) {
    if (fields.area === undefined && known.areas.includes(word) && !known.industries.includes(word)) fields.area = word;
    else if (fields.industry === undefined && known.industries.includes(word) && !known.areas.includes(word)) fields.industry = word;
    else open.push(word);
  }
  const lacking = (["area", "industry"] as const).filter((field) => fields[field] === undefined);
  const doubts = [...line.doubts];
  if (open.length === 1 && lacking.length === 2) return { ...line, fields, words: [], doubts: [...doubts, { reason: "unclearWord", text: open[0] ?? "" }] };
  for (const field of lacking) {
    const word = open.shift();
    const read = word === undefined ? null : readFieldWords(field, word);
    if (read) Object.assign(fields, read);
    else if (word !== undefined) doubts.push({ reason: "unreadable", text: word });
  }
  return { ...line, fields, words: [], doubts: [...doubts, ...open.map((text): Doubt => ({ reason: "tooMany", text }))] };
}
