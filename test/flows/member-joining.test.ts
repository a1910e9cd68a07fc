import { describe, expect, test } from "vitest";
import { account, auditEvent, consent, member, rollCall, station } from "../../src/db/schema.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { en } from "../../src/i18n/en.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { answers, labels, told } from "../telegram/talk.ts";

const bench = useBench();

async function comes(at: Established, firstName = "Wen", languageCode = "en") {
  const person = bench.emulator.addPerson({ firstName, languageCode });
  const actor = bench.as(person);
  await actor.starts(at.joinPayload);
  return actor;
}

const rowsOf = async () => ({
  accounts: (await bench.database.db.select().from(account)).length,
  members: await bench.database.db.select().from(member),
  consents: await bench.database.db.select().from(consent),
});

describe("joining", () => {
  test("the first screen says who asks, who answers for the data and that nothing is stored yet", async () => {
    const at = await establish(bench);
    const wen = await comes(at);
    const welcome = wen.reads();
    expect(welcome.text).toContain("Join “Example station”");
    expect(welcome.text).toContain(bench.app.setting.controller.name);
    expect(welcome.text).toContain(bench.app.setting.controller.contact);
    expect(welcome.text).toContain("Nothing is stored until you have answered");
    expect(labels(welcome)).toEqual([["I am 18 or over, go on"], ["Do not join"]]);
  });

  test("whoever says yes to everything is a member with the consents they gave, under the text they read", async () => {
    const at = await establish(bench);
    const wen = await comes(at);
    await answers(wen, "I am 18 or over, go on", "Yes", "Yes", "Yes", "Yes");
    const { members, consents } = await rowsOf();
    expect(members).toHaveLength(1);
    expect(members[0]?.alias).toMatch(/^Member-[2-9A-HJKMNP-TV-Z]{4}$/);
    expect(members[0]?.aliasShown).toBe(true);
    expect(consents.map(({ purpose, textVersion, givenAt }) => ({ purpose, textVersion, givenAt })).toSorted((a, b) => a.purpose.localeCompare(b.purpose)))
      .toEqual(["attendance", "reminders", "service"].map((purpose) => ({ purpose, textVersion: "2", givenAt: bench.now() })));
    const said = told(bench, wen.person);
    expect(said.at(-2)).toContain(members[0]?.alias);
    expect(said.at(-1)).toContain("Where you belong (you can skip this)");
  });

  test("each purpose is its own decision", async () => {
    const at = await establish(bench);
    const wen = await comes(at);
    await answers(wen, "I am 18 or over, go on", "Yes", "No", "Yes", "No");
    const { members, consents } = await rowsOf();
    expect(consents.map((row) => row.purpose).toSorted()).toEqual(["reminders", "service"]);
    expect(members[0]?.aliasShown).toBe(false);
    expect(told(bench, wen.person).at(-2)).toContain("You have joined");
  });

  test("yes and no stand side by side, and a step can be taken back", async () => {
    const at = await establish(bench);
    const wen = await comes(at);
    await answers(wen, "I am 18 or over, go on", "Yes");
    expect(wen.reads().text).toMatch(/^2\/4\n\nCounting your check-ins/);
    expect(labels(wen.reads())).toEqual([["Yes", "No"], ["Back"]]);
    await answers(wen, "Back");
    expect(wen.reads().text).toMatch(/^1\/4/);
    await answers(wen, "Back");
    expect(wen.reads().text).toContain("Join “Example station”");
  });

  test("no to the first question joins nothing and stores nothing", async () => {
    const at = await establish(bench);
    const before = await rowsOf();
    const wen = await comes(at);
    await answers(wen, "I am 18 or over, go on", "No");
    expect(wen.reads().text).toContain("nothing was stored");
    expect(await rowsOf()).toEqual(before);
    await answers(wen, "Look again");
    expect(wen.reads().text).toContain("Join “Example station”");
  });

  test("“do not join” weighs as much as “go on”", async () => {
    const at = await establish(bench);
    const before = await rowsOf();
    const wen = await comes(at);
    await answers(wen, "Do not join");
    expect(wen.reads().text).toContain("you have not joined");
    expect(await rowsOf()).toEqual(before);
  });

  test("in Chinese everything is Chinese, the alias too", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const wen = await comes(at, "文", "zh-hans");
    expect(wen.reads().text).toContain("加入“Example station”");
    await answers(wen, "我已满 18 岁，请继续", "是", "否", "否", "否");
    const { members } = await rowsOf();
    expect(members[0]?.alias).toMatch(/^成员-[2-9A-HJKMNP-TV-Z]{4}$/);
    expect(wen.reads().text).toContain("您的归属（可以跳过）");
    expect(bench.emulator.messages(wen.person).at(-2)?.text).toContain(`您的化名是：${members[0]?.alias}`);
  });

  test("the last button pressed twice joins once", async () => {
    const at = await establish(bench);
    const wen = await comes(at);
    await answers(wen, "I am 18 or over, go on", "Yes", "Yes", "No");
    const last = wen.reads();
    const data = last.keyboard[0]?.[1]?.callback_data ?? "";
    await wen.forges(last, data);
    await wen.forges(last, data);
    expect((await rowsOf()).members).toHaveLength(1);
    expect(bench.emulator.message(last).text).toContain("You have already joined");
    wen.reads();
  });

  test("whoever has joined is told so and shown the way to their settings", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.starts(at.joinPayload);
    expect(ben.reads().text).toContain("You have already joined “Example station”");
    await answers(ben, "See my data and settings");
    expect(ben.reads().text).toContain("This is what I keep about you");
    await ben.types("/join");
    expect(ben.reads().text).toContain("You have already joined");
  });

  test("an old or invented code is answered kindly", async () => {
    const at = await establish(bench);
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.starts(`join-${at.stationId}-${"A".repeat(22)}`);
    expect(wen.reads().text).toContain("This link no longer works");
    await wen.starts("join-nonsense");
    expect(wen.reads().text).toContain("This link no longer works");
  });

  test("a code that was replaced while somebody read the questions lets nobody in", async () => {
    const at = await establish(bench);
    const wen = await comes(at);
    await answers(wen, "I am 18 or over, go on", "Yes", "Yes", "Yes");
    await bench.database.db.update(station).set({ joinCode: "B".repeat(22) });
    await answers(wen, "Yes");
    expect(wen.reads().text).toContain("This link no longer works");
    expect((await rowsOf()).members).toHaveLength(0);
  });

  test("a step asked under an older text starts anew under the present one", async () => {
    const at = await establish(bench);
    const wen = await comes(at);
    const code = at.joinPayload.split("-").slice(2).join("-");
    const tap = await wen.forges(wen.reads(), `join:0:${at.stationId}:${code}::ayyyy`);
    expect(tap.toast).toContain("new version");
    expect(wen.reads().text).toContain("Join “Example station”");
    expect((await rowsOf()).members).toHaveLength(0);
  });

  test("a stranger who writes /join in private is told where the link is", async () => {
    await establish(bench);
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.types("/join");
    expect(wen.reads().text).toBe(en.system.needsStation);
  });

  test("a lead joins by the same questions as everybody", async () => {
    const at = await establish(bench);
    const lead = bench.as(at.lead);
    await lead.types("/join");
    await answers(lead, "I am 18 or over, go on", "Yes", "Yes", "No", "No");
    expect((await rowsOf()).members).toHaveLength(1);
    expect(told(bench, at.lead).at(-2)).toContain("You have joined");
  });

  test("somebody may belong to several stations, with an alias in each", async () => {
    const first = await establish(bench);
    const second = await establish(bench, { name: "Second station" });
    const wen = await comes(first);
    await answers(wen, "I am 18 or over, go on", "Yes", "Yes", "Yes", "Yes");
    wen.reads();
    await wen.starts(second.joinPayload);
    await answers(wen, "I am 18 or over, go on", "Yes", "No", "No", "No");
    const { members } = await rowsOf();
    expect(new Set(members.map((row) => row.accountId)).size).toBe(1);
    expect(members.map((row) => row.stationId).toSorted()).toEqual([first.stationId, second.stationId]);
    expect(told(bench, wen.person).filter((text) => text.includes("You have joined"))).toHaveLength(2);
  });

  test("the trail holds that somebody joined, and nothing else of it", async () => {
    const at = await establish(bench);
    const wen = await comes(at);
    await answers(wen, "I am 18 or over, go on", "Yes", "Yes", "No", "No");
    expect(told(bench, wen.person).at(-2)).toContain("You have joined");
    const lines = await bench.database.db.select().from(auditEvent);
    expect(lines.filter((line) => line.action === "member.joined")).toMatchObject([{ objectKind: null, objectId: null, amount: null }]);
  });
});

