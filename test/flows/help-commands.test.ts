import { Api } from "grammy";
import { expect, test } from "vitest";
import { account, draft, inbox } from "../../src/db/schema.ts";
import { syncMenu } from "../../src/features/help/bot.ts";
import { en } from "../../src/i18n/en.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const commandsIn = (text: string) => [...text.matchAll(/^\/(\w+)/gm)].map((match) => match[1]);

test("a stranger who presses Start is welcomed, told that all is voluntary, and nothing of them is stored", async () => {
  const stranger = bench.emulator.addPerson({ firstName: "Sam", languageCode: "en" });
  await bench.as(stranger).starts();
  const said = bench.as(stranger).reads();
  expect(said.text).toContain("Everything is voluntary");
  expect(commandsIn(said.text)).toEqual(["join", "privacy", "station"]);
  expect(said.text).toContain("To join: press the Join button");
  expect(said.keyboard.flat().map(({ url }) => url)).toEqual(["https://t.me/MusterBot?startgroup=hello"]);
  expect(await bench.database.db.select().from(account)).toEqual([]);
  expect((await bench.database.db.select({ body: inbox.body }).from(inbox)).every((row) => row.body === null)).toBe(true);
});

test("private help shows what the person's roles allow, and says once what the neutral words stand for", async () => {
  const at = await establish(bench);
  const ben = await enrol(bench, at, "Ben");
  await bench.as(at.lead).types("/help");
  const forLead = bench.as(at.lead).reads().text;
  expect(commandsIn(forLead)).toEqual(expect.arrayContaining(["rollcall", "chat", "role", "reach", "audit", "station"]));
  await bench.as(ben).types("/help");
  const forMember = bench.as(ben).reads().text;
  expect(commandsIn(forMember)).toEqual(["join", "checkin", "activities", "reminders", "why", "request", "mydata", "privacy", "leave", "forgetme", "lang", "station", "cancel"]);
  expect(forMember.match(/Party organization/g)).toHaveLength(1);
  expect(forMember.match(/Party member/g)).toHaveLength(1);
  expect(forMember).toContain("2023-09-08");
});

test("group help is six lines at most, with a button to the private chat", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await bench.as(at.lead, at.memberGroup).types("/help");
  const said = bench.as(at.lead, at.memberGroup).reads();
  expect(commandsIn(said.text)).toEqual(["announce", "rollcall", "checkin", "join", "chat", "privacy"]);
  expect(said.text.split("\n")).toHaveLength(6);
  const ben = await enrol(bench, at, "Ben");
  await bench.as(ben, at.memberGroup).types("/help@MusterBot");
  const forMember = bench.as(ben, at.memberGroup).reads();
  expect(commandsIn(forMember.text)).toEqual(["checkin", "join", "privacy", "activities"]);
  await bench.as(ben, at.memberGroup).taps(forMember, "打开私聊");
  expect(commandsIn(bench.as(ben).reads().text)).toContain("mydata");
});

test("a lead who has linked one group is shown the next step", async () => {
  const owner = bench.emulator.addPerson({ firstName: "Olga", languageCode: "en" });
  const group = bench.emulator.addGroup({ title: "North", owner, quietly: true });
  await bench.as(owner, group).types("/setup");
  await bench.as(owner, group).taps(bench.as(owner, group).reads(), "Confirm as myself");
  await bench.as(owner, group).taps(bench.as(owner, group).reads(), "Open private chat");
  expect(bench.as(owner).reads().text).toContain("Next: send /chat link to link the member group.");
  bench.emulator.markAllSeen();
});

test("privacy is told in full in private, in the person's language, naming who answers for the data", async () => {
  const at = await establish(bench);
  const wei = bench.emulator.addPerson({ firstName: "Wei", languageCode: "zh-hans" });
  bench.emulator.join(wei, at.memberGroup);
  await bench.as(wei).starts();
  expect(bench.as(wei).reads().text).toContain("一切自愿");
  for (const [person, words] of [[at.lead, ["Example Association", "privacy@example.org", "180 days", "3 years", "/forgetme", "outside mainland China"]],
    [wei, ["Example Association", "180 天", "3 年", "/forgetme", "中国大陆以外"]]] as const) {
    await bench.as(person).types("/privacy");
    const { text } = bench.as(person).reads();
    for (const word of words) expect(text).toContain(word);
  }
  const before = bench.emulator.messages(at.memberGroup).length;
  const { reactions } = await bench.as(wei, at.memberGroup).types("/privacy");
  expect(reactions).toEqual(["👌"]);
  expect(bench.as(wei).reads().text).toContain("180 天");
  expect(bench.emulator.messages(at.memberGroup)).toHaveLength(before + 1);
});

