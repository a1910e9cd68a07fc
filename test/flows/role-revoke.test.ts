import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { AccountId } from "../../src/context.ts";
import { auditEvent, roleGrant } from "../../src/db/schema.ts";
import { grantRole, isAllowed, isLastLead, revokeGrant } from "../../src/features/role/actions.ts";
import { findHomeStation, stationScope } from "../../src/features/station/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { onServer } from "../setup/needs.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const ACCEPT = "Accept (I am 18 or over)";
const DENIED = "Not found, or not yours to use.";
const grants = () => bench.database.db.select().from(roleGrant).orderBy(roleGrant.id);

async function give(at: Established, person: Person, role: string): Promise<void> {
  await bench.as(at.lead).types(`/role grant ${role}`);
  await bench.as(person).starts(/\?start=(role-\S+)/.exec(bench.as(at.lead).reads().text)?.[1]);
  await bench.as(person).taps(bench.as(person).reads(), ACCEPT);
  bench.emulator.markAllSeen();
}

async function scopeOf(at: Established, actor: number) {
  const facts = await findHomeStation(bench.database.db, { id: actor, currentStationId: at.stationId });
  if (!facts) throw new Error("they belong to no station");
  return stationScope(bench.scope(), facts, actor as AccountId);
}

test("the list names roles by alias only where people show it, and every look is recorded", async () => {
  const at = await establish(bench);
  const shown = await enrol(bench, at, "Ann", { aliasShown: true });
  const hidden = await enrol(bench, at, "Ben");
  for (const person of [shown, hidden]) await give(at, person, "organizer");
  await bench.as(at.lead).types("/role");
  const list = bench.as(at.lead).reads();
  expect(list.text).toMatch(new RegExp([
    "^Roles at “Example station”:",
    "1\\. Station lead \\(you\\), since 2026-11-23",
    "2\\. Organizer: Member-[0-9A-Z]{4}, since 2026-11-23",
    "3\\. Organizer \\(no alias\\), since 2026-11-23$",
  ].join("\n")));
  expect(list.text).not.toMatch(/Ann|Ben/);
  const looks = await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "roles.read"));
  expect(looks).toHaveLength(1);
  await bench.as(at.lead).taps(list, "➕ Invite a new organizer");
  expect(bench.as(at.lead).reads().text).toContain("?start=role-");
});

test("a lead ends a role by two taps; another lead's old buttons then do nothing", async () => {
  const at = await establish(bench);
  const ann = await enrol(bench, at, "Ann", { aliasShown: true });
  await give(at, ann, "organizer");
  await bench.as(at.lead).types("/role list");
  await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Revoke no. 2…");
  const asked = bench.as(at.lead).reads();
  expect(asked.text).toMatch(/^Revoke this role\?\nMember-[0-9A-Z]{4} · organizer\nIt ends at once\.$/);
  await bench.as(at.lead).taps(asked, "Yes, revoke");
  expect(bench.as(at.lead).reads().text).toBe("One role of organizer was revoked.");
  const again = await bench.as(at.lead).forges(asked, asked.keyboard[0]?.[0]?.callback_data ?? "");
  expect(again.toast).toBe(DENIED);
  await bench.as(ann).types("/help");
  expect(bench.as(ann).reads().text).not.toContain("/rollcall");
  expect((await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "role.revoked")))).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("in reply to somebody their role ends at once, with a sign and no message", async () => {
  const at = await establish(bench);
  const ann = await enrol(bench, at, "Ann");
  await give(at, ann, "organizer");
  const said = bench.emulator.say(ann, at.memberGroup, "Good morning");
  const { reactions } = await bench.as(at.lead, at.memberGroup).types("/role revoke organizer", { replyTo: said });
  expect(reactions).toEqual(["👌"]);
  expect((await grants()).filter((grant) => grant.revokedAt === null).map((grant) => grant.role)).toEqual(["station_lead"]);
  await bench.as(at.lead, at.memberGroup).types("/role revoke organizer", { replyTo: said });
  expect(bench.as(at.lead).reads().text).toBe(DENIED);
});

test("the last lead cannot be revoked; with a second one the first may go", async () => {
  const at = await establish(bench);
  await bench.as(at.lead).types("/role list");
  await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Revoke no. 1…");
  const asked = bench.as(at.lead).reads();
  const refused = await bench.as(at.lead).taps(asked, "Yes, revoke");
  expect(refused.toast).toContain("This is the last station lead");
  const dated = bench.emulator.addPerson({ firstName: "Dated", languageCode: "en" });
  await give(at, dated, "station_lead through 2026-12-31");
  expect((await bench.as(at.lead).taps(asked, "Yes, revoke")).toast).toContain("This is the last station lead");
  const second = bench.emulator.addPerson({ firstName: "Second", languageCode: "en" });
  await give(at, second, "station_lead");
  expect((await bench.as(at.lead).taps(asked, "Yes, revoke")).toast).toBe("One role of station lead was revoked.");
  await bench.as(at.lead).types("/role list");
  expect(bench.as(at.lead).reads().text).toContain("You have not joined a station yet");
  bench.emulator.markAllSeen();
});

