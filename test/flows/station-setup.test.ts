import { expect, test } from "vitest";
import { auditEvent, chat, pendingCommand, roleGrant, station } from "../../src/db/schema.ts";
import { foundStation, keepQuestion } from "../../src/features/setup/actions.ts";
import { onServer } from "../setup/needs.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const MINUTE_MS = 60_000;

function groupOf(firstName: string, options: { languageCode?: string; title?: string; topics?: string[] } = {}) {
  const owner = bench.emulator.addPerson({ firstName, languageCode: options.languageCode ?? "en" });
  const group = bench.emulator.addGroup({
    title: options.title ?? "North Market", owner, quietly: true, ...(options.topics && { topics: options.topics }),
  });
  return { owner, group };
}

const dataOf = (message: { keyboard: { callback_data?: string }[][] }) => message.keyboard[0]?.[0]?.callback_data ?? "";
const stations = () => bench.database.db.select().from(station);

async function codeFor(lead: Parameters<typeof bench.as>[0], words = "/chat link"): Promise<string> {
  await bench.as(lead).types(words);
  const line = /\/setup \S+/.exec(bench.as(lead).reads().text)?.[0];
  if (line === undefined) throw new Error("no line to type");
  return line;
}

test("an admin sets a group up with one line and one tap", async () => {
  const { owner, group } = groupOf("Olga");
  await bench.as(owner, group).types("/setup  North\u202E   Station ");
  const asked = bench.as(owner, group).reads();
  expect(asked.text).toContain("North Station");
  expect(await stations()).toEqual([]);
  const tap = await bench.as(owner, group).taps(asked, "Confirm as myself");
  expect(tap.toast).toBe("Done.");
  const done = bench.as(owner, group).reads();
  expect(done.id).toBe(asked.id);
  expect(done.text).toContain("“North Station” is set up; this is its organizer group");
  expect(done.text).toContain("/chat link");
  expect(done.text).not.toContain("Olga");
  expect(done.keyboard.flat().map((button) => button.text)).toEqual(["Open private chat", "Make it the member group"]);
  expect(await stations()).toMatchObject([{ name: "North Station", timeZone: "Asia/Shanghai", locale: "en" }]);
  expect(await bench.database.db.select().from(chat)).toMatchObject([{ kind: "organizer", state: "active", title: "North Market", threadId: null }]);
  expect(await bench.database.db.select().from(roleGrant)).toMatchObject([{ role: "station_lead", fromOn: "2026-11-23", throughOn: null }]);
  const trail = await bench.database.db.select({ action: auditEvent.action }).from(auditEvent);
  expect(trail.map((event) => event.action).toSorted()).toEqual(["chat.linked", "role.granted", "station.set_up"]);
});

test("without a name the station is called like the group, and speaks the language of whoever confirms", async () => {
  const { owner, group } = groupOf("Wei", { languageCode: "zh-hans", title: "城北市场" });
  await bench.as(owner, group).types("/setup");
  await bench.as(owner, group).taps(bench.as(owner, group).reads(), "以本人身份确认");
  expect(bench.as(owner, group).reads().text).toContain("“城北市场”已启用，本群是组织员群");
  expect(await stations()).toMatchObject([{ name: "城北市场", locale: "zh-CN" }]);
  bench.emulator.markAllSeen();
});

test("the founder can say at once that this is the member group instead", async () => {
  const { owner, group } = groupOf("Olga");
  await bench.as(owner, group).types("/setup");
  await bench.as(owner, group).taps(bench.as(owner, group).reads(), "Confirm as myself");
  const tap = await bench.as(owner, group).taps(bench.as(owner, group).reads(), "Make it the member group");
  expect(tap.toast).toContain("member group");
  expect(bench.as(owner, group).reads().text).toContain("This is the member group of “North Market”");
  expect(await bench.database.db.select().from(chat)).toMatchObject([{ kind: "member" }]);
  bench.emulator.markAllSeen();
});

