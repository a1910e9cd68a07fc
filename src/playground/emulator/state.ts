import type { ChatType, WireBody, WireButton, WireUser } from "./wire-types.ts";

export type Person = {
  id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  isBot: boolean;
  started: boolean;
  blocked: boolean;
  deactivated: boolean;
};

export type MemberStatus = "creator" | "administrator" | "member" | "restricted" | "left" | "kicked";

export const adminRightNames = [
  "can_manage_chat",
  "can_delete_messages",
  "can_manage_video_chats",
  "can_restrict_members",
  "can_promote_members",
  "can_change_info",
  "can_invite_users",
  "can_post_stories",
  "can_edit_stories",
  "can_delete_stories",
  "can_pin_messages",
  "can_manage_topics",
  "can_post_messages",
] as const;

export type AdminRights = Partial<Record<(typeof adminRightNames)[number], boolean>>;

export type Membership = {
  status: MemberStatus;
  rights?: AdminRights;
  isAnonymous?: boolean;
  canSend?: boolean;
};

export type Topic = { id: number; name: string; state: "open" | "closed" | "deleted" };

export type StoredMessage = {
  id: number;
  chatId: number;
  sentOn: number;
  editedOn?: number;
  edits: number;
  deleted: boolean;
  fromBot: boolean;
  senderId: number;
  body: WireBody;
  replyToId?: number;
  pollId?: string;
  keyboard?: WireButton[][];
  replyKeyboard?: unknown;
  reactions: Map<number, string[]>;
};

export type ChatState = {
  id: number;
  type: ChatType;
  title?: string;
  username?: string;
  isForum: boolean;
  members: Map<number, Membership>;
  messages: Map<number, StoredMessage>;
  topics: Map<number, Topic>;
  nextMessageId: number;
  migratedToId?: number;
  linkedChatId?: number;
  deleted: boolean;
  membersMaySend: boolean;
};

export type PollState = {
  id: string;
  chatId: number;
  messageId: number;
  question: string;
  options: { persistentId: string; text: string }[];
  votes: Map<number, number[]>;
  isAnonymous: boolean;
  allowsMultiple: boolean;
  allowsRevoting: boolean;
  closed: boolean;
  description?: string;
  openPeriod?: number;
  closeOn?: number;
};

export type CallbackState = {
  id: string;
  personId: number;
  chatId: number;
  messageId: number;
  data: string;
  madeAtMs: number;
  answer?: { text: string; showAlert: boolean; url?: string; atMs: number };
};

export type StoredFile = {
  id: string;
  uniqueId: string;
  path: string;
  name: string;
  mime: string;
  bytes: Uint8Array;
  kind: "photo" | "document";
  claimedSize?: number;
};

export type QueuedUpdate = {
  id: number;
  type: string;
  payload: unknown;
  expiresOn: number;
  webhookKey: string;
  failures: number;
  delaySeconds: number;
  wakeAtMs: number;
};

type WebhookState = {
  url: string;
  secretToken: string;
  maxConnections: number;
  lastErrorOn?: number;
  lastErrorMessage?: string;
};

export type MenuCommand = { command: string; description: string };

/** Everything that Telegram would keep; maps and bytes so that a snapshot can be taken in one place. */
export type State = {
  bot: WireUser;
  people: Map<number, Person>;
  chats: Map<number, ChatState>;
  polls: Map<string, PollState>;
  callbacks: Map<string, CallbackState>;
  files: Map<string, StoredFile>;
  queue: QueuedUpdate[];
  nextUpdateId: number;
  allowedUpdates: string[] | null;
  webhook: WebhookState | null;
  commands: Map<string, MenuCommand[]>;
  descriptions: Map<string, string>;
  shortDescriptions: Map<string, string>;
  nextNumber: number;
  nextPersonId: number;
  nextGroupNumber: number;
  nextSharedMessageId: number;
};

export function createState(bot: WireUser, firstUpdateId: number): State {
  return {
    bot,
    people: new Map(),
    chats: new Map(),
    polls: new Map(),
    callbacks: new Map(),
    files: new Map(),
    queue: [],
    nextUpdateId: firstUpdateId,
    allowedUpdates: null,
    webhook: null,
    commands: new Map(),
    descriptions: new Map(),
    shortDescriptions: new Map(),
    nextNumber: 1,
    nextPersonId: 5_000_000_001,
    nextGroupNumber: 1_000_001,
    nextSharedMessageId: 1,
  };
}
