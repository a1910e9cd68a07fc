import type { EMPLOYEE_BUCKETS, UNIT_KINDS, UNIT_STATUSES } from "../../db/schema-register.ts";
import { readCode } from "../code/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";

export type UnitKind = (typeof UNIT_KINDS)[number];
export type UnitStatus = (typeof UNIT_STATUSES)[number];
export type Employees = (typeof EMPLOYEE_BUCKETS)[number];

/** A unit and its station. */
export interface UnitAt {
  readonly stationId: number;
  readonly id: number;
}

/** How a button names a unit: its station first. Twelve digits each leave room for a status and a day in the 64 bytes of a button. */
export const UNIT_AT = "(\\d{1,12}):(\\d{1,12})";
export const unitAt = ({ stationId, id }: UnitAt): string => `${stationId}:${id}`;

/** The button that leads to a unit's card. */
export const cardData = (unit: UnitAt): string => `unit:card:${unitAt(unit)}`;

/** What can be said of a unit; the market is named by its code. */
export interface UnitFields {
  readonly name: string | null;
  readonly kind: UnitKind;
  readonly area: string;
  readonly industry: string | null;
  readonly chain: string | null;
  readonly employees: Employees | null;
  readonly market: string | null;
}

export const FIELDS = ["name", "kind", "area", "industry", "chain", "employees", "market"] as const satisfies readonly (keyof UnitFields)[];
export type FieldName = (typeof FIELDS)[number];

/** What a card and a list have room for, in signs as a reader counts them. */
const MAX_LENGTHS = { name: 60, area: 30, industry: 30, chain: 40 };

const KIND_WORDS: readonly (readonly [UnitKind, readonly string[]])[] = [
  ["self_employed", ["个体", "个体户", "个体工商户", "self-employed", "self employed", "selfemployed", "self-employed business", "self_employed"]],
  ["micro_enterprise", ["小微", "小微企业", "微型企业", "小型企业", "小企业", "企业", "公司", "small firm", "firm", "company", "enterprise", "micro", "micro enterprise", "small business", "small or micro business", "micro business", "micro_enterprise"]],
  ["market", ["市场", "专业市场", "market", "specialised market", "specialized market"]],
  ["platform_station", ["配送站", "配送站点", "外卖站", "外卖站点", "外卖配送站", "外卖配送站点", "站点", "平台站点", "delivery station", "delivery", "platform station", "platform_station", "riders"]],
];

const STATUS_WORDS: readonly (readonly [UnitStatus, readonly string[]])[] = [
  ["active", ["在营", "营业", "恢复", "恢复营业", "重新营业", "复业", "重开", "active", "in operation", "open", "reopen", "reopened"]],
  ["dormant", ["歇业", "停业", "暂停营业", "dormant", "resting"]],
  ["closed", ["注销", "关闭", "关门", "倒闭", "closed", "close"]],
  ["moved_out", ["迁出", "搬走", "搬离", "迁走", "moved out", "moved", "moved away", "moved_out"]],
  ["not_found", ["查无", "找不到", "查无此户", "失联", "not found", "not_found", "gone"]],
];

const plain = (text: string) => oneLine(text.normalize("NFKC")).toLowerCase();

function named<Name>(table: readonly (readonly [Name, readonly string[]])[], text: string): Name | null {
  return table.find(([, words]) => words.includes(plain(text)))?.[0] ?? null;
}

export function readKind(text: string): UnitKind | null {
  return named(KIND_WORDS, text);
}

export function readStatus(text: string): UnitStatus | null {
  return named(STATUS_WORDS, text);
}

/** Fewer than this are “3-9”, and so on. */
const BUCKET_STARTS: readonly (readonly [number, Employees])[] = [[50, "50+"], [10, "10-49"], [3, "3-9"], [0, "0-2"]];

function bucketOf(count: number): Employees {
  return BUCKET_STARTS.find(([from]) => count >= from)?.[1] ?? "0-2";
}

/** How many work there: one of the four ranges, or a number of people that lies in one. `sure` is false for a bare number. */
export function readEmployees(text: string): { bucket: Employees; sure: boolean } | null {
  const said = plain(text).replaceAll(/\s*(?:人|名|people|persons?|staff|employees|workers)\s*/gu, "人").replaceAll(/\s*[–—~～至到]\s*|\s*-\s*|\s+to\s+/gu, "-");
  const range = /^(0-2|3-9|10-49)人?$/.exec(said)?.[1];
  if (range !== undefined) return { bucket: range as Employees, sure: true };
  if (/^(?:50\+|50人?(?:以上|及以上|or more|\+)|(?:over|more than) 50)人?$/.test(said)) return { bucket: "50+", sure: true };
  const count = /^(\d{1,6})(人?)$/.exec(said);
  return count ? { bucket: bucketOf(Number(count[1])), sure: count[2] === "人" } : null;
}

/** An area without the word for one: “A 片区”, “Area A” and “a” are one area. */
export function readArea(text: string): string | null {
  const said = oneLine(text).replace(/^(?:area)\s+/iu, "").replace(/\s*(?:片区|网格|area)$/iu, "").trim();
  if (said === "" || graphemesOf(said).length > MAX_LENGTHS.area) return null;
  return /^[a-z]$/.test(said) ? said.toUpperCase() : said;
}

/** Words that others may see; null where nothing is left or it is too long. */
export function readWords(field: "name" | "industry" | "chain", text: string): string | null {
  const said = oneLine(text);
  return /[\p{L}\p{N}]/u.test(said) && graphemesOf(said).length <= MAX_LENGTHS[field] ? said : null;
}

/** What a unit is called in a chat: a self-employed one's name often is its owner's, so a group sees the code. */
export function titleOf(unit: { code: string; name: string | null; kind: UnitKind }, isPrivate: boolean): string {
  return unit.name !== null && (isPrivate || unit.kind !== "self_employed") ? `${unit.code} ${unit.name}` : unit.code;
}

/** One field's words, without their label; null where they cannot be read. */
export function readFieldWords(field: FieldName, text: string): Partial<UnitFields> | null {
  if (field === "kind") return wrap("kind", readKind(text));
  if (field === "area") return wrap("area", readArea(text));
  if (field === "employees") return wrap("employees", readEmployees(text)?.bucket ?? null);
  if (field === "market") return wrap("market", readCode(text));
  return wrap(field, readWords(field, text));
}

function wrap<Key extends FieldName>(key: Key, value: UnitFields[Key] | null): Partial<UnitFields> | null {
  return value === null ? null : { [key]: value } as Partial<UnitFields>;
}
