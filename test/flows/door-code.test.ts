import { describe, expect, test } from "vitest";
import { account, auditEvent, invitation } from "../../src/db/schema.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { ChatMessage } from "../../src/playground/emulator/views.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { payloadOf, scanned } from "../telegram/doors.ts";
import { boardIn, labels, openRollCall, readCheckIns, readRollCalls, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const MINUTE_MS = 60_000;

async function showDoor(lead: Person): Promise<{ picture: ChatMessage; payload: string }> {
  await bench.as(lead).types("/rollcall qr");
  const picture = bench.as(lead).reads();
  return { picture, payload: payloadOf(scanned(bench, picture)) };
}

describe("the code at the door", () => {
  test("/rollcall qr sends a picture whose link checks in whoever scans it", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await openRollCall(bench, at);
    const { picture, payload } = await showDoor(at.lead);
    expect(picture.text).toMatch(/^🚪 Door code for “Meeting”, valid until 10:20\.\nTake a new one every 10 minutes/);
    expect(picture.text).toContain(scanned(bench, picture));
    expect(payload).toMatch(new RegExp(`^door-${at.stationId}-[\\w-]{22}$`));
    await bench.as(ben).starts(payload);
    expect(bench.as(ben).reads().text).toBe("✅ You are counted: “Meeting”. Thank you!");
    expect(await readCheckIns(bench)).toMatchObject([{ answer: "here", method: "door" }]);
    await bench.as(ben).starts(payload);
    expect(bench.as(ben).reads().text).toBe("You are counted already in “Meeting”; once is enough.");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
    const trail = await bench.database.db.select({ action: auditEvent.action }).from(auditEvent);
    expect(trail.map(({ action }) => action)).toContain("rollcall.door_shown");
  });

  test("from a group the picture goes to the private chat, and never into the group", async () => {
    const at = await establish(bench, { locale: "en" });
    await openRollCall(bench, at);
    expect((await bench.as(at.lead, at.memberGroup).types("/rollcall 二维码")).reactions).toEqual(["👌"]);
    expect(bench.as(at.lead).reads().photo).toBeDefined();
    expect(bench.emulator.messages(at.memberGroup, { peek: true }).filter(({ photo }) => photo !== undefined)).toEqual([]);
  });

  test("the button under the control makes a new one", async () => {
    const at = await establish(bench, { locale: "en" });
    const { control } = await openRollCall(bench, at);
    await bench.as(at.lead).taps(control, "🚪 Door QR");
    const first = payloadOf(scanned(bench, bench.as(at.lead).reads()));
    await bench.as(at.lead).taps(control, "🚪 Door QR");
    expect(payloadOf(scanned(bench, bench.as(at.lead).reads()))).not.toBe(first);
  });

  test("the code rotates: one from the period before is still good, an older one is not", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await openRollCall(bench, at);
    const { payload } = await showDoor(at.lead);
    await bench.advance(15 * MINUTE_MS);
    const newer = await showDoor(at.lead);
    await bench.as(ben).starts(payload);
    expect(bench.as(ben).reads().text).toContain("You are counted");
    await bench.advance(6 * MINUTE_MS);
    await bench.as(cid).starts(payload);
    expect(bench.as(cid).reads().text).toBe("This code has expired. Please scan the new one at the door.");
    await bench.as(cid).starts(newer.payload);
    expect(bench.as(cid).reads().text).toContain("You are counted");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 2 here\n");
  });

  test("the code ends with the roll call, told kindly", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const { control } = await openRollCall(bench, at);
    const { picture, payload } = await showDoor(at.lead);
    expect(picture.text).toContain("valid until 10:20");
    await bench.as(at.lead).taps(control, "⏹ Close");
    await bench.settle();
    bench.emulator.markAllSeen();
    await bench.as(ben).starts(payload);
    expect(bench.as(ben).reads().text).toMatch(/^The roll call closed at 10:0\d, so this was not counted\./);
    await bench.as(at.lead).types("/rollcall qr");
    expect(bench.as(at.lead).reads().text).toBe("There is no open roll call that you can manage.");
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("a code never says that it lives longer than its roll call", async () => {
    const at = await establish(bench, { locale: "en" });
    await openRollCall(bench, at, "/rollcall Meeting for 7 minutes");
    expect((await showDoor(at.lead)).picture.text).toMatch(/valid until 10:0[78]\./);
  });

  test("somebody who has not joined is invited, the roll call kept; nothing of them is stored", async () => {
    const at = await establish(bench, { locale: "en" });
    const { id } = await openRollCall(bench, at);
    const { payload } = await showDoor(at.lead);
    const before = await bench.database.db.select().from(account);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "zh-hans" });
    await bench.as(sid).starts(payload);
    const invited = bench.as(sid).reads();
    expect(invited.text).toContain("签到前要先加入，完全自愿");
    expect(invited.keyboard[0]?.[0]?.url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-${id}`);
    expect(await bench.database.db.select().from(account)).toEqual(before);
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("a member without that consent is shown it, a made-up code opens nothing", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben", { attendance: false });
    await openRollCall(bench, at);
    const { payload } = await showDoor(at.lead);
    await bench.as(ben).starts(payload);
    expect(labels(bench.as(ben).reads())).toEqual([["Turn on check-in"]]);
    for (const forged of [`door-${at.stationId}-${"a".repeat(22)}`, payload.replace(/^door-\d+/, "door-999"), "door-x"]) {
      await bench.as(ben).starts(forged);
      expect(bench.as(ben).reads().text).toBe("This code has expired. Please scan the new one at the door.");
    }
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("a code of one kind is no code of another", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await openRollCall(bench, at);
    const { payload } = await showDoor(at.lead);
    await bench.as(ben).starts(payload.replace("door-", "role-"));
    bench.emulator.markAllSeen();
    await bench.as(at.lead).types("/chat link");
    const code = /\/setup \d+-(\S+)/.exec(bench.as(at.lead).reads().text)?.[1] ?? "";
    await bench.as(ben).starts(`door-${at.stationId}-${code}`);
    expect(bench.as(ben).reads().text).toContain("This code has expired.");
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("only whoever may steer the roll call gets the code; the code itself is not kept", async () => {
    const at = await establish(bench, { locale: "en" });
    const oscar = await withRole(bench, at, "Oscar", "organizer");
    const ben = await enrol(bench, at, "Ben");
    const { control } = await openRollCall(bench, at);
    const id = (await readRollCalls(bench))[0]?.id ?? 0;
    await bench.as(oscar).types("/rollcall qr");
    expect(bench.as(oscar).reads().text).toBe("There is no open roll call that you can manage.");
    await bench.as(ben, at.memberGroup).types("/rollcall qr");
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
    expect((await bench.as(ben).forges(control, `door:show:${id}`)).toast).toBe("Not found, or not yours to use.");
    const { payload } = await showDoor(at.lead);
    const kept = JSON.stringify(await bench.database.db.select().from(invitation));
    expect(kept).not.toContain(payload.slice(-22));
  });
});
