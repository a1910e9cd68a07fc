import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { account, auditEvent, roleGrant } from "../../src/db/schema.ts";
import { instructor, instructorAway } from "../../src/db/schema-register.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { organizerOf } from "../telegram/register.ts";
import { answers, told, dataOf } from "../telegram/talk.ts";

const bench = useBench();
const ACCEPT = "Accept (I am 18 or over)";
const GONE = "This link has been used, has expired, or was replaced. If needed, ask the organizer for a new one.";
const rows = () => bench.database.db.select().from(instructor).orderBy(instructor.id);

async function linkOf(at: Established, line: string): Promise<string> {
  await bench.as(at.lead).types(line);
  const payload = told(bench, at.lead).flatMap((text) => /\?start=(instructor-\S+)/.exec(text)?.[1] ?? []).at(-1);
  if (payload === undefined) throw new Error("no link was given");
  return payload;
}

test("an instructor is entered in one line, and somebody becomes it by a link and an act of their own, once", async () => {
  const at = await establish(bench);
  const payload = await linkOf(at, "/instructor add I1 | up to 3 | areas A, B | industry food | languages Chinese, English | monthly");
  expect(told(bench, at.lead).join("\n")).toContain("✅ I1 is entered.");
  expect(await rows()).toMatchObject([{
    code: "I1", accountId: null, role: "instructor", capacity: 3, areas: ["A", "B"], industries: ["food"], languages: ["Chinese", "English"], visitEveryDays: 31,
    activeFrom: "2026-11-23", activeThrough: null, awaySaidAt: null,
  }]);
  const ann = bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" });
  const late = bench.emulator.addPerson({ firstName: "Late", languageCode: "en" });
  await bench.as(ann).starts(payload);
  await bench.as(late).starts(payload);
  expect(bench.as(ann).reads().text).toContain("“Example station” asks you to serve as instructor (code I1)");
  expect(bench.as(ann).reads().text).toContain("If you do not accept, nothing is stored");
  await answers(bench.as(ann), "No thanks");
  expect(bench.as(ann).reads().text).toBe("All right, nothing was stored or changed. If you change your mind, open the link again.");
  expect(await bench.database.db.select().from(account)).toHaveLength(1);
  await bench.as(ann).starts(payload);
  await answers(bench.as(ann), ACCEPT);
  expect(bench.as(ann).reads().text).toContain("You now serve “Example station” as instructor I1");
  expect((await bench.as(late).taps(bench.as(late).reads(), ACCEPT)).toast).toBe(GONE);
  expect(await bench.database.db.select().from(account)).toHaveLength(2);
  const [made] = await rows();
  const granted = await bench.database.db.select().from(roleGrant).where(eq(roleGrant.role, "instructor"));
  expect(granted).toMatchObject([{ accountId: made?.accountId, revokedAt: null }]);
  await bench.as(ann).types("/mydata");
  expect(bench.as(ann).reads().text).toContain("Instructor code: I1");
  bench.emulator.markAllSeen();
});

test("a new link ends the old one, a code is given where none was said, and one person has one code", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await bench.as(at.lead).types("/instructor add | 最多 5 | 片区 A、B | 行业 食品 | 语言 中文、English");
  expect(told(bench, at.lead).join("\n")).toContain("✅ 已登记 I01。请把下面的链接转给本人");
  const first = await linkOf(at, "/instructor link i01");
  const second = await linkOf(at, "/instructor 链接 I01");
  const ann = bench.emulator.addPerson({ firstName: "Ann", languageCode: "zh-hans" });
  await bench.as(ann).starts(first);
  expect(bench.as(ann).reads().text).toContain("这个链接已用过");
  await bench.as(ann).starts(second);
  await answers(bench.as(ann), "接受（我已满 18 岁）");
  expect(bench.as(ann).reads().text).toBe("✅ 您现在是“Example station”的指导员 I01。发送 /myunits 查看您联系的单位。");
  const third = await linkOf(at, "/instructor 登记 I7 | 联络员 | 最多 2 家");
  await bench.as(ann).starts(third);
  expect((await bench.as(ann).taps(bench.as(ann).reads(), "接受（我已满 18 岁）")).toast).toContain("一个人只用一个编号");
  await bench.as(at.lead).types("/instructor link I01");
  expect(bench.as(at.lead).reads().text).toContain("已有本人接受");
  expect((await rows()).map(({ code, role }) => [code, role])).toEqual([["I01", "instructor"], ["I7", "liaison"]]);
  bench.emulator.markAllSeen();
});

