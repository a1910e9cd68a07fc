export type WireUser = {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
};

export type ChatType = "private" | "group" | "supergroup" | "channel";

export type WireChat = {
  id: number;
  type: ChatType;
  title?: string;
  username?: string;
  first_name?: string;
  last_name?: string;
  is_forum?: true;
};

export type WireEntity = {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
};

export type WireButton = {
  text: string;
  callback_data?: string;
  url?: string;
  copy_text?: { text: string };
};

export type WireOrigin =
  | { type: "user"; date: number; sender_user: WireUser }
  | { type: "channel"; date: number; chat: WireChat; message_id: number };

export type WirePhotoSize = {
  file_id: string;
  file_unique_id: string;
  width: number;
  height: number;
  file_size: number;
};

export type WireDocument = {
  file_id: string;
  file_unique_id: string;
  file_name?: string;
  mime_type?: string;
  file_size: number;
};

export type WirePoll = {
  id: string;
  question: string;
  options: { persistent_id: string; text: string; voter_count: number }[];
  total_voter_count: number;
  is_closed: boolean;
  is_anonymous: boolean;
  type: "regular";
  allows_multiple_answers: boolean;
  allows_revoting: boolean;
  members_only: boolean;
  /** Only inside a message. */
  description?: string;
  open_period?: number;
  close_date?: number;
};

/** The parts of a message that do not depend on the present state of its chat. */
export type WireBody = {
  from?: WireUser;
  sender_chat?: WireChat;
  author_signature?: string;
  message_thread_id?: number;
  is_topic_message?: true;
  text?: string;
  entities?: WireEntity[];
  caption?: string;
  caption_entities?: WireEntity[];
  photo?: WirePhotoSize[];
  document?: WireDocument;
  contact?: { phone_number: string; first_name: string; user_id?: number };
  forward_origin?: WireOrigin;
  is_automatic_forward?: true;
  via_bot?: WireUser;
  new_chat_members?: WireUser[];
  left_chat_member?: WireUser;
  new_chat_title?: string;
  group_chat_created?: true;
  supergroup_chat_created?: true;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  forum_topic_created?: { name: string; icon_color: number };
  forum_topic_closed?: Record<string, never>;
  forum_topic_reopened?: Record<string, never>;
};

export type WireMessage = WireBody & {
  message_id: number;
  date: number;
  edit_date?: number;
  chat: WireChat;
  reply_to_message?: WireMessage;
  poll?: WirePoll;
  reply_markup?: { inline_keyboard: WireButton[][] };
};

export type WireReaction = { type: "emoji"; emoji: string };
