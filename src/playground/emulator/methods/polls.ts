import { z } from "zod";
import { announce, noteBotDeed } from "../posting.ts";
import { badRequest } from "../refusal.ts";
import { wirePoll } from "../render.ts";
import type { PollState } from "../state.ts";
import { lengthOf } from "../text.ts";
import { readInlineKeyboard } from "../keyboard.ts";
import { closePoll } from "../polls.ts";
import { mintId, mintNumber, unixNow } from "../world.ts";
import { inTopic, postShape, readMarkup, readReply } from "./content.ts";
import { editTargetShape, reachOwnMessage } from "./editing.ts";
import { integer, json, method, text, truth } from "./method.ts";
import type { Method } from "./method.ts";
import { post, reachTarget } from "./sending.ts";

const MAX_QUESTION = 300;
const MAX_OPTION = 100;
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

function checkPeriod(seconds: number | undefined): void {
  if (seconds !== undefined && (seconds < MIN_OPEN_SECONDS || seconds > MAX_OPEN_SECONDS)) {
    throw badRequest("POLL_CLOSE_DATE_INVALID");
  }
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
};

const sendPoll = method(pollShape, (call, params) => {
  const { world } = call;
  const question = checkQuestion((params.question ?? "").trim());
  const options = checkOptions((params.options ?? []).map((option) => option.text.trim()));
  if (params.type !== undefined && params.type !== "regular") {
    world.ledger.errors.push("Quizzes are not emulated.");
    throw badRequest("unsupported poll type specified");
  }
  checkPeriod(params.open_period);
  const closeOn = params.open_period === undefined ? params.close_date : unixNow(world) + params.open_period;
  if (params.close_date !== undefined) checkPeriod(params.close_date - unixNow(world));
  const { chat, topic } = reachTarget(call, params, "polls");
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
    ...(params.open_period === undefined ? {} : { openPeriod: params.open_period }),
    ...(closeOn === undefined ? {} : { closeOn }),
  };
  const reply = readReply(chat, params.reply_parameters);
  const markup = readMarkup(params.reply_markup);
  world.state.polls.set(poll.id, poll);
  const sent = post(call, chat, { ...markup, ...reply, pollId: poll.id, body: inTopic(topic) });
  poll.messageId = sent.message_id;
  return sent;
});

const stopPoll = method(editTargetShape, (call, params) => {
  const { world } = call;
  const { message } = reachOwnMessage(call, params, "message with poll to stop");
  const poll = world.state.polls.get(message.pollId ?? "");
  if (!poll) throw badRequest("message is not a poll");
  if (poll.closed) throw badRequest("poll has already been closed");
  const keyboard = readInlineKeyboard(params.reply_markup);
  if (keyboard) message.keyboard = keyboard;
  else delete message.keyboard;
  closePoll(world, poll);
  noteBotDeed(world, "poll", message, poll.question);
  announce(world, "poll", message);
  return wirePoll(poll);
});

export const pollMethods: Record<string, Method> = { sendPoll, stopPoll };
