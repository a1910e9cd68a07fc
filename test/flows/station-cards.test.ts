import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { organization } from "../../src/db/schema-register.ts";
import { station } from "../../src/db/schema.ts";
import type { ChatMessage, ChatView } from "../../src/playground/emulator/views.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enters } from "../telegram/instructors.ts";
import { unitId } from "../telegram/register.ts";
import { fileOf, rowsOf, sendsFile } from "../telegram/tables.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();
let first: Established;
let second: Established;
let ownGroup: ChatView;

/** Two stations of one lead, with units of the same code; the second is spoken of, as it is the newer one. */
beforeEach(async () => {
  first = await establish(bench, { name: "First station" });
  ownGroup = bench.emulator.addGroup({ title: "Organizers of the second", owner: first.lead, quietly: true });
  const inSecond = bench.as(first.lead, ownGroup);
  await inSecond.types("/setup Second station");
  await answers(inSecond, "Confirm as myself");
  const [made] = await bench.database.db.select({ id: station.id }).from(station).where(eq(station.name, "Second station"));
  second = { ...first, organizerGroup: ownGroup, stationId: made?.id ?? 0 };
  await enters(bench, first, ["U06"], { name: "Wang's" });
  await enters(bench, second, ["U06"], { name: "Li's" });
  await speaksOf("First station");
});

const lead = () => bench.as(first.lead);

async function speaksOf(name: string): Promise<void> {
  await lead().types("/station");
  const shown = lead().reads();
  const pick = shown.keyboard.flat().find(({ text }) => text === `Change to: ${name}`);
  if (pick) await lead().taps(shown, pick.text);
  expect(lead().reads().text).toContain(`● ${name} (current)`);
}

/** What somebody is shown, left in the chat while they go on to speak of the second station. */
async function leftBehind(line: string): Promise<ChatMessage> {
  await lead().types(line);
  const shown = lead().reads();
  await speaksOf("Second station");
  return shown;
}

const again = (message: ChatMessage): ChatMessage =>
  bench.emulator.messages(first.lead).find(({ id }) => id === message.id) ?? message;

/** Presses one button after another under a message that is not the newest. */
async function presses(message: ChatMessage, ...buttons: string[]): Promise<string> {
  for (const button of buttons) {
    const { alert } = await lead().taps(again(message), button);
    expect([button, alert]).toEqual([button, false]);
  }
  return again(message).text;
}

test("the buttons of a unit's card act at its own station, whichever is spoken of by then", async () => {
  const card = await leftBehind("/unit U06");
  expect(await presses(card, "Change status", "closed", "Yesterday", "Confirm")).toContain("✅ U06 Wang's: closed from Sun 22 Nov.");
  expect(await presses(card, "Back to the unit", "Edit", "People working there: –", "10-49", "Back to the unit", "Contacts", "Back to the unit")).toContain("🏪 U06 Wang's");
  expect(await presses(card, "List")).toContain("Wang's");
  await lead().types("/unit U06");
  expect(lead().reads().text).toContain("U06 Li's");
  expect(lead().reads().text).not.toContain("closed");
  bench.emulator.markAllSeen();
});

test("what a unit's card asks to be written is taken for its own station too", async () => {
  const card = await leftBehind("/unit U06");
  await presses(card, "Change status", "dormant", "Another day");
  await lead().types("18 Nov");
  expect(lead().reads().text).toContain("U06 Wang's: dormant from Wed 18 Nov.");
  await answers(lead(), "Confirm", "Back to the unit", "Edit", "Name: Wang's");
  await lead().types("Golden noodles");
  expect(lead().reads().text).toBe("✅ U06 Golden noodles: saved.");
  bench.emulator.markAllSeen();
});

test("a list of units stays that of its station", async () => {
  const list = await leftBehind("/units");
  expect(await presses(list, "🔎 Narrow down", "Kind", "small or micro business")).toContain("U06 Wang's");
  expect(await presses(list, "U06")).toContain("🏪 U06 Wang's");
  bench.emulator.markAllSeen();
});

test("a unit that is being entered is entered where it was begun", async () => {
  const asked = await leftBehind("/unit add Corner shop");
  await presses(asked, "small or micro business");
  await lead().types("Area Z");
  await answers(lead(), "Leave it out", "Back to the unit");
  const code = /^🏪 (U\d+) Corner shop/.exec(lead().reads().text)?.[1] ?? "";
  expect(await unitId(bench, first, code)).toBeGreaterThan(0);
  bench.emulator.markAllSeen();
});

