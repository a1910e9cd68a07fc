import type { Person } from "../../src/playground/emulator/state.ts";
import type { ChatMessage } from "../../src/playground/emulator/views.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import type { Bench } from "../telegram/bench.ts";

export interface Crowd {
  readonly station: Established;
  readonly people: readonly Person[];
  readonly board: ChatMessage;
}

export interface Tapped {
  readonly callbackQueryId: string;
  readonly at: number;
}

/** A station, an open roll call in its members' group, and so many people who have joined; then the clock goes live. */
export async function gather(bench: Bench, count: number): Promise<Crowd> {
  const station = await establish(bench);
  const people: Person[] = [];
  for (let index = 0; index < count; index += 1) people.push(await enrol(bench, station, `Person ${index}`));
  await bench.as(station.lead, station.memberGroup).types("/rollcall Market walk for 6h");
  await bench.settle();
  bench.emulator.markAllSeen();
  const board = bench.emulator.messages(station.memberGroup).findLast((message) => message.fromBot && message.keyboard.length > 0);
  if (!board) throw new Error("no board was posted");
  bench.goLive();
  return { station, people, board };
}

function tapHere(bench: Bench, crowd: Crowd, person: Person): Tapped {
  const button = crowd.board.keyboard.flat().find((one) => one.callback_data?.endsWith(":here"));
  const tapped = bench.emulator.tap(person, crowd.board, button?.text ?? "");
  if (tapped.kind !== "callback") throw new Error("the button is no button");
  return { callbackQueryId: tapped.callbackQueryId, at: Date.now() };
}

/** Lets each person do it once, evenly over `withinMs`. */
export function evenly(people: readonly Person[], withinMs: number, tap: (person: Person, index: number) => Tapped): Promise<Tapped[]> {
  return Promise.all(people.map((person, index) => new Promise<Tapped>((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(tap(person, index));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }, (index * withinMs) / people.length);
  })));
}

/** Lets each person tap once, evenly over `withinMs`. */
export function tapEvenly(bench: Bench, crowd: Crowd, people: readonly Person[], withinMs: number): Promise<Tapped[]> {
  return evenly(people, withinMs, (person) => tapHere(bench, crowd, person));
}

/** Resolves when every tap is answered. */
export async function allAnswered(bench: Bench, taps: readonly Tapped[], withinMs = 60_000): Promise<void> {
  await bench.emulator.until(() => taps.every((tap) => bench.emulator.answerOf(tap.callbackQueryId) !== null) || null, { withinMs, what: "answers" });
}

/** How long each person looked at the spinning button, in ms, sorted. */
export async function waits(bench: Bench, taps: readonly Tapped[]): Promise<number[]> {
  await allAnswered(bench, taps);
  const answeredAt = new Map(bench.emulator.journal({ method: "answerCallbackQuery" })
    .map((call) => [String(call.params["callback_query_id"]), call.at.getTime()]));
  return taps.map((tap) => (answeredAt.get(tap.callbackQueryId) ?? Number.NaN) - tap.at).toSorted((a, b) => a - b);
}

/** Who is counted, by the database: one entry for each row. */
export async function readCounted(bench: Bench): Promise<number[]> {
  const rows = await bench.database.db.select({ accountId: checkIn.accountId }).from(checkIn);
  return rows.map((row) => row.accountId);
}

/** Waits until the board in the group says so many. */
export async function boardSays(bench: Bench, crowd: Crowd, count: number, withinMs = 60_000): Promise<string> {
  return bench.emulator.until(() => {
    const text = bench.emulator.messages(crowd.station.memberGroup, { peek: true })
      .findLast((message) => message.fromBot && message.keyboard.flat().some((button) => button.callback_data?.endsWith(":here")))?.text;
    return text !== undefined && new RegExp(`(?<!\\d)${count}(?!\\d)`).test(text) ? text : null;
  }, { withinMs, what: `a board that says ${count}` });
}
