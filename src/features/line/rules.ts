/** More marks than this on one letter are there to break the line. */
const TOO_MANY_MARKS = /(\p{M}{3})\p{M}+/gu;
/** Joins the parts of one emoji; every other invisible sign goes. */
const JOINER = "\\u200d";
const INVISIBLE = new RegExp(`(?!${JOINER})[\\p{Cf}\\p{Co}\\p{Cs}]`, "gu");

const GRAPHEMES = new Intl.Segmenter("und", { granularity: "grapheme" });

/** What a person typed, as one line that others may see: no control or direction signs, single spaces. */
export function oneLine(text: string): string {
  return text.slice(0, 4096).normalize("NFC").replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").replaceAll(INVISIBLE, "")
    .replaceAll(TOO_MANY_MARKS, "$1").replaceAll(/ +/g, " ").trim();
}

/** The signs of a text as a reader counts them: an emoji of several parts is one. */
export function graphemesOf(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}
