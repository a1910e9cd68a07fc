/** One call that Telegram executed or refused; `params` carry files by name and size only. */
export type JournalEntry = {
  at: Date;
  method: string;
  params: Record<string, unknown>;
  chatId?: number;
  messageId?: number;
  refused?: { code: number; description: string };
};

/** Something the bot put before people's eyes and that nobody has read back yet. */
export type Unseen = {
  kind: "message" | "edit" | "delete" | "reaction" | "answer" | "poll";
  chatId: number;
  messageId?: number;
  callbackQueryId?: string;
  text: string;
};

export type Ledger = { journal: JournalEntry[]; unseen: Unseen[]; errors: string[] };

// A playground that runs for weeks must not grow without end.
const JOURNAL_LENGTH = 50_000;
const UNSEEN_LENGTH = 50_000;

export function createLedger(): Ledger {
  return { journal: [], unseen: [], errors: [] };
}

export function record(ledger: Ledger, entry: JournalEntry): void {
  ledger.journal.push(entry);
  if (ledger.journal.length > JOURNAL_LENGTH) ledger.journal.splice(0, JOURNAL_LENGTH / 10);
}

export function noteUnseen(ledger: Ledger, unseen: Unseen): void {
  ledger.unseen.push(unseen);
  if (ledger.unseen.length > UNSEEN_LENGTH) ledger.unseen.splice(0, UNSEEN_LENGTH / 10);
}

export function markSeen(ledger: Ledger, isSeen: (unseen: Unseen) => boolean): void {
  ledger.unseen = ledger.unseen.filter((unseen) => !isSeen(unseen));
}
