import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { affiliation, consent, consentProof, draft, member, rollCall } from "../../src/db/schema.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { onServer } from "../setup/needs.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { answers, labels, told } from "../telegram/talk.ts";

const bench = useBench();
const MINUTE = 60_000;

async function memberOf(at: Established, options: Parameters<typeof enrol>[3] = {}) {
  return bench.as(await enrol(bench, at, "Ben", options));
}

const purposes = async () => (await bench.database.db.select().from(consent)).map((row) => row.purpose).toSorted();
const aliases = async () => (await bench.database.db.select().from(member)).map((row) => row.alias);

/** Ben has checked in at a roll call that is still open. */
async function checkedIn(at: Established, ben: ReturnType<typeof bench.as>): Promise<void> {
  await bench.as(at.lead, at.organizerGroup).types("/rollcall Meeting for 2h");
  await bench.settle();
  const inGroup = bench.as(ben.person, at.memberGroup);
  await inGroup.taps(inGroup.reads(), "✅ I'm here");
  await bench.settle();
  bench.emulator.markAllSeen();
}

describe("/mydata", () => {
  test("says in words what is held, with dates, versions, roles and check-ins", async () => {
    const at = await establish(bench);
    const ben = await memberOf(at, { reminders: false });
    await checkedIn(at, ben);
    await ben.types("/mydata");
    const [alias] = await aliases();
    expect(ben.reads().text.split("\n")).toEqual([
      "This is what I keep about you:",
      "",
      "📍 Example station",
      `Alias: ${alias} (shown to nobody)`,
      "Joined: 23 Nov 2026",
      "✅ Writing to you: agreed on 23 Nov 2026 (text version 2)",
      "✅ Counting check-ins, replies and votes: agreed on 23 Nov 2026 (text version 2)",
      "▫️ Reminders: not agreed",
      "Where you belong: not given",
      "Check-ins: 1, each kept 180 days; the last is deleted on 22 May 2027",
      "",
      expect.stringContaining("To erase everything: /forgetme"),
    ]);
    expect(labels(ben.reads()).flat()).toEqual([
      "Change alias", "Show my alias to organizers", "✅ Writing to you", "✅ Counting check-ins, replies and votes", "▫️ Reminders",
      "Where I belong", "Leave this station", "As a file",
    ]);
  });

  test("tells a stranger that there is nothing about them, and makes it so", async () => {
    await establish(bench);
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.types("/mydata");
    expect(wen.reads().text).toBe("There is nothing about you.");
  });

  test("shows a lead who has not joined their role", async () => {
    const at = await establish(bench);
    await bench.as(at.lead).types("/mydata");
    const { text } = bench.as(at.lead).reads();
    expect(text).toContain("You have not joined as a member");
    expect(text).toContain("Roles: station lead");
  });

  test("with several stations it opens one after the other", async () => {
    const first = await establish(bench);
    const second = await establish(bench, { name: "Second station" });
    const ben = await memberOf(first);
    await ben.starts(second.joinPayload);
    await answers(ben, "I am 18 or over, go on", "Yes", "No", "No", "No");
    bench.emulator.markAllSeen();
    await ben.types("/mydata");
    expect(ben.reads().text).toContain("📍 Example station");
    expect(ben.reads().text).toContain("📍 Second station");
    await answers(ben, "Second station");
    expect(ben.reads().text).not.toContain("Example station");
    await answers(ben, "Show my alias to organizers");
    const shown = (await bench.database.db.select().from(member)).filter((row) => row.aliasShown);
    expect(shown.map((row) => row.stationId)).toEqual([second.stationId]);
    await answers(ben, "Back to everything");
    expect(labels(ben.reads()).flat()).toEqual(["Example station", "Second station", "As a file"]);
  });

  test("the file holds everything about the person and nobody else", async () => {
    const at = await establish(bench);
    const ben = await memberOf(at);
    await enrol(bench, at, "Wen");
    await checkedIn(at, ben);
    await answers(await withMyData(ben), "✅ Counting check-ins, replies and votes", "Withdraw");
    bench.emulator.markAllSeen();
    await answers(await withMyData(ben), "As a file");
    const sent = bench.emulator.lastMessage(ben.person);
    expect(sent?.document?.name).toBe("mydata.json");
    const copy = JSON.parse(new TextDecoder().decode(bench.emulator.fileBytes(sent?.document?.id ?? "")));
    expect(copy.account).toMatchObject({ telegramUserId: ben.person.id, locale: "en" });
    expect(copy.memberships).toMatchObject([{ station: "Example station", aliasShown: false }]);
    expect(copy.consents.map((row: { purpose: string }) => row.purpose).toSorted()).toEqual(["reminders", "service"]);
    expect(copy.withdrawnConsents).toMatchObject([{ purpose: "attendance", textVersion: "2" }]);
    expect(copy.auditTrail).toMatchObject([{ action: "member.joined" }]);
    expect(copy).toMatchObject({ checkIns: [], roles: [], affiliations: [], drafts: [], waitingMessages: [] });
    expect(JSON.stringify(copy)).not.toContain((await bench.database.db.select().from(member)).find((row) => row.alias !== copy.memberships[0].alias)?.alias);
  });
});

