import { activity, activityHost, activitySlot } from "../../src/db/schema-activity.ts";
import {
  assignment, coverageLink, instructor, massOrganization, organization, organizationStatus, organizationTerm, survey, unit, unitStatus, visit,
} from "../../src/db/schema-register.ts";
import { helpRequest } from "../../src/db/schema-request.ts";
import { station } from "../../src/db/schema.ts";
import type { Database, Tx } from "../../src/db/client.ts";
import { dayAfter } from "../../src/features/date/rules.ts";
import { dateOf, termEndOf, type ModelStation, type Period } from "./station-model.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const dates = ({ from, through }: Period) => ({ fromOn: dateOf(from), throughOn: through === null ? null : dateOf(through) });
const middayOf = (day: number, hours = 4) => new Date(`${dateOf(day)}T${String(hours).padStart(2, "0")}:00:00Z`);
let made = 0;

async function insertUnits(tx: Tx, stationId: number, of: ModelStation): Promise<number[]> {
  const ids: number[] = [];
  for (const [i, each] of of.units.entries()) {
    const [first] = each.statuses;
    const [row] = await tx.insert(unit).values({
      stationId, code: `U${i}`, kind: each.kind, area: each.area, industry: each.industry, marketId: each.inMarket ? ids[0] ?? null : null,
      enteredOn: dateOf(first?.from ?? 0), createdAt: NOW,
    }).returning({ id: unit.id });
    const unitId = row?.id ?? 0;
    ids.push(unitId);
    await tx.insert(unitStatus).values(each.statuses.map((period) => ({ stationId, unitId, status: period.status, ...dates(period) })));
    if (each.surveys.length > 0) await tx.insert(survey).values(each.surveys.map(({ on, fullMembers }, at) => ({ stationId, unitId, on: dateOf(on), fullMembers, source: "visit" as const, createdAt: new Date(NOW.getTime() + at) })));
    if (each.massOrganizations.length > 0) await tx.insert(massOrganization).values(each.massOrganizations.map((period) => ({ stationId, unitId, kind: "trade_union" as const, ...dates(period) })));
  }
  return ids;
}

async function insertActivities(tx: Tx, stationId: number, organizationId: number, heldOn: readonly number[]): Promise<void> {
  for (const on of heldOn) {
    const [held] = await tx.insert(activity).values({
      stationId, type: "lecture", title: "held", mode: "onsite", reminders: [], createdAt: NOW, announcedAt: NOW, heldAt: middayOf(on, 6), finalCame: 0,
    }).returning({ id: activity.id });
    await tx.insert(activitySlot).values({ stationId, activityId: held?.id ?? 0, startsAt: middayOf(on), endsAt: middayOf(on, 5) });
    await tx.insert(activityHost).values({ stationId, activityId: held?.id ?? 0, organizationId });
  }
}

async function insertOrganizations(tx: Tx, stationId: number, of: ModelStation, units: readonly number[]): Promise<void> {
  for (const [i, each] of of.organizations.entries()) {
    const [row] = await tx.insert(organization).values({ stationId, name: `G${i}`, code: `G${i}`, level: "branch", formation: each.formation, counts: each.counts }).returning({ id: organization.id });
    const organizationId = row?.id ?? 0;
    await tx.insert(organizationStatus).values(each.statuses.map((period) => ({ stationId, organizationId, status: period.status, ...dates(period) })));
    if (each.links.length > 0) await tx.insert(coverageLink).values(each.links.map((link) => ({ stationId, organizationId, formation: each.formation, unitId: units[link.unit] ?? 0, ...dates(link) })));
    if (each.term) await tx.insert(organizationTerm).values({ stationId, organizationId, startedOn: dateOf(each.term.startedOn), years: 3, extendedThrough: termEndOf(each.term).extendedThrough });
    await insertActivities(tx, stationId, organizationId, each.heldOn);
  }
}

async function insertInstructors(tx: Tx, stationId: number, of: ModelStation, units: readonly number[]): Promise<void> {
  for (const [i, each] of of.instructors.entries()) {
    const [row] = await tx.insert(instructor).values({
      stationId, code: `I${i}`, role: "instructor", capacity: each.capacity, areas: [], industries: [], languages: [], visitEveryDays: each.visitEveryDays,
      activeFrom: dateOf(each.from), activeThrough: each.through === null ? null : dateOf(each.through),
    }).returning({ id: instructor.id });
    let before: number | null = null;
    for (const own of each.assignments) {
      const [entered]: { id: number }[] = await tx.insert(assignment).values({ stationId, instructorId: row?.id ?? 0, unitId: units[own.unit] ?? 0, renewedFrom: own.renews ? before : null, ...dates(own) }).returning({ id: assignment.id });
      before = entered?.id ?? null;
      for (const on of own.visitedOn) await tx.insert(visit).values({ stationId, assignmentId: before ?? 0, on: dateOf(on), mode: "on_site", outcome: "ok", createdAt: NOW });
    }
  }
}

/** Writes a station of the model down as rows; the database's own guards are on. */
export async function insertStation(db: Database, of: ModelStation): Promise<number> {
  return db.transaction(async (tx) => {
    const [row] = await tx.insert(station).values({ name: `Station ${(made += 1)}`, timeZone: "Asia/Shanghai", locale: "en", joinCode: `model-${made}`, createdAt: NOW }).returning({ id: station.id });
    const stationId = row?.id ?? 0;
    const units = await insertUnits(tx, stationId, of);
    await insertOrganizations(tx, stationId, of, units);
    await insertInstructors(tx, stationId, of, units);
    for (const { openedOn, closedAfter } of of.requests) {
      await tx.insert(helpRequest).values({
        stationId, category: "other", openedOn: dateOf(openedOn), dueOn: dayAfter(dateOf(openedOn), 7), closedOn: closedAfter === null ? null : dateOf(openedOn + closedAfter), createdAt: NOW,
      });
    }
    return stationId;
  });
}
