import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { renderAsync } from "@resvg/resvg-js";

const FONTS = join(dirname(createRequire(import.meta.url).resolve("@embedpdf/fonts-sc")), "../fonts");
/** The whole fonts, not a subset: names have rare characters. */
export const FONT_FILES = { regular: join(FONTS, "NotoSansHans-Regular.otf"), bold: join(FONTS, "NotoSansHans-Bold.otf") };

let last: Promise<unknown> = Promise.resolve();

async function draw(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(svg, { font: { loadSystemFonts: false, fontFiles: Object.values(FONT_FILES) } });
  return image.asPng();
}

/** An SVG as the bytes of a PNG, drawn beside the event loop. One after another: each takes some 60 MB while it is drawn. */
export function drawPicture(svg: string): Promise<Uint8Array> {
  const drawn = last.then(() => draw(svg));
  last = drawn.catch(() => undefined);
  return drawn;
}
