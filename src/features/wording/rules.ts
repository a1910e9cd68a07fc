/** What people type is one line; longer text is not a time and is not looked at. */
const MAX_WORDING_LENGTH = 100;

const SIMPLIFIED: Readonly<Record<string, string>> = {
  點: '点', 兩: '两', 鐘: '钟', 鍾: '钟', 週: '周', 號: '号', 個: '个', 時: '时', 間: '间', 後: '后', 這: '这', 禮: '礼', 〇: '零', '’': "'",
};
const ZH_DIGITS = '零一二三四五六七八九';
const EN_SMALL = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
];
const EN_TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const EN_UNITS = EN_SMALL.slice(1, 10).join('|');
const EN_NUMBER = `(?:${EN_TENS.join('|')})(?:[ -](?:${EN_UNITS})(?![a-z]))?|${EN_SMALL.toReversed().join('|')}`;

/** Pattern text of a count: digits, Chinese numerals or English words. */
export const COUNT = `(?:\\d+|[零一二两三四五六七八九十百]{1,7}|${EN_NUMBER})`;
/** Pattern text of a number below 100, as in dates and hours. */
export const SMALL_COUNT = `(?:\\d{1,2}(?!\\d)|[零一二两三四五六七八九十]{1,3}|${EN_NUMBER})`;
/** Pattern text for “no English word goes on here”. */
export const WORD_END = '(?![a-z])';

/** Lower case, single spaces, half-width, simplified: the form in which all patterns are written. Undefined if empty or too long. */
export function readableText(text: string): string | undefined {
  if (text.length > MAX_WORDING_LENGTH) return undefined;
  const halfWidth = Array.from(text, (sign) => SIMPLIFIED[sign] ?? halfWidthOf(sign)).join('');
  const plain = halfWidth.toLowerCase().split(/\s/).filter(Boolean).join(' ');
  return plain === '' ? undefined : plain;
}

function halfWidthOf(sign: string): string {
  const code = sign.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : sign;
}

/** The number that COUNT matched, or NaN if its signs do not make one. */
export function numberFrom(text: string | undefined): number {
  if (text === undefined || text === '') return Number.NaN;
  if (/^\d/.test(text)) return Number(text);
  return /^[a-z]/.test(text) ? englishNumber(text) : chineseNumber(text);
}

function englishNumber(text: string): number {
  const small = EN_SMALL.indexOf(text);
  if (small >= 0) return small;
  const [tens = '', unit] = text.split(/[ -]/);
  return (EN_TENS.indexOf(tens) + 2) * 10 + (unit === undefined ? 0 : EN_SMALL.indexOf(unit));
}

function chineseNumber(text: string): number {
  if (text === '零') return 0;
  const found = /^(?:([一二两三四五六七八九])百)?(零)?(?:([一二三四五六七八九])?(十))?([一二两三四五六七八九])?$/.exec(text);
  if (!found) return Number.NaN;
  const [, hundreds, zero, tens, ten, units] = found;
  // 一百二 is said for 120 and reads as 102: better not understood.
  if (hundreds && units && !ten && !zero) return Number.NaN;
  if (zero && !units) return Number.NaN;
  return zhDigit(hundreds) * 100 + (ten ? (tens ? zhDigit(tens) : 1) * 10 : 0) + zhDigit(units);
}

function zhDigit(sign: string | undefined): number {
  if (sign === undefined) return 0;
  return sign === '两' ? 2 : ZH_DIGITS.indexOf(sign);
}

/** One way of saying a piece; `read` may still decline what the pattern found. */
export type Wording<Piece> = { pattern: RegExp; read: (found: readonly (string | undefined)[]) => readonly Piece[] | undefined };

/** A row of a table of wordings; `read` receives the groups of the pattern. */
export function wording<Piece>(pattern: string, read: Wording<Piece>['read']): Wording<Piece> {
  return { pattern: new RegExp(pattern, 'y'), read: (found) => read(found) };
}

/** Reads the text from left to right, the first row that fits at each place; undefined unless all of it is covered. */
export function piecesOf<Piece>(text: string, table: readonly Wording<Piece>[]): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  let place = 0;
  while (place < text.length) {
    const next = pieceAt(text, place, table);
    if (!next) return undefined;
    pieces.push(...next.pieces);
    place = next.end;
  }
  return pieces;
}

function pieceAt<Piece>(text: string, place: number, table: readonly Wording<Piece>[]) {
  for (const { pattern, read } of table) {
    pattern.lastIndex = place;
    const found = pattern.exec(text);
    const pieces = found && found[0] !== '' ? read(found.slice(1)) : undefined;
    if (found && pieces) return { pieces, end: place + found[0].length };
  }
  return undefined;
}
