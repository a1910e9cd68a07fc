import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { invitations, promiseTurns, publishDue, question, readQuestion, readResult, result, takeTurn, turn, type RaterRef } from "./actions.ts";
import { questionMessage, resultMessage } from "./view.ts";

const activityRef = z.object({ stationId: z.int(), activityId: z.int() });
const raterRef = activityRef.extend({ accountId: z.int() });

const toPerson = (io: JobIo, userSealed: string, message: Parameters<typeof messagePayload>[0]): Call =>
  ({ method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(userSealed, "account"), ...messagePayload(message) } });

async function renderQuestion(io: JobIo, ref: RaterRef): Promise<Call | null> {
  const found = await readQuestion(io.db, ref, io.now);
  return found && toPerson(io, found.userSealed, questionMessage(io.words(found.locale), found.title, ref.activityId));
}

async function renderResult(io: JobIo, ref: { stationId: number; activityId: number }): Promise<Call | null> {
  const found = await readResult(io.db, ref);
  return found && toPerson(io, found.userSealed, resultMessage(io.words(found.locale), found));
}

export const jobs: readonly Job[] = [
  job({ what: invitations, payload: activityRef, expand: (tx, ref, io) => promiseTurns(tx, ref, io.now) }),
  job({ what: turn, payload: raterRef, expand: (tx, ref, io) => takeTurn(tx, ref, io.now) }),
  job({ what: question, payload: raterRef, repeatable: true, render: renderQuestion }),
  job({ what: result, payload: activityRef, repeatable: true, render: renderResult }),
];

export async function due(scope: Scope): Promise<void> {
  await publishDue(scope);
}
