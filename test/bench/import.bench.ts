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
}

function told(name: string, file: string, from: number): string {
  const moments = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Moment).filter(({ at }) => at >= from);
  const most = (of: (moment: Moment) => number) => Math.max(...moments.map(of));
  return `${name.padEnd(28)} ${((Date.now() - from) / 1000).toFixed(1)} s · longest stall ${most((one) => one.stallMs).toFixed(0)} ms · RSS at most ${most((one) => one.rssMb).toFixed(0)} MB`;
}

/** People tap twice a second while something runs. */
function tapsMeanwhile(crowd: Crowd, from: number, count: number): Promise<Tapped[]> {
  return tapEvenly(bench, crowd, crowd.people.slice(from, from + count), count * 500);
}

onServer(`${ROWS} units are imported while others tap`, async () => {
  bench.expectFailures();
  const crowd = await gather(bench, 80);
  const { lead } = crowd.station;
  const says = (words: string) => bench.emulator.until(() => bench.emulator.messages(lead, { peek: true }).findLast((one) => one.fromBot && one.text.includes(words)) ?? null, { withinMs: 300_000, what: words });
  const heading = ["Code", "Name", "Kind", "Area", "Market", "Industry", "Industry chain", "People working there", "Entered on", "Status"];
  const bytes = await workbook([heading, ...rows()]);
  const probe = join(mkdtempSync(join(tmpdir(), "muster-probe-")), "moments.jsonl");
  const fleet = await openFleet(bench);
  const lines: string[] = [`a workbook of ${(bytes.length / 1e6).toFixed(1)} MB`];
  try {
    await fleet.start({ NODE_OPTIONS: `--import ${new URL("../setup/stall-probe.mjs", import.meta.url).href}`, PROBE_FILE: probe });
    const steps: [string, () => void, string][] = [
      ["read and compared", () => bench.emulator.upload(lead, lead, { name: "units.xlsx", bytes }), `New ${ROWS}`],
      ["applied", () => bench.emulator.tap(lead, bench.emulator.messages(lead).findLast((one) => one.fromBot) ?? { chatId: 0, id: 0 }, `Apply ${ROWS} rows`), "✅"],
      ["undone", () => bench.emulator.tap(lead, bench.emulator.messages(lead).findLast((one) => one.fromBot) ?? { chatId: 0, id: 0 }, "Undo"), "↩️"],
    ];
    for (const [at, [name, begin, end]] of steps.entries()) {
      const from = Date.now();
      const taps = tapsMeanwhile(crowd, at * 20, 20);
      begin();
      await says(end);
      lines.push(told(name, probe, from), row("  taps meanwhile", await waits(bench, await taps)));
    }
  } finally {
    await fleet.stop();
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  expect(await bench.database.db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U1"))).toEqual([]);
  bench.emulator.markAllSeen();
}, 900_000);
