import { expect } from "vitest";
import { onServer } from "../setup/needs.ts";
import { seedStations, UNITS_EACH } from "./stations.ts";

const STATIONS = Number(process.env["STATIONS"] ?? 2_000);

onServer(`${STATIONS} stations with ${STATIONS * UNITS_EACH} units are made on the server, once`, async () => {
  const seconds = await seedStations(process.env["TEST_DATABASE_URL"] ?? "", STATIONS);
  process.stdout.write(`${STATIONS * UNITS_EACH} units in ${STATIONS} stations: ${seconds.toFixed(0)} s\n`);
  expect(seconds).toBeGreaterThan(0);
}, 3_600_000);
