import type { FaultDesk } from "./faults.ts";
import type { EmulatorEvent } from "./events.ts";
import type { Ledger } from "./ledger.ts";
import type { Limiter } from "./limits.ts";
import type { Poller } from "./queue.ts";
import type { ChatState, Person, State } from "./state.ts";

export type Settings = {
  latencyMs: number;
  callbackDeadlineMs: number;
  updatesPerAnswer: number;
  strictPolling: boolean;
};

/** One emulated Telegram. `state` is replaced as a whole by restore, so it is always read through the world. */
export type World = {
  state: State;
  readonly token: string;
  readonly now: () => Date;
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly limiter: Limiter;
  readonly faults: FaultDesk;
  readonly poller: Poller;
  readonly emit: (event: EmulatorEvent) => void;
  readonly wakeWebhooks: () => void;
};

export function unixNow(world: World): number {
  return Math.floor(world.now().getTime() / 1000);
}

export function mintNumber(world: World): number {
  return world.state.nextNumber++;
}

export function mintId(world: World, prefix: string): string {
  return `${prefix}${mintNumber(world)}`;
}

/** Private chats and small groups share one sequence of message ids; every supergroup and channel has its own. */
export function mintMessageId(world: World, chat: ChatState): number {
  if (chat.type === "private" || chat.type === "group") return world.state.nextSharedMessageId++;
  return chat.nextMessageId++;
}

export function personOf(world: World, id: number): Person {
  const person = world.state.people.get(id);
  if (!person) throw new Error(`There is no person ${id} in the emulator.`);
  return person;
}

export function chatOf(world: World, id: number): ChatState {
  const chat = world.state.chats.get(id);
  if (!chat) throw new Error(`There is no chat ${id} in the emulator.`);
  return chat;
}
