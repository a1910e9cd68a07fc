import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { scopeEvent, scopeGrant, scopeInvitation, scopeNode, scopeNodeParent, scopeStation } from "../../src/db/schema-node.ts";
import { account } from "../../src/db/schema.ts";
import { readLeaves } from "../../src/features/tree/actions.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { bodyLink, founds, putsBelow, takesUp } from "../telegram/nodes.ts";
import { answers, dataOf, labels } from "../telegram/talk.ts";

const bench = useBench();
const db = () => bench.database.db;
const places = () => db().select().from(scopeStation).orderBy(asc(scopeStation.stationId), asc(scopeStation.fromOn));
const parents = () => db().select().from(scopeNodeParent).orderBy(asc(scopeNodeParent.nodeId), asc(scopeNodeParent.fromOn));
const actions = async () => (await db().select({ action: scopeEvent.action }).from(scopeEvent).orderBy(asc(scopeEvent.id))).map(({ action }) => action);
const GONE = "This link was used, has expired or was taken back. If needed, please ask for a new one.";
const DAY = 24 * 3_600_000;

describe("a body above the stations", () => {
  test("is made by a station's lead, who keeps it; name, kind and stations expected are changed by lines and by buttons, in both languages", async () => {
    const { lead } = await establish(bench);
    const me = bench.as(lead);
    await me.types("/scope");
    expect(me.reads().text).toBe("🏛 Bodies above the stations\nYou keep or read no body yet.\n\n📍 Example station: below no body\n\nA body sees sums only: numbers of units, and rates. It sees no person, alias, unit card or list.");
    await me.taps(me.reads(), "➕ New body");
    expect(me.reads().text).toContain("What is the new body called?");
    await me.types("  North \u202e leading group ");
    const [made] = await db().select().from(scopeNode);
    expect(made).toMatchObject({ name: "North leading group", kind: "leading_group", timeZone: "Asia/Shanghai", locale: "en", expectedStations: null });
    expect(me.reads().text).toBe([
      `🏛 North leading group (leading group, number ${made?.id})`, "You are a keeper here.", "", "Above it: nothing", "stations set up 0",
      "Expected directly below: not said", "", "No station or body is below it yet.",
    ].join("\n"));
    await me.taps(me.reads(), "Make it a committee");
    expect(me.reads().text).toContain("(committee,");
    await me.types("/scope rename North committee");
    await me.taps(me.reads(), "Stations expected");
    me.reads();
    await me.types("a dozen");
    expect(me.reads().text).toBe("Please write a number from 0 to 99999, for example: /scope expect 12, or “none”.");
    await me.types("12");
    expect(me.reads().text).toContain("stations set up 0/12\nExpected directly below: 12 stations");
    await me.types("/scope 应建 无");
    expect(me.reads().text).toContain("Expected directly below: not said");
    await me.types("/scope expect 100000");
    expect(me.reads().text).toBe("Please write a number, for example: /scope expect 12");
    await me.types("/scope fly");
    expect(me.reads().text).toContain("/scope create North leading group");
    expect(await actions()).toEqual(["body.created", "grant.given", "body.kind_changed", "body.renamed", "body.expected", "body.expected"]);
    expect((await db().select().from(scopeNode))[0]).toMatchObject({ name: "North committee", kind: "committee" });
  });

  test("is told in Chinese to whoever speaks it", async () => {
    const { lead } = await establish(bench, { locale: "zh-CN", name: "示例指导站" });
    const me = bench.as(lead);
    await me.types("/scope 新建 党委 北区党委");
    expect(me.reads().text).toMatch(/^🏛 北区党委（党委，编号 \d+）\n您是这里的管理人。\n\n上级：没有\n已建站 0 个\n直属应建：没有填\n\n下面还没有指导站和机构。$/u);
    const [made] = await db().select().from(scopeNode);
    await putsBelow(bench, lead, made?.id ?? 0, lead);
    await me.types("/scope");
    expect(me.reads().text).toContain("📍 示例指导站：归到“北区党委”，11月23日（周一）起");
  });

  test("is offered to nobody else: a stranger and a plain reader cannot make one, and are told who can", async () => {
    const { lead } = await establish(bench);
    const nodeId = await founds(bench, lead, "North");
    const stranger = bench.as(bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" }));
    await stranger.types("/scope create Mine");
    expect(stranger.reads().text).toContain("Bodies are made by station leads");
    const reader = bench.as(await takesUp(bench, lead, nodeId, "reader", "Rea"));
    await reader.types("/scope create Mine");
    expect(reader.reads().text).toBe("Only somebody who leads a station, or keeps a body already, can make one.");
    await reader.types("/scope");
    expect(labels(reader.reads())).toEqual([["🏛 North"]]);
    await reader.taps(reader.reads(), "🏛 North");
    expect(labels(reader.reads())).toEqual([["📊 The last week"], ["Stop being a reader…"], ["All bodies"]]);
    await reader.types("/help");
    expect(reader.reads().text).toContain("/scope");
    expect(await db().$count(scopeNode)).toBe(1);
  });
});

describe("a one-time link", () => {
  test("makes a reader or a keeper of whoever opens it, once, within seven days, after saying what they would read; its code is not kept", async () => {
    const { lead } = await establish(bench);
    const nodeId = await founds(bench, lead, "North");
    const payload = await bodyLink(bench, lead, nodeId, "reader");
    const late = await bodyLink(bench, lead, nodeId, "keeper");
    const [ann, ben] = ["Ann", "Ben"].map((firstName) => bench.as(bench.emulator.addPerson({ firstName, languageCode: "en" })));
    if (!ann || !ben) throw new Error("two people were asked for");
    for (const each of [ann, ben]) await each.starts(payload);
    expect(ann.reads().text).toContain("“North” invites you to be a reader.\nYou could: see the weekly sums.");
    expect(ann.reads().text).toContain("They do not hold any person, alias, unit card or list of units.");
    expect(await db().$count(account)).toBe(1);
    await answers(ann, "Accept (I am 18 or over)");
    expect(ann.reads().text).toContain("You are now a reader of “North”.");
    expect((await ben.taps(ben.reads(), "Accept (I am 18 or over)")).toast).toBe(GONE);
    await ann.starts(payload);
    expect(ann.reads().text).toBe(GONE);
    await ann.starts(await bodyLink(bench, lead, nodeId, "reader"));
    expect((await ann.taps(ann.reads(), "Accept (I am 18 or over)")).toast).toBe("You have this right here already, or more.");
    await ann.starts(late);
    const offer = ann.reads();
    await bench.advance(7 * DAY);
    expect((await ann.taps(offer, "Accept (I am 18 or over)")).toast).toBe(GONE);
    expect(await db().select({ kind: scopeGrant.kind }).from(scopeGrant).orderBy(asc(scopeGrant.id))).toEqual([{ kind: "keeper" }, { kind: "reader" }]);
    expect(JSON.stringify(await db().select().from(scopeInvitation))).not.toContain(payload.slice(6));
    bench.emulator.markAllSeen();
  });

  test("is withdrawn by whoever made it, before anybody accepts, and by nobody else", async () => {
    const { lead } = await establish(bench);
    const nodeId = await founds(bench, lead, "North");
    const ann = bench.as(bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" }));
    for (const purpose of ["keeper", "child"] as const) {
      const payload = await bodyLink(bench, lead, nodeId, purpose);
      const link = bench.as(lead).reads();
      await ann.starts(payload);
      expect((await ann.forges(ann.reads(), dataOf(link, "Withdraw this link"))).toast).toBe("This link was used, has expired or was withdrawn already.");
      await bench.as(lead).taps(link, "Withdraw this link");
      expect(bench.as(lead).reads().text).toBe("This link no longer works.");
      expect((await bench.as(lead).forges(bench.as(lead).reads(), dataOf(link, "Withdraw this link"))).toast).toContain("was withdrawn already");
      await ann.starts(payload);
      expect(ann.reads().text).toBe(GONE);
    }
    expect(await db().$count(scopeEvent, eq(scopeEvent.action, "link.withdrawn"))).toBe(2);
    bench.emulator.markAllSeen();
  });

  test("is no longer good once its maker keeps the body no more; a reader who takes up a keeper's link has one right, the greater", async () => {
    const { lead } = await establish(bench);
    const nodeId = await founds(bench, lead, "North");
    const ann = await takesUp(bench, lead, nodeId, "reader", "Ann");
    await bench.as(ann).starts(await bodyLink(bench, lead, nodeId, "keeper"));
    await answers(bench.as(ann), "Accept (I am 18 or over)");
    expect(bench.as(ann).reads().text).toContain("You are now a keeper of “North”.");
    const byAnn = await bodyLink(bench, ann, nodeId, "reader");
    await bench.as(ann).types("/scope people");
    expect(bench.as(ann).reads().text).toBe("Keepers and readers of “North” (no names are kept here):\n1. keeper, since 23 Nov 2026\n2. keeper (you), since 23 Nov 2026");
    await bench.as(lead).types("/scope withdraw 2");
    const asked = bench.as(lead).reads();
    await answers(bench.as(lead), "Yes, withdraw");
    expect(bench.as(lead).reads().text).toBe("✅ One keeper of “North” was withdrawn.");
    expect((await bench.as(lead).forges(asked, asked.keyboard[0]?.[0]?.callback_data ?? "")).toast).toBe("Not found, or not yours to use.");
    const ben = bench.as(bench.emulator.addPerson({ firstName: "Ben", languageCode: "en" }));
    await ben.starts(byAnn);
    expect(ben.reads().text).toBe(GONE);
    expect(await db().$count(scopeGrant)).toBe(1);
  });

  test("puts a station below the body that its lead chooses, from a day; an outsider is told whom it is for", async () => {
    const here = await establish(bench, { name: "First station" });
    const nodeId = await founds(bench, here.lead, "North");
    const payload = await bodyLink(bench, here.lead, nodeId, "child");
    const ann = bench.as(bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" }));
    await ann.starts(payload);
    expect(ann.reads().text).toContain("This link is for somebody who leads a station or keeps another body.");
    const there = await establish(bench, { name: "Second station" });
    const lead = bench.as(there.lead);
    await lead.starts(payload);
    expect(lead.reads().text).toContain("It will not see any person, alias, unit card or list of units.");
    expect(labels(lead.reads())).toEqual([["From Mon 23 Nov"], ["From Mon 30 Nov"], ["From Tue 1 Dec"], ["No thanks"]]);
    await answers(lead, "No thanks");
    expect(lead.reads().text).toBe("All right, nothing was stored or changed. If you change your mind, open the link again.");
    await lead.types(`/scope accept ${payload} from 2026-11-22`);
    expect(lead.reads().text).toContain("That day is over");
    await lead.types(`/scope accept ${payload} from 2026-12-24`);
    expect(lead.reads().text).toBe("✅ “Second station” stands below “North” from Thu 24 Dec. Where it stood before stays on record.");
    expect(await places()).toEqual([{ stationId: there.stationId, nodeId, fromOn: "2026-12-24", throughOn: null }]);
    expect([await readLeaves(db(), nodeId, "2026-12-23"), await readLeaves(db(), nodeId, "2026-12-24")]).toEqual([[], [there.stationId]]);
    await lead.starts(payload);
    expect(lead.reads().text).toBe(GONE);
    await lead.types("/audit");
    expect(lead.reads().text).toContain("put the station below a body");
    bench.emulator.markAllSeen();
  });
});

describe("where things stand", () => {
  test("a station moves from a day, its history stays, and its lead may take it out with a last day", async () => {
    const at = await establish(bench);
    const me = bench.as(at.lead);
    const [north, south] = [await founds(bench, at.lead, "North"), await founds(bench, at.lead, "South")];
    await me.types(`/scope move to ${north}`);
    expect(me.reads().text).toBe("✅ “Example station” stands below “North” from Mon 23 Nov. Where it stood before stays on record.");
    await me.types(`/scope move to ${north}`);
    expect(me.reads().text).toBe("It stands there already; nothing was changed.");
    await me.types("/scope");
    await answers(me, "Put “Example station” below…", "South", "From Tue 1 Dec");
    await me.types("/scope");
    expect(me.reads().text).toContain("📍 Example station: below “North” from Mon 23 Nov through Mon 30 Nov; below “South” from Tue 1 Dec");
    await me.types("/scope leave on 2026-12-31");
    expect(me.reads().text).toContain("leaves “South”; its last day there is Thu 31 Dec.");
    await me.types("/scope leave on 2026-12-31");
    expect(me.reads().text).toBe("It stands below no body after that day, so there is nothing to leave.");
    expect(await places()).toEqual([
      { stationId: at.stationId, nodeId: north, fromOn: "2026-11-23", throughOn: "2026-11-30" }, { stationId: at.stationId, nodeId: south, fromOn: "2026-12-01", throughOn: "2026-12-31" },
    ]);
    for (const [line, answer] of [["/scope move to 999", "Not found, or not yours to use."], [`/scope move to ${north} from 2026-02-30`, "There is no such day."], [`/scope move to ${north} from 2028-01-01`, "within a year"], ["/scope move", "below which body"]] as const) {
      await me.types(line);
      expect(me.reads().text).toContain(answer);
    }
    await me.types("/scope");
    await answers(me, "Take “Example station” out…", "Last day Mon 23 Nov");
    expect(await places()).toEqual([{ stationId: at.stationId, nodeId: north, fromOn: "2026-11-23", throughOn: "2026-11-23" }]);
    bench.emulator.markAllSeen();
  });

  test("no body can come to stand below itself, not even on a day to come; what is expected and set up adds up to the top", async () => {
    const at = await establish(bench);
    const me = bench.as(at.lead);
    const [top, middle, low] = [await founds(bench, at.lead, "Top"), await founds(bench, at.lead, "Middle"), await founds(bench, at.lead, "Low")];
    await me.types(`/scope ${middle} move to ${top} from 2026-12-10`);
    await me.types(`/scope ${low} move to ${middle}`);
    await me.types(`/scope move to ${low}`);
    bench.emulator.markAllSeen();
    for (const line of [`/scope ${top} move to ${low}`, `/scope ${top} move to ${low} from 2027-05-01`, `/scope ${top} move to ${middle}`]) {
      await me.types(line);
      expect(me.reads().text).toContain("a body would then stand below itself");
    }
    await me.types(`/scope ${top} move to ${top}`);
    expect(me.reads().text).toContain("a body would then stand below itself");
    expect(await parents()).toHaveLength(2);
    await me.types(`/scope ${low} expect 3`);
    await me.types(`/scope ${middle} expect 1`);
    await me.types(`/scope ${top}`);
    expect(me.reads().text).toContain("stations set up 0\n");
    await bench.advance(17 * DAY);
    await me.types(`/scope ${top}`);
    expect(me.reads().text).toContain("stations set up 1/4\n");
    expect(me.reads().text).toContain("Bodies below:\n· Middle: stations set up 1/4");
    await me.types(`/scope ${low}`);
    expect(me.reads().text).toContain("Stations directly below:\n· Example station");
    expect(await readLeaves(db(), top, "2026-12-09")).toEqual([]);
    expect(await readLeaves(db(), top, "2026-12-10")).toEqual([at.stationId]);
    bench.emulator.markAllSeen();
  });

  test("a body is closed when nothing is below it any more, and its last keeper cannot leave it without saying who keeps it", async () => {
    const at = await establish(bench);
    const me = bench.as(at.lead);
    const nodeId = await founds(bench, at.lead, "North");
    await me.types("/scope resign");
    await answers(me, "Yes, stop");
    expect(await db().$count(scopeGrant)).toBe(1);
    await me.types(`/scope ${nodeId}`);
    await me.taps(me.reads(), "Stop being a keeper…");
    expect((await me.taps(me.reads(), "Yes, stop")).toast).toContain("You are the only keeper here.");
    await me.types(`/scope move to ${nodeId}`);
    await me.types("/scope close");
    expect(me.reads().text).toContain("There are stations or bodies below it.");
    await me.types("/scope leave");
    await me.types(`/scope ${nodeId}`);
    await answers(me, "Close…", "Yes, close it");
    expect(me.reads().text).toBe("✅ “North” is closed.");
    await me.types(`/scope ${nodeId}`);
    expect(me.reads().text).toBe("Not found, or not yours to use.");
    expect(await db().$count(scopeGrant)).toBe(0);
    bench.emulator.markAllSeen();
  });
});

test("whoever keeps a body, and nothing else, sees so in their data and can erase themselves, warned that nobody would keep it", async () => {
  const at = await establish(bench);
  const nodeId = await founds(bench, at.lead, "North");
  const ann = await takesUp(bench, at.lead, nodeId, "keeper", "Ann");
  const me = bench.as(ann);
  await me.types("/mydata");
  expect(me.reads().text).toContain("Bodies above the stations: North (keeper)");
  await bench.as(at.lead).types("/scope resign");
  await answers(bench.as(at.lead), "Yes, stop");
  await me.types("/forgetme");
  expect(me.reads().text).toContain("⚠️ You are the only keeper of “North”.");
  await answers(me, "Erase everything about me");
  expect(me.reads().text).toContain("Your right to keep or read “North” is gone too.\n\n“North” now has no keeper.");
  expect(await db().$count(scopeGrant)).toBe(0);
  bench.emulator.markAllSeen();
});
