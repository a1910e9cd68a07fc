import { and, asc, eq, sql } from "drizzle-orm";
import type { AccountId, Scope } from "../../context.ts";
import {
  account, affiliation, auditEvent, chat, consent, consentProof, draft, invitation, member, outbox, roleGrant, rollCall, station,
} from "../../db/schema.ts";
import { activity, activityGrant, activitySeries, activitySlot, activityTemplate } from "../../db/schema-activity.ts";
import { poll, pollRound, pollVote } from "../../db/schema-poll.ts";
import { calendarFeed, checkIn, ping, reminder, rsvp, standingReply } from "../../db/schema-reply.ts";
import { unitContact } from "../../db/schema-contact.ts";
import { importBatch } from "../../db/schema-import.ts";
import { assignmentOffer } from "../../db/schema-instructor.ts";
import { assignment, instructor, instructorAway, survey, unit, visit } from "../../db/schema-register.ts";
import { helpRequest } from "../../db/schema-request.ts";
import { scopeCopy, scopeEvent, scopeGrant, scopeInvitation, scopeNode } from "../../db/schema-node.ts";
import { suggestion } from "../../db/schema-suggestion.ts";
import { proofStatement } from "../consent/rules.ts";
import { unsealed } from "../request/actions.ts";
import { KIND as REQUEST_DRAFT, openDraft } from "../requestdraft/actions.ts";

/** A copy of everything held about one person, at all stations; its names are those of the database. */
export type MyCopy = Readonly<Record<string, unknown>>;

async function readAccount(scope: Scope, me: AccountId) {
  const [own] = await scope.db.select().from(account).where(eq(account.id, me));
  if (!own) return null;
  const { id: _, userHash: __, userSealed, ...rest } = own;
  return { telegramUserId: scope.seal.open(userSealed, "account"), ...rest };
}

async function readMembership(scope: Scope, me: AccountId) {
  const { db } = scope;
  return {
    memberships: await db.select({
      stationId: member.stationId, station: station.name, alias: member.alias, aliasShown: member.aliasShown, joinedAt: member.joinedAt,
    }).from(member).innerJoin(station, eq(station.id, member.stationId)).where(eq(member.accountId, me)),
    consents: await db.select({
      stationId: consent.stationId, purpose: consent.purpose, textVersion: consent.textVersion, givenAt: consent.givenAt,
    }).from(consent).where(eq(consent.accountId, me)),
    affiliations: await db.select({ stationId: affiliation.stationId, kind: affiliation.kind, fromOn: affiliation.fromOn })
      .from(affiliation).where(eq(affiliation.accountId, me)),
    checkIns: await db.select({
      stationId: checkIn.stationId, rollCall: rollCall.title, activity: activity.title, answer: checkIn.answer, method: checkIn.method, at: checkIn.at,
    }).from(checkIn)
      .leftJoin(rollCall, and(eq(rollCall.stationId, checkIn.stationId), eq(rollCall.id, checkIn.rollCallId)))
      .leftJoin(activity, and(eq(activity.stationId, checkIn.stationId), eq(activity.id, checkIn.activityId)))
      .where(eq(checkIn.accountId, me)).orderBy(asc(checkIn.at)),
  };
}