describe("organizations", () => {
  beforeEach(async () => {
    for (const [name, said] of [["Second station", "Far branch"], ["First station", "Near branch"]] as const) {
      await speaksOf(name);
      await lead().types(`/org add G2 | ${said} | joint | branch | area A | term 2024-01-01 3 years`);
    }
  });

  test("the buttons of an organization's card act at its own station: links, terms and status", async () => {
    const card = await leftBehind("/org G2");
    expect(await presses(card, "Link units", "U06", "Look at it")).toContain("G2 Near branch");
    expect(await presses(card, "End a link", "U06", "Back", "U06", "Today, 2026-11-23")).toContain("✅ No longer linked to G2: U06");
    expect(await presses(card, "Look at it", "Extend the term", "through 2027-12-31")).toContain("G2 Near branch");
    expect(await presses(card, "New term…", "Look at it", "Suspend", "Today, 2026-11-23")).toContain("✅ G2 is suspended");
    expect(await presses(card, "Look at it")).toContain("G2 Near branch");
    await lead().types("/org G2");
    expect(lead().reads().text).toContain("G2 Far branch");
    expect(lead().reads().text).not.toMatch(/suspended|2027-12-31/);
    bench.emulator.markAllSeen();
  });

  test("a market's stalls and a unit's mass organizations too", async () => {
    await enters(bench, first, ["U11"], { kind: "market" });
    await enters(bench, first, ["U12"], { market: "U11" });
    await lead().types("/org G2 market U11");
    const stalls = await leftBehind("/org G2");
    expect(await presses(stalls, "Link units", "All stalls in operation of U11…", "✅ Link these 1")).toContain("linked to G2");
    await speaksOf("First station");
    const mass = await leftBehind("/massorg U06");
    expect(await presses(mass, "➕ Trade union, from today", "End: Trade union…", "Back")).toContain("Trade union: since 2026-11-23");
    await lead().types("/massorg U06");
    expect(lead().reads().text).toContain("None recorded yet.");
    bench.emulator.markAllSeen();
  });

  test("lists stay those of their station, and a new one is registered where the menu was asked for", async () => {
    const terms = await leftBehind("/org");
    expect(await presses(terms, "List", "G2")).toContain("G2 Near branch");
    await speaksOf("First station");
    const menu = await leftBehind("/org");
    await presses(menu, "➕ Register one");
    await lead().types("Third branch");
    await answers(lead(), "joint", "Branch", "✅ Register");
    expect(await bench.database.db.select({ stationId: organization.stationId }).from(organization).where(eq(organization.name, "Third branch"))).toEqual([{ stationId: first.stationId }]);
    bench.emulator.markAllSeen();
  });
});

test("roles and groups are those of the station whose list it is, and so is whom one invites", async () => {
  const roles = await leftBehind("/role list");
  expect(await presses(roles, "Revoke no. 1…", "Back")).toContain("First station");
  await lead().taps(again(roles), "➕ Invite a new organizer");
  const code = /role-(\d+)-/.exec(lead().reads().text)?.[1];
  expect(code).toBe(String(first.stationId));
  await speaksOf("First station");
  const groups = await leftBehind("/chat");
  expect(await presses(groups, "2. Members", "Back")).toContain("First station");
  await lead().taps(again(groups), "➕ Link another group");
  const link = /\/setup (\d+)-/.exec(lead().reads().text)?.[1];
  expect(link).toBe(String(first.stationId));
  bench.emulator.markAllSeen();
});

test("a file is compared, applied and given back at the station that it was sent to", async () => {
  const csv = "Code,Name,Kind,Area\nU31,Old market,market,A\n";
  await sendsFile(bench, first.lead, new TextEncoder().encode(csv), "units.csv");
  const preview = lead().reads();
  await speaksOf("Second station");
  expect(await presses(preview, "Apply 1 rows")).toContain("New 1");
  expect(await unitId(bench, first, "U31")).toBeGreaterThan(0);
  expect(await presses(preview, "Undo")).toContain("undone");
  await expect(unitId(bench, first, "U31")).rejects.toThrow("no unit U31");
  await speaksOf("First station");
  const exports = await leftBehind("/export");
  await lead().taps(exports, "Units");
  expect((await rowsOf(fileOf(bench, first.lead).bytes)).flat()).toContain("Wang's");
  bench.emulator.markAllSeen();
});

test("a draft takes up the templates and the last activity of its own station", async () => {
  await lead().types("/announce Market day | Sat 15:00-17:00 | Community centre");
  await lead().types("/announce template save Near market day");
  await lead().types("/cancel");
  const asked = await leftBehind("/announce");
  expect(labels(asked).flat()).toContain("🗂 From a template");
  await lead().taps(asked, "🗂 From a template");
  expect(labels(again(asked)).flat()).toContain("🗂 Near market day");
  await lead().taps(again(asked), "🗂 Near market day");
  await bench.run();
  expect(lead().reads().text).toContain("Market day");
  bench.emulator.markAllSeen();
});

test("nobody acts at a station that is not theirs by naming it, and in a group only the group's own is meant", async () => {
  const stranger = await establish(bench, { name: "Third station" });
  const id = await unitId(bench, first, "U06");
  const at = `${first.stationId}:${id}`;
  await bench.as(stranger.lead).types("/help");
  const shown = bench.as(stranger.lead).reads();
  for (const data of [`unit:card:${at}`, `unitstatus:do:${at}:closed:2026-11-20`, `unitfield:employees:${at}:3-9`, `contactcard:of:${at}`, `units:list:${first.stationId}`]) {
    expect([data, (await bench.as(stranger.lead).forges(shown, data)).toast]).toEqual([data, "Not found, or not yours to use."]);
  }
  const group = bench.as(first.lead, ownGroup);
  await group.types("/unit U06");
  for (const data of [`unit:card:${at}`, `unitstatus:do:${at}:closed:2026-11-20`]) {
    expect([data, (await group.forges(group.reads(), data)).toast]).toEqual([data, "Not found, or not yours to use."]);
  }
  await answers(group, "Change status", "closed", "Today", "Confirm");
  expect(group.reads().text).toContain("✅ U06 Li's: closed from Mon 23 Nov.");
  await lead().types("/unit U06");
  expect(lead().reads().text).not.toContain("closed");
  bench.emulator.markAllSeen();
});

test("a button that stood in the chat before buttons named their station says that it is too old", async () => {
  await lead().types("/unit U06");
  const tap = await lead().forges(lead().reads(), `unitstatus:ask:${await unitId(bench, first, "U06")}`);
  expect(tap.toast).toBe("This button has expired. Please start again.");
  bench.emulator.markAllSeen();
});
