import { openArchive, type Archive } from "./archive.ts";
import { UnreadableFile } from "./decode.ts";
import { MAX_COLUMNS, MAX_ROWS, shorten } from "./limit.ts";
import { walk, type Step } from "./markup.ts";
import { dayOrMoment, readDateStyles } from "./moment.ts";

const OLD_CONTAINER = [0xd0, 0xcf, 0x11, 0xe0];

export function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** Excel's old container holds an old workbook, or a new one under a password. */
export function refuseOldExcel(bytes: Uint8Array): void {
  if (!OLD_CONTAINER.every((byte, at) => bytes[at] === byte)) return;
  throw new UnreadableFile(Buffer.from(bytes).includes(Buffer.from("EncryptedPackage", "utf16le")) ? "locked" : "oldExcel");
}

/** Gathers what stands in a cell or a shared text; how something is pronounced, and a formula, are no part of it. */
class Words {
  text = "";
  private takes = false;
  private isPronunciation = false;

  step(step: Step): void {
    if (step.kind === "text") {
      if (this.takes) this.text = shorten(this.text + step.text);
    } else if (step.name === "rPh") {
      this.isPronunciation = step.kind === "open";
    } else if (step.name === "t" || step.name === "v") {
      this.takes = step.kind === "open" && !this.isPronunciation;
    }
  }

  take(): string {
    const { text } = this;
    this.text = "";
    return text;
  }
}

/** Signs that a workbook cannot hold as they are, “_x000D_”. */
const unescaped = (text: string) =>
  (text.includes("_x") ? shorten(text.replaceAll(/_x([\dA-F]{4})_/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))) : text);

async function readTexts(archive: Archive, name: string): Promise<string[]> {
  const texts: string[] = [];
  const words = new Words();
  for await (const steps of walk(archive.textOf(name))) {
    for (const step of steps) {
      words.step(step);
      if (step.kind === "close" && step.name === "si") texts.push(unescaped(words.take()));
    }
  }
  return texts;
}

interface Frame {
  readonly sheet: string;
  readonly texts: readonly string[];
  readonly dateStyles: ReadonlySet<number>;
  readonly countsFrom1904: boolean;
}

const within = (target: string) => (target.startsWith("/") ? target.slice(1) : `xl/${target.replace(/^\.\//, "")}`);

async function readFrame(archive: Archive): Promise<Frame> {
  if (!archive.has("xl/workbook.xml")) throw new UnreadableFile("notATable");
  const targets = new Map<string, string>();
  for await (const steps of walk(archive.textOf("xl/_rels/workbook.xml.rels"))) {
    for (const step of steps) {
      if (step.kind !== "open" || step.name !== "Relationship") continue;
      const { Id = "", Type = "", Target = "" } = step.attributes;
      targets.set(Id, within(Target)).set(/[^/]*$/.exec(Type)?.[0] ?? "", within(Target));
    }
  }
  let [sheet, countsFrom1904] = [null as string | null, false];
  for await (const steps of walk(archive.textOf("xl/workbook.xml"))) {
    for (const step of steps) {
      if (step.kind !== "open") continue;
      if (step.name === "sheet") sheet ??= targets.get(Object.entries(step.attributes).find(([name]) => /(?:^|:)id$/.test(name))?.[1] ?? "") ?? null;
      if (step.name === "workbookPr") countsFrom1904 = /^(?:1|true)$/.test(step.attributes["date1904"] ?? "");
    }
  }
  if (sheet === null) throw new UnreadableFile("damaged");
  const part = (name: string) => [targets.get(name)].find((target) => target !== undefined && archive.has(target));
  const [texts, styles] = [part("sharedStrings"), part("styles")];
  return {
    sheet, countsFrom1904, texts: texts === undefined ? [] : await readTexts(archive, texts),
    dateStyles: styles === undefined ? new Set() : await readDateStyles(walk(archive.textOf(styles))),
  };
}

function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) throw new UnreadableFile("damaged");
  return [...letters].reduce((column, letter) => column * 26 + (letter.codePointAt(0) ?? 0) - 64, 0) - 1;
}

interface Row {
  readonly index: number;
  readonly cells: string[];
}

/** Reads the rows of a sheet step by step. A cell is text; of a formula it is the result that was last seen, and nothing is ever computed. */
class Sheet {
  private readonly frame: Frame;
  private readonly words = new Words();
  private index = -1;
  private column = -1;
  private cells: string[] = [];
  private cell: { readonly type: string; readonly style: number } | null = null;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  * rows(steps: Iterable<Step>): Generator<Row> {
    for (const step of steps) {
      if (step.kind === "open" && step.name === "row") this.beginRow(step.attributes["r"]);
      else if (step.kind === "open" && step.name === "c") this.beginCell(step.attributes);
      else if (step.kind === "close" && step.name === "c") this.endCell();
      else if (step.kind === "close" && step.name === "row") yield { index: this.index, cells: this.cells };
      else if (this.cell) this.words.step(step);
    }
  }

  private beginRow(number: string | undefined): void {
    this.index = number === undefined ? this.index + 1 : Number(number) - 1;
    if (!Number.isInteger(this.index)) throw new UnreadableFile("damaged");
    // A table is read until there are too many rows, wherever on the sheet they stand.
    if (this.index > MAX_ROWS * 2) throw new UnreadableFile("tooManyRows");
    this.column = -1;
    this.cells = [];
  }

  private beginCell({ r, t = "n", s = "-1" }: Readonly<Record<string, string>>): void {
    this.column = r === undefined ? this.column + 1 : columnOf(r);
    this.cell = { type: t, style: Number(s) };
    this.words.take();
  }

  private endCell(): void {
    if (!this.cell) return;
    const text = this.textOf(this.cell, this.words.take());
    this.cell = null;
    if (text === "") return;
    if (this.column >= MAX_COLUMNS) throw new UnreadableFile("tooManyColumns");
    while (this.cells.length < this.column) this.cells.push("");
    this.cells[this.column] = text;
  }

  private textOf({ type, style }: { type: string; style: number }, text: string): string {
    const { texts, dateStyles, countsFrom1904 } = this.frame;
    if (type === "s") return texts[Number(text)] ?? "";
    if (type === "str" || type === "inlineStr") return unescaped(text);
    if (type === "b") return String(text === "1" || text.toLowerCase() === "true");
    if (type !== "n" || text.trim() === "" || Number.isNaN(Number(text))) return text;
    return dateStyles.has(style) ? dayOrMoment(Number(text), countsFrom1904) : String(Number(text));
  }
}

/** The rows of the first sheet, with empty ones where the sheet leaves lines out. */
export async function* readXlsx(bytes: Uint8Array): AsyncGenerator<string[]> {
  const archive = await openArchive(bytes);
  const frame = await readFrame(archive);
  const sheet = new Sheet(frame);
  let line = 0;
  for await (const steps of walk(archive.textOf(frame.sheet))) {
    for (const { index, cells } of sheet.rows(steps)) {
      for (; line < index; line += 1) yield [];
      line += 1;
      yield cells;
    }
  }
}
