import type { Place, Result, StationScope } from "../../context.ts";
import { showNewDraft } from "../announce/actions.ts";
import { atPollStation, holdSteerable, readPostChats } from "../ballot/actions.ts";
import { readOutcome } from "../result/actions.ts";
import { winnersOf } from "../result/rules.ts";
import { winnerDraft } from "./rules.ts";

/** Begins an announcement of what won, for whoever may steer the poll; it is shown to them in private. */
export async function announceWinner(spoken: StationScope, place: Place, asked: { pollId: number; position: number }): Promise<Result<"notForYou">> {
  const scope = await atPollStation(spoken, place, asked.pollId);
  const ref = { stationId: scope.stationId, pollId: asked.pollId };
  return scope.act(async (tx): Promise<Result<"notForYou">> => {
    const held = await holdSteerable(tx, scope, asked.pollId);
    const outcome = held?.closedAt ? await readOutcome(tx, ref) : null;
    const option = outcome?.options[asked.position];
    if (!outcome || !option || !winnersOf(outcome.tally.totals).includes(asked.position)) return { ok: false, reason: "notForYou" };
    const chatIds = await readPostChats(tx, ref);
    const said = { zone: scope.timeZone, locale: scope.stationLocale, now: scope.now };
    const isShown = await showNewDraft(tx, scope, winnerDraft({ question: outcome.question, option, chatIds }, said));
    return isShown ? { ok: true } : { ok: false, reason: "notForYou" };
  });
}
