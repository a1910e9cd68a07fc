import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { unit } from "../../src/db/schema-register.ts";
import { gather, tapEvenly, waits, type Crowd, type Tapped } from "../processes/crowd.ts";
import { openFleet } from "../processes/fleet.ts";
import { onServer } from "../setup/needs.ts";
import { useBench } from "../telegram/bench.ts";
import { workbook } from "../telegram/tables.ts";
import { row } from "./figures.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off" } });
const ROWS = 50_000;
const KINDS = ["self-employed business", "small or micro business", "delivery station"];

/** Fifty thousand units; every thousandth is a market in which the next ones lie. */
function rows(): string[][] {
  return Array.from({ length: ROWS }, (_, n) => {
    const isMarket = n % 1_000 === 0;
    return [
      `U${n}`, `Shop number ${n}`, isMarket ? "specialised market" : KINDS[n % 3] ?? "", `Area ${n % 40}`, isMarket ? "" : `U${n - (n % 1_000)}`, `Trade ${n % 25}`,
      "", "3-9", "2024-01-05", "in operation 2024-01-05; dormant 2025-03-01",
    ];
  });
}

interface Moment {
  readonly at: number;
  readonly stallMs: number;
  readonly rssMb: number;
  /** The most since it started. */
  readonly peakMb: number;
}

function told(name: string, file: string, from: number): string {
  const moments = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Moment).filter(({ at }) => at >= from);
  const most = (of: (moment: Moment) => number) => Math.max(...moments.map(of)).toFixed(0);
  return `${name.padEnd(28)} ${((Date.now() - from) / 1000).toFixed(1)} s · longest stall ${most((one) => one.stallMs)} ms · RSS at most ${most((one) => one.rssMb)} MB, since the start ${most((one) => one.peakMb)} MB`;
}

/** People tap twice a second while something runs. */
function tapsMeanwhile(crowd: Crowd, from: number, count: number): Promise<Tapped[]> {
  return tapEvenly(bench, crowd, crowd.people.slice(from, from + count), count * 500);
}

const HEADING = ["Code", "Name", "Kind", "Area", "Market", "Industry", "Industry chain", "People working there", "Entered on", "Status"];
const FILES = {
  "units.csv": async () => new TextEncoder().encode([HEADING, ...rows()].map((cells) => cells.join(",")).join("\n")),
  "units.xlsx": () => workbook([HEADING, ...rows()]),
};

// A process of its own for each file, started as its owner would: what it holds at most is of this file alone.
for (const [name, make] of Object.entries(FILES)) {
  onServer(`${name}: ${ROWS} units are imported while others tap`, async () => {
    bench.expectFailures();
    const crowd = await gather(bench, 80);
    const { lead } = crowd.station;
    const says = (words: string) => bench.emulator.until(() => bench.emulator.messages(lead, { peek: true }).findLast((one) => one.fromBot && one.text.includes(words)) ?? null, { withinMs: 300_000, what: words });
    const presses = (button: string) => bench.emulator.tap(lead, bench.emulator.messages(lead).findLast((one) => one.fromBot) ?? { chatId: 0, id: 0 }, button);
    const bytes = await make();
    const probe = join(mkdtempSync(join(tmpdir(), "muster-probe-")), "moments.jsonl");
    const fleet = await openFleet(bench);
    const lines: string[] = [`${name}, ${(bytes.length / 1e6).toFixed(1)} MB`];
    try {
      await fleet.start({ NODE_OPTIONS: `--import ${new URL("../setup/stall-probe.mjs", import.meta.url).href}`, PROBE_FILE: probe });
      const steps: [string, () => void, string | null][] = [
        ["taps alone", () => undefined, null],
        ["read and compared", () => bench.emulator.upload(lead, lead, { name, bytes }), `New ${ROWS}`],
        ["applied", () => presses(`Apply ${ROWS} rows`), "✅"],
        ["undone", () => presses("Undo"), "↩️"],
      ];
      for (const [at, [step, begin, end]] of steps.entries()) {
        const from = Date.now();
        const taps = tapsMeanwhile(crowd, at * 20, 20);
        begin();
        if (end !== null) await says(end);
        const waited = await waits(bench, await taps);
        lines.push(told(step, probe, from), row("  taps meanwhile", waited));
      }
    } finally {
      await fleet.stop();
      process.stdout.write(`${lines.join("\n")}\n`);
    }
    expect(await bench.database.db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U1"))).toEqual([]);
    bench.emulator.markAllSeen();
  }, 900_000);
}
