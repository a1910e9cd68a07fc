import type { ChatState, Person, PollState, StoredMessage } from "./state.ts";
import type { WireChat, WireMessage, WirePoll, WireUser } from "./wire-types.ts";
import { chatOf } from "./world.ts";
import type { World } from "./world.ts";

export function wireUser(person: Person): WireUser {
  return {
    id: person.id,
    is_bot: person.isBot,
    first_name: person.firstName,
    ...(person.lastName === undefined ? {} : { last_name: person.lastName }),
    ...(person.username === undefined ? {} : { username: person.username }),
    ...(person.languageCode === undefined ? {} : { language_code: person.languageCode }),
  };
}

export function wireChat(world: World, chat: ChatState): WireChat {
  const username = chat.username === undefined ? {} : { username: chat.username };
  if (chat.type !== "private") {
    const forum = chat.isForum ? { is_forum: true as const } : {};
    return { id: chat.id, type: chat.type, title: chat.title ?? "", ...username, ...forum };
  }
  const person = world.state.people.get(chat.id);
  return {
    id: chat.id,
    type: "private",
    first_name: person?.firstName ?? "",
    ...(person?.lastName === undefined ? {} : { last_name: person.lastName }),
    ...(person?.username === undefined ? {} : { username: person.username }),
  };
}

export function wirePoll(poll: PollState): WirePoll {
  const votes = [...poll.votes.values()].filter((chosen) => chosen.length > 0);
  return {
    id: poll.id,
    question: poll.question,
    options: poll.options.map((option, index) => ({
      persistent_id: option.persistentId,
      text: option.text,
      voter_count: votes.filter((chosen) => chosen.includes(index)).length,
    })),
    total_voter_count: votes.length,
    is_closed: poll.closed,
    is_anonymous: poll.isAnonymous,
    type: "regular",
    allows_multiple_answers: poll.allowsMultiple,
    allows_revoting: poll.allowsRevoting,
    members_only: false,
    ...(poll.openPeriod === undefined ? {} : { open_period: poll.openPeriod }),
    ...(poll.closeOn === undefined ? {} : { close_date: poll.closeOn }),
  };
}

/** A poll as it stands in its message, where alone its description is told. */
export function wirePostedPoll(poll: PollState): WirePoll {
  return { ...wirePoll(poll), ...(poll.description === undefined ? {} : { description: poll.description }) };
}

/** The message as Telegram would send it now; a reply carries the message it answers, one level deep. */
export function wireMessage(world: World, message: StoredMessage, depth = 1): WireMessage {
  const chat = chatOf(world, message.chatId);
  const answered = message.replyToId === undefined ? undefined : chat.messages.get(message.replyToId);
  const poll = message.pollId === undefined ? undefined : world.state.polls.get(message.pollId);
  return {
    message_id: message.id,
    date: message.sentOn,
    chat: wireChat(world, chat),
    ...structuredClone(message.body),
    ...(message.editedOn === undefined ? {} : { edit_date: message.editedOn }),
    ...(answered && !answered.deleted && depth > 0 ? { reply_to_message: wireMessage(world, answered, depth - 1) } : {}),
    ...(poll ? { poll: wirePostedPoll(poll) } : {}),
    ...(message.keyboard ? { reply_markup: { inline_keyboard: structuredClone(message.keyboard) } } : {}),
  };
}
