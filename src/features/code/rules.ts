/** What a code may look like; typed in any case, kept in capitals. */
const CODE = /^[A-Z0-9-]{1,16}$/;

/** A code as it is kept; null where it cannot be one. */
export function readCode(text: string): string | null {
  const code = text.normalize("NFKC").trim().toUpperCase();
  return CODE.test(code) && /[A-Z0-9]/.test(code) ? code : null;
}

/** Whether a word can only be meant as a code: it has a digit. */
export function isPlainlyCode(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text) && readCode(text) !== null;
}

/** The code after the highest one that was given so far. */
export function nextCode(letter: "U" | "G" | "I", highest: number): string {
  return `${letter}${String(highest + 1).padStart(2, "0")}`;
}
