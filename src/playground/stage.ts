import type { App } from "../app.ts";
import type { Emulator } from "./emulator/emulator.ts";
import type { MessageRef, Ref } from "./emulator/people/refs.ts";
import type { Attachment } from "./emulator/people/talking.ts";
import type { Person } from "./emulator/state.ts";
import type { ChatMessage } from "./emulator/views.ts";
import type { TurnableClock } from "./turnable-clock.ts";

/** People think between two acts; it also keeps the bot within Telegram's pace. */
const PAUSE_MS = 20_000;
/** Longer than an announcement can be taken back, and long enough for the groups to have it one by one. */
const SETTLING_PAUSES = 6;

type SayOptions = NonNullable<Parameters<Emulator["say"]>[3]>;

/** Plays people's acts one after the other, with the bot driven by hand and the clock going on in between. */
export interface Stage {
  readonly emulator: Emulator;
  says(person: Person, chat: Ref, text: string, options?: SayOptions): Promise<ChatMessage>;
  starts(person: Person, payload?: string): Promise<void>;
  /** Sends the bot a file in private. */
  sends(person: Person, file: Attachment): Promise<void>;
  /** Taps the first button of the message whose data or link fits; false where there is none. */
  taps(person: Person, message: MessageRef, wanted: RegExp): Promise<boolean>;
  /** Taps a button under the bot's newest message there that has one like it. */
  presses(person: Person, chat: Ref, button: RegExp): Promise<void>;
  votes(person: Person, poll: MessageRef, options: readonly string[]): Promise<void>;
  /** The bot's newest message there that fits. */
  finds(chat: Ref, fits: (message: ChatMessage) => boolean): ChatMessage | undefined;
  /** Lets some minutes pass, in which the bot says what it owes. */
  settles(): Promise<void>;
}

export const hasButton = (message: ChatMessage, wanted: RegExp) => message.keyboard.flat().some((one) => wanted.test(one.callback_data ?? one.url ?? ""));

export function createStage(app: App, emulator: Emulator, clock: TurnableClock): Stage {
  async function run(): Promise<void> {
    for (let done = 1; done > 0;) done = await app.step.poll() + await app.step.handle() + await app.step.deliver();
    clock.set(clock.offsetMs() + PAUSE_MS);
  }

  const current = (ref: MessageRef) => emulator.message(ref, { peek: true });
  const finds: Stage["finds"] = (chat, fits) => emulator.messages(chat, { peek: true }).findLast((message) => message.fromBot && fits(message));

  async function taps(person: Person, ref: MessageRef, wanted: RegExp): Promise<boolean> {
    const button = current(ref).keyboard.flat().find((one) => wanted.test(one.callback_data ?? one.url ?? ""));
    if (!button) return false;
    const tapped = emulator.tap(person, ref, button.callback_data ?? button.url ?? "");
    await run();
    const answer = tapped.kind === "callback" ? emulator.answerOf(tapped.callbackQueryId) : null;
    if (answer?.url !== undefined) emulator.follow(person, answer.url);
    await run();
    return true;
  }

  return {
    emulator, finds, taps,
    async says(person, chat, text, options) {
      const message = emulator.say(person, chat, text, options);
      await run();
      return current(message);
    },
    async starts(person, payload) {
      emulator.start(person, payload);
      await run();
    },
    async sends(person, file) {
      emulator.upload(person, person, file);
      await run();
    },
    async presses(person, chat, button) {
      const message = finds(chat, (one) => hasButton(one, button));
      if (!message) throw new Error(`the bot showed no button like ${button.source}; it last said “${finds(chat, () => true)?.text ?? ""}”`);
      await taps(person, message, button);
    },
    async votes(person, poll, options) {
      emulator.vote(person, poll, [...options]);
      await run();
    },
    async settles() {
      for (let pauses = 0; pauses < SETTLING_PAUSES; pauses += 1) await run();
    },
  };
}