/** What the person answered to activities and polls. */
async function readAnswers(scope: Scope, me: AccountId) {
  const { db } = scope;
  const ofActivity = (table: typeof rsvp | typeof activityGrant | typeof reminder) => and(eq(activity.stationId, table.stationId), eq(activity.id, table.activityId));
  return {
    replies: await db.select({
      stationId: rsvp.stationId, activity: activity.title, answer: rsvp.answer, guests: rsvp.guests, place: rsvp.place, limitedAs: rsvp.limitedAs,
      waitingSince: rsvp.waitingSince, offeredAt: rsvp.offeredAt, offerEndsAt: rsvp.offerEndsAt, isStanding: rsvp.isStanding,
      confirmedAt: rsvp.confirmedAt, answeredAt: rsvp.answeredAt, startsAt: activitySlot.startsAt,
    }).from(rsvp).innerJoin(activity, ofActivity(rsvp))
      .innerJoin(activitySlot, and(eq(activitySlot.stationId, rsvp.stationId), eq(activitySlot.id, rsvp.slotId)))
      .where(eq(rsvp.accountId, me)).orderBy(asc(rsvp.answeredAt)),
    standingReplies: await db.select({ stationId: standingReply.stationId, seriesId: standingReply.seriesId, guests: standingReply.guests, since: standingReply.since })
      .from(standingReply).where(eq(standingReply.accountId, me)),
    votes: await db.select({ stationId: pollVote.stationId, question: poll.question, optionIds: pollVote.optionIds, at: pollVote.at })
      .from(pollVote).innerJoin(poll, and(eq(poll.stationId, pollVote.stationId), eq(poll.id, pollVote.pollId))).where(eq(pollVote.accountId, me)),
    activitiesHandedToMe: await db.select({ stationId: activityGrant.stationId, activity: activity.title, right: activityGrant.right, grantedAt: activityGrant.grantedAt })
      .from(activityGrant).innerJoin(activity, ofActivity(activityGrant)).where(eq(activityGrant.accountId, me)),
    reminders: await db.select({ stationId: reminder.stationId, activity: activity.title, kind: reminder.kind, startsAt: reminder.startsAt, owedAt: reminder.owedAt })
      .from(reminder).innerJoin(activity, ofActivity(reminder)).where(eq(reminder.accountId, me)).orderBy(asc(reminder.owedAt)),
    writtenToUnasked: (await db.select({ at: ping.at }).from(ping).where(eq(ping.accountId, me)).orderBy(asc(ping.at))).map(({ at }) => at),
    calendarFeed: (await db.select({ createdAt: calendarFeed.createdAt }).from(calendarFeed).where(eq(calendarFeed.accountId, me)))[0] ?? null,
  };
}

async function readDuties(scope: Scope, me: AccountId) {
  const { db } = scope;
  return {
    roles: await db.select({
      stationId: roleGrant.stationId, role: roleGrant.role, fromOn: roleGrant.fromOn, throughOn: roleGrant.throughOn, revokedAt: roleGrant.revokedAt,
    }).from(roleGrant).where(eq(roleGrant.accountId, me)).orderBy(asc(roleGrant.id)),
    rolesGranted: await db.select({ stationId: roleGrant.stationId, role: roleGrant.role, fromOn: roleGrant.fromOn })
      .from(roleGrant).where(eq(roleGrant.grantedBy, me)).orderBy(asc(roleGrant.id)),
    rollCallsOpened: await db.select({ stationId: rollCall.stationId, title: rollCall.title, openedAt: rollCall.openedAt })
      .from(rollCall).where(eq(rollCall.openedBy, me)).orderBy(asc(rollCall.openedAt)),
    activitiesAnnounced: await db.select({ stationId: activity.stationId, title: activity.title, announcedAt: activity.announcedAt })
      .from(activity).where(eq(activity.announcedBy, me)).orderBy(asc(activity.announcedAt)),
    headCountsGiven: await db.select({ stationId: activity.stationId, title: activity.title, headCount: activity.headCount })
      .from(activity).where(eq(activity.headCountBy, me)).orderBy(asc(activity.announcedAt)),
    activitiesHandedOn: await db.select({ stationId: activityGrant.stationId, activityId: activityGrant.activityId, grantedAt: activityGrant.grantedAt })
      .from(activityGrant).where(eq(activityGrant.grantedBy, me)),
    seriesMade: await db.select({ stationId: activitySeries.stationId, createdAt: activitySeries.createdAt })
      .from(activitySeries).where(eq(activitySeries.createdBy, me)),
    templatesMade: await db.select({ stationId: activityTemplate.stationId, name: activityTemplate.name, createdAt: activityTemplate.createdAt })
      .from(activityTemplate).where(eq(activityTemplate.createdBy, me)),
    pollsAsked: await db.select({ stationId: poll.stationId, question: poll.question, createdAt: poll.createdAt })
      .from(poll).where(eq(poll.askedBy, me)),
    pollRoundsMade: await db.select({ stationId: pollRound.stationId, createdAt: pollRound.createdAt })
      .from(pollRound).where(eq(pollRound.createdBy, me)),
    tablesImported: await db.select({ stationId: importBatch.stationId, sheet: importBatch.sheet, startedAt: importBatch.startedAt, appliedAt: importBatch.appliedAt })
      .from(importBatch).where(eq(importBatch.importedBy, me)).orderBy(asc(importBatch.id)),
    groupsLinked: await db.select({ stationId: chat.stationId, title: chat.title, linkedAt: chat.linkedAt })
      .from(chat).where(eq(chat.linkedBy, me)),
    invitationsMade: await db.select({ stationId: invitation.stationId, purpose: invitation.purpose, createdAt: invitation.createdAt })
      .from(invitation).where(eq(invitation.createdBy, me)),
    auditTrail: await db.select({ stationId: auditEvent.stationId, at: auditEvent.at, action: auditEvent.action })
      .from(auditEvent).where(eq(auditEvent.actorId, me)).orderBy(asc(auditEvent.at)),
  };
}