test("a role that was taken away between two taps is gone for the second", async () => {
  const at = await establish(bench);
  const second = bench.emulator.addPerson({ firstName: "Second", languageCode: "en" });
  await give(at, second, "station_lead");
  await bench.as(second).types("/role list");
  const list = bench.as(second).reads();
  await bench.as(at.lead).types("/role list");
  await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Revoke no. 2…");
  await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Yes, revoke");
  const [first] = await grants();
  for (const data of [`role:ask:${at.stationId}:${first?.id}`, `role:revoke:${at.stationId}:${first?.id}`, `role:list:${at.stationId}`, `offer:organizer:${at.stationId}`]) {
    expect((await bench.as(second).forges(list, data)).toast).toBe(DENIED);
  }
  expect((await grants()).filter((grant) => grant.revokedAt === null)).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("a scope that was made while the role was held gives no right once the revocation is committed", async () => {
  const at = await establish(bench);
  const second = bench.emulator.addPerson({ firstName: "Second", languageCode: "en" });
  await give(at, second, "station_lead");
  const [own, theirs] = await grants();
  if (!own || !theirs) throw new Error("two leads were asked for");
  const [lead, made] = [await scopeOf(at, own.accountId), await scopeOf(at, theirs.accountId)];
  expect(await isAllowed(bench.database.db, made, "role")).toBe(true);
  expect(await revokeGrant(lead, theirs.id)).toMatchObject({ ok: true });
  expect(await revokeGrant(made, own.id)).toEqual({ ok: false, reason: "notForYou" });
  expect(await isAllowed(bench.database.db, made, "role")).toBe(false);
});

test("a role counts from its first through its last day in the station's zone, and no longer", async () => {
  const at = await establish(bench);
  const ann = bench.emulator.addPerson({ firstName: "Ann", languageCode: "en" });
  await give(at, ann, "auditor through 2026-11-24");
  const [, grant] = await grants();
  const made = await scopeOf(at, grant?.accountId ?? 0);
  const on = (at: string) => isAllowed(bench.database.db, { ...made, now: new Date(at) }, "audit");
  expect(await on("2026-11-22T15:59:59Z")).toBe(false);
  expect(await on("2026-11-22T16:00:00Z")).toBe(true);
  expect(await on("2026-11-24T15:59:59Z")).toBe(true);
  expect(await on("2026-11-24T16:00:00Z")).toBe(false);
});

test("another station's roles read like nothing at all", async () => {
  const first = await establish(bench);
  const second = await establish(bench, { name: "Second station" });
  const [own] = await grants();
  await bench.as(second.lead).types("/role list");
  const list = bench.as(second.lead).reads();
  expect(list.text).not.toContain("Example station");
  for (const data of [first, second].flatMap(({ stationId }) => [`role:ask:${stationId}:${own?.id}`, `role:revoke:${stationId}:${own?.id}`]).concat(`role:list:${first.stationId}`, `offer:organizer:${first.stationId}`)) {
    expect((await bench.as(second.lead).forges(list, data)).toast).toBe(DENIED);
  }
  expect((await grants()).every((grant) => grant.revokedAt === null)).toBe(true);
  expect(first.stationId).not.toBe(second.stationId);
});

onServer("two leads who revoke each other at the same moment leave one", async () => {
  for (let round = 0; round < 20; round += 1) {
    await bench.database.reset();
    const at = await establish(bench, { name: `Station ${round}` });
    const second = bench.emulator.addPerson({ firstName: "Second", languageCode: "en" });
    await give(at, second, "station_lead");
    const [a, b] = await grants();
    if (!a || !b) throw new Error("two leads were asked for");
    const [ofA, ofB] = [await scopeOf(at, a.accountId), await scopeOf(at, b.accountId)];
    await Promise.all([revokeGrant(ofA, b.id), revokeGrant(ofB, a.id)]);
    expect((await grants()).filter((grant) => grant.revokedAt === null)).toHaveLength(1);
  }
}, 120_000);

test("the last lead is known as such, and is no longer once another leads without an end", async () => {
  const at = await establish(bench);
  const [own] = await grants();
  const made = await scopeOf(at, own?.accountId ?? 0);
  const last = () => bench.scope().act((tx) => isLastLead(tx, made.stationId, own?.accountId ?? 0));
  expect(await last()).toBe(true);
  const ben = await enrol(bench, at, "Ben");
  await give(at, ben, "organizer");
  const organizer = (await grants())[1]?.accountId as AccountId;
  await bench.scope().act((tx) => grantRole(tx, made, { role: "station_lead", throughOn: "2026-12-31", accountId: organizer, grantedBy: made.actor }));
  expect(await last()).toBe(true);
  await bench.scope().act((tx) => grantRole(tx, made, { role: "station_lead", throughOn: null, accountId: organizer, grantedBy: made.actor }));
  expect(await last()).toBe(false);
});