test("somebody who never opened the private chat finds the way to the privacy statement", async () => {
  const at = await establish(bench);
  const stranger = bench.emulator.addPerson({ firstName: "Sam", languageCode: "en" });
  bench.emulator.join(stranger, at.memberGroup);
  await bench.as(stranger, at.memberGroup).types("/privacy");
  await bench.as(stranger, at.memberGroup).taps(bench.as(stranger, at.memberGroup).reads(), "Read the privacy statement");
  expect(bench.as(stranger).reads().text).toContain("Example Association");
});

test("a member chooses their language, or follows their Telegram again", async () => {
  const at = await establish(bench);
  const ben = await enrol(bench, at, "Ben");
  await bench.as(ben).types("/lang");
  const asked = bench.as(ben).reads();
  expect((await bench.as(ben).taps(asked, "中文")).toast).toBe("✅ 以后和您说中文。");
  await bench.as(ben).types("/lang");
  await bench.as(ben).taps(bench.as(ben).reads(), "跟随我的 Telegram");
  expect(bench.as(ben).reads().text).toBe("✅ I follow the language of your Telegram from now on.");
  bench.emulator.markAllSeen();
});

test("somebody of whom nothing is kept is told that the language follows their Telegram", async () => {
  const stranger = bench.emulator.addPerson({ firstName: "Sam", languageCode: "zh-hans" });
  await bench.as(stranger).types("/lang");
  const said = bench.as(stranger).reads();
  expect(said.text).toContain("没有保存您的任何信息");
  const forged = await bench.as(stranger).forges(said, "lang:en");
  expect(forged.toast).toContain("没有保存您的任何信息");
  expect(await bench.database.db.select().from(account)).toEqual([]);
});

test("the group speaks its station's language, the private chat the person's", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  const ben = await enrol(bench, at, "Ben");
  await bench.as(ben, at.memberGroup).types("/help");
  expect(bench.as(ben, at.memberGroup).reads().text).toContain(zhCN.command.checkin);
  await bench.as(ben).types("/help");
  expect(bench.as(ben).reads().text).toContain(en.command.checkin);
});

test("what was being filled in is dropped by one word", async () => {
  const at = await establish(bench);
  const ben = await enrol(bench, at, "Ben");
  const [, own] = await bench.database.db.select().from(account).orderBy(account.id);
  await bench.database.db.insert(draft).values({
    accountId: own?.id ?? 0, kind: "alias", content: {}, expiresAt: new Date(bench.now().getTime() + 60_000),
  });
  await bench.as(ben).types("/cancel");
  expect(bench.as(ben).reads().text).toBe("All right, stopped; nothing was saved.");
  await bench.as(ben).types("/cancel");
  expect(bench.as(ben).reads().text).toBe("There is nothing being filled in at the moment.");
  expect(await bench.database.db.select().from(draft)).toEqual([]);
});

test("what the bot does not understand in private is answered with one hint; an old button says so", async () => {
  const stranger = bench.emulator.addPerson({ firstName: "Sam", languageCode: "en" });
  await bench.as(stranger).types("how are you?");
  const hint = bench.as(stranger).reads();
  expect(hint.text).toBe("I did not understand that. Send /help to see what you can do.");
  await bench.as(stranger).types("/nonsense");
  expect(bench.as(stranger).reads().text).toBe(hint.text);
  const tap = await bench.as(stranger).forges(hint, "nothing:like:this");
  expect(tap).toMatchObject({ toast: "This button has expired. Please start again.", alert: true });
});

test("Telegram's menu offers everybody what everybody may use, in both languages", async () => {
  await syncMenu(new Api(bench.emulator.token, { fetch: bench.emulator.fetch as never }));
  const { lead, memberGroup } = await establish(bench);
  const ben = bench.emulator.addPerson({ firstName: "Ben", languageCode: "en" });
  const wei = bench.emulator.addPerson({ firstName: "Wei", languageCode: "zh-hans" });
  for (const person of [ben, wei]) bench.emulator.join(person, memberGroup);
  const menu = (person: Parameters<typeof bench.as>[0], chat: { id: number }) => bench.emulator.menu(person, chat);
  expect(menu(ben, ben).map((entry) => entry.command)).toEqual(["start", "help", "join", "checkin", "activities", "reminders", "why", "mydata", "privacy", "leave", "forgetme", "lang", "station", "cancel"]);
  expect(menu(ben, memberGroup)).toEqual([
    { command: "help", description: en.command.help }, { command: "join", description: en.command.join },
    { command: "checkin", description: en.command.checkin }, { command: "activities", description: en.command.activities }, { command: "privacy", description: en.command.privacy },
  ]);
  expect(menu(wei, memberGroup).map((entry) => entry.description)).toContain(zhCN.command.checkin);
  expect(menu(lead, memberGroup).map((entry) => entry.command)).toEqual(expect.arrayContaining(["setup", "rollcall", "chat", "role"]));
  bench.emulator.markAllSeen();
});
