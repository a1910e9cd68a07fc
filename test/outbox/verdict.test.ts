import * as fc from "fast-check";
import { GrammyError, HttpError } from "grammy";
import { expect, test } from "vitest";
import { backoffMs, verdict } from "../../src/outbox/verdict.ts";

function refusal(error_code: number, description: string, parameters = {}) {
  return new GrammyError("failed", { ok: false, error_code, description, parameters }, "sendMessage", {});
}

/** What Telegram's server says, word for word, and what it must mean to us. */
const SAID: readonly [number, string, string][] = [
  [400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", "notModified"],
  [400, "Bad Request: message to edit not found", "messageGone"],
  [400, "Bad Request: message can't be edited", "messageGone"],
  [400, "Bad Request: MESSAGE_ID_INVALID", "messageGone"],
  [400, "Bad Request: message to be replied not found", "messageGone"],
  [400, "Bad Request: message to delete not found", "messageGone"],
  [400, "Bad Request: message can't be deleted", "messageGone"],
  [400, "Bad Request: message thread not found", "topicGone"],
  [400, "Bad Request: TOPIC_CLOSED", "topicGone"],
  [400, "Bad Request: TOPIC_DELETED", "topicGone"],
  [403, "Forbidden: bot was blocked by the user", "forbidden"],
  [403, "Forbidden: user is deactivated", "forbidden"],
  [403, "Forbidden: bot was kicked from the group chat", "forbidden"],
  [403, "Forbidden: bot was kicked from the supergroup chat", "forbidden"],
  [403, "Forbidden: bot is not a member of the supergroup chat", "forbidden"],
  [403, "Forbidden: the group chat was deleted", "forbidden"],
  [403, "Forbidden: bot can't initiate conversation with a user", "forbidden"],
  [403, "Forbidden: bot can't send messages to bots", "forbidden"],
  [400, "Bad Request: chat not found", "forbidden"],
  [400, "Bad Request: PEER_ID_INVALID", "forbidden"],
  [400, "Bad Request: user not found", "forbidden"],
  [400, "Bad Request: have no write access to the chat", "forbidden"],
  [400, "Bad Request: CHAT_WRITE_FORBIDDEN", "forbidden"],
  [400, "Bad Request: not enough rights to send text messages to the chat", "forbidden"],
  [400, "Bad Request: CHAT_RESTRICTED", "forbidden"],
  [400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", "forbidden"],
  [400, "Bad Request: CHANNEL_PRIVATE", "forbidden"],
  [400, "Bad Request: need administrator rights in the channel chat", "forbidden"],
  [401, "Unauthorized", "brokenWorld"],
  [404, "Not Found", "brokenWorld"],
  [409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", "conflict"],
  [500, "Internal Server Error: sent message was immediately deleted and can't be returned", "uncertain"],
  [502, "Bad Gateway", "uncertain"],
  [400, "Bad Request: message text is empty", "refused"],
  [400, "Bad Request: BUTTON_DATA_INVALID", "refused"],
  [400, "Bad Request: message is too long", "refused"],
];

test.each(SAID)("%i %s means %s", (code, description, kind) => {
  expect(verdict(refusal(code, description)).kind).toBe(kind);
});

test("too many requests waits for as long as Telegram asks", () => {
  expect(verdict(refusal(429, "Too Many Requests: retry after 7", { retry_after: 7 }))).toEqual({ kind: "tooMany", retryAfterMs: 7_000 });
});

test("a group that became a supergroup is followed", () => {
  const error = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: -1001 });
  expect(verdict(error)).toEqual({ kind: "migrated", toChatId: -1001 });
});

test("a lost answer is uncertain: Telegram may have done it", () => {
  expect(verdict(new HttpError("network", new Error("reset"))).kind).toBe("uncertain");
});

test.each(["ENOTFOUND", "ECONNREFUSED"])("with no connection at all (%s) Telegram has surely not done it", (code) => {
  expect(verdict(new HttpError("network", Object.assign(new Error("no"), { code }))).kind).toBe("unreachable");
  expect(verdict(new HttpError("network", new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code }) }))).kind).toBe("unreachable");
});

test("whatever Telegram may say has a defined meaning", () => {
  fc.assert(fc.property(fc.integer({ min: 400, max: 599 }), fc.string(), (code, description) => {
    expect(verdict(refusal(code, description)).kind).toMatch(/^\w+$/);
  }));
});

test("the pauses between tries double, up to five minutes", () => {
  expect([1, 2, 3, 4, 20].map(backoffMs)).toEqual([1_000, 2_000, 4_000, 8_000, 300_000]);
});
