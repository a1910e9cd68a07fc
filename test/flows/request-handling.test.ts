import { asc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { readRows } from "../../src/db/client.ts";
import { helpRequest } from "../../src/db/schema-request.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { isClosedIn, isOpenedIn, isOpenOn, isOverdueOn, unsealed } from "../../src/features/request/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { scopeOf } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { organizerOf } from "../telegram/register.ts";
import { answers, labels, told } from "../telegram/talk.ts";

const bench = useBench();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const rows = () => bench.database.db.select().from(helpRequest).orderBy(asc(helpRequest.id));

/** Somebody asks for help; the notes of it are looked at. */
async function asks(person: Person, line: string): Promise<number> {
  await bench.as(person).types(`/request ${line}`);
  await answers(bench.as(person), bench.as(person).reads().text.includes("请看看") ? "✅ 发出" : "✅ Send");
  await bench.settle();
  bench.emulator.markAllSeen();
  return (await rows()).at(-1)?.id ?? 0;
}

async function says(person: Person, line: string): Promise<string> {
  await bench.as(person).types(line);
  return bench.as(person).reads().text;
}

test("one takes it, the other is too late; the lead passes it on, and only who has it in hand reads and closes it", async () => {
  const at = await establish(bench);
  const mei = await enrol(bench, at, "Mei");
  const olga = await organizerOf(bench, at, "Olga");
  const omar = await organizerOf(bench, at, "Omar");
  const id = await asks(mei, "stairs the lift is broken");
  expect(await says(olga, `/requests ${id}`)).not.toContain("lift");
  expect(await says(olga, `/requests close ${id} mended`)).toContain("not in your hands");
  expect(await says(olga, `/requests take ${id}`)).toContain("the lift is broken");
  expect(await says(omar, `/requests take ${id}`)).toBe("Somebody has it in hand. To change that, ask the lead to pass it on.");
  expect(await says(omar, `/requests ${id}`)).not.toContain("lift");
  expect(await says(at.lead, `/requests ${id}`)).toContain("in hand\n\nthe lift is broken");
  expect(labels(bench.as(at.lead).reads())).toEqual([["I take it over"], ["Pass on…", "Close…"], ["All open ones"]]);
  await answers(bench.as(at.lead), "Pass on…");
  expect(labels(bench.as(at.lead).reads())).toEqual([["organizer (since Mon 23 Nov)"], ["Back"]]);
  const choice = bench.as(at.lead).reads();
  await bench.as(at.lead).taps(choice, "organizer (since Mon 23 Nov)");
  expect(bench.as(at.lead).reads().text).toBe(`✅ #${id} is passed on; they are told.`);
  await bench.settle();
  expect(bench.as(omar).reads().text).toBe(`🙋 A help request at “Example station” was passed to you: #${id} Stairs\nPlease answer it by Mon 30 Nov.`);
  expect(await says(olga, `/requests close ${id} mended`)).toContain("not in your hands");
  expect(await says(omar, `/requests close ${id}`)).toContain("Please write what was done");
  await bench.as(omar).types("The landlord mends the lift on Friday");
  expect(bench.as(omar).reads().text).toContain("is closed");
  expect(await says(omar, `/requests close ${id} again`)).toBe("There is no such request, or it is closed already.");
  expect(await says(omar, "/requests nap")).toContain("You can write:");
  await bench.settle();
  expect(told(bench, mei).filter((text) => text.includes("is closed"))).toHaveLength(1);
  const trail = await bench.database.db.select().from(auditEvent).where(eq(auditEvent.objectKind, "help_request")).orderBy(asc(auditEvent.id));
  expect(trail.map(({ action }) => action)).toEqual(["request.taken", "request.read", "request.read", "request.passed", "request.closed"]);
  bench.emulator.markAllSeen();
});

test("the list shows what is overdue first; who has it in hand is told on the day after it was due, the leads a day later, each once", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  const mei = await enrol(bench, at, "Mei", { languageCode: "zh-hans" });
  const olga = await organizerOf(bench, at, "Olga");
  const first = await asks(mei, "充电 门口没有插座");
  await bench.advance(3 * DAY);
  const second = await asks(mei, "停车 卸货没有车位");
  await says(olga, `/requests take ${first}`);
  const reminders = (person: Person) => told(bench, person).filter((text) => text.startsWith("⏰"));
  for (const [days, hers, his] of [[4, 0, 0], [1, 1, 0], [1, 1, 1], [1, 1, 1]] as const) {
    await bench.advance(days * DAY);
    await bench.settle();
    expect([reminders(olga).length, reminders(at.lead).length], `day ${bench.now().toISOString()}`).toEqual([hers, his]);
  }
  expect(reminders(olga)).toEqual([`⏰ 1 request at “Example station” overdue:\n• #${first} Charging · 1 day overdue`]);
  expect(reminders(at.lead)).toEqual([`⏰ “Example station”有 1 件诉求超期，提醒过受理人，仍未办结：\n• #${first} 充电 · 超期 2 天`]);
  expect(await says(at.lead, "/requests")).toBe([
    "🙋 “Example station”在办的诉求", "在办 2 件，超期 1 件；近 7 天新增 0 件，办结 0 件", "",
    `• #${first} 充电 · 超期 3 天 · 有人在办`, `• #${second} 停车 · 12月3日（周四）前答复 · 还没有人受理`,
  ].join("\n"));
  await bench.advance(DAY);
  await bench.settle();
  expect(reminders(olga).at(-1)).toContain(`#${second} Parking · 1 day overdue`);
  expect(reminders(at.lead).at(-1)).toContain(`#${second} 停车`);
  await says(at.lead, `/requests 办结 ${second} 已协调`);
  await bench.advance(2 * DAY);
  await bench.settle();
  expect([reminders(olga).length, reminders(at.lead).length]).toEqual([2, 2]);
  bench.emulator.markAllSeen();
});

