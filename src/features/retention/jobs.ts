import { z } from "zod";
import type { Scope, Setting } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import {
  askToStay, isAccountsNightDone, isSwept, keepAccountsNight, keepStationNight, noteAsked, readNights, readSilent, sweep,
} from "./actions.ts";
import { nightOf } from "./rules.ts";
import { askMessage } from "./view.ts";

const wasAsked = (tx: Tx, payload: { accountId: number }, io: JobIo) => noteAsked(tx, payload.accountId, io.now);

export const jobs = [job({
  what: askToStay,
  payload: z.object({ accountId: z.number() }),
  repeatable: true,
  async render(io, { accountId }) {
    const silent = await readSilent(io.db, accountId, io.now);
    if (!silent) return null;
    const words = io.words(silent.locale ?? io.setting.defaultLocale);
    return {
      method: "sendMessage", personal: true,
      payload: { chat_id: io.seal.open(silent.userSealed, "account"), ...messagePayload(askMessage(words)) },
    };
  },
  sent: (tx, payload, _sent, io) => wasAsked(tx, payload, io),
  lost: (tx, payload, _lost, io) => wasAsked(tx, payload, io),
})];

/** Deletes what has been kept long enough: once an hour the short-lived, at three in the morning the rest. */
export async function due(scope: Scope, setting: Setting): Promise<void> {
  const hour = scope.now.toISOString().slice(0, 13);
  if (!await isSwept(scope, hour)) await sweep(scope, hour);
  for (const night of await readNights(scope)) await keepStationNight(scope, night);
  const date = nightOf(scope.now, setting.defaultTimeZone);
  if (date !== null && !await isAccountsNightDone(scope, date)) await keepAccountsNight(scope, date);
}
