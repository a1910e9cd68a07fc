import type { RawApi } from "grammy";
import type { z } from "zod";
import type { Setting } from "../context.ts";
import type { Database, Tx } from "../db/client.ts";
import type { Seal } from "../db/seal.ts";
import type { Messages } from "../i18n/messages.ts";
import type { Locale } from "../context.ts";
import type { Owed } from "./enqueue.ts";

type Method = "sendMessage" | "editMessageText" | "sendPhoto" | "sendDocument" | "sendPoll" | "stopPoll" | "deleteMessage" | "leaveChat";

/** One call to Telegram. `personal` marks a private chat, whose id must not reach the database in clear. */
export type Call = { [M in Method]: { method: M; payload: Parameters<RawApi[M]>[0]; personal?: boolean } }[Method];

export interface JobIo {
  readonly db: Database;
  readonly now: Date;
  readonly seal: Seal;
  readonly setting: Setting;
  words(locale: Locale): Messages;
}

export interface Sent {
  readonly messageId: number | null;
}

/** How the world refused a call for good. */
export type Lost = "messageGone" | "chatGone" | "forbidden" | "refused";

export interface Job<Payload extends object = object> {
  readonly what: Owed<Payload>;
  readonly payload: z.ZodType<Payload>;
  /** Whether a call whose answer was lost may be made again; an edit always may. */
  readonly repeatable: boolean;
  /** Renders the present; null when there is nothing left to say. */
  render(io: JobIo, payload: Payload): Promise<Call | null>;
  /** Records what Telegram said, in the transaction that removes the job. */
  sent?(tx: Tx, payload: Payload, sent: Sent, io: JobIo): Promise<void>;
  /** Records that it cannot be delivered. */
  lost?(tx: Tx, payload: Payload, lost: Lost, io: JobIo): Promise<void>;
}

/** Pairs an owed kind with how it is rendered; the one list of jobs is in app.ts. */
export function job<Payload extends object>(definition: Job<Payload>): Job {
  return definition as unknown as Job;
}
