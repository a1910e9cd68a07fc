import type { Messages } from "../../i18n/messages.ts";

export const FILE_DATA = /^mycopy:file$/;

export function copyFile(t: Messages, copy: Readonly<Record<string, unknown>>): { bytes: Uint8Array; name: string; caption: string } {
  return { bytes: new TextEncoder().encode(`${JSON.stringify(copy, null, 2)}\n`), name: "mydata.json", caption: t.mydata.fileCaption };
}
