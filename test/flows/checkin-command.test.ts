import { describe, expect, test } from "vitest";
import { account, periodRun } from "../../src/db/schema.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { boardIn, HOUR_MS, labels, linkGroup, openRollCall, readCheckIns, readRollCalls } from "../telegram/rollcalls.ts";

const bench = useBench();

describe("/checkin by text", () => {
  test("in the group it is answered by a reaction and seen on the board", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    await openRollCall(bench, at);
    expect((await ben.types("/checkin")).reactions).toEqual(["👍"]);
    expect(await readCheckIns(bench)).toMatchObject([{ answer: "here", method: "command" }]);
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
    expect((await ben.types("/checkin")).reactions).toEqual(["👍"]);
    expect(await readCheckIns(bench)).toHaveLength(1);
  });

  test("in private it is answered in words", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await openRollCall(bench, at);
    await ben.types("/checkin");
    expect(ben.reads().text).toBe("✅ You are counted: “Meeting”. Thank you!");
    await ben.types("/checkin");
    expect(ben.reads().text).toBe("You are counted already in “Meeting”; once is enough.");
    expect((await boardIn(bench, at.memberGroup)).text).toContain("✅ 1 here\n");
  });

  test("with nothing open it says so, in private", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben, at.memberGroup).types("/checkin");
    expect(bench.as(ben).reads().text).toBe("No check-in is open right now. When one opens, you see it in the group.");
    await bench.as(ben).types("/checkin");
    expect(bench.as(ben).reads().text).toContain("No check-in is open right now.");
  });

  test("who comes late is told kindly when it ended", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await openRollCall(bench, at, "/rollcall Meeting until 11:00");
    await bench.advance(HOUR_MS + 60_000);
    await bench.settle();
    bench.emulator.markAllSeen();
    await bench.as(ben, at.memberGroup).types("/checkin");
    expect(bench.as(ben).reads().text).toBe("The roll call closed at 11:00, so this was not counted. No harm done, see you next time!");
    expect(await readCheckIns(bench)).toEqual([]);
    await bench.advance(24 * HOUR_MS);
    await bench.as(ben).types("/checkin");
    expect(bench.as(ben).reads().text).toContain("No check-in is open right now.");
  });

  test("with several open it asks which, in private, and one tap answers", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await openRollCall(bench, at, "/rollcall First for 1h");
    await bench.as(at.lead).types("/rollcall Second for 1h");
    await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Open another one anyway");
    await bench.settle();
    bench.emulator.markAllSeen();
    expect((await bench.as(ben, at.memberGroup).types("/checkin")).reactions).toEqual([]);
    const which = bench.as(ben).reads();
    expect(labels(which)).toEqual([["✅ Second"], ["✅ First"]]);
    expect(await readCheckIns(bench)).toEqual([]);
    expect((await bench.as(ben).taps(which, "✅ First")).toast).toBe("✅ You are counted. Thank you!");
    const first = (await readRollCalls(bench)).find(({ title }) => title === "First");
    expect(await readCheckIns(bench)).toMatchObject([{ rollCallId: first?.id }]);
    await bench.settle();
    bench.emulator.messages(at.memberGroup);
  });

  test("in a group only its own boards are meant", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const ben = await enrol(bench, at, "Ben");
    bench.emulator.join(ben, second);
    await openRollCall(bench, at);
    await bench.as(ben, second).types("/checkin");
    expect(bench.as(ben).reads().text).toContain("No check-in is open right now.");
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("who has not joined gets a private invitation that keeps the roll call, is not counted and not stored", async () => {
    const at = await establish(bench, { locale: "en" });
    const { id } = await openRollCall(bench, at);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    bench.emulator.join(sid, at.memberGroup);
    bench.emulator.start(sid);
    await bench.run();
    bench.emulator.markAllSeen();
    const before = await bench.database.db.select().from(account);
    await bench.as(sid, at.memberGroup).types("/checkin");
    const invited = bench.as(sid).reads();
    expect(invited.text).toContain("To check in, please join first. It is voluntary");
    expect(invited.keyboard[0]?.[0]?.url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-${id}`);
    expect(await bench.database.db.select().from(account)).toEqual(before);
    expect(await readCheckIns(bench)).toEqual([]);
    expect(await bench.database.db.select().from(periodRun)).toEqual([]);
  });

  test("people who cannot be written to get one hint in the group for all of them, not one each", async () => {
    const at = await establish(bench, { locale: "en" });
    const { id } = await openRollCall(bench, at);
    const before = await bench.database.db.select().from(account);
    for (const firstName of ["Sid", "Tom", "Uma"]) {
      const stranger = bench.emulator.addPerson({ firstName, languageCode: "en" });
      bench.emulator.join(stranger, at.memberGroup);
      expect((await bench.as(stranger, at.memberGroup).types("/checkin")).reactions).toEqual(["🤔"]);
      await bench.settle();
    }
    const hints = bench.emulator.messages(at.memberGroup).filter(({ text }) => text.includes("have not joined yet"));
    expect(hints).toHaveLength(1);
    expect(hints[0]?.text).toBe("“Meeting”: if you would like to check in and have not joined yet, please use the button below (voluntary).");
    expect(hints[0]?.keyboard[0]?.[0]?.url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-${id}`);
    expect(await bench.database.db.select().from(account)).toEqual(before);
  });

  test("a member who has not agreed to check-in is shown that one consent", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben", { attendance: false });
    await openRollCall(bench, at);
    await bench.as(ben, at.memberGroup).types("/checkin");
    const asked = bench.as(ben).reads();
    expect(asked.text).toContain("You have not agreed to check-in");
    expect(labels(asked)).toEqual([["Turn on check-in"]]);
    expect(await readCheckIns(bench)).toEqual([]);
  });

  test("a stranger in private who belongs nowhere is told where the way in is", async () => {
    await establish(bench, { locale: "en" });
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    await bench.as(sid).starts();
    bench.emulator.markAllSeen();
    await bench.as(sid).types("/checkin");
    expect(bench.as(sid).reads().text).toContain("You have not joined a station yet.");
  });
});
