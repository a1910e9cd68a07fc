import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEvent, chat, invitation } from "../../src/db/schema.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const chats = () => bench.database.db.select().from(chat).orderBy(chat.id);
const actions = async () => (await bench.database.db.select({ action: auditEvent.action }).from(auditEvent)).map((event) => event.action);

test("the lead sees each group with its purpose and state, and changes the purpose", async () => {
  const { lead } = await establish(bench);
  await bench.as(lead).types("/chat");
  const list = bench.as(lead).reads();
  expect(list.text).toBe("Groups of “Example station”:\n1. Organizers (organizer group, working)\n2. Members (member group, working)");
  await bench.as(lead).taps(list, "2. Members");
  expect(bench.as(lead).reads().text).toBe("Members\nPurpose: member group\nState: working");
  const tap = await bench.as(lead).taps(bench.as(lead).reads(), "Make it the organizer group");
  expect(tap.toast).toBe("Now it is the organizer group.");
  expect((await chats()).map((row) => row.kind)).toEqual(["organizer", "organizer"]);
  await bench.as(lead).taps(bench.as(lead).reads(), "Back");
  expect(bench.as(lead).reads().text).toContain("2. Members (organizer group, working)");
  bench.emulator.markAllSeen();
});

test("unlinking asks once more, and the bot then keeps silent in that group", async () => {
  const { lead, memberGroup } = await establish(bench);
  await bench.as(lead).types("/chat");
  await bench.as(lead).taps(bench.as(lead).reads(), "2. Members");
  await bench.as(lead).taps(bench.as(lead).reads(), "Unlink…");
  const asked = bench.as(lead).reads();
  expect(asked.text).toBe("Unlink “Members”? I will then stay silent in that group.");
  expect(await chats()).toHaveLength(2);
  await bench.as(lead).taps(asked, "Yes, unlink it");
  expect(bench.as(lead).reads().text).toBe("“Members” is no longer linked.");
  expect((await chats()).map((row) => row.title)).toEqual(["Organizers"]);
  const before = bench.emulator.messages(memberGroup).length;
  await bench.as(lead, memberGroup).types("/checkin");
  await bench.settle();
  expect(bench.emulator.messages(memberGroup)).toHaveLength(before + 1);
  const again = await bench.as(lead).forges(asked, asked.keyboard[0]?.[0]?.callback_data ?? "");
  expect(again.toast).toBe("Not found, or not yours to use.");
  expect(await actions()).toContain("chat.unlinked");
  bench.emulator.markAllSeen();
});

test("a written code is answered in private, and the group sees only a sign", async () => {
  const { lead, organizerGroup, stationId } = await establish(bench);
  const before = bench.emulator.messages(organizerGroup).length;
  const { reactions } = await bench.as(lead, organizerGroup).types("/chat link");
  expect(reactions).toEqual(["👌"]);
  const code = new RegExp(`^/setup ${stationId}-[\\w-]{22}$`, "m").exec(bench.as(lead).reads().text)?.[0];
  expect(code).toBeDefined();
  expect(bench.emulator.messages(organizerGroup)).toHaveLength(before + 1);
  const stored = await bench.database.db.select().from(invitation);
  expect(JSON.stringify(stored)).not.toContain(code?.split("-").slice(1).join("-"));
  await bench.as(lead).types("/chat");
  const tap = await bench.as(lead).taps(bench.as(lead).reads(), "➕ Link another group");
  expect(tap.toast).toBe("Sent to you in private.");
  expect(bench.as(lead).reads().text).toContain("/setup ");
});

test("a lead who never opened the private chat is asked to open it first", async () => {
  const owner = bench.emulator.addPerson({ firstName: "Olga", languageCode: "en" });
  const group = bench.emulator.addGroup({ title: "North", owner, quietly: true });
  await bench.as(owner, group).types("/setup");
  await bench.as(owner, group).taps(bench.as(owner, group).reads(), "Confirm as myself");
  bench.as(owner, group).reads();
  await bench.as(owner, group).types("/chat");
  const said = bench.as(owner, group).reads();
  expect(said.text).toBe("Please open our private chat first, then send it again.");
  await bench.as(owner, group).taps(said, "Open private chat");
  expect(bench.as(owner).reads().text).toContain("Next: send /chat link");
  bench.emulator.markAllSeen();
});

