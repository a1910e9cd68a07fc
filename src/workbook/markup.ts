import { SaxesParser } from "saxes";
import { UnreadableFile } from "./decode.ts";

/** One step through a part of a workbook. A tag's name comes without the prefix that some programs write. */
export type Step =
  | { readonly kind: "open"; readonly name: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: "close"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

/** No cell and no tag of an office is as long. */
const MAX_WAITING = 1_000_000;

const plain = (name: string) => name.slice(name.indexOf(":") + 1);

/** The steps through a part, as many at a time as its text comes in. */
export async function* walk(texts: AsyncIterable<string>): AsyncGenerator<readonly Step[]> {
  let [steps, waiting] = [[] as Step[], 0];
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("opentag", ({ name, attributes }) => steps.push({ kind: "open", name: plain(name), attributes }));
  parser.on("closetag", ({ name }) => steps.push({ kind: "close", name: plain(name) }));
  parser.on("text", (text) => steps.push({ kind: "text", text }));
  parser.on("cdata", (text) => steps.push({ kind: "text", text }));
  // No workbook declares entities of its own; who does wants them multiplied.
  parser.on("doctype", () => {
    throw new UnreadableFile("damaged");
  });
  for await (const text of texts) {
    parser.write(text);
    waiting = steps.length > 0 ? 0 : waiting + text.length;
    if (waiting > MAX_WAITING) throw new UnreadableFile("tooLarge");
    yield steps;
    steps = [];
  }
  parser.close();
}