test("a link ends after a week, and with the right of whoever made it", async () => {
  const at = await establish(bench);
  const late = await linkOf(at, "/instructor add I1");
  await bench.as(at.lead).types("/instructor add I2");
  const ola = bench.as(await organizerOf(bench, at, "Ola"));
  await ola.types("/instructor link I2");
  const theirs = /start=(\S+)/.exec(ola.reads().text)?.[1] ?? "";
  const ann = bench.as(bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" }));
  await ann.starts(theirs);
  const offered = ann.reads();
  await bench.as(at.lead).types("/role list");
  await answers(bench.as(at.lead), "Revoke no. 2…", "Yes, revoke");
  expect((await ann.taps(offered, ACCEPT)).toast).toBe(GONE);
  await ann.starts(late);
  const tooLate = ann.reads();
  await bench.advance(7 * 24 * 3_600_000);
  expect((await ann.taps(tooLate, ACCEPT)).toast).toBe(GONE);
  expect((await rows()).map(({ accountId }) => accountId)).toEqual([null, null]);
  bench.emulator.markAllSeen();
});

test("a card changes by line and by buttons, and each look at it stands in the trail", async () => {
  const at = await establish(bench);
  await bench.as(at.lead).types("/instructors");
  expect(bench.as(at.lead).reads().text).toContain("There are no instructors yet");
  await answers(bench.as(at.lead), "➕ Enter one");
  await bench.as(at.lead).types("/instructor I01 | up to 7 | area C");
  expect(bench.as(at.lead).reads().text).toContain("✅ I01 is changed.\n\n🧭 I01\nInstructor · up to 7 units · a visit every quarter\nAreas: C");
  await answers(bench.as(at.lead), "Up to 3 units", "Visit every month");
  expect(await rows()).toMatchObject([{ capacity: 3, visitEveryDays: 31, areas: ["C"] }]);
  await answers(bench.as(at.lead), "All instructors");
  expect(bench.as(at.lead).reads().text).toBe("Instructors of “Example station” (1):\n🟢 I01 0/3 · C · not accepted yet");
  const looks = await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "instructor.read"));
  expect(looks).toHaveLength(4);
  bench.emulator.markAllSeen();
});

test("“I am never away” is an answer, and silence is not", async () => {
  const at = await establish(bench);
  await bench.as(at.lead).types("/instructor add I1");
  await bench.as(at.lead).types("/instructor I1");
  expect(bench.as(at.lead).reads().text).toContain("Away: not said yet");
  await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Not away");
  await bench.as(at.lead).types("/instructor I1");
  expect(bench.as(at.lead).reads().text).toContain("Away: never");
  await bench.as(at.lead).types("/instructor away I1 2026-12-01 to 2026-12-10, 2027-01-04");
  expect(bench.as(at.lead).reads().text).toBe("✅ Noted: I1 is away 2026-12-01 to 2026-12-10, 2027-01-04");
  expect(await bench.database.db.select({ fromOn: instructorAway.fromOn, throughOn: instructorAway.throughOn }).from(instructorAway).orderBy(instructorAway.fromOn))
    .toEqual([{ fromOn: "2026-12-01", throughOn: "2026-12-10" }, { fromOn: "2027-01-04", throughOn: "2027-01-04" }]);
  await bench.as(at.lead).types("/instructor away I1 soon");
  expect(bench.as(at.lead).reads().text).toContain("Please write the days like");
  bench.emulator.markAllSeen();
});

test("a second tap on the button that enters one enters nobody else, and shows who was entered", async () => {
  const at = await establish(bench);
  await bench.as(at.lead).types("/instructors");
  const list = bench.as(at.lead).reads();
  const data = dataOf(list, "➕ Enter one");
  await bench.as(at.lead).forges(list, data);
  await bench.as(at.lead).forges(list, data);
  expect(bench.emulator.message(list).text).toContain("I01 has been entered already:\n\n🧭 I01");
  expect(await rows()).toMatchObject([{ code: "I01" }]);
  bench.emulator.markAllSeen();
});

test("lines that cannot be read say what would be right", async () => {
  const at = await establish(bench);
  for (const [line, answer] of [
    ["add I1 | up to many", "as a number from 1 to 999"], ["add I1 | every 900 days", "how often"], ["add I1 | blue", "I did not understand this part. (“blue”)"],
    ["retire I1 on 2026-02-30", "Please write the day like"], ["retire I1", "no instructor of that code"], ["dance", "You can use:"],
  ]) {
    await bench.as(at.lead).types(`/instructor ${line}`);
    expect(bench.as(at.lead).reads().text).toContain(answer);
  }
  await bench.as(at.lead).types("/instructor add I1");
  await bench.as(at.lead).types("/instructor add i1");
  expect(bench.as(at.lead).reads().text).toContain("That code is taken");
  expect(await rows()).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("only leads and organizers look after instructors, in a group the answer goes to them in private, and another station's code is not found", async () => {
  const at = await establish(bench);
  const ben = await enrol(bench, at, "Ben");
  const { reactions } = await bench.as(at.lead, at.organizerGroup).types("/instructor add I1");
  expect(reactions).toEqual(["👌"]);
  bench.emulator.markAllSeen();
  for (const line of ["/instructor add", "/instructor I1", "/instructors", "/instructor retire I1", "/instructor away I1 none", "/instructor link I1"]) {
    await bench.as(ben).types(line);
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
  }
  const other = await establish(bench, { name: "Second station" });
  for (const line of ["/instructor I1", "/instructor I1 | up to 9", "/instructor retire I1", "/instructor away I1 none", "/instructor link I1"]) {
    await bench.as(other.lead).types(line);
    expect(bench.as(other.lead).reads().text).toContain("There is no instructor of that code");
  }
  for (const [data, more] of [
    ["instructor:show", "I1"], ["instructor:link", "I1"], ["instructor:capacity", "I1:9"], ["instructor:every", "I1:31"], ["instructor:askretire", "I1"],
    ["instructor:retire", "I1:2026-11-23"], ["absence:none", "I1"],
  ]) {
    const toast = async (stationId: number) => (await bench.as(other.lead).forges(bench.as(other.lead).reads(), `${data}:${stationId}:${more}`)).toast;
    expect(await toast(other.stationId)).toContain("There is no instructor of that code");
    expect(await toast(at.stationId)).toBe("Not found, or not yours to use.");
  }
  expect(await rows()).toMatchObject([{ code: "I1", capacity: 5, activeThrough: null, awaySaidAt: null }]);
  bench.emulator.markAllSeen();
});
