import { readdirSync } from "node:fs";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { readRows } from "../../src/db/client.ts";
import { scopeGrant } from "../../src/db/schema-node.ts";
import { COMMAND_NAMES } from "../../src/features/command/rules.ts";
import { announceActivity } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enlists, enters } from "../telegram/instructors.ts";
import { bodyLink, founds, putsBelow, takesUp } from "../telegram/nodes.ts";

const bench = useBench();
/** What only the station knows. */
const SECRET = "Hiddenmill";
const NOT_ROWS_OF_A_STATION = ["account", "draft", "inbox", "outbox", "period_run", "ping", "pace"];

/** What follows a command's name: nothing, what would show something, and what would change something. */
const RESTS = ["", "U06", `add U77 | ${SECRET}`];

/** Every row of the database but those of whoever writes themselves, table by table. */
async function stateOf(): Promise<Map<string, string>> {
  const { db } = bench.database;
  const tables = await readRows(db, sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
  const state = new Map<string, string>();
  for (const name of tables.map((row) => String(row["name"])).filter((each) => !NOT_ROWS_OF_A_STATION.includes(each))) {
    const [row] = await readRows(db, sql`select coalesce(string_agg(t::text, '; ' order by t::text), '') as rows from ${sql.identifier(name)} t`);
    state.set(name, String(row?.["rows"]));
  }
  return state;
}

test("whoever keeps or reads a body reaches no person, alias, unit, list or command of a station below it", async () => {
  const at = await establish(bench, { name: "Third station" });
  await enters(bench, at, ["U06", "U07"], { name: SECRET, industry: SECRET });
  await enlists(bench, at, "I1", { areas: [SECRET] });
  await enrol(bench, at, "Mei", { aliasShown: true });
  await announceActivity(bench, at, { title: SECRET });
  const nodeId = await founds(bench, at.lead, "County");
  await putsBelow(bench, at.lead, nodeId, at.lead);
  const keeper = await takesUp(bench, at.lead, nodeId, "keeper", "Kim");
  const reader = await takesUp(bench, at.lead, nodeId, "reader", "Rea");
  const before = await stateOf();
  for (const [person, rests] of [[keeper, RESTS], [reader, RESTS.slice(1, 2)]] as const) {
    for (const name of COMMAND_NAMES.filter((each) => !["scope", "lang", "forgetme", "leave", "cancel"].includes(each))) {
      for (const rest of rests) await bench.as(person).types(`/${name} ${rest}`);
    }
    const shown = bench.emulator.messages(person).filter(({ fromBot }) => fromBot).map(({ text }) => text);
    expect(shown.filter((text) => text.includes(SECRET) || /Member-|Mei/u.test(text))).toEqual([]);
    await bench.as(person).types(`/scope ${nodeId}`);
    expect(bench.as(person).reads().text).toContain("Stations directly below:\n· Third station");
  }
  expect(await stateOf()).toEqual(before);
  bench.emulator.markAllSeen();
}, 120_000);

async function patterns(): Promise<RegExp[]> {
  const found: RegExp[] = [];
  for (const feature of ["node", "nodedigest", "nodegrant", "nodelink", "nodemove"]) {
    const folder = new URL(`../../src/features/${feature}/`, import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name === "view.ts")) {
      const words = await import(new URL(file, folder).href) as Record<string, unknown>;
      for (const [name, value] of Object.entries(words)) if (name.endsWith("DATA") && value instanceof RegExp) found.push(value);
    }
  }
  return found;
}

const DAY = "2026-11-23";
/** A button of every kind, and a line of every kind. */
const buttonsOf = (n: number, s: number, grant: number, code: string): string[] => [
  "node:list", `node:show:${n}`, "node:new", `node:ask:rename:${n}`, `node:ask:expect:${n}`, `node:kind:${n}:committee`, `node:askclose:${n}`, `node:close:${n}`, `nodedigest:show:${n}`,
  `nodegrant:list:${n}`, `nodegrant:ask:${n}:${grant}`, `nodegrant:withdraw:${grant}`, `nodegrant:asklay:${n}`, `nodegrant:lay:${n}`,
  `nodelink:make:${n}:keeper`, `nodelink:pick:${code}:s${s}`, `nodelink:put:${code}:s${s}:${DAY}`, `nodelink:put:${code}:n${n}:${DAY}`, `nodelink:take:${code}`, `nodelink:withdraw:${code}`,
  `nodemove:move:s${s}`, `nodemove:to:n${n}:${n}`, `nodemove:put:s${s}:${n}:${DAY}`, `nodemove:put:n${n}:${n}:${DAY}`, `nodemove:leave:s${s}`, `nodemove:out:s${s}:${DAY}`, `nodemove:out:n${n}:${DAY}`,
];
const linesOf = (n: number, code: string): string[] => [
  `/scope ${n}`, `/scope ${n} rename Mine`, `/scope ${n} kind committee`, `/scope ${n} expect 3`, `/scope ${n} link keeper`, `/scope ${n} people`, `/scope ${n} digest`, `/scope ${n} withdraw 1`, `/scope ${n} resign`,
  `/scope ${n} close`, `/scope ${n} move to ${n}`, `/scope move to ${n}`, `/scope ${n} leave`, `/scope accept ${code}`,
];

test("no line and no button of a body does or tells anything to its readers beyond its card, to keepers of other bodies, or to strangers", async () => {
  const here = await establish(bench, { name: "First station" });
  const there = await establish(bench, { name: "Second station" });
  const other = await founds(bench, here.lead, "Elsewhere");
  const nodeId = await founds(bench, there.lead, SECRET);
  await putsBelow(bench, there.lead, nodeId, there.lead);
  const reader = await takesUp(bench, there.lead, nodeId, "reader", "Rea");
  const keeper = await takesUp(bench, here.lead, other, "keeper", "Kim");
  const stranger = bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" });
  // A link for the station below; the stranger may read what it is for, and no more.
  const code = (await bodyLink(bench, there.lead, nodeId, "child")).slice(6);
  const [grant] = await bench.database.db.select({ id: scopeGrant.id }).from(scopeGrant).where(sql`node_id = ${nodeId} and kind = 'keeper'`);
  const buttons = buttonsOf(nodeId, there.stationId, grant?.id ?? 0, code);
  expect((await patterns()).filter((pattern) => !buttons.some((data) => pattern.test(data))).map(({ source }) => source)).toEqual([]);
  const before = await stateOf();
  for (const intruder of [keeper, stranger, reader]) {
    const me = bench.as(intruder);
    await me.types("/help");
    // Whoever was handed a link reads what it is for; and a reader may lay down their own right.
    const own = (said: string) => said.includes(code) || (intruder === reader && /nodegrant:lay:|resign|:show:|:list|asklay/u.test(said));
    for (const data of buttons.filter((each) => !own(each))) {
      const { toast } = await me.forges(me.reads(), data);
      expect({ data, leaks: `${toast}\n${me.reads().text}`.includes(SECRET) && intruder !== reader }).toEqual({ data, leaks: false });
    }
    for (const data of buttons.filter((each) => each.includes(code) && !each.includes(":pick:"))) await me.forges(me.reads(), data);
    for (const line of linesOf(nodeId, code).filter((each) => !own(each))) {
      await me.types(line);
      expect({ line, leaks: me.reads().text.includes(SECRET) && intruder !== reader }).toEqual({ line, leaks: false });
    }
  }
  expect(await stateOf()).toEqual(before);
  bench.emulator.markAllSeen();
}, 120_000);
