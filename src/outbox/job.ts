import type { InputFile, RawApi } from "grammy";
import type { Poll } from "grammy/types";
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
  /** An SVG as a PNG to be sent. */
  picture(svg: string): Promise<InputFile>;
}

export interface Sent {
  readonly messageId: number | null;
  /** The poll that was posted, or stopped with its final totals. */
  readonly poll: Poll | null;
}

/** Why a call will not be made again: refused for good, or made with its answer lost where twice would be wrong. */
export type Lost = "messageGone" | "chatGone" | "forbidden" | "refused" | "uncertain";

interface Promised<Payload extends object> {
  readonly what: Owed<Payload>;
  readonly payload: z.ZodType<Payload>;
}

/** A promise that is one call. */
export interface RenderedJob<Payload extends object = object> extends Promised<Payload> {
  /** Whether a call whose answer was lost may be made again; an edit always may. */
  readonly repeatable: boolean;
  /** Whether `lost` tells whoever must know of a refusal, so that the lead is not told of a dead message too. */
  readonly ownsLosses?: boolean;
  readonly expand?: never;
  /** Renders the present; null when there is nothing left to say. */
  render(io: JobIo, payload: Payload): Promise<Call | null>;
  /** Records what Telegram said, in the transaction that removes the job. */
  sent?(tx: Tx, payload: Payload, sent: Sent, io: JobIo): Promise<void>;
  /** Records that it cannot be delivered. */
  lost?(tx: Tx, payload: Payload, lost: Lost, io: JobIo): Promise<void>;
}

/** A promise that stands for many: it makes no call. */
export interface ExpandedJob<Payload extends object = object> extends Promised<Payload> {
  readonly render?: never;
  /** Promises the many, in the transaction that removes the one. */
  expand(tx: Tx, payload: Payload, io: JobIo): Promise<void>;
}

export type Job<Payload extends object = object> = RenderedJob<Payload> | ExpandedJob<Payload>;

/** Pairs an owed kind with how it is kept; the one list of jobs is in jobs.ts. */
export function job<Payload extends object>(definition: Job<Payload>): Job {
  return definition as unknown as Job;
}
