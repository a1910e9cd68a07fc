import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { helpRequest } from "../../src/db/schema-request.ts";
import { auditEvent, outbox } from "../../src/db/schema.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { contactOf } from "../telegram/contacts.ts";
import { enlists, enters } from "../telegram/instructors.ts";
import { organizerOf } from "../telegram/register.ts";
import { answers, dataOf, labels, told } from "../telegram/talk.ts";

const bench = useBench();
const DAY = 86_400_000;
const TEXT = "No socket for the bikes at the door";
const rows = () => bench.database.db.select().from(helpRequest).orderBy(asc(helpRequest.id));
const only = async () => {
  const [row] = await rows();
  if (!row) throw new Error("no request");
  return row;
};

test("a member chooses, writes, sees it before it goes, and is answered; the organizers hear of it in private, and no group hears anything", async () => {
  const at = await establish(bench);
  const mei = await enrol(bench, at, "Mei");
  const olga = await organizerOf(bench, at, "Olga");
  const asks = bench.as(mei);
  await asks.types("/request");
  expect(asks.reads().text).toBe("🙋 What can “Example station” help you with? Please choose:");
  expect(labels(asks.reads()).flat()).toHaveLength(16);
  await answers(asks, "Charging");
  expect(asks.reads().text).toContain("Please leave out names, phone numbers");
  await asks.types("x".repeat(501));
  expect(asks.reads().text).toContain("500 characters at most");
  await asks.types(`${TEXT}, call 138 0000 0000`);
  expect(asks.reads().text).toContain("There seems to be a phone number");
  await answers(asks, "Change the text");
  expect(asks.reads().text).toContain("500 characters at most");
  await asks.types(TEXT);
  expect(asks.reads().text).toBe(`Please look it over; it has not been sent yet:\n\nCharging\n${TEXT}\n\nOnce sent, the lead or an organizer takes it in hand, and you are answered by Mon 30 Nov. Nothing of it is shown in a group.`);
  expect(labels(asks.reads())).toEqual([["✅ Send"], ["Change the text"], ["Do not send"]]);
  expect(await rows()).toEqual([]);
  const preview = asks.reads();
  const send = dataOf(preview, "✅ Send");
  await asks.taps(preview, "✅ Send");
  const { id } = await only();
  expect(asks.reads().text).toBe(`✅ Sent, number #${id}. You are answered by Mon 30 Nov; send /request to see how it stands.`);
  expect((await asks.forges(asks.reads(), send)).toast).toContain("was sent, dropped or has expired");
  expect(await rows()).toMatchObject([{ category: "charging", summary: TEXT, unitId: null, openedOn: "2026-11-23", dueOn: "2026-11-30", closedOn: null }]);
  await asks.types("/request");
  expect(asks.reads().text).toContain(`#${id} Charging: waits to be taken in hand, to be answered by Mon 30 Nov`);

  await bench.settle();
  for (const reader of [at.lead, olga]) {
    const note = bench.as(reader).reads();
    expect(note.text).toBe(`🙋 A new help request at “Example station”: #${id} Charging\nPlease answer it by Mon 30 Nov. Whoever takes it in hand sees the text.`);
  }
  const handles = bench.as(olga);
  await answers(handles, "Open");
  expect(handles.reads().text).toContain("Only whoever has it in hand and the station lead see the text.");
  expect(labels(handles.reads())).toEqual([["I take it"], ["All open ones"]]);
  await answers(handles, "I take it");
  expect(handles.reads().text).toBe(`#${id} Charging\nasked Mon 23 Nov · due Mon 30 Nov\nin your hands\n\n${TEXT}`);
  await answers(handles, "Close…");
  expect(handles.reads().text).toContain(`Please write what was done about #${id}`);
  await handles.types("The landlord lets you charge at the door");
  expect(handles.reads().text).toBe(`✅ #${id} is closed:\nThe landlord lets you charge at the door\nWhoever asked gets this sentence and may rate it.`);
  await bench.settle();
  expect(asks.reads().text).toContain(`✅ Your request #${id} Charging is closed:\nThe landlord lets you charge at the door`);
  expect((await asks.taps(asks.reads(), "Fairly")).toast).toBe("Thank you, noted: Fairly");
  expect(await rows()).toMatchObject([{ closedOn: "2026-11-23", satisfaction: "fair" }]);
  expect(labels(asks.reads())).toEqual([["Satisfied", "✅ Fairly", "Not satisfied"], ["Not settled, open again"]]);
  await answers(asks, "✅ Fairly", "Satisfied");
  expect(labels(asks.reads())[0]).toEqual(["✅ Satisfied", "Fairly", "Not satisfied"]);
  expect((await bench.database.db.select().from(auditEvent).where(eq(auditEvent.objectKind, "help_request"))).map(({ action }) => action)).toEqual(["request.taken", "request.read", "request.closed"]);
  for (const group of [at.memberGroup, at.organizerGroup]) expect(JSON.stringify(bench.emulator.messages(group))).not.toMatch(/request|Charging/);
  expect((await bench.database.db.select().from(outbox)).length).toBe(0);
});