test("in the night nobody is reminded of what is overdue", async () => {
  const at = await establish(bench);
  const mei = await enrol(bench, at, "Mei");
  await asks(mei, "food labels");
  await bench.advance(7 * DAY + 13 * HOUR);
  await bench.advance(2 * HOUR);
  await bench.settle();
  expect(told(bench, at.lead).filter((text) => text.startsWith("⏰"))).toEqual([]);
  await bench.advance(8 * HOUR);
  await bench.settle();
  expect(told(bench, at.lead).filter((text) => text.startsWith("⏰"))).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("who has left is no obstacle: their words are gone, the request is closed without them; a handler who left leaves it free", async () => {
  const at = await establish(bench);
  const mei = await enrol(bench, at, "Mei");
  const olga = await organizerOf(bench, at, "Olga");
  const id = await asks(mei, "entry the guard keeps us out");
  await bench.as(mei).types("/mydata");
  expect(bench.as(mei).reads().text).toContain("Help requests of yours: 1;");
  await says(olga, `/requests take ${id}`);
  await bench.as(mei).types("/forgetme");
  await answers(bench.as(mei), "Erase everything about me");
  expect(bench.as(mei).reads().text).toContain("texts of help requests: 1");
  expect(await rows()).toMatchObject([{ summarySealed: null, requestedBy: null, category: "entry", closedOn: null }]);
  expect(await says(olga, `/requests ${id}`)).toContain("(the text was cleared)\nWhoever asked has left and will not be told.");
  await bench.as(olga).types("/leave");
  await answers(bench.as(olga), "Leave");
  expect(await rows()).toMatchObject([{ handledBy: null }]);
  expect(await says(at.lead, `/requests close ${id} settled`)).toContain("will not be told");
  await bench.settle();
  bench.emulator.markAllSeen();
});

test("180 days after it was closed the texts go, and the category and the days stay", async () => {
  const at = await establish(bench);
  const mei = await enrol(bench, at, "Mei");
  const id = await asks(mei, "food labels");
  await says(at.lead, `/requests close ${id} sent the leaflet`);
  await bench.settle();
  await bench.advance(180 * DAY);
  const [kept] = await rows();
  expect([unsealed(bench.seal, "summary", kept?.summarySealed ?? null), unsealed(bench.seal, "answer", kept?.answerSealed ?? null)]).toEqual(["labels", "sent the leaflet"]);
  expect(JSON.stringify(kept)).not.toMatch(/labels|leaflet/u);
  await bench.advance(DAY);
  expect(await rows()).toMatchObject([{ summarySealed: null, answerSealed: null, category: "food", openedOn: "2026-11-23", closedOn: "2026-11-23" }]);
  expect(await bench.database.db.select({ kind: auditEvent.objectKind, amount: auditEvent.amount }).from(auditEvent).where(eq(auditEvent.action, "retention.ran"))).toEqual([{ kind: "help_request", amount: 1 }]);
  bench.emulator.markAllSeen();
});

test("no button of a request does or tells anything to another station's lead, nor one of the handlers' to a member", async () => {
  const here = await establish(bench, { name: "First station" });
  const there = await establish(bench, { name: "Second station" });
  const mei = await enrol(bench, there, "Mei");
  const other = await enrol(bench, there, "Ben");
  const id = await asks(mei, "other Hiddenmill");
  const closed = await asks(mei, "stairs Hiddenmill too");
  await says(there.lead, `/requests close ${closed} Hiddenmill closed`);
  await bench.settle();
  await bench.as(mei).types("/request other Hiddenmill draft");
  const token = /requestdraft:send:(\w{8})/.exec(JSON.stringify(bench.as(mei).reads()))?.[1] ?? "";
  const s = there.stationId;
  const [grant] = await readRows(bench.database.db, sql`select max(id) as it from role_grant where station_id = ${s}`);
  const handling = [`requests:list:${s}`, ...["show", "take", "askpass", "close"].map((verb) => `requests:${verb}:${s}:${id}`), `requests:pass:${s}:${id}:${String(grant?.["it"])}`];
  const asking = [`request:rate:${s}:${closed}:satisfied`, `request:reopen:${s}:${closed}`, `requestdraft:send:${token}`, `requestdraft:drop:${token}`, `requestdraft:change:${token}:text`, `requestdraft:unit:${token}:`];
  const state = async () => JSON.stringify([await rows(), await readRows(bench.database.db, sql`select * from draft`)]);
  const before = await state();
  for (const [person, buttons] of [[here.lead, [...handling, ...asking, `requestdraft:category:${s}:food`]], [other, [...handling, ...asking]]] as const) {
    await bench.as(person).types("/help");
    for (const data of buttons) {
      const { toast } = await bench.as(person).forges(bench.as(person).reads(), data);
      expect({ data, leaks: `${toast}${JSON.stringify(bench.emulator.messages(person))}`.includes("Hiddenmill") }).toEqual({ data, leaks: false });
    }
    expect(await says(person, `/requests take ${id}`)).not.toContain("Hiddenmill");
  }
  expect(await state()).toBe(before);
  bench.emulator.markAllSeen();
});

test("what was open, overdue, opened and closed on a day is counted as in the worked example", async () => {
  const at: Established = await establish(bench);
  const { stationId } = await scopeOf(bench, at, at.lead);
  const made = (category: "parking" | "licensing" | "charging", openedOn: string, dueOn: string, closedOn: string | null) =>
    ({ stationId, category, openedOn, dueOn, closedOn, createdAt: bench.now() });
  await bench.database.db.insert(helpRequest).values([
    made("parking", "2026-11-16", "2026-11-23", "2026-11-19"), made("licensing", "2026-11-10", "2026-11-17", null), made("charging", "2026-11-21", "2026-11-28", null),
  ]);
  const count = (which: ReturnType<typeof isOpenedIn>) => bench.database.db.$count(helpRequest, which);
  const week = ["2026-11-16", "2026-11-22"] as const;
  expect([await count(isOpenedIn(...week)), await count(isClosedIn(...week)), await count(isOpenOn("2026-11-22")), await count(isOverdueOn("2026-11-22"))]).toEqual([2, 1, 2, 1]);
  expect([await count(isOpenOn("2026-11-18")), await count(isOpenOn("2026-11-19")), await count(isOverdueOn("2026-11-17")), await count(isOverdueOn("2026-11-18"))]).toEqual([2, 1, 0, 1]);
});
