import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { account, auditEvent, invitation, roleGrant } from "../../src/db/schema.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const ACCEPT = "Accept (I am 18 or over)";
const GONE = "This invitation is for somebody else, was used or withdrawn, or has expired. If needed, ask the station lead for a new one.";

const grants = () => bench.database.db.select().from(roleGrant).orderBy(roleGrant.id);
const organizers = async () => (await grants()).filter((grant) => grant.role === "organizer");

async function linkFrom(lead: Person, line = "/role grant organizer"): Promise<string> {
  await bench.as(lead).types(line);
  const payload = /\?start=(role-\S+)/.exec(bench.as(lead).reads().text)?.[1];
  if (payload === undefined) throw new Error("no link");
  return payload;
}

/** Somebody in the member group who has said something that can be replied to. */
function speaker(at: Established, firstName: string) {
  const person = bench.emulator.addPerson({ firstName, languageCode: "en" });
  bench.emulator.join(person, at.memberGroup);
  return { person, said: bench.emulator.say(person, at.memberGroup, "Good morning") };
}

test("a lead invites by a link, and the person decides in private after reading what it means", async () => {
  const at = await establish(bench);
  const payload = await linkFrom(at.lead, "/role grant organizer through 2027-05-31");
  const ann = bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" });
  await bench.as(ann).starts(payload);
  const offer = bench.as(ann).reads();
  expect(offer.text).toContain("“Example station” invites you to serve as organizer through 2027-05-31");
  expect(offer.text).toContain("open and close roll calls");
  expect(offer.text).toContain("18 or over");
  expect(await bench.database.db.select().from(account)).toHaveLength(1);
  await bench.as(ann).taps(offer, ACCEPT);
  expect(bench.as(ann).reads().text).toBe("✅ You now serve “Example station” as organizer. Send /help to see what you can do.");
  expect(await organizers()).toMatchObject([{ fromOn: "2026-11-23", throughOn: "2027-05-31", revokedAt: null }]);
  await bench.as(ann).types("/help");
  expect(bench.as(ann).reads().text).toContain("/rollcall");
});

