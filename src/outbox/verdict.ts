import { GrammyError, HttpError } from "grammy";
import { errorCode } from "../db/start-error.ts";

/** What an error of Telegram's means for the call that got it. */
export type Verdict =
  | { kind: "tooMany"; retryAfterMs: number }
  | { kind: "notModified" }
  | { kind: "messageGone" }
  | { kind: "topicGone" }
  | { kind: "forbidden" }
  | { kind: "migrated"; toChatId: number }
  /** Telegram may or may not have done it. */
  | { kind: "uncertain" }
  /** There was no connection, so Telegram has surely not done it. */
  | { kind: "unreachable" }
  /** Another process polls, or a webhook is set. */
  | { kind: "conflict" }
  /** The token is wrong or Telegram is not Telegram: nothing about this message. */
  | { kind: "brokenWorld" }
  | { kind: "refused"; description: string };

/** Telegram's words, lower-cased, and what they mean; the code alone says too little (403s come as 400s too). */
const WORDS: readonly [RegExp, Verdict["kind"] & ("notModified" | "messageGone" | "topicGone" | "forbidden")][] = [
  [/message is not modified/, "notModified"],
  [/message to edit not found|message can't be edited|message_id_invalid|message to be replied not found|message to delete not found|message can't be deleted/, "messageGone"],
  [/message thread not found|topic_closed|topic_deleted|thread not found/, "topicGone"],
  [/bot was blocked|user is deactivated|bot was kicked|bot is not a member|group chat was deleted|group chat was deactivated|group is deactivated/, "forbidden"],
  [/can't initiate conversation|can't send messages to bots|chat not found|peer_id_invalid|user not found/, "forbidden"],
  [/have no write access|chat_write_forbidden|not enough rights|need administrator rights|chat_restricted|chat_send_\w+_forbidden|user_banned_in_channel|channel_private|chat_admin_required/, "forbidden"],
];

/** What a socket says when it never stood. */
const NEVER_STOOD = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH"]);

function verdictOnAnswer(error: GrammyError): Verdict {
  const { retry_after: retryAfter, migrate_to_chat_id: toChatId } = error.parameters;
  if (error.error_code === 429) return { kind: "tooMany", retryAfterMs: (retryAfter ?? 1) * 1000 };
  if (toChatId !== undefined) return { kind: "migrated", toChatId };
  const said = error.description.toLowerCase();
  const found = WORDS.find(([pattern]) => pattern.test(said));
  if (found) return { kind: found[1] };
  if (error.error_code >= 500) return { kind: "uncertain" };
  if (error.error_code === 409) return { kind: "conflict" };
  if (error.error_code === 401 || error.error_code === 404) return { kind: "brokenWorld" };
  if (error.error_code === 403) return { kind: "forbidden" };
  return { kind: "refused", description: said };
}

/** Reads every error that a call to Telegram can end with; this is the only file that does. */
export function verdict(error: unknown): Verdict {
  if (error instanceof GrammyError) return verdictOnAnswer(error);
  if (error instanceof HttpError && NEVER_STOOD.has(errorCode(error.error) ?? "")) return { kind: "unreachable" };
  return { kind: "uncertain" };
}

/** Backoff for the n-th try of a message, in ms: 1 s, 2 s, 4 s … at most 5 min. */
export function backoffMs(attempts: number): number {
  return Math.min(300_000, 1000 * 2 ** Math.max(0, attempts - 1));
}
