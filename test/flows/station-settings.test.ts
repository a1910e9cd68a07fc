import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { account, auditEvent, station } from "../../src/db/schema.ts";
import { en } from "../../src/i18n/en.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const settingsOf = async (stationId: number) => (await bench.database.db.select().from(station).where(eq(station.id, stationId)))[0];

test("somebody without a station is told how to come to one", async () => {
  const stranger = bench.emulator.addPerson({ firstName: "Sam", languageCode: "en" });
  await bench.as(stranger).types("/station");
  const said = bench.as(stranger).reads();
  expect(said.text).toContain("You do not belong to a station yet");
  expect(said.keyboard[0]?.[0]?.url).toContain("startgroup");
  expect(await bench.database.db.select().from(account)).toEqual([]);
});

test.each(["/coverage", "/why coverage", "/unit add", "/unit U06 closed", "/org G1 suspend", "/announce list", "/export coverage", "/visit", "/myunits away 28 Nov"])(
  "%s of somebody without a station says how to come to one", async (line) => {
    const stranger = bench.emulator.addPerson({ firstName: "Sam", languageCode: "en" });
    await bench.as(stranger).types(line);
    expect(bench.as(stranger).reads().text).toBe(en.system.needsStation);
    expect(await bench.database.db.select().from(account)).toEqual([]);
  },
);

test("the lead changes name, zone and language with one line each", async () => {
  const { lead, stationId } = await establish(bench);
  await bench.as(lead).types("/station name  West   Station");
  expect(bench.as(lead).reads().text).toBe("✅ New name: West Station");
  await bench.as(lead).types("/station zone europe/berlin");
  expect(bench.as(lead).reads().text).toContain("✅ New time zone: Europe/Berlin");
  await bench.as(lead).types("/station lang 中文");
  expect(bench.as(lead).reads().text).toContain("Chinese in the groups");
  expect(await settingsOf(stationId)).toMatchObject({ name: "West Station", timeZone: "Europe/Berlin", locale: "zh-CN" });
  const trail = await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "station.changed"));
  expect(trail).toHaveLength(3);
});

test.each([
  ["/station name", "Please add the new name"],
  ["/station name \u200B", "Please add the new name"],
  ["/station zone Mars/Phobos", "There is no such time zone"],
  ["/station zone +08:00", "There is no such time zone"],
  ["/station zone", "There is no such time zone"],
  ["/station lang klingon", "You can choose"],
  ["/station fly", "You can use"],
])("“%s” is told kindly and changes nothing", async (line, told) => {
  const { lead, stationId } = await establish(bench);
  const before = await settingsOf(stationId);
  await bench.as(lead).types(line);
  expect(bench.as(lead).reads().text).toContain(told);
  expect(await settingsOf(stationId)).toEqual(before);
});

test("the lead turns the other answers of a roll call on and off", async () => {
  const { lead, stationId } = await establish(bench);
  await bench.as(lead).types("/station");
  expect(bench.as(lead).reads().text).toContain("Time zone: Asia/Shanghai");
  await bench.as(lead).taps(bench.as(lead).reads(), "▫️ “On my way” button: not shown");
  await bench.as(lead).taps(bench.as(lead).reads(), "▫️ “Not today” button: not shown");
  const tap = await bench.as(lead).taps(bench.as(lead).reads(), "✅ “On my way” button: shown");
  expect(tap.toast).toBe("Saved; it counts from the next roll call.");
  expect(bench.as(lead).reads().keyboard.flat().map((button) => button.text)).toEqual(["▫️ “On my way” button: not shown", "✅ “Not today” button: shown"]);
  expect(await settingsOf(stationId)).toMatchObject({ offersOnWay: false, offersNotToday: true });
  bench.emulator.markAllSeen();
});

test("a member sees their stations but no settings, and cannot change them", async () => {
  const at = await establish(bench);
  const ben = await enrol(bench, at, "Ben");
  await bench.as(ben).types("/station");
  const shown = bench.as(ben).reads();
  expect(shown.text).toBe("Your stations:\n● Example station (current)");
  expect(shown.keyboard).toEqual([]);
  const forged = await bench.as(ben).forges(shown, `station:onWay:${at.stationId}:on`);
  expect(forged.toast).toBe("Not found, or not yours to use.");
  await bench.as(ben).types("/station name Mine");
  expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
  expect(await settingsOf(at.stationId)).toMatchObject({ name: "Example station", offersOnWay: false });
});

test("whoever belongs to two stations chooses the one they speak of, and only one of theirs", async () => {
  const first = await establish(bench);
  const second = await establish(bench, { name: "Second station" });
  const third = await establish(bench, { name: "Third station" });
  const ben = await enrol(bench, first, "Ben");
  await bench.as(ben).starts(second.joinPayload);
  bench.emulator.markAllSeen();
  const leadOfBoth = first.lead;
  const group = bench.emulator.addGroup({ title: "Two", owner: leadOfBoth, quietly: true });
  await bench.as(leadOfBoth, group).types("/setup Second of mine");
  await bench.as(leadOfBoth, group).taps(bench.as(leadOfBoth, group).reads(), "Confirm as myself");
  await bench.as(leadOfBoth).types("/station");
  const shown = bench.as(leadOfBoth).reads();
  expect(shown.text).toContain("● Second of mine (current)\n○ Example station");
  const tap = await bench.as(leadOfBoth).taps(shown, "Change to: Example station");
  expect(tap.toast).toBe("Current station: Example station");
  expect(bench.as(leadOfBoth).reads().text).toContain("● Example station (current)");
  const forged = await bench.as(leadOfBoth).forges(shown, `station:pick:${third.stationId}`);
  expect(forged.toast).toBe("Not found, or not yours to use.");
  const toggled = await bench.as(leadOfBoth).forges(shown, `station:onWay:${third.stationId}:on`);
  expect(toggled.toast).toBe("Not found, or not yours to use.");
  expect(await settingsOf(third.stationId)).toMatchObject({ offersOnWay: false });
  bench.emulator.markAllSeen();
});
