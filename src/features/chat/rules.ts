export type ChatCommand =
  | { readonly verb: "list" }
  | { readonly verb: "link"; readonly kind: "organizer" | "member" }
  | { readonly verb: "here" }
  | { readonly verb: "unclear" };

const COMMANDS = new Map<string, ChatCommand>(Object.entries<ChatCommand>({
  "": { verb: "list" }, list: { verb: "list" }, 列表: { verb: "list" }, here: { verb: "here" }, 这里: { verb: "here" },
  link: { verb: "link", kind: "member" }, "link member": { verb: "link", kind: "member" }, "link organizer": { verb: "link", kind: "organizer" },
  关联: { verb: "link", kind: "member" }, "关联 成员群": { verb: "link", kind: "member" }, "关联 组织员群": { verb: "link", kind: "organizer" },
}));

/** Reads what follows /chat. */
export function parseChatCommand(rest: string): ChatCommand {
  const words = rest.toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  return COMMANDS.get(words) ?? { verb: "unclear" };
}

/** The button that says what a linked group is for; it stands under /setup and under /chat. */
export const KIND_DATA = /^chat:kind:(\d{1,15}):(\d{1,15}):(organizer|member)$/;

export function kindData({ stationId, chatId }: { readonly stationId: number; readonly chatId: number }, kind: "organizer" | "member"): string {
  return `chat:kind:${stationId}:${chatId}:${kind}`;
}