async function withMyData(actor: ReturnType<typeof bench.as>) {
  await actor.types("/mydata");
  return actor;
}

describe("the alias", () => {
  async function writes(text: string) {
    const at = await establish(bench);
    const ben = await withMyData(await memberOf(at));
    await answers(ben, "Change alias");
    expect(ben.reads().text).toContain("2–24 characters");
    await ben.types(text);
    return { at, ben };
  }

  test("can be changed by writing another", async () => {
    const { ben } = await writes("  Night  Owl ");
    expect(ben.reads().text).toBe("Done. Your alias is now: Night Owl");
    expect(await aliases()).toEqual(["Night Owl"]);
    expect(await bench.database.db.select().from(draft)).toEqual([]);
  });

  test("is not what a mistyped command says", async () => {
    const { ben } = await writes("/activites");
    expect(ben.reads().text).not.toContain("Your alias is now");
    await ben.types("Owl");
    expect(ben.reads().text).toContain("Your alias is now: Owl");
  });

  test("that looks like a telephone number is refused, and another may be written at once", async () => {
    const { ben } = await writes("138 0013 8000");
    expect(ben.reads().text).toContain("looks like a telephone");
    await ben.types("Owl");
    expect(ben.reads().text).toContain("Your alias is now: Owl");
  });

  test("that somebody else has, in whatever case, is refused", async () => {
    const { at, ben } = await writes("Owl");
    const wen = await withMyData(bench.as(await enrol(bench, at, "Wen")));
    await answers(wen, "Change alias");
    expect(wen.reads().text).toContain("new alias");
    await wen.types("oWL");
    expect(wen.reads().text).toContain("already has that alias");
    expect((await aliases()).filter((alias) => alias.toLowerCase() === "owl")).toEqual(["Owl"]);
    ben.reads();
  });

  onServer("wanted by two at the same moment goes to one", async () => {
    const at = await establish(bench);
    const people = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Wen")];
    for (const person of people) {
      await withMyData(bench.as(person));
      await answers(bench.as(person), "Change alias");
    }
    bench.expectFailures();
    for (const person of people) bench.emulator.say(person, person, "Owl");
    await bench.run();
    await bench.advance(MINUTE);
    bench.emulator.markAllSeen();
    expect((await aliases()).filter((alias) => alias === "Owl")).toHaveLength(1);
    expect(people.map((person) => told(bench, person).at(-1)).toSorted()).toEqual([
      expect.stringContaining("Your alias is now: Owl"), expect.stringContaining("already has that alias"),
    ]);
  });

  test("is no longer awaited after half an hour", async () => {
    const at = await establish(bench);
    const ben = await withMyData(await memberOf(at));
    await answers(ben, "Change alias");
    ben.reads();
    await bench.advance(31 * MINUTE);
    await ben.types("Owl");
    bench.emulator.markAllSeen();
    expect(await aliases()).not.toContain("Owl");
  });

  test("can be shown to organizers and hidden again", async () => {
    const at = await establish(bench);
    const ben = await withMyData(await memberOf(at));
    expect((await ben.taps(ben.reads(), "Show my alias to organizers")).toast).toContain("can now see");
    expect(ben.reads().text).toContain("(organizers can see it)");
    expect((await ben.taps(ben.reads(), "Stop showing my alias")).toast).toContain("no longer shown");
    expect(ben.reads().text).toContain("(shown to nobody)");
  });

  test("of another person cannot be changed by a forged button", async () => {
    const at = await establish(bench);
    await enrol(bench, at, "Ben");
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.types("/mydata");
    expect((await wen.forges(wen.reads(), `mydata:shown:${at.stationId}:y`)).toast).toContain("Not found");
    expect((await wen.forges(wen.reads(), `mydata:alias:${at.stationId}`)).toast).toContain("Not found");
    bench.emulator.markAllSeen();
    expect((await bench.database.db.select().from(member)).map((row) => row.aliasShown)).toEqual([false]);
  });
});

