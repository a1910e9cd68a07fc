import { and, eq, gte } from "drizzle-orm";
import type { Poll } from "grammy/types";
import type { Scope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { poll, pollPost, pollVote } from "../../db/schema-poll.ts";
import { account, consent } from "../../db/schema.ts";
import { attachUncertain, takeTotals } from "../ballot/actions.ts";
import { REPLY_VERSION } from "../consent/rules.ts";

/** Telegram tells how a poll stands. */
export async function noteTotals(scope: Scope, told: Poll): Promise<void> {
  await scope.act(async (tx) => {
    const known = await tx.select({ chatId: pollPost.chatId }).from(pollPost).where(eq(pollPost.telegramPollId, told.id));
    if (known.length === 0) await attachUncertain(tx, told);
    await takeTotals(tx, told);
  });
}

export interface Answer {
  readonly telegramPollId: string;
  readonly userId: number;
  /** Telegram's lasting ids of the options; none where the vote was taken back. */
  readonly optionIds: readonly string[];
}

/** Where the answer belongs (one may arrive a little after the end, and was given before it) and whose it is, if they joined and agreed; the consent is held, so that withdrawing it waits. */
async function findVoter(tx: Tx, scope: Scope, answer: Answer) {
  const [found] = await tx.select({
    stationId: pollPost.stationId, pollId: pollPost.pollId, chatId: pollPost.chatId, accountId: consent.accountId,
  }).from(pollPost)
    .innerJoin(poll, and(eq(poll.stationId, pollPost.stationId), eq(poll.id, pollPost.pollId), eq(poll.isAnonymous, false)))
    .innerJoin(account, eq(account.userHash, scope.seal.fingerprint(answer.userId)))
    .innerJoin(consent, and(
      eq(consent.stationId, pollPost.stationId), eq(consent.accountId, account.id), eq(consent.purpose, "attendance"), gte(consent.textVersion, REPLY_VERSION),
    ))
    .where(eq(pollPost.telegramPollId, answer.telegramPollId)).for("share", { of: consent });
  return found ?? null;
}

/** Keeps an answer in a named poll of somebody who agreed to that; of anybody else nothing is kept. One that is taken back is gone. */
export async function noteVote(scope: Scope, answer: Answer): Promise<void> {
  await scope.act(async (tx) => {
    const voter = await findVoter(tx, scope, answer);
    if (!voter) return;
    const { stationId, pollId, chatId, accountId } = voter;
    if (answer.optionIds.length === 0) {
      await tx.delete(pollVote).where(and(
        eq(pollVote.stationId, stationId), eq(pollVote.pollId, pollId), eq(pollVote.chatId, chatId), eq(pollVote.accountId, accountId),
      ));
      return;
    }
    const said = { optionIds: [...answer.optionIds], at: scope.now };
    await tx.insert(pollVote).values({ ...voter, ...said }).onConflictDoUpdate({
      target: [pollVote.stationId, pollVote.pollId, pollVote.chatId, pollVote.accountId], set: said,
    });
  });
}
