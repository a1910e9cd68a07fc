import { openServer } from "../../src/db/server.ts";
import { dayAfter } from "../../src/features/date/rules.ts";
import { takeSnapshots } from "../../src/features/snapshot/actions.ts";
import { BATCH } from "../../src/features/snapshot/rules.ts";
import { createLog } from "../../src/operation/log.ts";
import { station } from "../../src/db/schema.ts";

// node --import tsx test/setup/snapshot-process.ts URL SUNDAY: takes the snapshots of the week that ends then, of every station, and prints what it took.
const [url = "", sunday = ""] = process.argv.slice(2);
const opened = await openServer(url, createLog("silent"));
const stations = (await opened.db.select({ id: station.id }).from(station)).map(({ id }) => id).toSorted((a, b) => a - b);
const begun = performance.now();
let taken = 0;
for (let day = 6; day >= 0; day--) {
  for (let from = 0; from < stations.length; from += BATCH) {
    taken += await opened.db.transaction((tx) => takeSnapshots(tx, stations.slice(from, from + BATCH), dayAfter(sunday, -day), new Date()));
  }
}
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(`${JSON.stringify({ taken, seconds, peakMb: process.resourceUsage().maxRSS / 1024 })}\n`);
await opened.close();