describe("each consent", () => {
  test("is read again with its date and version, and can be withdrawn and given again", async () => {
    const at = await establish(bench);
    const ben = await withMyData(await memberOf(at));
    await answers(ben, "✅ Reminders");
    expect(ben.reads().text).toContain("Reminders (voluntary)");
    expect(ben.reads().text).toContain("You agreed on 23 Nov 2026 (text version 2).");
    await answers(ben, "Withdraw");
    expect(ben.reads().text).toContain("Now: not agreed.");
    expect(await purposes()).toEqual(["attendance", "service"]);
    expect(labels(ben.reads())).toEqual([["Yes", "No"], ["Back"]]);
    await answers(ben, "Yes");
    expect(await purposes()).toEqual(["attendance", "reminders", "service"]);
    await answers(ben, "Back");
    expect(ben.reads().text).toContain("✅ Reminders: agreed");
  });

  test("given under a text that the program no longer holds is shown with that version", async () => {
    const at = await establish(bench);
    const ben = await memberOf(at);
    await bench.database.db.update(consent).set({ textVersion: "0" });
    await withMyData(ben);
    expect(ben.reads().text).toContain("✅ Reminders: agreed on 23 Nov 2026 (text version 0)");
    await answers(ben, "✅ Reminders");
    expect(ben.reads().text).toContain("(text version 0, which this program no longer holds)");
  });

  test("withdrawn leaves only a proof that names nobody", async () => {
    const at = await establish(bench);
    const ben = await withMyData(await memberOf(at));
    await bench.advance(MINUTE);
    await answers(ben, "✅ Reminders", "Withdraw");
    ben.reads();
    const [proof] = await bench.database.db.select().from(consentProof);
    expect(proof).toMatchObject({ purpose: "reminders", textVersion: "2", withdrawnAt: bench.now() });
    expect(proof?.proofHash).not.toContain(String(ben.person.id));
    expect(proof?.proofHash).not.toBe(bench.seal.fingerprint(ben.person.id));
  });

  test("to be counted, once withdrawn, takes the check-ins along but not the number", async () => {
    const at = await establish(bench);
    const ben = await memberOf(at);
    await checkedIn(at, ben);
    await withMyData(ben);
    await answers(ben, "✅ Counting check-ins, replies and votes");
    expect(ben.reads().text).toContain("your check-ins here are deleted at once; only the numbers stay");
    const tap = await ben.taps(ben.reads(), "Withdraw");
    expect(tap.toast).toContain("Your check-ins (1) are deleted");
    expect(await bench.database.db.select().from(checkIn)).toEqual([]);
    await bench.advance(3 * 60 * MINUTE);
    await bench.settle();
    bench.emulator.markAllSeen();
    expect(await bench.database.db.select({ headCount: rollCall.headCount }).from(rollCall)).toEqual([{ headCount: 1 }]);
  });

  test("withdrawn after the roll call has closed leaves its number as it was", async () => {
    const at = await establish(bench);
    const ben = await memberOf(at);
    await checkedIn(at, ben);
    await bench.advance(3 * 60 * MINUTE);
    await bench.settle();
    await withMyData(ben);
    await answers(ben, "✅ Counting check-ins, replies and votes", "Withdraw");
    bench.emulator.markAllSeen();
    expect(await bench.database.db.select({ headCount: rollCall.headCount, folded: rollCall.foldedCount }).from(rollCall))
      .toEqual([{ headCount: 1, folded: 0 }]);
    expect(await bench.database.db.select().from(checkIn)).toEqual([]);
  });

  test("to be written to cannot be withdrawn without leaving, and the button says so", async () => {
    const at = await establish(bench);
    const ben = await withMyData(await memberOf(at));
    await answers(ben, "✅ Writing to you", "Withdraw (this means leaving)");
    expect(ben.reads().text).toContain("Leave “Example station”?");
    await answers(ben, "Keep things as they are");
    expect(ben.reads().text).toBe("All right, nothing has changed.");
    expect(await purposes()).toEqual(["attendance", "reminders", "service"]);
  });

  test("cannot be given under an older text", async () => {
    const at = await establish(bench);
    const ben = await withMyData(await memberOf(at, { reminders: false }));
    const tap = await ben.forges(ben.reads(), `consent:give:0:${at.stationId}:reminders`);
    expect(tap.toast).toContain("new version");
    expect(await purposes()).toEqual(["attendance", "service"]);
    ben.reads();
  });

  test("cannot be given or withdrawn for somebody else", async () => {
    const at = await establish(bench);
    await enrol(bench, at, "Ben", { reminders: false });
    const wen = await withMyData(bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" })));
    for (const data of ["give:2", "withdraw"].map((verb) => `consent:${verb}:${at.stationId}:reminders`)) {
      expect((await wen.forges(wen.reads(), data)).toast).toBe("You have not joined this station.");
    }
    await wen.forges(wen.reads(), `consent:belong:2:${at.stationId}:home`);
    await wen.forges(wen.reads(), `consent:page:${at.stationId}:service`);
    wen.reads();
    expect(await purposes()).toEqual(["attendance", "service"]);
    expect(await bench.database.db.select().from(affiliation)).toEqual([]);
  });
});

describe("where one belongs", () => {
  async function justJoined() {
    const at = await establish(bench);
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
    await wen.starts(at.joinPayload);
    await answers(wen, "I am 18 or over, go on", "Yes", "Yes", "Yes", "No");
    expect(told(bench, wen.person).at(-2)).toContain("You have joined");
    return wen;
  }

  test("is asked apart, with one sentence of why, and four answers of equal weight", async () => {
    const wen = await justJoined();
    expect(wen.reads().text).toContain("Why we ask:");
    expect(wen.reads().text).toContain("This is sensitive information.");
    expect(labels(wen.reads())).toEqual([["This is my home organization"], ["Floating"], ["Guest"], ["Skip"]]);
  });

  test("skipped stores nothing", async () => {
    const wen = await justJoined();
    await answers(wen, "Skip");
    expect(wen.reads().text).toContain("nothing was kept");
    expect(await bench.database.db.select().from(affiliation)).toEqual([]);
    expect(await purposes()).toEqual(["attendance", "reminders", "service"]);
  });

  test("chosen is kept with a consent of its own, can be changed, and deleted together with it", async () => {
    const wen = await justJoined();
    await answers(wen, "Floating");
    expect(wen.reads().text).toContain("Noted: Floating");
    expect(await bench.database.db.select({ kind: affiliation.kind, fromOn: affiliation.fromOn }).from(affiliation))
      .toEqual([{ kind: "floating", fromOn: "2026-11-23" }]);
    expect(await purposes()).toContain("affiliation");
    await answers(wen, "See my data", "Where I belong");
    expect(wen.reads().text).toContain("Now: Floating");
    await answers(wen, "Guest", "See my data", "Where I belong", "Delete this");
    expect(wen.reads().text).toContain("Now: not agreed.");
    expect(await bench.database.db.select().from(affiliation)).toEqual([]);
    expect(await purposes()).not.toContain("affiliation");
    expect(await bench.database.db.select({ purpose: consentProof.purpose }).from(consentProof)).toEqual([{ purpose: "affiliation" }]);
  });

  test("under an older text is asked again", async () => {
    const wen = await justJoined();
    const [row] = await bench.database.db.select({ stationId: member.stationId }).from(member);
    const tap = await wen.forges(wen.reads(), `consent:belong:0:${row?.stationId}:home`);
    expect(tap.toast).toContain("new version");
    expect(wen.reads().text).toContain("Where you belong");
    expect(await bench.database.db.select().from(affiliation)).toEqual([]);
  });
});

test("the last open roll call is untouched by an account that never checked in", async () => {
  const at = await establish(bench);
  const ben = await memberOf(at);
  await bench.as(at.lead, at.organizerGroup).types("/rollcall Meeting for 2h");
  await bench.settle();
  bench.emulator.markAllSeen();
  await withMyData(ben);
  const tapped = await answers(ben, "✅ Counting check-ins, replies and votes").then(() => ben.taps(ben.reads(), "Withdraw"));
  expect(tapped.toast).toContain("You had no check-ins");
  ben.reads();
  expect(await bench.database.db.select({ folded: rollCall.foldedCount }).from(rollCall).where(and(isNull(rollCall.closedAt), eq(rollCall.stationId, at.stationId))))
    .toEqual([{ folded: 0 }]);
});
