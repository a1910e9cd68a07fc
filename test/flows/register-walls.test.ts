import { readdirSync } from "node:fs";
import { sql, type SQL } from "drizzle-orm";
import { expect, test } from "vitest";
import { readRows } from "../../src/db/client.ts";
import { announceActivity } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { contactOf } from "../telegram/contacts.ts";
import { founds, putsBelow, takesUp } from "../telegram/nodes.ts";
import { enlists, enters } from "../telegram/instructors.ts";

const bench = useBench();
/** What only the second station knows. */
const SECRET = "Hiddenmill";

/** What the second station's lead writes; the last ones leave something open. */
const LINES = [
  "/org add G1 | Market branch | joint | branch | area A", "/link G1 U06", "/massorg U06 trade union", "/term G1 2024-01-01 3 years", "/instructor add I8", "/assign I1 U06 through 2026-12-10", "/assign I8 U08",
  "/visit I1 U06 need raised", "/survey U08 2 yes secretary", "/assign ask U07", "/suggest", "/assign area A", "/unit U09 contact", "/units", "/survey U07", "/unit add", "/org add",
];
const FILE = "Code,Kind,Area\nU31,market,A\nU32,stall,A\n";

/** Whose buttons are walked through. */
const FEATURES = [
  "unit", "units", "unitdraft", "unitfield", "unitstatus", "organization", "organizations", "founding", "orgstatus", "coverlink", "stalls", "massorg", "term", "instructor", "absence", "assignment",
  "holding", "plan", "proposal", "assignoffer", "succession", "expiry", "visit", "myunits", "walk", "suggestion", "importing", "exporting", "contactlink", "contactcard", "unitcount",
];

async function patterns(): Promise<RegExp[]> {
  const found: RegExp[] = [];
  for (const feature of FEATURES) {
    const folder = new URL(`../../src/features/${feature}/`, import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name === "view.ts" || name === "rules.ts")) {
      const words = await import(new URL(file, folder).href) as Record<string, unknown>;
      for (const [name, value] of Object.entries(words)) if (name.endsWith("DATA") && value instanceof RegExp) found.push(value);
    }
  }
  return found;
}

/** Everything that a button of the second station can refer to, as it is there and open. */
async function liveOf({ stationId, lead }: Established, activityId: number) {
  const one = async (query: SQL) => String((await readRows(bench.database.db, query))[0]?.["it"] ?? "");
  const ofUnit = (table: string, code: string) => one(sql`select t.id as it from ${sql.identifier(table)} t join unit u on u.station_id = t.station_id and u.id = t.unit_id where t.station_id = ${stationId} and u.code = ${code}`);
  const idOf = (table: string) => one(sql`select max(id) as it from ${sql.identifier(table)} where station_id = ${stationId}`);
  const unitId = (code: string) => one(sql`select id as it from unit where station_id = ${stationId} and code = ${code}`);
  const said = JSON.stringify(bench.emulator.messages(lead));
  const shown = (pattern: RegExp) => pattern.exec(said)?.[1] ?? "";
  return {
    s: stationId, u: await unitId("U06"), v: await unitId("U07"), m: await unitId("U09"), o: await idOf("organization"), a: await ofUnit("instructor_assignment", "U06"), b: await ofUnit("instructor_assignment", "U08"),
    visit: await idOf("visit"), offer: await idOf("assignment_offer"), suggestion: await idOf("suggestion"), file: await idOf("import_batch"), contact: await ofUnit("unit_contact", "U07"), activity: activityId,
    list: shown(/units:narrow:\d+:([0-9a-f]{8})/), entry: shown(/unitdraft:skip:name:([0-9a-f]{8})/), plan: shown(/plan:accept:\d+:([\w-]{6})/), draft: shown(/founding:drop:([\w-]{8})/), link: shown(/contact-\d+-([\w-]{22})/) || shown(/start=\w+-\d+-([\w-]{22})/),
  };
}

type Live = Awaited<ReturnType<typeof liveOf>>;
const DAY = "2026-11-22";

