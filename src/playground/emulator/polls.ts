import { announce } from "./posting.ts";
import { pushUpdate } from "./queue.ts";
import { wirePoll } from "./render.ts";
import type { PollState } from "./state.ts";
import { unixNow } from "./world.ts";
import type { World } from "./world.ts";

export function closePoll(world: World, poll: PollState): void {
  poll.closed = true;
  const message = world.state.chats.get(poll.chatId)?.messages.get(poll.messageId);
  if (message) announce(world, "poll", message);
  pushUpdate(world, "poll", wirePoll(poll), `poll:${poll.id}`);
}

/** Polls with an end close by the clock, noticed whenever anybody looks. */
export function closeDuePolls(world: World): void {
  const now = unixNow(world);
  for (const poll of world.state.polls.values()) {
    if (!poll.closed && poll.closeOn !== undefined && poll.closeOn <= now) closePoll(world, poll);
  }
}