/** What somebody has as an instructor: units by their code, absences, and the visits that they noted; and what they found out or decided about units. */
async function readOwnUnits(scope: Scope, me: AccountId) {
  const { db } = scope;
  const isMine = (table: typeof assignment | typeof instructorAway) =>
    and(eq(instructor.stationId, table.stationId), eq(instructor.id, table.instructorId), eq(instructor.accountId, me));
  return {
    instructorCodes: await db.select({
      stationId: instructor.stationId, code: instructor.code, role: instructor.role, capacity: instructor.capacity, areas: instructor.areas,
      industries: instructor.industries, languages: instructor.languages, activeFrom: instructor.activeFrom, activeThrough: instructor.activeThrough,
      awaySaidAt: instructor.awaySaidAt,
    }).from(instructor).where(eq(instructor.accountId, me)),
    away: await db.select({ stationId: instructorAway.stationId, fromOn: instructorAway.fromOn, throughOn: instructorAway.throughOn })
      .from(instructorAway).innerJoin(instructor, isMine(instructorAway)).orderBy(asc(instructorAway.fromOn)),
    assignments: await db.select({ stationId: assignment.stationId, unit: unit.code, fromOn: assignment.fromOn, throughOn: assignment.throughOn, endReason: assignment.endReason })
      .from(assignment).innerJoin(instructor, isMine(assignment)).innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
      .orderBy(asc(assignment.fromOn)),
    visits: await db.select({ stationId: visit.stationId, unit: unit.code, on: visit.on, mode: visit.mode, outcome: visit.outcome, note: visit.note })
      .from(visit).innerJoin(assignment, and(eq(assignment.stationId, visit.stationId), eq(assignment.id, visit.assignmentId)))
      .innerJoin(instructor, isMine(assignment)).innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId))).orderBy(asc(visit.on)),
    surveysRecorded: await db.select({ stationId: survey.stationId, unit: unit.code, on: survey.on, createdAt: survey.createdAt })
      .from(survey).innerJoin(unit, and(eq(unit.stationId, survey.stationId), eq(unit.id, survey.unitId))).where(eq(survey.by, me)).orderBy(asc(survey.id)),
    suggestionsDecided: await db.select({ stationId: suggestion.stationId, action: suggestion.action, units: suggestion.units, status: suggestion.status, on: suggestion.endedOn })
      .from(suggestion).where(eq(suggestion.decidedBy, me)).orderBy(asc(suggestion.id)),
    contactOf: await db.select({ stationId: unitContact.stationId, unit: unit.code, since: unitContact.since, textVersion: unitContact.textVersion })
      .from(unitContact).innerJoin(unit, and(eq(unit.stationId, unitContact.stationId), eq(unit.id, unitContact.unitId))).where(eq(unitContact.accountId, me)),
    unitsOfferedToInstructors: await db.select({ stationId: assignmentOffer.stationId, createdAt: assignmentOffer.createdAt })
      .from(assignmentOffer).where(eq(assignmentOffer.requestedBy, me)),
  };
}