/** A button of every kind. */
const buttonsOf = ({ s, u, v, m, o, a, b, visit, offer, suggestion, file, contact, activity, list, entry, plan, draft, link }: Live): string[] => [
  `unit:card:${s}:${u}`, `units:list:${s}`, `units:show:${s}:${list}`, `units:first:${s}:${list}`, `units:turn:${s}:${list}:next:U06`, `units:narrow:${s}:${list}`, `units:pick:${s}:${list}:industry`, `units:place:${s}:${list}:industry:0`, `units:kind:${s}:${list}:market`,
  `units:status:${s}:${list}:active`, `units:flag:${s}:${list}:due:y`, `units:clear:${s}:${list}`, `unitdraft:kind:${entry}:market`, `unitdraft:industry:${entry}:0`, `unitdraft:skip:name:${entry}`,
  `unitfield:edit:${s}:${u}`, `unitfield:ask:${s}:${u}:name`, `unitfield:clear:${s}:${u}:name`, `unitfield:employees:${s}:${u}:3-9`,
  `unitstatus:ask:${s}:${u}`, `unitstatus:to:${s}:${u}:closed`, `unitstatus:type:${s}:${u}:closed`, `unitstatus:on:${s}:${u}:closed:${DAY}`, `unitstatus:do:${s}:${u}:closed:${DAY}`,
  `organization:show:${s}:${o}`, `organizations:${s}:0:`, `founding:new:${s}`, `founding:formation:${draft}:joint`, `founding:level:${draft}:branch`, `founding:word:${draft}:area`, `founding:open:${draft}`, `founding:done:${draft}`, `founding:drop:${draft}`,
  `orgstatus:ask:${s}:${o}:dissolved`, `orgstatus:set:${s}:${o}:dissolved:${DAY}`, `coverlink:ask:${s}:${o}`, `coverend:ask:${s}:${o}`, `coverlink:one:${s}:${o}:${v}`, `coverend:pick:${s}:${o}:${u}`, `coverend:done:${s}:${o}:${u}:${DAY}`, `stalls:ask:${s}:${o}:${m}:${DAY}`, `stalls:link:${s}:${o}:${m}:${DAY}:1`,
  `massorg:show:${s}:${u}`, `massorg:add:${s}:${u}:youth_league`, `massorg:ask:${s}:${u}:trade_union`, `massorg:end:${s}:${u}:trade_union:${DAY}`, `term:show:${s}:${o}`, `term:extend:${s}:${o}`, `term:new:${s}:${o}`, `term:through:${s}:${o}:2027-06-01`, `term:begin:${s}:${o}:2026-11-01`,
  `instructor:list:${s}`, `instructor:add:${s}:I99`, `instructor:show:${s}:I1`, `instructor:link:${s}:I8`, `instructor:capacity:${s}:I1:9`, `instructor:every:${s}:I1:31`, `instructor:askretire:${s}:I1`, `instructor:retire:${s}:I1:${DAY}`,
  `absence:none:${s}:I1`, `absence:ask:${s}`, `absence:own:${s}`, `assignment:make:${s}:I1:U08`, `assignment:renew:${s}:${a}`, `plan:area:${s}:U06`, `plan:toggle:${s}:${plan}:U07`, `plan:accept:${s}:${plan}`, `proposal:unit:${s}:U06`,
  `holding:card:${s}:${a}`, `holding:takers:${s}:${a}`, `holding:others:${s}:${a}`, `holding:askend:${s}:${a}`, `holding:end:${s}:${a}:${DAY}`, `holding:undo:${s}:${a}:open`, `holding:askgive:${s}:${a}:I8`, `holding:give:${s}:${a}:I8:7`, `holding:askswap:${s}:${a}:${b}`, `holding:swap:${s}:${a}:${b}`,
  `assignoffer:ask:${s}:U08`, `assignoffer:stop:${s}:U07`, `assignoffer:yes:${s}:${offer}`, `assignoffer:no:${s}:${offer}`, `visit:unit:${s}:${a}`, `visit:mode:${s}:${a}:phone`, `visit:record:${s}:${a}:phone:ok`, `visit:note:${s}:${visit}`, `visit:settle:${s}:${visit}`, `myunits:list:${s}`,
  `walk:a:${v}:status:active`, `walk:skip:${v}`, "walk:stop", `walk:unit:${s}:U07`, `walk:area:${s}:${u}`, `walk:all:${s}`, `suggestion:page:${s}:0`, `suggestion:card:${s}:${suggestion}`, `suggestion:decide:${s}:${suggestion}:accepted`, `suggestion:decide:${s}:${suggestion}:declined`,
  `importing:${s}:wrong:${file}`, `importing:${s}:again:${file}`, `importing:${s}:apply:${file}`, `importing:${s}:undo:${file}`, `importing:${s}:drop:${file}`, `importing:${s}:template:units`, `exporting:${s}:units`,
  `contactlink:make:${s}:${u}`, `contactlink:withdraw:${s}:${m}`, `contactlink:yes:0:${s}-${link}`, `contactcard:of:${s}:${v}`, `contactcard:askend:${s}:${v}:${contact}`, `contactcard:end:${s}:${v}:${contact}`, "contactcard:own", `contactcard:askstop:${v}`, `contactcard:stop:${v}`,
  `unitcount:page:${activity}:${v}`, `unitcount:set:${activity}:${v}:5`, `unitcount:ask:${activity}:${v}`,
];

