import { cleanName } from "../station/rules.ts";

export type SetupCommand =
  | { readonly verb: "found"; readonly name: string | null }
  | { readonly verb: "link"; readonly code: string };

/** Reads what follows /setup: a code from /chat link, or a name, or nothing. A spoilt code is a code, not a name. */
export function parseSetup(rest: string): SetupCommand {
  if (/^\d{1,15}-[\w-]{8,64}$/.test(rest)) return { verb: "link", code: rest };
  return { verb: "found", name: cleanName(rest) || null };
}