test("a member who is no admin cannot confirm, and neither can an admin who no longer is one", async () => {
  const { owner, group } = groupOf("Olga");
  const member = bench.emulator.addPerson({ firstName: "Ben", languageCode: "en" });
  const former = bench.emulator.addPerson({ firstName: "Carl", languageCode: "en" });
  for (const person of [member, former]) bench.emulator.join(person, group);
  bench.emulator.promote(former, group);
  await bench.as(former, group).types("/setup");
  bench.emulator.demote(former, group);
  const asked = bench.as(owner, group).reads();
  for (const person of [member, former]) {
    const tap = await bench.as(person, group).taps(asked, "Confirm as myself");
    expect(tap).toMatchObject({ toast: "Only a current admin of this group can confirm.", alert: true });
  }
  expect(await stations()).toEqual([]);
});

test("an admin who writes in the group's name confirms as themselves", async () => {
  const { owner, group } = groupOf("Olga");
  await bench.as(owner, group).types("/setup North Station", { asAnonymousAdmin: true });
  const asked = bench.as(owner, group).reads();
  await bench.as(owner, group).taps(asked, dataOf(asked));
  expect(bench.as(owner, group).reads().text).toContain("“North Station” is set up");
  expect(await bench.database.db.select().from(roleGrant)).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("the button under /setup works for a quarter of an hour, in its own group only, and once", async () => {
  const { owner, group } = groupOf("Olga");
  const other = bench.emulator.addGroup({ title: "Elsewhere", owner, quietly: true });
  await bench.as(owner, other).types("/setup");
  const elsewhere = bench.as(owner, other).reads();
  await bench.as(owner, group).types("/setup");
  const asked = bench.as(owner, group).reads();
  const stolen = await bench.as(owner, other).forges(elsewhere, dataOf(asked));
  expect(stolen.toast).toBe("This button has expired. Please send /setup again.");
  await bench.as(owner, group).taps(asked, "Confirm as myself");
  bench.as(owner, group).reads();
  const again = await bench.as(owner, group).forges(asked, dataOf(asked));
  expect(again.toast).toBe("This group is linked already.");
  await bench.advance(15 * MINUTE_MS);
  const late = await bench.as(owner, other).taps(elsewhere, "Confirm as myself");
  expect(late.toast).toBe("This button has expired. Please send /setup again.");
  expect(await stations()).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("nobody can fill a group with questions", async () => {
  const { owner, group } = groupOf("Olga");
  for (const _ of [1, 2, 3]) await bench.as(owner, group).types("/setup");
  const said = bench.emulator.messages(group).filter((message) => message.fromBot);
  const { reactions } = await bench.as(owner, group).types("/setup");
  expect(reactions).toEqual(["🤔"]);
  expect(bench.emulator.messages(group).filter((message) => message.fromBot)).toHaveLength(said.length);
  expect(await bench.database.db.select().from(pendingCommand)).toHaveLength(3);
});

test("in a forum the bot posts in the topic in which it was set up", async () => {
  const { owner, group } = groupOf("Olga", { topics: ["Roll calls"] });
  const threadId = bench.emulator.addTopic(group, "Desk");
  await bench.as(owner, group).types("/setup", { threadId });
  const asked = bench.as(owner, group).reads();
  expect(asked.threadId).toBe(threadId);
  await bench.as(owner, group).taps(asked, "Confirm as myself");
  expect(await bench.database.db.select().from(chat)).toMatchObject([{ threadId }]);
  bench.emulator.markAllSeen();
});

test("the lead links the member group by a code from the private chat, once", async () => {
  const { lead, organizerGroup, stationId } = await establish(bench);
  const third = bench.emulator.addGroup({ title: "Third", owner: lead, quietly: true });
  const line = await codeFor(lead);
  await bench.as(lead, third).types(line);
  const asked = bench.as(lead, third).reads();
  expect(asked.text).toContain("Link this group to a station");
  await bench.as(lead, third).taps(asked, "Confirm as myself");
  expect(bench.as(lead, third).reads().text).toBe("✅ This group now belongs to “Example station”, as its member group.");
  const linked = await bench.database.db.select().from(chat);
  expect(linked.map((row) => [row.title, row.kind, row.stationId])).toContainEqual(["Third", "member", stationId]);
  const fourth = bench.emulator.addGroup({ title: "Fourth", owner: lead, quietly: true });
  await bench.as(lead, fourth).types(line);
  const tap = await bench.as(lead, fourth).taps(bench.as(lead, fourth).reads(), "Confirm as myself");
  expect(tap.toast).toContain("This code is wrong, has expired, or is not for you.");
  expect(await bench.database.db.select().from(chat)).toHaveLength(linked.length);
  expect(bench.as(lead, organizerGroup).glances()).toBeDefined();
  bench.emulator.markAllSeen();
});

test("a group can be linked as a further organizer group", async () => {
  const { lead } = await establish(bench);
  const third = bench.emulator.addGroup({ title: "Third", owner: lead, quietly: true });
  await bench.as(lead, third).types(await codeFor(lead, "/chat link organizer"));
  await bench.as(lead, third).taps(bench.as(lead, third).reads(), "Confirm as myself");
  expect(bench.as(lead, third).reads().text).toContain("as its organizer group");
  bench.emulator.markAllSeen();
});

test("a link code is of no use to others, nor after a quarter of an hour", async () => {
  const { lead } = await establish(bench);
  const thief = groupOf("Mallory", { title: "Thieves" });
  const line = await codeFor(lead);
  await bench.as(thief.owner, thief.group).types(line);
  const asked = bench.as(thief.owner, thief.group).reads();
  const tap = await bench.as(thief.owner, thief.group).taps(asked, "Confirm as myself");
  expect(tap.toast).toContain("is not for you");
  bench.emulator.join(lead, thief.group);
  const byLead = await bench.as(lead, thief.group).taps(asked, "Confirm as myself");
  expect(byLead.toast).toBe("Only a current admin of this group can confirm.");
  const own = bench.emulator.addGroup({ title: "Own", owner: lead, quietly: true });
  await bench.advance(15 * MINUTE_MS);
  await bench.as(lead, own).types(line);
  const late = await bench.as(lead, own).taps(bench.as(lead, own).reads(), "Confirm as myself");
  expect(late.toast).toContain("has expired");
  expect(await bench.database.db.select().from(chat)).toHaveLength(2);
  bench.emulator.markAllSeen();
});

test("a lead of one station cannot link with the code of another", async () => {
  const first = await establish(bench);
  const second = await establish(bench, { name: "Second station" });
  const line = (await codeFor(first.lead)).replace(/\d+-/, `${second.stationId}-`);
  const third = bench.emulator.addGroup({ title: "Third", owner: second.lead, quietly: true });
  await bench.as(second.lead, third).types(line);
  const tap = await bench.as(second.lead, third).taps(bench.as(second.lead, third).reads(), "Confirm as myself");
  expect(tap.toast).toContain("This code is wrong");
  bench.emulator.markAllSeen();
});

test("a linked group says kindly to its admin what it is linked to, and to members in private", async () => {
  const { lead, memberGroup } = await establish(bench);
  const member = bench.emulator.addPerson({ firstName: "Ben", languageCode: "en" });
  bench.emulator.join(member, memberGroup);
  await bench.as(member).starts();
  bench.as(member).reads();
  await bench.as(lead, memberGroup).types("/setup Another name");
  expect(bench.as(lead, memberGroup).reads().text).toContain("already belongs to “Example station”, as its member group");
  const before = bench.emulator.messages(memberGroup).length;
  await bench.as(member, memberGroup).types("/setup");
  expect(bench.as(member).reads().text).toContain("already belongs to “Example station”");
  expect(bench.emulator.messages(memberGroup)).toHaveLength(before + 1);
  expect(await stations()).toHaveLength(1);
});

onServer("two admins who press two questions at the same moment found one station", async () => {
  for (let round = 0; round < 20; round += 1) {
    const [ann, ben] = [groupOf(`Ann ${round}`), bench.emulator.addPerson({ firstName: "Ben" })];
    const codes = [await keepQuestion(bench.scope(), ann.group.id, "/setup"), await keepQuestion(bench.scope(), ann.group.id, "/setup")];
    const wanted = { name: `Round ${round}`, timeZone: "Asia/Shanghai", locale: "en" as const };
    const results = await Promise.all([ann.owner, ben].map((person, at) => foundStation(bench.scope(), {
      confirmCode: codes[at] ?? "", userId: person.id, telegramChatId: ann.group.id, threadId: null, title: "North",
    }, wanted)));
    expect(results.map((result) => result.ok).toSorted()).toEqual([false, true]);
    expect(results.find((result) => !result.ok)).toEqual({ ok: false, reason: "alreadyLinked" });
  }
  expect(await stations()).toHaveLength(20);
});
