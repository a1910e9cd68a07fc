import { isPresent } from "../access.ts";
import { announce } from "../posting.ts";
import { pushUpdate } from "../queue.ts";
import { wireChat, wirePoll, wireUser } from "../render.ts";
import type { ChatState, Person, PollState } from "../state.ts";
import type { World } from "../world.ts";
import { closeDuePolls } from "../polls.ts";
import { findChat, findMessage, findPerson } from "./refs.ts";
import type { MessageRef, Ref } from "./refs.ts";

export type VoteOptions = {
  /** An admin who hides behind the group: the bot hears of the group, not of the person. */
  asAnonymousAdmin?: boolean;
};

function chosenOptions(options: { text: string }[], chosen: (string | number)[]): number[] {
  const indexes = chosen.map((one) => {
    const index = typeof one === "number" ? one : options.findIndex((option) => option.text === one);
    if (index < 0 || index >= options.length) throw new Error(`The poll has no option “${one}”.`);
    return index;
  });
  return [...new Set(indexes)].toSorted((a, b) => a - b);
}

function checkMayVote(chat: ChatState, person: Person, poll: PollState): void {
  const inside = chat.type === "private" ? chat.id === person.id : isPresent(chat.members.get(person.id));
  if (!inside) throw new Error(`${person.firstName} is not in ${chat.title ?? `the chat ${chat.id}`}.`);
  if (poll.closed) throw new Error("The poll is closed.");
}

/** Votes for options by text or index; an empty list takes the vote back. The same vote again changes nothing, and the bot hears nothing. */
export function vote(world: World, personRef: Ref, ref: MessageRef, chosen: (string | number)[], options: VoteOptions = {}): void {
  closeDuePolls(world);
  const [person, chat, message] = [findPerson(world, personRef), findChat(world, ref.chatId), findMessage(world, ref)];
  const poll = world.state.polls.get(message.pollId ?? "");
  if (!poll || message.deleted) throw new Error(`Message ${ref.id} is no poll.`);
  checkMayVote(chat, person, poll);
  const indexes = chosenOptions(poll.options, chosen);
  if (indexes.length > 1 && !poll.allowsMultiple) throw new Error("The poll takes one answer only.");
  const before = poll.votes.get(person.id) ?? [];
  if (before.join() === indexes.join()) return;
  if (before.length > 0 && !poll.allowsRevoting) throw new Error("The poll takes no second vote.");
  if (indexes.length > 0) poll.votes.set(person.id, indexes);
  else poll.votes.delete(person.id);
  announce(world, "poll", message);
  pushUpdate(world, "poll", wirePoll(poll), `poll:${poll.id}`);
  if (poll.isAnonymous) return;
  const voter = options.asAnonymousAdmin ? { voter_chat: wireChat(world, chat) } : { user: wireUser(person) };
  const persistent = indexes.map((index) => poll.options[index]?.persistentId ?? "");
  pushUpdate(world, "poll_answer", { poll_id: poll.id, ...voter, option_ids: indexes, option_persistent_ids: persistent }, `poll:${poll.id}`);
}