/** Every row of a station, table by table. */
async function stateOf({ stationId }: Established): Promise<Map<string, string>> {
  const { db } = bench.database;
  const tables = await readRows(db, sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'station_id' order by 1`);
  const state = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await readRows(db, sql`select coalesce(string_agg(t::text, '; ' order by t::text), '') as rows from ${sql.identifier(String(name))} t where station_id = ${stationId}`);
    state.set(String(name), String(row?.["rows"]));
  }
  return state;
}

test("no button of the register, of surveys, instructors, imports and contacts does or tells anything to people of another station, to whoever keeps a body above it, nor to a member without a role", async () => {
  const here = await establish(bench, { name: "First station" });
  const there = await establish(bench, { name: "Second station" });
  await enters(bench, there, ["U06", "U07", "U08"], { name: SECRET, industry: SECRET });
  await enters(bench, there, ["U09"], { name: SECRET, kind: "market" });
  await enlists(bench, there, "I1", { areas: ["A"] });
  await contactOf(bench, there, "U07");
  const member = await enrol(bench, there, "Mei");
  const above = await founds(bench, here.lead, "County");
  await putsBelow(bench, here.lead, above, there.lead);
  const keeper = await takesUp(bench, here.lead, above, "keeper", "Kim");
  const activityId = await announceActivity(bench, there, {});
  for (const line of LINES) await bench.as(there.lead).types(line);
  bench.emulator.upload(there.lead, there.lead, { name: "units.csv", bytes: new TextEncoder().encode(FILE) });
  await bench.run();
  const live = await liveOf(there, activityId);
  expect(Object.entries(live).filter(([, it]) => it === "")).toEqual([]);
  const buttons = buttonsOf(live);
  expect((await patterns()).filter((pattern) => !buttons.some((data) => pattern.test(data))).map(({ source }) => source)).toEqual([]);

  const before = await stateOf(there);
  // Neither under the name of its station nor under that of their own.
  const underOwnName = buttonsOf({ ...live, s: here.stationId });
  for (const intruder of [here.lead, member, keeper]) {
    await bench.as(intruder).types("/help");
    for (const data of intruder === here.lead ? [...buttons, ...underOwnName] : buttons) {
      const { toast } = await bench.as(intruder).forges(bench.as(intruder).reads(), data);
      const shown = bench.emulator.messages(intruder).map(({ text }) => text).join("\n");
      expect({ data, leaks: `${toast}\n${shown}`.includes(SECRET) }).toEqual({ data, leaks: false });
    }
  }
  expect(await stateOf(there)).toEqual(before);
  bench.emulator.markAllSeen();
}, 240_000);