test("“no thanks” stores nothing, and the link is good still", async () => {
  const at = await establish(bench);
  const payload = await linkFrom(at.lead);
  const ann = bench.as(bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" }));
  await ann.starts(payload);
  await ann.taps(ann.reads(), "No thanks");
  expect(ann.reads().text).toBe("All right, nothing was stored or changed. If you change your mind, open the link again.");
  expect(await bench.database.db.select().from(account)).toHaveLength(1);
  await ann.starts(payload);
  await ann.taps(ann.reads(), ACCEPT);
  expect(await organizers()).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("a lead withdraws a link before anybody accepts it, and nobody else can", async () => {
  const at = await establish(bench);
  const payload = await linkFrom(at.lead, "/role grant station_lead");
  const link = bench.as(at.lead).reads();
  const data = link.keyboard[0]?.[0]?.callback_data ?? "";
  const ann = bench.as(bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" }));
  await ann.starts(payload);
  const offer = ann.reads();
  expect((await ann.forges(offer, data)).toast).toBe("This link was used, has expired or was withdrawn already.");
  await bench.as(at.lead).taps(link, "Withdraw this link");
  expect(bench.as(at.lead).reads().text).toBe("This link no longer works.");
  expect((await ann.taps(offer, ACCEPT)).toast).toBe(GONE);
  const used = await linkFrom(at.lead);
  const late = bench.as(at.lead).reads();
  await ann.starts(used);
  await ann.taps(ann.reads(), ACCEPT);
  expect((await bench.as(at.lead).taps(late, "Withdraw this link")).toast).toBe("This link was used, has expired or was withdrawn already.");
  expect(await organizers()).toHaveLength(1);
  expect(await bench.database.db.$count(auditEvent, eq(auditEvent.action, "role.link_withdrawn"))).toBe(1);
  bench.emulator.markAllSeen();
});

test("a link works once, for a day, and is not stored in clear", async () => {
  const at = await establish(bench);
  const payload = await linkFrom(at.lead);
  const late = await linkFrom(at.lead);
  const [ann, ben] = ["Ann", "Ben"].map((firstName) => bench.emulator.addPerson({ firstName, languageCode: "en" }));
  if (!ann || !ben) throw new Error("two people were asked for");
  await bench.as(ann).starts(payload);
  await bench.as(ben).starts(payload);
  await bench.as(ann).taps(bench.as(ann).reads(), ACCEPT);
  expect((await bench.as(ben).taps(bench.as(ben).reads(), ACCEPT)).toast).toBe(GONE);
  await bench.as(ben).starts(late);
  const offer = bench.as(ben).reads();
  await bench.advance(24 * 3_600_000);
  expect((await bench.as(ben).taps(offer, ACCEPT)).toast).toBe(GONE);
  for (const spoilt of [late, "role-1-short", "role-x-y", `${payload}x`]) {
    await bench.as(ben).starts(spoilt);
    expect(bench.as(ben).reads().text).toBe(GONE);
  }
  expect(await organizers()).toHaveLength(1);
  expect(JSON.stringify(await bench.database.db.select().from(invitation))).not.toContain(payload.slice(-22));
  bench.emulator.markAllSeen();
});

test("a link of one station opens nothing at another", async () => {
  const first = await establish(bench);
  const second = await establish(bench, { name: "Second station" });
  const payload = (await linkFrom(first.lead)).replace(`role-${first.stationId}-`, `role-${second.stationId}-`);
  const ann = bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" });
  await bench.as(ann).starts(payload);
  expect(bench.as(ann).reads().text).toBe(GONE);
  const forged = await bench.as(ann).forges(bench.as(ann).reads(), payload.replace("role-", "offer:accept:"));
  expect(forged.toast).toBe(GONE);
  expect(await organizers()).toEqual([]);
});

test("in reply to somebody, only that person can accept, and nothing of them is kept before", async () => {
  const at = await establish(bench);
  const ann = speaker(at, "Ann");
  const ben = await enrol(bench, at, "Ben");
  await bench.as(at.lead, at.memberGroup).types("/role grant organizer", { replyTo: ann.said });
  const offer = bench.as(at.lead, at.memberGroup).reads();
  expect(offer.text).toContain("To the person replied to: “Example station” invites you to serve as organizer");
  expect(offer.text).not.toContain("Ann");
  expect(await bench.database.db.select().from(account)).toHaveLength(2);
  for (const other of [ben, at.lead]) {
    expect((await bench.as(other, at.memberGroup).taps(offer, ACCEPT)).toast).toBe(GONE);
  }
  expect(await organizers()).toEqual([]);
  const tap = await bench.as(ann.person, at.memberGroup).taps(offer, ACCEPT);
  expect(tap.toast).toContain("You now serve “Example station” as organizer");
  expect(bench.as(ann.person, at.memberGroup).reads().text).toBe("✅ Accepted: the station has a new organizer.");
  expect(await organizers()).toHaveLength(1);
  const again = await bench.as(ann.person, at.memberGroup).forges(offer, offer.keyboard[0]?.[0]?.callback_data ?? "");
  expect(again.toast).toBe(GONE);
});

test("what a lead offered lapses when they lead no more", async () => {
  const at = await establish(bench);
  const second = bench.emulator.addPerson({ firstName: "Second", languageCode: "en" });
  await bench.as(second).starts(await linkFrom(at.lead, "/role grant 站长"));
  await bench.as(second).taps(bench.as(second).reads(), ACCEPT);
  const payload = await linkFrom(at.lead);
  await bench.as(second).types("/role list");
  await bench.as(second).taps(bench.as(second).reads(), "Revoke no. 1…");
  await bench.as(second).taps(bench.as(second).reads(), "Yes, revoke");
  const ann = bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" });
  await bench.as(ann).starts(payload);
  expect(bench.as(ann).reads().text).toBe(GONE);
  bench.emulator.markAllSeen();
});

test("accepting again never shortens a role that is held", async () => {
  const at = await establish(bench);
  const ann = bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" });
  for (const line of ["/role grant organizer through 2027-05-31", "/role grant organizer through 2026-12-31"]) {
    await bench.as(ann).starts(await linkFrom(at.lead, line));
    await bench.as(ann).taps(bench.as(ann).reads(), ACCEPT);
  }
  expect((await organizers()).filter((grant) => grant.revokedAt === null)).toMatchObject([{ throughOn: "2027-05-31" }]);
  await bench.as(at.lead).starts(await linkFrom(at.lead, "/role grant station_lead through 2026-12-31"));
  await bench.as(at.lead).taps(bench.as(at.lead).reads(), ACCEPT);
  expect((await grants()).filter((grant) => grant.role === "station_lead" && grant.revokedAt === null)).toMatchObject([{ throughOn: null }]);
  bench.emulator.markAllSeen();
});

test("in a group the link goes to the lead in private; the wrong people and lines are told kindly", async () => {
  const at = await establish(bench);
  const ben = await enrol(bench, at, "Ben");
  const before = bench.emulator.messages(at.memberGroup).length;
  const { message, reactions } = await bench.as(at.lead, at.memberGroup).types("/role grant organizer");
  expect(reactions).toEqual(["👌"]);
  expect(bench.as(at.lead).reads().text).toContain("?start=role-");
  expect(bench.emulator.messages(at.memberGroup)).toHaveLength(before + 1);
  await bench.as(ben, at.memberGroup).types("/role grant organizer", { replyTo: message });
  expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
  const boardOfBot = bench.emulator.messages(at.memberGroup).find((each) => each.fromBot);
  if (!boardOfBot) throw new Error("the bot has said nothing");
  for (const [line, told] of [["grant king", "Please say which role"], ["grant organizer through 2020-01-01", "in the past"],
    ["grant organizer through 2027-02-30", "like 2027-05-31"], ["dance", "I did not understand"], ["revoke organizer", "Please reply to"]]) {
    await bench.as(at.lead, at.memberGroup).types(`/role ${line}`);
    expect(bench.as(at.lead).reads().text).toContain(told);
  }
  for (const line of ["grant organizer", "revoke organizer"]) {
    await bench.as(at.lead, at.memberGroup).types(`/role ${line}`, { replyTo: boardOfBot });
    expect(bench.as(at.lead).reads().text).toBe("Please reply to a message that the person wrote themselves.");
  }
  expect(await organizers()).toEqual([]);
  const trail = await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "role.invited"));
  expect(trail).toHaveLength(1);
});
