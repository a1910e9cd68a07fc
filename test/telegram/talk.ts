import type { Person } from "../../src/playground/emulator/state.ts";
import type { Actor, Bench } from "./bench.ts";

/** Taps one button after another, each under the bot's newest message. */
export async function answers(actor: Actor, ...buttons: string[]): Promise<void> {
  for (const button of buttons) await actor.taps(actor.reads(), button);
}

/** All that the bot has said to somebody in private, oldest first; looked at. */
export function told(bench: Bench, person: Person): string[] {
  return bench.emulator.messages(person).filter((message) => message.fromBot).map((message) => message.text);
}

/** The labels under a message, row by row. */
export function labels(message: { keyboard: readonly (readonly { text: string }[])[] }): string[][] {
  return message.keyboard.map((row) => row.map((button) => button.text));
}

/** What a button carries. */
export function dataOf(message: { keyboard: readonly (readonly { text: string; callback_data?: string }[])[] }, label: string): string {
  const data = message.keyboard.flat().find(({ text }) => text === label)?.callback_data;
  if (data === undefined) throw new Error(`no button “${label}”`);
  return data;
}
