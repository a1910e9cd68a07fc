const MARKUP: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** The family of the one font that pictures are drawn with. */
const FAMILY = "Noto Sans S Chinese";

type Attributes = Readonly<Record<string, string | number>>;

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => MARKUP[sign] ?? "");
/** Whole and tenth parts of a pixel are enough for anybody. */
const written = (value: string | number): string => (typeof value === "number" ? String(Math.round(value * 10) / 10) : escaped(value));
const attributesOf = (attributes: Attributes): string => Object.entries(attributes).map(([name, value]) => ` ${name}="${written(value)}"`).join("");

export interface Lettering {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly isBold?: boolean;
  readonly anchor?: "start" | "middle" | "end";
}

/** The font's minus takes a whole square, as a Chinese character does; its dash is as wide as a digit, like a minus elsewhere. */
const withNarrowMinus = (text: string): string => text.replaceAll("−", "–");

/** One line of text; y is where its letters stand. */
export function textMark(text: string, { x, y, size, fill, isBold, anchor }: Lettering): string {
  const look = { x, y, "font-size": size, fill, ...(isBold && { "font-weight": 700 }), ...(anchor && anchor !== "start" && { "text-anchor": anchor }) };
  return `<text${attributesOf(look)}>${escaped(withNarrowMinus(text))}</text>`;
}

export const shapeMark = (shape: "rect" | "line" | "circle" | "path" | "polyline", attributes: Attributes): string => `<${shape}${attributesOf(attributes)}/>`;

/** The whole picture on a white ground. */
export function drawing(width: number, height: number, marks: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg"${attributesOf({ width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FAMILY })}>`,
    shapeMark("rect", { width, height, fill: "#ffffff" }), ...marks, "</svg>",
  ].join("\n");
}
