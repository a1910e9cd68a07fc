import { and, asc, eq, sql } from "drizzle-orm";
import type { Place, Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { pollPost, pollVote } from "../../db/schema-poll.ts";
import { member } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { atPollStation, holdPoll, type PollRef } from "../ballot/actions.ts";
import { readOutcome, type Outcome } from "../result/actions.ts";
import { readRoles } from "../role/actions.ts";

export interface Choices extends Outcome {
  /** For each option the aliases of those who chose it and show theirs. */
  readonly aliases: readonly (readonly string[])[];
}

/** Who shows their alias and chose what; a copy knows its options by Telegram's lasting names. */
async function readAliases(tx: Tx, ref: PollRef, options: number): Promise<string[][]> {
  const rows = await tx.select({
    alias: member.alias, chosen: pollVote.optionIds, known: pollPost.optionIds,
  }).from(pollVote)
    .innerJoin(member, and(eq(member.stationId, pollVote.stationId), eq(member.accountId, pollVote.accountId), eq(member.aliasShown, true)))
    .innerJoin(pollPost, and(eq(pollPost.stationId, pollVote.stationId), eq(pollPost.pollId, pollVote.pollId), eq(pollPost.chatId, pollVote.chatId)))
    .where(and(eq(pollVote.stationId, ref.stationId), eq(pollVote.pollId, ref.pollId))).orderBy(asc(sql`lower(member.alias)`));
  return Array.from({ length: options }, (_, at) => {
    const chose = rows.filter(({ chosen, known }) => known?.[at] !== undefined && chosen.includes(known[at]));
    return [...new Set(chose.map(({ alias }) => alias))];
  });
}

/** Who chose what in a named poll, in private and only for whoever asked it, while they are still an organizer; the look goes into the trail. */
export async function readChoices(spoken: StationScope, place: Place, pollId: number): Promise<Result<"notForYou", { choices: Choices }>> {
  const scope = await atPollStation(spoken, place, pollId);
  const ref = { stationId: scope.stationId, pollId };
  return scope.act(async (tx): Promise<Result<"notForYou", { choices: Choices }>> => {
    const held = await holdPoll(tx, ref);
    const roles = await readRoles(tx, scope);
    const isAsker = held !== null && held.askedBy !== null && held.askedBy === scope.actor && (roles.includes("organizer") || roles.includes("station_lead"));
    const outcome = isAsker && !held.isAnonymous ? await readOutcome(tx, ref) : null;
    if (!outcome) return { ok: false, reason: "notForYou" };
    await recordAudit(tx, scope, "poll.votes_read", { kind: "poll", id: pollId });
    return { ok: true, choices: { ...outcome, aliases: await readAliases(tx, ref, outcome.options.length) } };
  });
}
