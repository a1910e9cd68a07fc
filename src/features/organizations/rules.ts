import { oneLine } from "../line/rules.ts";
import { readKinds, readStatusWord, type Formation, type Level, type OrganizationStatus } from "../organization/rules.ts";

/** What a list shows; words that are none of these are looked for in codes, names, areas and industries. */
export interface Filter {
  readonly formation: Formation | null;
  readonly level: Level | null;
  readonly status: OrganizationStatus | null;
  readonly term: "overdue" | "dueSoon" | "extended" | null;
  /** Those that count and have no unit in operation: perhaps to be dissolved. */
  readonly isVacant: boolean;
  readonly words: readonly string[];
}

const TERM_SAID: readonly (readonly ["overdue" | "dueSoon" | "extended", readonly string[]])[] = [
  ["overdue", ["超期", "已超期", "overdue"]], ["dueSoon", ["应换届", "到期", "due"]], ["extended", ["延期", "已延期", "extended"]],
];
const VACANT = ["无单位", "空", "没有单位", "empty", "vacant"];

/** Said before or behind the name of an area or industry; it adds nothing to it. */
const LABEL = /^(?:片区|网格|行业|area|industry)$/u;
const isKnown = (word: string) => readKinds(word) !== null || readStatusWord(word) !== null || VACANT.includes(word) || TERM_SAID.some(([, said]) => said.includes(word));

/** The words without what only says that another one is an area: “area a”, “a 片区”, “a片区”. */
function withoutLabels(words: readonly string[]): string[] {
  const isName = (word: string | undefined) => word !== undefined && !isKnown(word);
  const left = words.filter((word, at) => !LABEL.test(word) || !(isName(words[at + 1]) || (!isKnown(word) && isName(words[at - 1]))));
  return left.map((word) => /^(.+)(?:片区|网格)$/u.exec(word)?.[1] ?? word);
}

/** More words than this are no filter but a story. */
const MAX_WORDS = 8;

/** Reads what follows /orgs. */
export function readFilter(text: string): Filter {
  const words = oneLine(text.normalize("NFKC")).toLowerCase().split(/[\s,，、|]+/u).filter((word) => word !== "");
  let filter: Filter = { formation: null, level: null, status: null, term: null, isVacant: false, words: [] };
  for (const word of withoutLabels(words).slice(0, MAX_WORDS)) {
    const status = readStatusWord(word);
    const term = TERM_SAID.find(([, said]) => said.includes(word))?.[0];
    const kinds = readKinds(word);
    if (kinds) filter = { ...filter, ...kinds };
    else if (status) filter = { ...filter, status };
    else if (term) filter = { ...filter, term };
    else if (VACANT.includes(word)) filter = { ...filter, isVacant: true };
    else filter = { ...filter, words: [...filter.words, word] };
  }
  return filter;
}

/** A button carries 64 bytes, the station and the page among them; a longer filter has no pages but is to be narrowed. */
const MAX_BYTES = 36;

/** What a page button carries of the words; null where they do not fit. */
export function filterData(text: string): string | null {
  const said = oneLine(text.normalize("NFKC"));
  return new TextEncoder().encode(said).length <= MAX_BYTES ? said : null;
}