test("in a forum the lead moves the bot to the topic in which they write, and back", async () => {
  const { lead } = await establish(bench);
  const forum = bench.emulator.addGroup({ title: "Forum", owner: lead, topics: ["News"], quietly: true });
  const threadId = bench.emulator.addTopic(forum, "Desk");
  await bench.as(lead).types("/chat link");
  const line = /\/setup \S+/.exec(bench.as(lead).reads().text)?.[0] ?? "";
  await bench.as(lead, forum).types(line);
  await bench.as(lead, forum).taps(bench.as(lead, forum).reads(), "Confirm as myself");
  const thread = async () => (await bench.database.db.select({ threadId: chat.threadId }).from(chat).where(eq(chat.telegramChatId, forum.id)))[0]?.threadId;
  expect(await thread()).toBeNull();
  await bench.as(lead, forum).types("/chat here", { threadId });
  expect(bench.as(lead, forum).reads()).toMatchObject({ text: "From now on I post in this topic.", threadId });
  expect(await thread()).toBe(threadId);
  await bench.as(lead, forum).types("/chat here");
  expect(bench.as(lead, forum).reads().text).toBe("From now on I post in the General topic.");
  expect(await thread()).toBeNull();
  bench.emulator.markAllSeen();
});

test.each([
  ["/chat here", "This group has no topics"],
  ["/chat fly", "You can use"],
])("“%s” in a plain group is told kindly in private", async (line, told) => {
  const { lead, memberGroup } = await establish(bench);
  await bench.as(lead, memberGroup).types(line);
  expect(bench.as(lead).reads().text).toContain(told);
});

test("nobody but the lead sees or changes the groups, whatever button they forge", async () => {
  const at = await establish(bench);
  const other = await establish(bench, { name: "Second station" });
  const ben = await enrol(bench, at, "Ben");
  const [first] = await chats();
  for (const line of ["/chat", "/chat link", "/chat here"]) {
    await bench.as(ben, at.memberGroup).types(line);
    const { text } = bench.as(ben).reads();
    expect(text === "Not found, or not yours to use." || text.startsWith("This group has no topics")).toBe(true);
  }
  const before = await chats();
  for (const person of [ben, other.lead]) {
    await bench.as(person).types("/station");
    const message = bench.as(person).reads();
    for (const data of [at, other].map(({ stationId }) => `${stationId}:${first?.id}`).flatMap((it) => [`chat:show:${it}`, `chat:kind:${it}:member`, `chat:unlink:${it}`, `chat:cut:${it}`, `chat:retry:${it}`])) {
      expect((await bench.as(person).forges(message, data)).toast).toBe("Not found, or not yours to use.");
    }
  }
  const notAStation = bench.emulator.addPerson({ firstName: "Sam", languageCode: "en" });
  await bench.as(notAStation).starts();
  for (const data of [`chat:list:${at.stationId}`, `chat:link:${at.stationId}`, `chat:cut:${at.stationId}:${first?.id}`]) {
    expect((await bench.as(notAStation).forges(bench.as(notAStation).reads(), data)).toast).toBe("Not found, or not yours to use.");
  }
  expect(await chats()).toEqual(before);
});

test("an anonymous admin's /chat is answered to the lead who confirms it, and to nobody else", async () => {
  const at = await establish(bench);
  const ben = await enrol(bench, at, "Ben");
  for (const person of [ben, at.lead]) {
    await bench.as(at.lead, at.memberGroup).types("/chat", { asAnonymousAdmin: true });
    const asked = bench.as(at.lead, at.memberGroup).reads();
    await bench.as(person, at.memberGroup).taps(asked, "Confirm as myself");
    const { text } = bench.as(person).reads();
    if (person === ben) expect(text).toBe("Not found, or not yours to use.");
    else expect(text).toContain("Groups of “Example station”");
  }
  bench.emulator.markAllSeen();
});
