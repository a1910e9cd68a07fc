import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { onServer } from "../setup/needs.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { sendsFile } from "../telegram/tables.ts";

const bench = useBench();

onServer("how far a long comparison has come stands in the message while it goes on", async () => {
  const at = await establish(bench);
  const lead = bench.as(at.lead);
  const rows = Array.from({ length: 500 }, (_, n) => `U${n + 1},market,A`);
  expect(await sendsFile(bench, at.lead, new TextEncoder().encode(`Code,Kind,Area\n${rows.join("\n")}`), "units.csv")).toContain("New 500");
  const shown = lead.reads();
  await lead.types("/unit add U7 | Shop | market | B");
  bench.emulator.markAllSeen();
  await lead.taps(shown, "Apply 500 rows");
  expect(bench.emulator.message(shown).text).toBe("The register has changed meanwhile, so nothing was written.");

  let letGo = () => undefined as void;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await new Promise<void>((isHeld) => {
    // One row in the middle is held, as by somebody slow.
    void bench.database.db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from import_row where line = 301 for update`);
      isHeld();
      await held;
    });
  });
  const pressed = lead.taps(shown, "Compare again");
  await bench.emulator.until(() => bench.emulator.message(shown).text === "Comparing with the register: 200 of 501 rows …" || null, { withinMs: 20_000, what: "how far it has come" });
  letGo();
  await pressed;
  expect(bench.emulator.message(shown).text).toContain("New 499 · changed 1 · unchanged 0 · wrong 0");
  bench.emulator.markAllSeen();
});
