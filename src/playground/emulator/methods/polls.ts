import { z } from "zod";
import { chargeFor, noteBotDeed } from "../posting.ts";
import { badRequest } from "../refusal.ts";
import { wirePoll } from "../render.ts";
import type { ChatState, PollState } from "../state.ts";
import { cleanText, lengthOf } from "../text.ts";
import { readInlineKeyboard } from "../keyboard.ts";
import { closePoll } from "../polls.ts";
import type { WireMessage } from "../wire-types.ts";
import { mintId, mintNumber, unixNow } from "../world.ts";
import type { World } from "../world.ts";
import { inTopic, postShape, readMarkup, readReply } from "./content.ts";
import { editTargetShape, reachOwnMessage } from "./editing.ts";
import { integer, json, method, text, truth } from "./method.ts";
import type { Call, Method } from "./method.ts";
import { post, reachTarget } from "./sending.ts";

const MAX_QUESTION = 300;
const MAX_OPTION = 100;
const MAX_DESCRIPTION = 1024;
const MAX_OPTIONS = 12;
const MIN_OPEN_SECONDS = 5;
const MAX_OPEN_SECONDS = 2_628_000;

const optionSchema = z.union([z.strictObject({ text: z.string() }), z.string().transform((words) => ({ text: words }))]);

function checkQuestion(question: string): string {
  if (question === "") throw badRequest("poll question must be non-empty");
  if (lengthOf(question) > MAX_QUESTION) throw badRequest(`poll question length must not exceed ${MAX_QUESTION}`);
  return question;
}

function checkOptions(options: string[]): string[] {
  if (options.length < 1) throw badRequest("poll must have at least 1 answer option");
  if (options.length > MAX_OPTIONS) throw badRequest(`poll can't have more than ${MAX_OPTIONS} options`);
  for (const option of options) {
    if (option === "") throw badRequest("poll options must be non-empty");
    if (lengthOf(option) > MAX_OPTION) throw badRequest(`poll options length must not exceed ${MAX_OPTION}`);
  }
  return options;
}

/** When the poll ends by itself, if it does. */
function readEnd(world: World, openPeriod: number | undefined, closeDate: number | undefined): Pick<PollState, "openPeriod" | "closeOn"> {
  if (openPeriod !== undefined && closeDate !== undefined) {
    world.ledger.errors.push("sendPoll: open_period and close_date can't be used together.");
    throw badRequest("POLL_CLOSE_DATE_INVALID");
  }
  const closeOn = openPeriod === undefined ? closeDate : unixNow(world) + openPeriod;
  if (closeOn === undefined) return {};
  const seconds = closeOn - unixNow(world);
  if (seconds < MIN_OPEN_SECONDS || seconds > MAX_OPEN_SECONDS) throw badRequest("POLL_CLOSE_DATE_INVALID");
  return { closeOn, ...(openPeriod === undefined ? {} : { openPeriod }) };
}

const pollShape = {
  ...postShape,
  question: text,
  options: json(z.array(optionSchema)),
  is_anonymous: truth,
  type: text,
  allows_multiple_answers: truth,
  allows_revoting: truth,
  open_period: integer,
  close_date: integer,
  is_closed: truth,
  description: text,
};

function readDescription(given: string | undefined): Pick<PollState, "description"> {
  const description = cleanText(given ?? "").trim();
  if (lengthOf(description) > MAX_DESCRIPTION) throw badRequest(`poll description length must not exceed ${MAX_DESCRIPTION}`);
  return description === "" ? {} : { description };
}

/** A poll that is refused at the door, such as by the limits, never was. */
function postPoll(call: Call, chat: ChatState, poll: PollState, parts: Parameters<typeof post>[2]): WireMessage {
  const { polls } = call.world.state;
  polls.set(poll.id, poll);
  try {
    const sent = post(call, chat, { ...parts, pollId: poll.id });
    poll.messageId = sent.message_id;
    return sent;
  } catch (error) {
    polls.delete(poll.id);
    throw error;
  }
}

const sendPoll = method(pollShape, (call, params) => {
  const { world } = call;
  const question = checkQuestion(cleanText(params.question ?? "").trim());
  const options = checkOptions((params.options ?? []).map((option) => cleanText(option.text).trim()));
  if (params.type !== undefined && params.type !== "regular") {
    world.ledger.errors.push("Quizzes are not emulated.");
    throw badRequest("unsupported poll type specified");
  }
  const end = readEnd(world, params.open_period, params.close_date);
  const { chat, topic } = reachTarget(call, params, "polls");
  if (chat.type === "channel" && params.is_anonymous === false) throw badRequest("non-anonymous polls can't be sent to channel chats");
  const poll: PollState = {
    id: String(5_000_000_000_000_000 + mintNumber(world)),
    chatId: chat.id,
    messageId: 0,
    question,
    options: options.map((option) => ({ persistentId: mintId(world, "option"), text: option })),
    votes: new Map(),
    isAnonymous: params.is_anonymous ?? true,
    allowsMultiple: params.allows_multiple_answers ?? false,
    allowsRevoting: params.allows_revoting ?? true,
    closed: params.is_closed ?? false,
    ...readDescription(params.description),
    ...end,
  };
  const reply = readReply(chat, params.reply_parameters);
  const markup = readMarkup(params.reply_markup);
  return postPoll(call, chat, poll, { ...markup, ...reply, body: inTopic(topic) });
});

const stopPoll = method(editTargetShape, (call, params) => {
  const { world } = call;
  const { chat, message } = reachOwnMessage(call, params, "message with poll to stop");
  const poll = world.state.polls.get(message.pollId ?? "");
  if (!poll) throw badRequest("message is not a poll");
  if (poll.closed) throw badRequest("poll has already been closed");
  const keyboard = readInlineKeyboard(params.reply_markup);
  chargeFor(world, chat);
  if (keyboard) message.keyboard = keyboard;
  else delete message.keyboard;
  closePoll(world, poll);
  noteBotDeed(world, "poll", message, poll.question);
  return wirePoll(poll);
});

export const pollMethods: Record<string, Method> = { sendPoll, stopPoll };
