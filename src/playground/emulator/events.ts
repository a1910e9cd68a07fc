import type { CallbackAnswer, ChatMessage, ChatView } from "./views.ts";

export type EmulatorEvent =
  | { type: "message" | "edited" | "deleted" | "reacted" | "poll"; chatId: number; message: ChatMessage }
  | { type: "answered"; personId: number; answer: CallbackAnswer }
  | { type: "chat"; chat: ChatView }
  | { type: "person"; personId: number }
  | { type: "action"; chatId: number; action: string }
  | { type: "called"; method: string }
  | { type: "commands" }
  | { type: "webhook" }
  | { type: "restored" };

export type EventBus = {
  emit: (event: EmulatorEvent) => void;
  subscribe: (listener: (event: EmulatorEvent) => void) => () => void;
};

export function createEventBus(): EventBus {
  const listeners = new Set<(event: EmulatorEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