test("whoever asked may say within seven days that it is not settled, and it is due anew; on the eighth they may not", async () => {
  const at = await establish(bench);
  const mei = await enrol(bench, at, "Mei");
  await bench.as(mei).types(`/request charging ${TEXT}`);
  await answers(bench.as(mei), "✅ Send");
  await bench.settle();
  const { id } = await only();
  await bench.as(at.lead).types(`/requests close ${id} Done`);
  await bench.settle();
  const answer = bench.as(mei).reads();
  await bench.advance(7 * DAY);
  await bench.as(mei).taps(answer, "Not settled, open again");
  expect(bench.as(mei).reads().text).toBe(`All right, #${id} is open again; you are answered by Mon 7 Dec.`);
  expect((await bench.as(mei).taps(answer, "Not settled, open again")).toast).toContain("still open, or not one of yours");
  expect((await bench.as(mei).taps(answer, "Satisfied")).toast).toContain("still open, or not one of yours");
  await bench.settle();
  expect(bench.as(at.lead).reads().text).toContain(`A help request at “Example station” is open again: #${id} Charging`);
  await bench.as(at.lead).types(`/requests close ${id} Done now`);
  await bench.settle();
  await bench.advance(8 * DAY);
  expect((await bench.as(mei).taps(bench.as(mei).reads(), "Not settled, open again")).toast).toContain("more than 7 days ago");
  bench.emulator.markAllSeen();
});

test("a unit is named by those whose it is, and by the organizers; nobody else", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await enters(bench, at, ["U06", "U07"]);
  const contact = await contactOf(bench, at, "U06");
  const ann = await enlists(bench, at, "I1", {}, "zh-hans");
  await bench.as(at.lead).types("/assign I1 U07");
  await bench.settle();
  bench.emulator.markAllSeen();
  await bench.as(contact).types("/request parking U07 no place to unload");
  expect(bench.as(contact).reads().text).toContain("it is not one of yours");
  await bench.as(contact).types("/request parking no place to unload");
  await answers(bench.as(contact), "Change the unit");
  expect(labels(bench.as(contact).reads())).toEqual([["U06"], ["About no unit"]]);
  await bench.as(contact).types("u07");
  expect(bench.as(contact).reads().text).toContain("There is no such unit");
  await bench.as(contact).types("u06");
  expect(bench.as(contact).reads().text).toContain("Parking · U06\nno place to unload");
  await answers(bench.as(contact), "✅ Send");
  await bench.as(ann).types("/request 停车 U07 卸货没有车位");
  expect(bench.as(ann).reads().text).toContain("停车 · U07\n卸货没有车位\n\n发出后由站长或组织员受理，11月30日（周一）前给您答复。群里不会显示。");
  await answers(bench.as(ann), "✅ 发出");
  await bench.as(at.lead).types("/request 食品 U06 想了解标签要求");
  await answers(bench.as(at.lead), "✅ 发出");
  await bench.as(at.lead).types("/request 睡觉");
  expect(bench.as(at.lead).reads().text).toContain("没看懂是哪一类");
  expect((await rows()).map(({ category, summary }) => [category, summary])).toEqual([["parking", "no place to unload"], ["parking", "卸货没有车位"], ["food", "想了解标签要求"]]);
  await bench.settle();
  expect(told(bench, at.lead).filter((text) => text.startsWith("🙋"))).toHaveLength(2);
  const stranger = bench.emulator.addPerson({ firstName: "Sam", languageCode: "en" });
  await bench.as(stranger).starts();
  await bench.as(stranger).types("/request charging help");
  expect(bench.as(stranger).reads().text).not.toContain("look it over");
  bench.emulator.markAllSeen();
});

test("a note at night waits until the morning, and eleven open requests are one too many", async () => {
  const at = await establish(bench);
  const mei = await enrol(bench, at, "Mei");
  await bench.advance(13 * 3_600_000);
  for (let number = 1; number <= 11; number += 1) {
    await bench.as(mei).types(`/request stairs number ${number}`);
    if (number === 11) expect((await bench.as(mei).taps(bench.as(mei).reads(), "✅ Send")).toast).toContain("You have 10 open requests");
    else await answers(bench.as(mei), "✅ Send");
  }
  expect(told(bench, at.lead).filter((text) => text.startsWith("🙋"))).toEqual([]);
  await bench.advance(9 * 3_600_000 + 60_000);
  await bench.settle();
  expect(told(bench, at.lead).filter((text) => text.startsWith("🙋"))).toHaveLength(10);
  bench.emulator.markAllSeen();
});
