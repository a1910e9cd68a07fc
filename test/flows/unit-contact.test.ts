import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { unitContact } from "../../src/db/schema-contact.ts";
import { account, auditEvent, consentProof, invitation, roleGrant } from "../../src/db/schema.ts";
import { becomeContact } from "../../src/features/contactlink/actions.ts";
import { CONTACT_VERSION } from "../../src/features/contact/rules.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import { announceActivity, scopeOf } from "../telegram/activities.ts";
import { enrol, establish, joinToo, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { contactOf, invitesContact } from "../telegram/contacts.ts";
import { enters } from "../telegram/instructors.ts";
import { looksAfter, organizerOf, unitId } from "../telegram/register.ts";
import { answers, labels, told } from "../telegram/talk.ts";
import { onServer } from "../setup/needs.ts";

const bench = useBench();
const HOUR = 3_600_000;
let at: Established;

beforeEach(async () => {
  at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
});

const lead = () => bench.as(at.lead);
const rows = () => bench.database.db.select().from(unitContact);
const trail = async (action: string) => (await bench.database.db.select({ action: auditEvent.action }).from(auditEvent).where(eq(auditEvent.action, action))).length;
const startOf = (text: string) => /start=(\S+)/.exec(text)?.[1] ?? "";
const stranger = () => bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" }));
const GONE = "This link has been used, has expired or was withdrawn. If needed, ask the organizer for a new one.";

async function linkFor(unit: string): Promise<string> {
  await lead().types(`/unit ${unit} contact`);
  return startOf(lead().reads().text);
}

describe("becoming a unit's contact", () => {
  test("an organizer passes a link on, the person reads what it means, accepts, and sees their own unit only", async () => {
    await looksAfter(bench, at, "I1", "U06", { fromOn: "2026-01-01" });
    await announceActivity(bench, at);
    const link = await linkFor("u06");
    expect(lead().reads().text).toContain("Please pass this link on to somebody at U06");
    const wen = stranger();
    await wen.starts(link);
    expect(wen.reads().text).toBe([
      "“Example station” would like you to be the contact of unit U06 (area A). You would see how this one unit stands, and at an activity you can say how many of you have come.", "",
      "If you accept, this is stored: your Telegram account (encrypted), which unit, and since when. The numbers you report belong to the unit only.",
      "You can stop at any time (/myunits or /leave); what is stored is deleted at once, and only a proof of your consent without identity stays for 3 years. You must be 18 or over. If you do not accept, nothing is stored.",
    ].join("\n"));
    expect(labels(wen.reads())).toEqual([["Accept (I am 18 or over)"], ["No thanks"]]);
    expect(await bench.database.db.$count(account)).toBe(1);
    await answers(wen, "Accept (I am 18 or over)");
    expect(wen.reads().text).toContain("✅ You are now the contact of unit U06 at “Example station”.");
    expect(await rows()).toMatchObject([{ unitId: await unitId(bench, at, "U06"), textVersion: "1" }]);
    await answers(wen, "See my unit");
    expect(wen.reads().text).toBe([
      "🏪 U06 · “Example station”", "small or micro business · area A", "in operation", "Looked after by: I1", "",
      "Coming up:", "· Sat 28 Nov, 15:00 Visit to the market", "",
      "While the check-in of an activity is open, say how many of you have come with /headcount, for example /headcount 5; you can correct it until the check-in closes.",
    ].join("\n"));
    await wen.types("/myunits");
    expect(wen.reads().text).toContain("🏪 U06");
    expect([await trail("contact.invited"), await trail("contact.began")]).toEqual([1, 1]);
    bench.emulator.markAllSeen();
  });

  test("it is said in Chinese to whoever reads Chinese", async () => {
    const wen = bench.as(bench.emulator.addPerson({ firstName: "Wen", languageCode: "zh-hans" }));
    await wen.starts(await linkFor("U06"));
    expect(wen.reads().text).toContain("“Example station”想请您当单位 U06（A 片区）的联系人。您会看到这一家单位的情况；有活动时，可以报一下单位来了几个人。");
    await answers(wen, "接受（我已满 18 岁）", "看我的单位");
    expect(wen.reads().text).toContain("在营\n现在没有指导员\n\n近期没有活动。");
    bench.emulator.markAllSeen();
  });

  test("“no thanks” stores nothing, and the link is good still", async () => {
    const link = await linkFor("U06");
    const wen = stranger();
    await wen.starts(link);
    await answers(wen, "No thanks");
    expect(wen.reads().text).toContain("nothing was stored");
    expect([await bench.database.db.$count(account), await rows()]).toEqual([1, []]);
    await wen.starts(link);
    expect(labels(wen.reads())[0]).toEqual(["Accept (I am 18 or over)"]);
    bench.emulator.markAllSeen();
  });

  test("a link works once, for a week, until it is replaced or withdrawn, and while its maker organizes and the unit is there", async () => {
    const link = await linkFor("U06");
    const wen = stranger();
    await wen.starts(link);
    const asked = wen.reads();
    await answers(wen, "Accept (I am 18 or over)");
    const other = stranger();
    await other.starts(link);
    expect(other.reads().text).toBe(GONE);
    expect((await other.forges(other.reads(), asked.keyboard[0]?.[0]?.callback_data ?? "")).toast).toBe(GONE);
    const replaced = await linkFor("U06");
    const second = await linkFor("U06");
    await lead().taps(lead().reads(), "Withdraw this link");
    expect(lead().reads().text).toBe("The contact link of U06 no longer works.");
    const organizer = await organizerOf(bench, at, "Ola");
    await bench.as(organizer).types("/unit U06 contact");
    const theirs = startOf(bench.as(organizer).reads().text);
    await lead().types("/role list");
    await answers(lead(), "Revoke no. 2…", "Yes, revoke");
    for (const gone of [replaced, second, theirs, "contact-1-x", `contact-${at.stationId}-${"x".repeat(22)}`]) {
      await other.starts(gone);
      expect(other.reads().text).toBe(GONE);
    }
    const late = await linkFor("U06");
    const closing = await linkFor("U07");
    await lead().types("/unit U07 closed");
    await other.starts(closing);
    expect(other.reads().text).toBe(GONE);
    await lead().types("/unit U07 contact");
    expect(lead().reads().text).toContain("so it can have no contact");
    await bench.advance(7 * 24 * HOUR);
    await other.starts(late);
    expect(other.reads().text).toBe(GONE);
    expect(await rows()).toHaveLength(1);
    const kept = await bench.database.db.select({ codeHash: invitation.codeHash }).from(invitation);
    for (const { codeHash } of kept) expect(link).not.toContain(codeHash);
    bench.emulator.markAllSeen();
  });

  test("nobody is the contact of one unit twice, and a text that was reworded is read anew", async () => {
    const wen = await contactOf(bench, at, "U06");
    await bench.as(wen).starts(await linkFor("U06"));
    await answers(bench.as(wen), "Accept (I am 18 or over)");
    expect(told(bench, wen).at(-1)).toContain("If you accept");
    const code = await invitesContact(bench, at, "U06");
    const who = { userId: wen.id, locale: "en" as const };
    expect(await becomeContact(bench.scope(), { code, version: CONTACT_VERSION }, who)).toEqual({ ok: false, reason: "already" });
    expect(await becomeContact(bench.scope(), { code, version: "0" }, who)).toEqual({ ok: false, reason: "textChanged" });
    const twice = (await rows()).map(({ stationId, unitId: unitNo, accountId, textVersion, since }) => ({ stationId, unitId: unitNo, accountId, textVersion, since }));
    await expect(Promise.resolve(bench.database.db.insert(unitContact).values(twice))).rejects.toMatchObject({ cause: { message: expect.stringContaining("unit_contact_once") } });
    expect(await rows()).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  onServer("of two who open one link at once, one becomes it", async () => {
    const code = { code: await invitesContact(bench, at, "U06"), version: CONTACT_VERSION };
    const people = ["Ann", "Bob"].map((firstName) => bench.emulator.addPerson({ firstName, languageCode: "en" }));
    const results = await Promise.all(people.map(({ id }) => becomeContact(bench.scope(), code, { userId: id, locale: "en" })));
    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(await rows()).toHaveLength(1);
    bench.emulator.markAllSeen();
  });
});

onServer("whoever becomes a contact while the unit is being closed is not left behind as one", async () => {
  const scope = await scopeOf(bench, at, at.lead);
  for (const code of ["U06", "U07"]) {
    const link = { code: await invitesContact(bench, at, code), version: CONTACT_VERSION };
    const wen = bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" });
    const [closed] = await Promise.all([changeStatus(scope, code, { status: "closed", on: "2026-11-23" }), becomeContact(bench.scope(), link, { userId: wen.id, locale: "en" })]);
    expect(closed).toMatchObject({ ok: true });
  }
  expect(await rows()).toEqual([]);
  bench.emulator.markAllSeen();
});

describe("the organizer", () => {
  test("sees on the private card that there is one, with an alias only where it is shown, never in a group, and each look is in the trail", async () => {
    const wen = await contactOf(bench, at, "U06");
    await lead().types("/unit U06");
    expect(lead().reads().text).toContain("\nContact: yes (since 23 Nov 2026)");
    expect(await trail("contact.read")).toBe(1);
    await joinToo(bench, at, wen, { aliasShown: true });
    await answers(lead(), "Contacts");
    expect(lead().reads().text).toMatch(/^👤 U06: 1 contact\n1\. Member-\w{4}, since 23 Nov 2026\n/);
    expect(await trail("contact.read")).toBe(2);
    const group = bench.as(at.lead, at.organizerGroup);
    await group.types("/unit U06");
    expect(group.reads().text).not.toContain("ontact");
    expect(labels(group.reads()).flat()).not.toContain("Contacts");
    await group.types("/unit U06 contact");
    expect(lead().reads().text).toContain("Please pass this link on");
    expect(told(bench, at.lead).join("\n")).not.toContain("Somebody at");
    await lead().types("/unit U07");
    expect(lead().reads().text).not.toContain("Contact:");
    expect(await trail("contact.read")).toBe(2);
    bench.emulator.markAllSeen();
  });

  test("ends one after being asked, the person is told, and their role goes with the last unit", async () => {
    const wen = await contactOf(bench, at, "U06");
    await contactOf(bench, at, "U07", wen);
    for (const [code, left] of [["U06", 1], ["U07", 0]] as const) {
      await lead().types(`/unit ${code}`);
      await answers(lead(), "Contacts", "End no. 1…");
      expect(lead().reads().text).toBe(`End this contact of ${code}? They will be told.`);
      const asked = lead().reads();
      await answers(lead(), "Yes, end it");
      expect(lead().reads().text).toContain(`✅ One contact of ${code} has ended.\n\n${code} has no contact yet.`);
      expect((await lead().forges(lead().reads(), asked.keyboard[0]?.[0]?.callback_data ?? "")).toast).toBe("Not found, or it has ended already.");
      await bench.settle();
      expect(bench.as(wen).reads().text).toContain(`you are no longer the contact of unit ${code}`);
      const roles = await bench.database.db.select({ revokedAt: roleGrant.revokedAt }).from(roleGrant).where(eq(roleGrant.role, "unit_contact"));
      expect(roles.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(left);
    }
    expect([await rows(), (await bench.database.db.select().from(consentProof)).map(({ purpose }) => purpose)]).toEqual([[], ["unit_contact", "unit_contact"]]);
    await bench.as(wen).types("/myunits");
    expect(bench.as(wen).reads().text).not.toContain("U06");
    bench.emulator.markAllSeen();
  });

  test("who takes the role away takes the units with it; and a role without a unit is not given", async () => {
    const wen = await contactOf(bench, at, "U06");
    await lead().types("/role list");
    await answers(lead(), "Revoke no. 2…", "Yes, revoke");
    await bench.settle();
    expect(bench.as(wen).reads().text).toContain("no longer the contact of unit U06");
    expect(await rows()).toEqual([]);
    await lead().types("/role grant unit_contact");
    expect(lead().reads().text).toBe("A contact belongs to a unit. Please invite them like this: /unit U06 contact");
    bench.emulator.markAllSeen();
  });

  test("in a group, closing a unit does not say whether it has contacts", async () => {
    await contactOf(bench, at, "U06");
    const group = bench.as(at.lead, at.organizerGroup);
    const said: string[] = [];
    for (const unit of ["U06", "U07"]) {
      await group.types(`/unit ${unit}`);
      await answers(group, "Change status", "closed", "Today");
      said.push(group.reads().text);
      await answers(group, "Confirm");
      said.push(group.reads().text);
    }
    expect(said.map((text) => text.replaceAll("U07", "U06"))).toEqual([said[0], said[1], said[0], said[1]]);
    expect(said[0]).toContain("If it has contacts, that ends too, and they are told.");
    expect(await trail("contact.read")).toBe(0);
    bench.emulator.markAllSeen();
  });

  test("closing the unit ends its contacts, tells them, and tells the organizer before and after", async () => {
    const wen = await contactOf(bench, at, "U06");
    await contactOf(bench, at, "U07", wen);
    await lead().types("/unit U06");
    await answers(lead(), "Change status", "closed", "Today");
    expect(lead().reads().text).toContain("· its contact, at once (they are told)");
    expect(await trail("contact.read")).toBe(2);
    await answers(lead(), "Confirm");
    expect(lead().reads().text).toContain("· its contact, at once (they are told)");
    await bench.settle();
    expect(bench.as(wen).reads().text).toContain("unit U06 is no longer there, so you are no longer its contact");
    expect(await rows()).toMatchObject([{ unitId: await unitId(bench, at, "U07") }]);
    await lead().types("/unit U07 dormant");
    expect(await rows()).toHaveLength(1);
    bench.emulator.markAllSeen();
  });
});

describe("the contact", () => {
  test("stops by one button; what they are besides stays, and a proof without a name stays", async () => {
    const wen = await contactOf(bench, at, "U06");
    await joinToo(bench, at, wen);
    await bench.as(wen).types("/myunits");
    await answers(bench.as(wen), "Stop being the contact…");
    expect(bench.as(wen).reads().text).toBe("Stop being the contact of U06? What is stored about that is deleted at once.");
    await answers(bench.as(wen), "Stop");
    expect(bench.as(wen).reads().text).toContain("you are no longer the contact of U06");
    expect([await rows(), (await bench.database.db.select().from(consentProof)).length]).toEqual([[], 1]);
    await bench.settle();
    await bench.as(wen).types("/mydata");
    expect(bench.as(wen).reads().text).toContain("Alias: Member-");
    expect(bench.as(wen).reads().text).not.toContain("Contact of");
    bench.emulator.markAllSeen();
  });

  test("who is nothing else leaves by that button, and nothing of them is left", async () => {
    const wen = await contactOf(bench, at, "U06");
    await bench.as(wen).types("/mydata");
    expect(bench.as(wen).reads().text).toContain("Contact of: U06; deleted at once when you stop");
    await bench.as(wen).types("/myunits");
    await answers(bench.as(wen), "Stop being the contact…", "Leave");
    expect(bench.as(wen).reads().text).toContain("I no longer know you");
    expect([await rows(), await bench.database.db.$count(account)]).toEqual([[], 1]);
    expect(await bench.database.db.select({ purpose: consentProof.purpose }).from(consentProof)).toEqual([{ purpose: "unit_contact" }]);
    bench.emulator.markAllSeen();
  });

  test("is helped with what a contact can do, and can do nothing else", async () => {
    const wen = await contactOf(bench, at, "U06");
    await bench.as(wen).types("/help");
    expect(bench.as(wen).reads().text.match(/^\/\w+/gm)).toEqual(["/join", "/request", "/mydata", "/privacy", "/leave", "/forgetme", "/lang", "/headcount", "/myunits", "/cancel"]);
    const id = await unitId(bench, at, "U06");
    for (const line of ["/unit U06", "/unit U07", "/unit U06 contact", "/units", "/survey U06", "/suggest", "/assign U06", "/role list", "/export", "/audit", "/instructors", "/visit U06 ok"]) {
      await bench.as(wen).types(line);
      expect(bench.as(wen).reads().text, line).toContain("Not found, or not yours to use.");
    }
    for (const data of ["unit:card", "contactcard:of", "contactlink:make", "contactlink:withdraw"].map((what) => `${what}:${at.stationId}:${id}`).concat(`contactcard:end:${at.stationId}:${id}:1`)) {
      expect((await bench.as(wen).forges(bench.as(wen).reads(), data)).toast, data).toBe("Not found, or not yours to use.");
    }
    bench.emulator.markAllSeen();
  });

  test("who looks after units too sees both", async () => {
    await contactOf(bench, at, "U06", at.lead);
    await lead().types("/myunits");
    expect(told(bench, at.lead).slice(-2)[0]).toContain("🏪 U06");
    expect(lead().reads().text).toContain("You are not an instructor of this station.");
    bench.emulator.markAllSeen();
  });
});

describe("the walls between stations", () => {
  test("a lead of one station finds nothing of another's, by line and by every button", async () => {
    await contactOf(bench, at, "U06");
    const [row] = await rows();
    const other = await establish(bench, { name: "Other station" });
    const theirs = bench.as(other.lead);
    const unit = `${other.stationId}:${row?.unitId}`;
    await theirs.types("/unit U06 contact");
    expect(theirs.reads().text).toContain("There is no such unit");
    for (const data of [`contactlink:make:${unit}`, `contactlink:withdraw:${unit}`, `contactcard:of:${unit}`, `contactcard:askend:${unit}:${row?.id}`]) {
      expect((await theirs.forges(theirs.reads(), data)).toast, data).toContain("There is no such unit");
    }
    expect((await theirs.forges(theirs.reads(), `contactcard:end:${unit}:${row?.id}`)).toast).toBe("Not found, or it has ended already.");
    expect(await rows()).toEqual([row]);
    bench.emulator.markAllSeen();
  });

  test("a contact of one station sees nothing of another, by no button, and a link names its station", async () => {
    const other = await establish(bench, { name: "Other station" });
    await enters(bench, other, ["X01"]);
    const wen = await contactOf(bench, at, "U06");
    await contactOf(bench, other, "X01");
    const id = await unitId(bench, other, "X01");
    await bench.as(wen).types("/myunits");
    expect(bench.as(wen).reads().text).not.toContain("X01");
    for (const data of [`contactcard:askstop:${id}`, `contactcard:stop:${id}`]) {
      expect((await bench.as(wen).forges(bench.as(wen).reads(), data)).toast).toBe("Not found, or it has ended already.");
    }
    const code = await invitesContact(bench, other, "X01");
    await bench.as(wen).starts(`contact-${code.replace(/^\d+/, String(at.stationId))}`);
    expect(bench.as(wen).reads().text).toBe(GONE);
    expect(await rows()).toHaveLength(2);
    bench.emulator.markAllSeen();
  });

  test("a member who is nobody's contact finds nothing", async () => {
    const ben = await enrol(bench, at, "Ben");
    await contactOf(bench, at, "U06");
    const id = await unitId(bench, at, "U06");
    await bench.as(ben).types("/myunits");
    expect(bench.as(ben).reads().text).not.toContain("U06");
    expect((await bench.as(ben).forges(bench.as(ben).reads(), `contactcard:askstop:${id}`)).toast).toBe("Not found, or it has ended already.");
    expect((await bench.as(ben).forges(bench.as(ben).reads(), "contactcard:own")).toast).toBe("Not found, or it has ended already.");
    bench.emulator.markAllSeen();
  });
});