/** What somebody asked for help with, its texts unsealed, and what they have in hand. */
async function readHelp({ db, seal }: Scope, me: AccountId) {
  const asked = await db.select({
    stationId: helpRequest.stationId, category: helpRequest.category, unit: unit.code, summarySealed: helpRequest.summarySealed, answerSealed: helpRequest.answerSealed,
    openedOn: helpRequest.openedOn, dueOn: helpRequest.dueOn, closedOn: helpRequest.closedOn, satisfaction: helpRequest.satisfaction,
  }).from(helpRequest).leftJoin(unit, and(eq(unit.stationId, helpRequest.stationId), eq(unit.id, helpRequest.unitId)))
    .where(eq(helpRequest.requestedBy, me)).orderBy(asc(helpRequest.id));
  return {
    helpRequests: asked.map(({ summarySealed, answerSealed, ...row }) => ({ ...row, text: unsealed(seal, "summary", summarySealed), answer: unsealed(seal, "answer", answerSealed) })),
    helpRequestsInHand: await db.select({ stationId: helpRequest.stationId, category: helpRequest.category, openedOn: helpRequest.openedOn, closedOn: helpRequest.closedOn })
      .from(helpRequest).where(eq(helpRequest.handledBy, me)).orderBy(asc(helpRequest.id)),
  };
}

/** What somebody keeps, reads and has done above the stations. */
async function readBodies(scope: Scope, me: AccountId) {
  const { db } = scope;
  return {
    bodies: await db.select({ body: scopeNode.name, right: scopeGrant.kind, grantedAt: scopeGrant.grantedAt }).from(scopeGrant)
      .innerJoin(scopeNode, eq(scopeNode.id, scopeGrant.nodeId)).where(eq(scopeGrant.accountId, me)).orderBy(asc(scopeGrant.id)),
    bodyRightsGiven: await db.select({ body: scopeNode.name, right: scopeGrant.kind, grantedAt: scopeGrant.grantedAt }).from(scopeGrant)
      .innerJoin(scopeNode, eq(scopeNode.id, scopeGrant.nodeId)).where(eq(scopeGrant.grantedBy, me)).orderBy(asc(scopeGrant.id)),
    bodyLinksMade: await db.select({ body: scopeNode.name, purpose: scopeInvitation.purpose, createdAt: scopeInvitation.createdAt }).from(scopeInvitation)
      .innerJoin(scopeNode, eq(scopeNode.id, scopeInvitation.nodeId)).where(eq(scopeInvitation.createdBy, me)).orderBy(asc(scopeInvitation.createdAt)),
    bodyTrail: await db.select({ body: scopeNode.name, at: scopeEvent.at, action: scopeEvent.action }).from(scopeEvent)
      .innerJoin(scopeNode, eq(scopeNode.id, scopeEvent.nodeId)).where(eq(scopeEvent.actorId, me)).orderBy(asc(scopeEvent.at)),
    bodyDigests: await db.select({ body: scopeNode.name, weekOn: scopeCopy.weekOn, state: scopeCopy.state }).from(scopeCopy)
      .innerJoin(scopeNode, eq(scopeNode.id, scopeCopy.nodeId)).where(eq(scopeCopy.accountId, me)).orderBy(asc(scopeCopy.weekOn)),
  };
}

/** Withdrawn consents name nobody; they are found by making the hash of each anew for this person. */
async function readProofs(scope: Scope, userId: number) {
  const rows = await scope.db.select().from(consentProof);
  return rows.filter((row) => scope.seal.proof(proofStatement(userId, row)) === row.proofHash)
    .map(({ stationId, purpose, textVersion, givenAt, withdrawnAt }) => ({ stationId, purpose, textVersion, givenAt, withdrawnAt }));
}

/** Everything that the bot holds about the person; null where there is nothing. */
export async function readMyCopy(scope: Scope, me: AccountId): Promise<MyCopy | null> {
  const own = await readAccount(scope, me);
  if (!own) return null;
  const drafts = await scope.db.select({ kind: draft.kind, content: draft.content, expiresAt: draft.expiresAt }).from(draft).where(eq(draft.accountId, me));
  const waiting = await scope.db.select({ kind: outbox.kind, runAt: outbox.runAt }).from(outbox)
    .where(sql`${outbox.payload} ->> 'accountId' = ${String(me)}`);
  return {
    format: "muster.mydata/1", madeAt: scope.now, account: own,
    ...await readMembership(scope, me), ...await readAnswers(scope, me), ...await readDuties(scope, me), ...await readOwnUnits(scope, me), ...await readHelp(scope, me),
    ...await readBodies(scope, me),
    withdrawnConsents: await readProofs(scope, own.telegramUserId), waitingMessages: waiting,
    drafts: drafts.map((each) => (each.kind === REQUEST_DRAFT ? { ...each, content: openDraft(scope.seal, each.content) } : each)),
  };
}