describe("landing where one wanted to go", () => {
  async function openRollCall(at: Established): Promise<number> {
    const lead = bench.as(at.lead, at.organizerGroup);
    await lead.types("/rollcall Meeting for 2h");
    await bench.settle();
    bench.emulator.markAllSeen();
    const [open] = await bench.database.db.select({ id: rollCall.id }).from(rollCall);
    if (!open) throw new Error("no roll call was opened");
    return open.id;
  }

  test("after joining from a board one tap checks in", async () => {
    const at = await establish(bench);
    const id = await openRollCall(at);
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.starts(`${at.joinPayload}-${id}`);
    await answers(wen, "I am 18 or over, go on", "Yes", "Yes", "No", "No");
    const joined = bench.emulator.messages(wen.person).find((message) => message.text.includes("You have joined"));
    if (!joined) throw new Error("not told of having joined");
    expect(joined.keyboard.flat().map((button) => button.text)).toEqual(["✅ I'm here"]);
    const tap = await wen.taps(joined, "✅ I'm here");
    expect(tap.toast).not.toBe("");
    expect(await bench.database.db.select().from(checkIn)).toHaveLength(1);
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("a roll call that has closed meanwhile offers nothing", async () => {
    const at = await establish(bench);
    const id = await openRollCall(at);
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.starts(`${at.joinPayload}-${id}`);
    await bench.advance(3 * 3_600_000);
    await bench.settle();
    bench.emulator.markAllSeen();
    await answers(wen, "I am 18 or over, go on", "Yes", "Yes", "No", "No");
    const joined = bench.emulator.messages(wen.person).find((message) => message.text.includes("You have joined"));
    expect(joined?.keyboard).toEqual([]);
  });
});
