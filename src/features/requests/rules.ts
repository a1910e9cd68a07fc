export type RequestsLine =
  | { readonly verb: "list" }
  | { readonly verb: "show" | "take" | "pass"; readonly id: number }
  | { readonly verb: "close"; readonly id: number; readonly answer: string }
  | { readonly verb: "unclear" };

const VERBS: readonly (readonly ["take" | "pass" | "close", RegExp])[] = [
  ["take", /^(?:take|accept|受理)$/iu], ["pass", /^(?:pass|hand|转交|交办)$/iu], ["close", /^(?:close|settle|done|办结|答复)$/iu],
];

function numberOf(word: string | undefined): number | null {
  const digits = /^#?(\d{1,15})$/.exec(word ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Reads what follows /requests: nothing, “12”, “take 12”, “pass 12”, “close 12 what was done”. */
export function parseRequestsLine(rest: string): RequestsLine {
  const line = rest.normalize("NFKC").trim();
  if (line === "") return { verb: "list" };
  const [first = "", second] = line.split(/\s+/u);
  const shown = numberOf(first);
  if (shown !== null && second === undefined) return { verb: "show", id: shown };
  const verb = VERBS.find(([, pattern]) => pattern.test(first))?.[0];
  const id = numberOf(second);
  if (verb === undefined || id === null) return { verb: "unclear" };
  const [, , answer = ""] = /^(\S+\s+\S+)\s*([\s\S]*)$/u.exec(rest.trim()) ?? [];
  return verb === "close" ? { verb, id, answer } : { verb, id };
}
