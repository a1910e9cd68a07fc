import { asc } from "drizzle-orm";
import { poll, pollPost, pollVote } from "../../src/db/schema-poll.ts";
import type { ChatMessage, ChatView } from "../../src/playground/emulator/views.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

export const MINUTE_MS = 60_000;

export async function readPolls(bench: Bench) {
  return bench.database.db.select().from(poll).orderBy(asc(poll.id));
}

export async function readPosts(bench: Bench) {
  return bench.database.db.select().from(pollPost).orderBy(asc(pollPost.pollId), asc(pollPost.chatId));
}

export async function readVotes(bench: Bench) {
  return bench.database.db.select().from(pollVote).orderBy(asc(pollVote.accountId));
}

/** The newest poll in a group; looked at. */
export function pollIn(bench: Bench, group: ChatView): ChatMessage {
  const found = bench.emulator.messages(group, { peek: true }).findLast(({ poll: shown }) => shown !== undefined);
  if (!found) throw new Error("no poll in this group");
  return bench.emulator.message(found);
}

export const optionsOf = (message: ChatMessage) => message.poll?.options.map(({ text }) => text);

/** The lead asks in private, sends, and the minute passes; the report is looked at. */
export async function askPoll(bench: Bench, at: Established, line: string): Promise<{ posted: ChatMessage; id: number; report: ChatMessage }> {
  const lead = bench.as(at.lead);
  await lead.types(`/poll ${line}`);
  const preview = lead.reads();
  const send = preview.keyboard[0]?.[0]?.text ?? "";
  await lead.taps(preview, send);
  await bench.advance(MINUTE_MS);
  await bench.settle();
  return { posted: pollIn(bench, at.memberGroup), id: (await readPolls(bench)).at(-1)?.id ?? 0, report: lead.reads() };
}
