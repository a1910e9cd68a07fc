import type { Context } from "grammy";
import type { Database, Tx } from "./db/client.ts";
import type { Seal } from "./db/seal.ts";
import type { ParsedCommand } from "./features/command/rules.ts";
import type { Messages } from "./i18n/messages.ts";
import type { Receive } from "./telegram/receive.ts";

export type Locale = "zh-CN" | "en";
export type StationId = number & { readonly __brand: "StationId" };
export type AccountId = number & { readonly __brand: "AccountId" };

/** What every verb gets. `act` is the one transaction of an update: it carries the effect and settles the update. */
export interface Scope {
  readonly db: Database;
  readonly now: Date;
  readonly seal: Seal;
  act<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Proof that a station was found for this chat or this person; minted in features/station only. */
export interface StationScope extends Scope {
  readonly stationId: StationId;
  readonly stationName: string;
  readonly timeZone: string;
  readonly stationLocale: Locale;
  /** The speaking person's account, where they have one. */
  readonly actor: AccountId | null;
}

/** The human who is really speaking. */
export interface Person {
  readonly userId: number;
  readonly languageCode: string | null;
  readonly account: { readonly id: AccountId; readonly locale: Locale | null; readonly currentStationId: number | null } | null;
}

export type Principal =
  | { readonly kind: "human"; readonly userId: number; readonly languageCode: string | null }
  | { readonly kind: "anonymousAdmin" }
  | { readonly kind: "nobody" };

export type Place =
  | { readonly kind: "private" }
  | { readonly kind: "organizer" | "member"; readonly chatId: number; readonly telegramChatId: number }
  | { readonly kind: "unlinked"; readonly telegramChatId: number };

export interface Controller {
  readonly name: string;
  readonly contact: string;
}

/** What does not change while the process runs. */
export interface Setting {
  readonly botUsername: string;
  readonly controller: Controller;
  readonly defaultTimeZone: string;
  readonly defaultLocale: Locale;
  /** Where the bot is reached from the internet; null where that is not known. */
  readonly publicUrl: string | null;
}

export interface Answering {
  /** The answer to a tap; at most 200 characters. */
  toast(text: string, options?: { alert?: boolean }): Promise<void>;
  /** Answers a tap by opening the bot's private chat with a start parameter. */
  openPrivate(startParameter: string): Promise<void>;
  /** The answer to a text command in a group: one emoji of Telegram's reaction list. */
  react(emoji: "👍" | "👌" | "🤝" | "🤔" | "🙏" | "🎉"): Promise<void>;
  /** Tells the person in private; false if they have never opened the private chat or blocked the bot. */
  tell(message: Outgoing): Promise<boolean>;
  /** Replies where the command was written: only to people who run the group (set-up, roles), never to each member. */
  reply(message: Outgoing): Promise<void>;
  /** Replaces the message whose button was tapped. */
  rewrite(message: Outgoing): Promise<void>;
  /** Shows something that takes a while: in place of the message whose button was tapped, else as a new one. */
  follow(message: Outgoing): Promise<Followed>;
  /** A picture in private; false where that is closed to the bot. */
  photo(bytes: Uint8Array, caption: Outgoing): Promise<boolean>;
  document(bytes: Uint8Array, fileName: string, caption?: string): Promise<void>;
}

/** A message that is rewritten while something goes on. */
export interface Followed {
  /** What it should say by now; shown at a pace, the newest only. */
  show(message: Outgoing): void;
  /** What it says in the end. */
  end(message: Outgoing): Promise<void>;
  stop(): void;
}

export interface Button {
  readonly text: string;
  readonly data?: string;
  readonly url?: string;
}

/** A message as the views say it: plain text and rows of buttons. */
export interface Outgoing {
  readonly text: string;
  readonly buttons?: readonly (readonly Button[])[];
}

export interface BotContext extends Context {
  scope: Scope;
  setting: Setting;
  /** Who speaks; without an account where they are a stranger, an anonymous admin or the group itself. */
  person: Person;
  /** An administrator who writes in the group's name; they confirm as themselves before anything happens. */
  isAnonymous: boolean;
  /** The command that was written, or confirmed by a real person's press. */
  command: ParsedCommand | null;
  place: Place;
  /** The station of this group, or in private the one the person speaks of. */
  station: StationScope | null;
  /** The station that a button names: in private any of those the person may speak of, in a group only its own. */
  stationOf(stationId: number): Promise<StationScope | null>;
  locale: Locale;
  t: Messages;
  /** The person's own language, for what is told in private about something said in a group. */
  inPrivate: { readonly locale: Locale; readonly t: Messages };
  answer: Answering;
  /** Fetches a file that was sent to the bot. */
  receive: Receive;
}

/** A refusal is a value; its reason is a key of the feature's refusals in the catalogue. */
export type Result<Reason extends string, Value extends object = object> =
  | ({ readonly ok: true } & Value)
  | { readonly ok: false; readonly reason: Reason };
